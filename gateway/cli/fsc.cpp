// `fsc`: contracts of the group of which this gateway is a peer: what was offered, what we think of it, and
// what we offer ourselves.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/jws.h"
#include "gateway/base/milliseconds.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/who.h"
#include "gateway/fsc/contracts.h"
#include "gateway/log/exchange_log.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;
namespace wire = adapters::fsc;

struct OfContract {
  std::filesystem::path config;
  std::string hash;
  bool json = false;
};
struct Proposal {
  std::filesystem::path config;
  std::string grants;
  int days = 365;
};

/// The store, of a gateway that is a peer of a group.
struct InGroup : Opened {
  explicit InGroup(const std::filesystem::path& file) : Opened(file) {
    if (!config || !config->fsc.groep.empty()) return;
    std::cerr << "deze gateway is van geen groep van FSC; beschrijf die in de configuratie onder fsc\n";
    config.reset();
  }
  std::int64_t now() const { return fsc::seconds(clock.now()); }
};

std::string day(std::int64_t moment) {
  constexpr std::size_t date = 10;
  return schemas::Moment(schemas::Moment::Time(std::chrono::seconds(moment))).text().substr(0, date);
}

constexpr std::string_view unreadable =
    "dit contract in de opslag is niet wat zijn hash zegt, en telt niet mee";

/// Nothing where it cannot be read.
std::optional<json::object> told(store::Session& sql, const store::FscContract& row, std::int64_t now) {
  const auto read = fsc::reread(row);
  if (!read) return std::nullopt;
  const auto& contract = *read;
  const auto signatures = store::fsc_signatures_of(sql, row.hash);
  json::array grants, signed_by, under_way;
  for (std::size_t i = 0; i < contract.content.grants.size(); ++i) {
    const auto& data = contract.content.grants[i].data;
    json::object grant{{"hash", contract.grant_hashes[i]},
                       {"soort", data.type},
                       {"dienst", data.service.name},
                       {"van", data.service.peer_id}};
    if (data.outway) grant["beller"] = data.outway->peer_id;
    if (data.directory) grant["directory"] = data.directory->peer_id;
    if (data.delegator) grant["namens"] = data.delegator->peer_id;
    if (data.service.delegator) grant["dienstNamens"] = data.service.delegator->peer_id;
    grants.emplace_back(std::move(grant));
  }
  for (const auto& each : signatures)
    signed_by.emplace_back(
        json::object{{"partij", each.peer}, {"wat", each.type}, {"moment", each.signed_at}});
  for (const auto& each : store::list_fsc_sendings(sql, row.hash))
    under_way.emplace_back(json::object{
        {"partij", each.peer}, {"wat", each.type}, {"pogingen", each.attempts}, {"fout", each.fault}});
  return json::object{{"hash", row.hash},
                      {"stand", fsc::to_text(fsc::stand_of(contract, signatures, now))},
                      {"gemeente", row.tenant},
                      {"van", day(row.not_before)},
                      {"tot", day(row.not_after)},
                      {"toestemmingen", std::move(grants)},
                      {"handtekeningen", std::move(signed_by)},
                      {"onderweg", std::move(under_way)}};
}

void print_contract(const json::object& contract) {
  const auto text = [](const json::object& object, const char* name) {
    const auto* member = object.if_contains(name);
    return member == nullptr ? std::string() : schemas::shown(std::string_view(member->get_string()));
  };
  std::cout << text(contract, "hash") << "\n  " << text(contract, "stand") << ", van "
            << text(contract, "van") << " tot " << text(contract, "tot") << '\n';
  for (const auto& each : contract.at("toestemmingen").get_array()) {
    const auto& grant = each.get_object();
    std::cout << "  " << text(grant, "soort") << ": " << text(grant, "beller") << text(grant, "directory")
              << " → " << text(grant, "dienst") << " van " << text(grant, "van");
    if (grant.contains("namens")) std::cout << ", namens " << text(grant, "namens");
    if (grant.contains("dienstNamens")) std::cout << ", geboden namens " << text(grant, "dienstNamens");
    std::cout << "\n    " << text(grant, "hash") << '\n';
  }
  for (const auto& each : contract.at("handtekeningen").get_array())
    std::cout << "  " << text(each.get_object(), "wat") << " van " << text(each.get_object(), "partij")
              << '\n';
  for (const auto& each : contract.at("onderweg").get_array())
    std::cout << "  nog niet bij " << text(each.get_object(), "partij") << ": "
              << text(each.get_object(), "fout") << '\n';
}

