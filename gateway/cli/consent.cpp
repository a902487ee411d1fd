// `toestemming`: consent of a second operator, where a gemeente asks four eyes.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/base/milliseconds.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/who.h"
#include "gateway/log/four_eyes.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

struct ConsentWish {
  std::filesystem::path config;
  std::string deed;
  std::string subject;
  std::string tenant;
  std::string reason;
};
struct Answer {
  std::filesystem::path config;
  std::string id;
};

std::string moment_text(Milliseconds moment) {
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(moment))).text();
}

int list_consents(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  json::array list;
  constexpr int at_most = 500;
  for (const auto& each : store::open_consents(*house.sql, milliseconds(house.clock.now()), at_most)) {
    if (options.json)
      list.push_back(json::object{{"id", each.id},
                                  {"voor", each.deed},
                                  {"van", each.subject},
                                  {"gemeente", each.tenant},
                                  {"aanvrager", each.asker},
                                  {"reden", each.reason},
                                  {"verloopt", moment_text(each.expires)},
                                  {"staat", each.state},
                                  {"beantwoordDoor", each.answerer}});
    else
      std::cout << each.id << "  " << padded(each.state, 9) << padded(each.deed, 9)
                << schemas::shown(each.subject) << "  door " << schemas::shown(each.asker) << ", tot "
                << moment_text(each.expires) << ": " << schemas::shown(each.reason) << '\n';
  }
  if (options.json) std::cout << json::serialize(list) << '\n';
  return 0;
}

int ask_consent(const ConsentWish& options) {
  Opened house(options.config);
  if (!house) return 2;
  log::FourEyes::Wish wish{*config::deed_named(options.deed), {}, options.subject};
  const bool of_export = wish.deed == config::Deed::inhoud && wish.subject == log::all_contents;
  if (wish.deed == config::Deed::vergeten || of_export) {
    wish.tenant = tenant_named(*house.config, options.tenant);
    if (wish.tenant.empty()) return std::cerr << "noem de gemeente met --gemeente\n", 2;
  }
  if (wish.deed == config::Deed::inhoud && !of_export) {
    const auto entry = log::find(*house.sql, options.subject);
    if (entry) {
      wish.tenant = entry->tenant;
    } else {
      wish.tenant = tenant_named(*house.config, options.tenant);
      if (wish.tenant.empty())
        return std::cerr
                   << "er is geen bericht met dit id; voor alles over een persoon noemt u het dossier, en "
                      "de gemeente met --gemeente\n",
               1;
      wish.subject = log::all_of_person(options.subject);
    }
  }
  const log::FourEyes eyes(*house.config, house.around());
  const auto asked = store::transact(
      *house.sql, [&] { return eyes.ask(*house.sql, wish, {who_commands(), options.reason}); });
  if (!asked) return std::cerr << asked.error() << '\n', 1;
  std::cout << asked->id
            << "\nLaat een ander dit toestaan (toestemming approve, of de pagina Toestemmingen), binnen een "
               "etmaal.\n";
  return 0;
}

int answer_consent(const Answer& options, bool yes) {
  Opened house(options.config);
  if (!house) return 2;
  const log::FourEyes eyes(*house.config, house.around());
  const auto answered = store::transact(*house.sql, [&]() -> std::expected<void, std::string> {
    const auto consent = store::find_consent(*house.sql, options.id);
    if (!consent) return std::unexpected("er is geen aanvraag met dit id; zie toestemming list");
    return eyes.answer(*house.sql, *consent, who_commands(), yes);
  });
  if (!answered) return std::cerr << answered.error() << '\n', 1;
  std::cout << (yes ? "toegestaan: wie het vroeg kan het nu eenmaal doen\n" : "geweigerd\n");
  return 0;
}

}  // namespace

void add_consent(Commands& program) {
  auto consent = program.group("toestemming", "vier ogen: wat een tweede beheerder moet toestaan");
  consent.add_telling("list", "wat er gevraagd en toegestaan is", list_consents);
  const auto [asking, wish] =
      consent.add<ConsentWish>("ask", "vraagt toestemming aan een ander", ask_consent);
  asking->add_option("VOOR", wish.deed, "inhoud, vergeten of sleutel")
      ->required()
      ->check(CLI::IsMember({"inhoud", "vergeten", "sleutel"}));
  asking
      ->add_option("VAN", wish.subject,
                   "het bericht-id, het dossier (bij inhoud: alles over die persoon), de naam van de "
                   "sleutel, of export")
      ->required();
  asking->add_option("--gemeente", wish.tenant, "van het dossier of de export: OIN of gemeentecode");
  asking->add_option("--reden", wish.reason, "waarom; noem geen persoon")->required();
  const auto add_answer = [&](const char* name, const char* help, bool yes) {
    const auto [answering, given] = consent.add<Answer>(
        name, help, [yes](const Answer& options) { return answer_consent(options, yes); });
    answering->add_option("ID", given.id, "zie toestemming list")->required();
  };
  add_answer("approve", "staat toe wat een ander vroeg", true);
  add_answer("refuse", "weigert wat een ander vroeg", false);
}

}  // namespace inburgering::gateway::cli
