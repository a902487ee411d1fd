#pragma once
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "gateway/cli/load.h"
#include "gateway/cli/progress.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/identity/registry.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"

namespace inburgering::gateway::cli {

/// The insides of the gateway for a command that takes in a file of a party: what it takes up is as durable
/// and as logged as what comes over a connection.
struct Offline {
  config::Config config;
  store::KeysInUse in_use;
  store::Keys keys;
  identity::Registry registry{config};
  SystemClock clock{};
  SystemRandom random{};
  store::Database database{config.store, tell_migration()};
  store::Writer writer{database};
  metrics::Metrics metrics{};
  exchange::Pipeline pipeline{config, registry, {keys, {clock, random}}, database, writer, metrics};
  const config::Party* party = nullptr;

  Offline(config::Config read, store::KeysInUse use, store::Keys opened)
      : config(std::move(read)), in_use(std::move(use)), keys(std::move(opened)) {}

  /// Null, and what is wrong printed, when the configuration, the key or the party is not good.
  static std::unique_ptr<Offline> open(const std::filesystem::path& file, const std::string& oin,
                                       config::Role role) {
    auto config = load(file);
    if (!config) return nullptr;
    auto use = store::KeysInUse::share(config->store);
    if (!use) return std::cerr << use.error() << '\n', nullptr;
    auto keys = store::Keys::read(config->store_key, config->store_token);
    if (!keys) return std::cerr << keys.error() << '\n', nullptr;
    auto offline = std::make_unique<Offline>(std::move(*config), std::move(*use), std::move(*keys));
    if (const auto judged =
            store::judge_key(*offline->database.session(), offline->database.place(), offline->keys);
        !judged)
      return std::cerr << judged.error() << '\n', nullptr;
    offline->party = offline->registry.party(oin);
    if (offline->party != nullptr && offline->party->role == role) return offline;
    std::cerr << "--party: dit OIN is geen partij met role " << config::to_text(role)
              << " in de configuratie\n";
    return nullptr;
  }

  /// The log entry of what comes in.
  log::Entry entry(std::string kind, std::size_t size) const {
    log::Entry made;
    made.message_id = pipeline.new_id();
    made.moment = pipeline.now();
    made.direction = log::direction::in;
    made.feed = log::feed::of(party->role);
    made.kind = std::move(kind);
    made.party = party->oin.digits();
    made.size = static_cast<std::int64_t>(size);
    return made;
  }
};

}  // namespace inburgering::gateway::cli
