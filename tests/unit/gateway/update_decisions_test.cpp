// What an update tells of a dossier, decided without a store: one row a story, one line a statement, and the
// events that each gives.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>

#include "gateway/exchange/dossier_update.h"
#include "mapping/duo/answer.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::exchange {
namespace {

namespace canonical = mapping::canonical;
using mapping::Actie;
using mapping::Subject;
using mapping::Translation;
using mapping::Volgorde;

const Subject by_bsn{*schemas::Bsn::parse("999990639"), {}};
const Subject by_number{{}, 1234567890};
const Subject by_both{by_bsn.bsn, by_number.v_nummer};

Translation duo(const char* resource, const char* json, const Subject& who = by_bsn) {
  return *mapping::duo::translate_answer(resource, json, who, "");
}
Translation plicht(const Subject& who) {
  return duo("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})", who);
}
Translation brp(Actie actie, canonical::Persoon persoon, std::optional<Volgorde> volgorde = {}) {
  return {by_bsn, {"brp", "", {}}, {{actie, std::move(persoon)}}, {}, std::move(volgorde)};
}
canonical::Persoon named(const char* geslachtsnaam, const char* voornamen = nullptr) {
  canonical::Persoon persoon;
  persoon.geslachtsnaam = std::string(geslachtsnaam);
  if (voornamen != nullptr) persoon.voornamen = std::string(voornamen);
  return persoon;
}

struct Step {
  const char* what;
  Translation said;
  std::vector<std::string> told;  ///< "<sequence> <objecttype>.<actie>[ <field>…]"
};
struct Story {
  const char* about;
  std::vector<Step> steps;
};

class UpdateDecisions : public testing::Test, protected tests::House {
 protected:
  identity::Registry registry{config};
  Ground ground{config, registry, sealing};

  Updated update(Draft& draft, const Translation& said, std::size_t tenant = 0) {
    return update_dossier(draft, config.tenants.at(tenant), said, {"message-1", "", clock.now()});
  }
  std::string told(const store::StoredEvent& event) {
    auto line =
        std::to_string(event.sequence) + " " + event.type.substr(std::string("nl.inburgering.").size());
    const auto cloud = boost::json::parse(keys.open(event.sealed, "event:" + event.id)).as_object();
    if (event.type.ends_with(".gewijzigd"))
      for (const auto& field : cloud.at("data").at("gewijzigd").as_array())
        line += " " + std::string(field.as_string());
    return line;
  }
  std::vector<std::string> told(const Draft& draft) {
    std::vector<std::string> lines;
    for (const auto& event : draft.events()) lines.push_back(told(event));
    return lines;
  }
};

TEST_F(UpdateDecisions, each_statement_tells_what_it_changes_and_no_more) {
  const auto termijn = duo("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})");
  const auto longer = duo("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2030-05-02"})");
  const auto two_exams =
      duo("examenresultaten", R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"},
                                  {"examendatum":"2026-10-08","resultaat":"Gezakt","onderdeel":"LE","niveau":"B1"}])");
  const auto one_exam =
      duo("examenresultaten", R"([{"examendatum":"2026-10-06","resultaat":"Geslaagd","onderdeel":"KNM"}])");
  const auto doubled =
      duo("examenresultaten",
          R"([{"examendatum":"2026-10-08","resultaat":"Gezakt","onderdeel":"LE","niveau":"B1"},
                                  {"examendatum":"2026-10-08","resultaat":"Geslaagd","onderdeel":"LE","niveau":"B1"}])");
  canonical::Dossier ended;
  const Translation end_of_dossier{by_bsn, {"gateway", "", {}}, {{Actie::beeindigd, ended}}, {}};
  canonical::Deelname unknown;
  unknown.instelling = "school";
  unknown.kenmerk = "D-1";
  const Translation end_of_nothing{by_bsn, {"taalschool", "", {}}, {{Actie::beeindigd, unknown}}, {}};
  const auto early = Volgorde{"20261101120000", "", false};
  const auto late = Volgorde{"20261102120000", "", false};
  const auto late_corrected = Volgorde{"20261102120000", "", true};

  for (const auto& [about, steps] : std::vector<Story>{
           {"a fact",
            {{"is told", termijn, {"1 inburgeringstermijn.vastgelegd", "2 startinburgering.vastgelegd"}},
             {"not told again", termijn, {}},
             {"told where it differs", longer, {"3 inburgeringstermijn.gewijzigd datumEinde"}},
             {"told when it is as before again", termijn, {"4 inburgeringstermijn.gewijzigd datumEinde"}}}},
           {"two answers about one object",
            {{"the first", plicht(by_bsn), {"1 inburgeringsplichtige.vastgelegd"}},
             {"fills in",
              duo("doelgroep", R"({"indeling":"Asielstatushouder"})"),
              {"2 inburgeringsplichtige.gewijzigd doelgroep datumDoelgroep gedetailleerdeDoelgroep "
               "asielrechtenWijzigingVerblijfsdoel"}}}},
           {"a list that names one twice",
            {{"is told once, as it stands last", doubled, {"1 examenonderdeel.vastgelegd"}},
             {"and nothing of it changes when it is told again", doubled, {}}}},
           {"a list that is whole",
            {{"two",
              two_exams,
              {"1 examenonderdeel.vastgelegd", "2 examenonderdeel.vastgelegd", "3 knm.vastgelegd"}},
             {"one is gone", one_exam, {"4 examenonderdeel.beeindigd"}},
             {"and stays gone", one_exam, {}}}},
           {"what was not known",
            {{"cannot end", end_of_nothing, {}},
             {"but the dossier can", end_of_dossier, {"1 dossier.beeindigd"}}}},
           {"statements that come out of order",
            {{"the later first", brp(Actie::vastgelegd, named("Later"), late), {"1 persoon.vastgelegd"}},
             {"an earlier one changes nothing that was said later",
              brp(Actie::gewijzigd, named("Eerder"), early),
              {}},
             {"but adds what nobody said later",
              brp(Actie::gewijzigd, named("Eerder", "Anna"), early),
              {"2 persoon.gewijzigd voornamen"}},
             {"a correction of the same moment overtakes",
              brp(Actie::gewijzigd, named("Juist"), late_corrected),
              {"3 persoon.gewijzigd geslachtsnaam"}},
             {"and the change of that moment does not come back",
              brp(Actie::gewijzigd, named("Later"), late),
              {}},
             {"an end of before what was said of it since is old news",
              brp(Actie::beeindigd, named("Eerder"), early),
              {}}}},
           {"a person",
            {{"known by a v-nummer", plicht(by_number), {"1 inburgeringsplichtige.vastgelegd"}},
             {"is the same once the BSN comes", plicht(by_both), {}},
             {"also by that alone", plicht(by_bsn), {}}}},
       }) {
    Draft draft(ground, nullptr, {});
    std::string dossier;
    std::size_t before = 0;
    for (const auto& [what, said, expected] : steps) {
      const auto updated = update(draft, said);
      const auto all = told(draft);
      EXPECT_EQ(std::vector(all.begin() + static_cast<std::ptrdiff_t>(before), all.end()), expected)
          << about << ": " << what;
      EXPECT_EQ(updated.events, static_cast<std::int64_t>(expected.size())) << about << ": " << what;
      before = all.size();
      if (dossier.empty()) dossier = updated.dossier.id;
      EXPECT_EQ(updated.dossier.id, dossier) << about << ": " << what;
    }
  }
}

