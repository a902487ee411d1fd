// What an update tells of a dossier, decided without a store: one row a story, one line a statement, and the
// events that each gives.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>

#include "gateway/exchange/dossier_update.h"
#include "gateway/exchange/relocation.h"
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

/// An exam of DUO, as a feed speaks of it; null: it has none.
Translation exam_of(const char* feed, const char* fields) {
  Translation said{by_bsn, {feed, "", {}}, {}, {"Examenonderdeel"}};
  if (fields == nullptr) return said;
  auto json = boost::json::parse(fields).as_object();
  json["onderdeel"] = "KNM";
  json["examendatum"] = "2026-10-06";
  said.changes.push_back({Actie::vastgelegd, *canonical::from_json("Examenonderdeel", json)});
  return said;
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

  const auto pip_of_duo = [](bool finish) {
    return duo(
        "pip",
        finish
            ? R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-03-01","leerroute":"B","indicatorMagOpleidingAfmaken":true}})"
            : R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-03-01","leerroute":"B","indicatorMagOpleidingAfmaken":false}})");
  };
  const auto other_pip =
      duo("pip", R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-04-01","leerroute":"B"}})");
  const auto gemeente = [](bool finish, const char* contact = nullptr) {
    canonical::PIP pip;
    pip.gemeentecode = "0518";
    pip.dagtekening = *schemas::Day::parse("2026-03-01");
    pip.mag_opleiding_afmaken = finish;
    if (contact != nullptr) pip.naam_contactpersoon = std::string(contact);
    return Translation{by_bsn, {"gemeente", "", {}}, {{Actie::vastgelegd, pip}}, {}};
  };

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
           {"two feeds about one field",
            {{"the gemeente first", gemeente(true), {"1 pip.vastgelegd"}},
             {"DUO is believed, and that they differ is told",
              pip_of_duo(false),
              {"2 pip.gewijzigd magOpleidingAfmaken", "3 tegenspraak.vastgelegd", "4 leerroute.vastgelegd"}},
             {"what the gemeente says now changes nothing but that",
              gemeente(true, "Jansen"),
              {"5 pip.gewijzigd naamContactpersoon"}},
             {"until it says the same", gemeente(false, "Jansen"), {"6 tegenspraak.beeindigd"}},
             {"or something else again", gemeente(true, "Jansen"), {"7 tegenspraak.vastgelegd"}},
             {"when DUO has another PIP, what the gemeente said takes its place",
              other_pip,
              {"8 pip.vastgelegd", "9 leerroute.vastgelegd", "10 pip.gewijzigd magOpleidingAfmaken",
               "11 tegenspraak.beeindigd", "12 leerroute.beeindigd"}},
             {"and ends with that",
              {by_bsn, {"gemeente", "", {}}, {{Actie::beeindigd, gemeente(true).changes[0].object}}, {}},
              {"13 pip.beeindigd"}}}},
           {"what the gemeente adds to an exam of DUO",
            {{"the exam", exam_of("duo", R"({"resultaat":"Geslaagd"})"), {"1 examenonderdeel.vastgelegd"}},
             {"what is added",
              exam_of("gemeente", R"({"behaaldeScore":"7.00"})"),
              {"2 examenonderdeel.gewijzigd behaaldeScore"}},
             {"falls with what it was added to", exam_of("duo", nullptr), {"3 examenonderdeel.beeindigd"}}}},
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

TEST_F(UpdateDecisions, a_contradiction_goes_to_who_asked_for_it_by_name) {
  subscriptions::List present;
  for (const auto& objecttypes :
       std::vector<std::vector<std::string>>{{}, {"PIP"}, {"Tegenspraak"}, {"PIP", "Tegenspraak"}}) {
    auto standing = std::make_shared<subscriptions::Standing>();
    standing->wish = config.subscriptions.front();
    standing->wish.objecttypes = objecttypes;
    standing->wish.id = standing->row.id = "kvs-" + std::to_string(present.size());
    present.push_back(std::move(standing));
  }
  Draft draft(ground, nullptr, present);
  canonical::PIP pip;
  pip.gemeentecode = "0518";
  pip.dagtekening = *schemas::Day::parse("2026-03-01");
  pip.mag_opleiding_afmaken = true;
  update(draft, {by_bsn, {"gemeente", "", {}}, {{Actie::vastgelegd, pip}}, {}});
  pip.mag_opleiding_afmaken = false;
  update(draft, {by_bsn, {"duo", "", {}}, {{Actie::vastgelegd, pip}}, {}});
  std::vector<std::string> gets;
  for (const auto& delivery : draft.deliveries())
    gets.push_back(delivery.to.subscription + " " + told(draft.events().at(delivery.event)));
  std::ranges::sort(gets);
  const std::string set = " 1 pip.vastgelegd";
  const std::string changed = " 2 pip.gewijzigd magOpleidingAfmaken";
  const std::string disputed = " 3 tegenspraak.vastgelegd";
  EXPECT_EQ(gets, (std::vector<std::string>{"kvs-0" + set, "kvs-0" + changed, "kvs-1" + set,
                                            "kvs-1" + changed, "kvs-2" + disputed, "kvs-3" + set,
                                            "kvs-3" + changed, "kvs-3" + disputed}));
}

TEST_F(UpdateDecisions, each_field_knows_its_message_and_its_rule) {
  Draft draft(ground, nullptr, {});
  const auto dossier =
      update(draft, duo("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true})")).dossier;
  update_dossier(draft, config.tenants.front(), duo("doelgroep", R"({"indeling":"Asielstatushouder"})"),
                 {"message-2", "", clock.now()});
  const auto testimony = store::find_testimony(draft, sealing, dossier, canonical::Inburgeringsplichtige{});
  ASSERT_EQ(testimony.voices().size(), 1u);
  const auto& voice = testimony.voices().front();
  const auto names = canonical::field_names(voice.said);
  std::map<std::string_view, std::string> told;
  for (std::size_t field = 0; field < names.size(); ++field)
    if (canonical::stated(voice.said)[field])
      told[names[field]] =
          voice.sources[voice.told_in[field]].message + " " + voice.sources[voice.told_in[field]].rule;
  EXPECT_EQ(told.at("indicatorInburgeringsplicht"), "message-1 duo.inburgeringsplicht@1");
  EXPECT_EQ(told.at("doelgroep"), "message-2 duo.doelgroep@1");
}

TEST_F(UpdateDecisions, of_two_dossiers_that_become_one_the_later_word_of_a_feed_holds) {
  struct Said {
    const char* message;  ///< empty: from before this was kept
    const char* ambitie;
  };
  struct Case {
    const char* what;
    Said ended;
    std::optional<Said> kept;
    const char* holds;
    const char* message;
  };
  for (const auto& [what, in_ended, in_kept, holds, message] : {
           Case{"the dossier that is kept knows better", {"m1", "oud"}, Said{"m2", "nieuw"}, "nieuw", "m2"},
           Case{"the one that ends knows better", {"m2", "nieuw"}, Said{"m1", "oud"}, "nieuw", "m2"},
           Case{"only the one that ends knows", {"m1", "oud"}, {}, "oud", "m1"},
           Case{"nobody knows which came first", {"", "toen"}, Said{"", "nu"}, "nu", ""},
       }) {
    Draft draft(ground, nullptr, {});
    const auto register_at = [&](const Subject& who, const Said& said, bool tasks) {
      canonical::Werk werk;
      werk.taak = "bakken";
      werk.ambitie = std::string(said.ambitie);
      if (tasks) werk.tijdsbesteding = std::string("drie dagen");
      mapping::Change change{Actie::vastgelegd, werk};
      change.source = {"gemeente", said.message, "gemeente.registratie@1"};
      return update(draft, {who, {"gemeente", "", {}}, {change}, {}}).dossier;
    };
    const auto ended = register_at(by_number, in_ended, true);
    const auto kept = in_kept ? register_at(by_bsn, *in_kept, false)
                              : update(draft, {by_bsn, {"gemeente", "", {}}, {}, {}}).dossier;
    ASSERT_NE(ended.id, kept.id) << what;
    merge(draft, config.tenants.front(), ended, kept, {"m3", "", clock.now()});
    canonical::Werk key;
    key.taak = "bakken";
    const auto testimony = store::find_testimony(draft, sealing, kept, key);
    ASSERT_FALSE(testimony.empty()) << what;
    const auto werk = std::get<canonical::Werk>(testimony.object());
    EXPECT_EQ(werk.ambitie, schemas::Stated<std::string>(std::string(holds))) << what;
    EXPECT_EQ(werk.tijdsbesteding, schemas::Stated<std::string>(std::string("drie dagen")))
        << what << ": of what is said in one dossier only, nothing is lost";
    const auto* voice = testimony.voice_of("gemeente");
    const auto names = canonical::field_names(werk);
    const auto field = static_cast<std::size_t>(std::ranges::find(names, "ambitie") - names.begin());
    EXPECT_EQ(voice->sources[voice->told_in[field]].message, message) << what;
  }
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
