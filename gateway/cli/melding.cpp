#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <tuple>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/store.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/sealed.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace state = store::melding_state;

struct Listing {
  std::filesystem::path config;
  std::optional<std::string> state;  ///< only in this one
  bool json = false;
};
/// What a person decides about a report whose fate is uncertain: DUO has it, send it again, or let it be.
enum class Decision { accept, retry, withdraw };
struct Decide {
  std::filesystem::path config;
  std::string id;
};

schemas::Moment moment_of(Milliseconds at) {
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(at)));
}

void print_melding(const config::Config& config, const store::StoredMelding& melding,
                   const std::string& note) {
  std::cout << melding.id << "  " << local_time(moment_of(melding.created), "%d-%m %H:%M") << "  "
            << gemeente_of(config, melding.tenant) << "  "
            << padded(melding.method + " " + melding.operatie, 38) << padded(melding.state, 12)
            << schemas::counted(melding.attempts, "poging", "pogingen") << (note.empty() ? "" : "  " + note)
            << '\n';
}

int list_reports(const Listing& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto& [config, sql, keys] = std::tie(house.config, house.sql, house.keys);
  boost::json::array list;
  constexpr int most = 200;
  for (const auto& tenant : config->tenants)
    for (const auto& each : store::list_meldingen(*sql, tenant.oin.digits(), {}, options.state, most)) {
      const auto note = each.sealed_note.empty()
                            ? ""
                            : store::try_open(*keys, each.sealed_note, "toelichting:" + each.id)
                                  .value_or("(niet te lezen)");
      if (options.json)
        list.emplace_back(boost::json::object{{"meldingId", each.id},
                                              {"gemeente", tenant.gemeentecode},
                                              {"soort", each.operatie},
                                              {"methode", each.method},
                                              {"dossier", each.dossier},
                                              {"status", each.state},
                                              {"pogingen", each.attempts},
                                              {"toelichting", note},
                                              {"aangeboden", moment_of(each.created).text()}});
      else
        print_melding(*config, each, note);
    }
  if (options.json) std::cout << boost::json::serialize(list) << '\n';
  return 0;
}

int decide(const Decide& options, Decision decision) {
  const auto config = load(options.config);
  const auto sql = config ? open_store(*config) : nullptr;
  if (!sql) return 2;
  std::optional<store::StoredMelding> found;
  for (const auto& tenant : config->tenants)
    if (!found) found = store::find_melding(*sql, tenant.oin.digits(), options.id);
  if (!found) {
    std::cerr << "deze melding is niet bekend; zie melding list\n";
    return 1;
  }
  const auto before = found->state;
  // One that waits can still be called off; only about one that is uncertain is there more to decide.
  if (before != state::uncertain && (before != state::waiting || decision != Decision::withdraw)) {
    std::cerr << "deze melding is " << before << "; er valt niets te besluiten\n";
    return 1;
  }
  found->state = decision == Decision::accept  ? state::seen_at_duo
                 : decision == Decision::retry ? state::waiting
                                               : state::called_off;
  found->due = milliseconds(SystemClock().now());
  const bool moved = store::transact(*sql, [&] { return store::move_melding(*sql, *found, before); });
  std::cout << "melding " << options.id << ": "
            << (moved ? found->state : "was inmiddels veranderd; niets gedaan") << '\n';
  return moved ? 0 : 1;
}

}  // namespace

void add_melding(Commands& program) {
  auto melding = program.group("melding", "meldingen van afnemers aan DUO");
  const auto [list, into] = melding.add<Listing>("list", "de laatste meldingen", list_reports);
  list->add_option("--state", into.state,
                   "alleen wacht, onderweg, navragen, onzeker, aanvaard, geweigerd of ingetrokken");
  list->add_flag("--json", into.json, "als JSON");
  for (const auto& [name, help, decision] :
       {std::tuple{"accept", "DUO blijkt de onzekere melding te hebben", Decision::accept},
        std::tuple{"retry", "DUO blijkt de onzekere melding niet te hebben: opnieuw versturen",
                   Decision::retry},
        std::tuple{"withdraw", "sluit een melding af zonder haar (opnieuw) te versturen",
                   Decision::withdraw}}) {
    const auto [command, which] = melding.add<Decide>(
        name, help, [decided = decision](const Decide& options) { return decide(options, decided); });
    command->add_option("ID", which.id, "zie melding list")->required();
  }
}

}  // namespace inburgering::gateway::cli