TEST_F(UpdateDecisions, a_subscription_gets_what_it_asked_for_of_its_gemeente) {
  subscriptions::List present;
  for (const auto& wish : config.subscriptions) {
    auto standing = std::make_shared<subscriptions::Standing>();
    standing->row.id = wish.id;
    standing->wish = wish;
    present.push_back(std::move(standing));
  }
  Draft draft(ground, nullptr, present);
  update(draft, duo("inburgeringstermijn", R"({"startdatum":"2026-11-02","einddatum":"2029-11-02"})"));
  update(draft, plicht(by_bsn));
  update(draft, plicht(by_bsn), 1);
  std::vector<std::string> gets;
  for (const auto& delivery : draft.deliveries())
    gets.push_back(delivery.to.subscription + " " + told(draft.events().at(delivery.event)));
  std::ranges::sort(gets);
  EXPECT_EQ(gets,
            (std::vector<std::string>{
                "kvs-0344 1 inburgeringsplichtige.vastgelegd", "kvs-0518 1 inburgeringstermijn.vastgelegd",
                "kvs-0518 2 startinburgering.vastgelegd", "kvs-0518 3 inburgeringsplichtige.vastgelegd",
                "termijnen-0518 1 inburgeringstermijn.vastgelegd"}));
}

TEST_F(UpdateDecisions, only_a_new_gemeente_of_registration_is_a_move) {
  struct Case {
    const char* what;
    const char* gemeente;
    bool moved;
  };
  Draft draft(ground, nullptr, {});
  for (const auto& [what, gemeente, moved] :
       {Case{"here", "0518", false}, Case{"elsewhere", "0344", true}, Case{"still there", "0344", false},
        Case{"on to a third", "0599", true}, Case{"back", "0518", false}}) {
    canonical::Persoon persoon;
    persoon.gemeente_van_inschrijving = std::string(gemeente);
    EXPECT_EQ(update(draft, brp(Actie::vastgelegd, persoon)).registration_changed, moved) << what;
  }
}

}  // namespace
}  // namespace inburgering::gateway::exchange