int list_contracts(const Telling& options) {
  InGroup house(options.config);
  if (!house) return 2;
  json::array list;
  std::optional<store::FscPlace> beyond;
  for (bool more = true; more;) {
    constexpr int at_once = 200;
    const auto rows = store::list_fsc_contracts(*house.sql, {}, beyond, false, at_once);
    more = std::ssize(rows) == at_once;
    for (const auto& row : rows) {
      beyond = store::FscPlace{row.created, row.hash};
      auto contract = told(*house.sql, row, house.now());
      if (!contract)
        std::cerr << row.hash << ": " << unreadable << '\n';
      else if (options.json)
        list.emplace_back(std::move(*contract));
      else
        print_contract(*contract);
    }
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int show_contract(const OfContract& options) {
  InGroup house(options.config);
  if (!house) return 2;
  const auto row = store::find_fsc_contract(*house.sql, options.hash);
  if (!row) return std::cerr << "er is geen contract met deze hash; zie fsc contract list\n", 1;
  const auto contract = told(*house.sql, *row, house.now());
  if (!contract) return std::cerr << unreadable << '\n', 1;
  if (options.json)
    std::cout << json::serialize(*contract) << '\n';
  else
    print_contract(*contract);
  return 0;
}

/// Our signature under a contract, written down with its way to the others and with who gave it.
int put_signature(InGroup& house, const wire::Contract& contract, wire::Verdict verdict, bool is_new) {
  const auto own = adapters::transport::read_own(house.config->fsc.server.own());
  if (!own) return std::cerr << own.error() << '\n', 2;
  const auto now = house.now();
  const auto jws = wire::sign(wire::signature_payload(contract.hash, verdict, now), *own);
  if (!jws) return std::cerr << jws.error() << '\n', 2;
  const fsc::Submission ours{
      contract, house.config->oin.digits(),
      *jws,     verdict,
      now,      fsc::seconds(adapters::transport::valid_until(own->chain.front().get()))};
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::beheer,
                              "fsc contract " + std::string(is_new ? "voorgesteld" : wire::to_text(verdict)));
  entry.subject = who_commands();
  entry.reference = contract.hash;
  entry.tenant = fsc::tenant_of(*house.config, contract);
  entry.outcome = log::outcome::verwerkt;
  const auto refused = store::transact(*house.sql, [&]() -> std::expected<void, std::string> {
    if (const auto not_taken = fsc::take(*house.sql, *house.config, ours, now))
      return std::unexpected(not_taken->why);
    fsc::send_to_others(*house.sql, *house.config, ours, is_new, milliseconds(house.clock.now()));
    log::append(*house.sql, entry);
    return {};
  });
  if (!refused) return std::cerr << refused.error() << '\n', 1;
  std::cout << contract.hash << '\n';
  return 0;
}

int sign_contract(const OfContract& options, wire::Verdict verdict) {
  InGroup house(options.config);
  if (!house) return 2;
  const auto row = store::find_fsc_contract(*house.sql, options.hash);
  if (!row) return std::cerr << "er is geen contract met deze hash; zie fsc contract list\n", 1;
  const auto read = fsc::reread(*row);
  if (!read) return std::cerr << unreadable << '\n', 1;
  const auto& contract = *read;
  if (!contract.has_peer(house.config->oin.digits()))
    return std::cerr << "deze gateway is geen partij bij dit contract\n", 1;
  return put_signature(house, contract, verdict, false);
}

int propose(const Proposal& options) {
  InGroup house(options.config);
  if (!house) return 2;
  const auto text = read_input(options.grants);
  if (!text) return 1;
  const auto grants = wire::read_ijson(*text);
  if (!grants) return print(grants.error()), 1;
  const auto* list = grants->if_array();
  if (list == nullptr) return std::cerr << "hier hoort een lijst van toestemmingen (docs/fsc.md)\n", 1;
  json::array wrapped;
  for (const auto& data : *list) wrapped.emplace_back(json::object{{"data", data}});
  const auto now = house.now();
  constexpr std::int64_t in_a_day = 86400;
  const json::object content{
      {"iv", uuid4(house.random)},
      {"group_id", house.config->fsc.groep},
      {"validity", json::object{{"not_before", now}, {"not_after", now + options.days * in_a_day}}},
      {"grants", std::move(wrapped)},
      {"hash_algorithm", wire::hash_algorithm},
      {"created_at", now}};
  const auto contract = wire::read_contract(content);
  if (!contract) return print(contract.error().faults), 1;
  if (!contract->has_peer(house.config->oin.digits()))
    return std::cerr << "deze gateway is geen partij bij dit contract\n", 1;
  return put_signature(house, *contract, wire::Verdict::accept, true);
}

int list_peers(const Telling& options) {
  InGroup house(options.config);
  if (!house) return 2;
  json::array list;
  constexpr int most = 10'000;
  for (const auto& each : store::list_fsc_peers(*house.sql, {}, {}, true, most)) {
    if (options.json)
      list.emplace_back(json::object{
          {"oin", each.id}, {"naam", each.name}, {"manager", each.address}, {"gezien", each.seen}});
    else
      std::cout << each.id << "  " << schemas::shown(each.name) << "  " << schemas::shown(each.address)
                << '\n';
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

}  // namespace

void add_fsc(Commands& program) {
  auto group = program.group("fsc", "contracten met andere partijen van de groep van FSC");
  auto contract = group.group("contract", "wie wie mag bellen, namens wie, en tot wanneer");
  contract.add_telling("list", "alle contracten, het nieuwste boven", list_contracts);
  const auto of_hash = [](const Command<OfContract>& command) {
    command.app->add_option("HASH", command.options.hash, "zie fsc contract list")->required();
  };
  const auto showing = contract.add<OfContract>("show", "één contract", show_contract);
  of_hash(showing);
  showing.app->add_flag("--json", showing.options.json, "als JSON");
  const auto add_verdict = [&](const char* name, const char* help, wire::Verdict verdict) {
    of_hash(contract.add<OfContract>(
        name, help, [verdict](const OfContract& options) { return sign_contract(options, verdict); }));
  };
  add_verdict("accept", "aanvaardt een contract, en laat dat de anderen weten", wire::Verdict::accept);
  add_verdict("reject", "wijst een contract af", wire::Verdict::reject);
  add_verdict("revoke", "trekt een contract in dat gold", wire::Verdict::revoke);
  const auto [proposing, wish] =
      contract.add<Proposal>("propose", "stelt een contract voor aan de andere partijen erin", propose);
  proposing->add_option("TOESTEMMINGEN", wish.grants, "het bestand; - is standaardinvoer")->required();
  constexpr int longest = 3650;
  proposing->add_option("--dagen", wish.days, "hoe lang het geldt")->check(CLI::Range(1, longest));
  group.add_telling("peers", "de partijen die hier bekend zijn", list_peers);
}

}  // namespace inburgering::gateway::cli
