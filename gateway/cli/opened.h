#pragma once
#include <iostream>

#include "gateway/base/surroundings.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "gateway/store/key_file.h"
#include "gateway/store/own_key.h"

namespace inburgering::gateway::cli {

/// The configuration and the store that a command works on beside a running gateway or without one; says what
/// is wrong with them.
struct Opened {
  std::optional<config::Config> config;
  std::unique_ptr<store::Session> sql;
  SystemClock clock;
  SystemRandom random;

  explicit Opened(const std::filesystem::path& file) : config(load(file)) {
    if (config) sql = open_store(*config);
  }
  explicit operator bool() const { return config && sql; }
  Surroundings around() { return {clock, random}; }
};

/// With the keys of the store, for what is sealed in it.
struct OpenedWithKeys : Opened {
  std::optional<store::KeysInUse> in_use;
  std::optional<store::Keys> keys;

  explicit OpenedWithKeys(const std::filesystem::path& file) : Opened(file) {
    if (!config) return;
    auto use = store::KeysInUse::share(config->store);
    if (!use) {
      std::cerr << use.error() << '\n';
      return;
    }
    in_use.emplace(std::move(*use));
    auto read = store::Keys::read(config->store_key, config->store_token);
    if (!read) {
      std::cerr << read.error() << '\n';
      return;
    }
    if (sql)
      if (const auto judged = store::judge_key(*sql, config->store, *read); !judged) {
        std::cerr << judged.error() << '\n';
        return;
      }
    keys = std::move(*read);
  }
  explicit operator bool() const { return config && sql && keys; }
};

}  // namespace inburgering::gateway::cli
