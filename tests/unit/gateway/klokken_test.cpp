// Clocks in the store: reckoned when something is said, and when their day has come; told once.
#include "gateway/exchange/klokken.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <future>

#include "gateway/exchange/relocation.h"
#include "gateway/operator/termijnen.h"
#include "gateway/schedule/daily_look.h"
#include "gateway/store/klokken.h"
#include "gateway/subscriptions/changes.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::exchange {
namespace {

using mapping::Subject;

class KlokkenTest : public testing::Test, protected tests::StoredHouse {
 protected:
  identity::Registry registry{config};
  store::Writer writer{database};
  metrics::Metrics metrics;
  const Subject person{*schemas::Bsn::parse("999990639"), {}};
  std::string den_haag = "00000099000000000518";

  KlokkenTest() : StoredHouse("klokken") {
    subscriptions::take_up(*sql, config, sealing.surroundings);
    at("2026-01-20T10:00:00Z");
  }
  void at(const char* moment) { clock.time = *schemas::Moment::parse(moment); }

  /// Says something as DUO does, and waits until it is written. Answers the id of the message.
  std::string say(mapping::Translation translation) {
    Pipeline pipeline{config, registry, sealing, database, writer, metrics};
    Incoming incoming;
    incoming.entry = log::new_entry(sealing.surroundings, "in", "duo", "proef");
    incoming.tenant = &config.tenants[0];
    incoming.translation = std::move(translation);
    const auto id = incoming.entry.message_id;
    std::promise<Taken> taken;
    pipeline.take(std::move(incoming), [&](Taken fate) { taken.set_value(std::move(fate)); });
    EXPECT_EQ(taken.get_future().get().fate, Fate::accepted);
    return id;
  }
  std::string notify(const char* kind, const char* moment) {
    adapters::duo::Notificatie said;
    said.bsn = person.bsn;
    said.gebeurtenis_id = kind;
    said.registratie_datum_tijd = *schemas::Moment::parse(moment);
    return say(mapping::duo::translate(said, "b"));
  }
  std::string answer(const char* resource, const char* json) {
    return say(*mapping::duo::translate_answer(resource, json, person, ""));
  }
  /// As serve does once a day; comes back when it is done.
  void look() {
    Pipeline pipeline{config, registry, sealing, database, writer, metrics};
    schedule::DailyLook(pipeline, database).step();
  }
  int count(const std::string& query) { return sql->one<int>({"test", query}).value_or(-1); }
  int told() { return count("SELECT COUNT(*) FROM event WHERE type LIKE 'nl.inburgering.klok.%'"); }
  std::string text(const std::string& query) {
    return sql->one<std::string>({"test", query}).value_or("(none)");
  }
  std::string due() { return text("SELECT klok_op FROM dossier WHERE tenant = '" + den_haag + "'"); }
  std::string rows() {
    std::string list;
    for (const auto& each : sql->list<std::string>(
             {"test",
              "SELECT klok || ' ' || stand || ' ' || laatste_dag FROM klok ORDER BY klok, laatste_dag"}))
      list += each + "\n";
    return list;
  }
};

TEST_F(KlokkenTest, begin_with_the_message_that_starts_them) {
  const auto message = notify("SS139", "2026-01-20T10:00:00Z");
  EXPECT_EQ(rows(), "pip loopt 2026-03-31\n");
  EXPECT_EQ(text("SELECT message_id FROM klok"), message);
  EXPECT_EQ(due(), "2026-03-03") << "four weeks ahead";
  EXPECT_EQ(told(), 1);
  EXPECT_EQ(text("SELECT message_id FROM event WHERE type = 'nl.inburgering.klok.vastgelegd'"), message);
}
TEST_F(KlokkenTest, warn_when_their_day_has_come_and_once) {
  const auto message = notify("SS139", "2026-01-20T10:00:00Z");
  look();
  EXPECT_EQ(told(), 1);
  at("2026-03-02T22:59:59Z");
  look();
  EXPECT_EQ(told(), 1) << "it is still the day before in the Netherlands";
  at("2026-03-02T23:00:00Z");
  look();
  look();
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(rows(), "pip nadert 2026-03-31\n");
  EXPECT_EQ(due(), "2026-03-17");
  EXPECT_EQ(text("SELECT message_id FROM klok"), message) << "what started it stays what started it";
  EXPECT_EQ(text("SELECT l.kind FROM event e JOIN log l ON l.message_id = e.message_id WHERE e.type = "
                 "'nl.inburgering.klok.gewijzigd'"),
            "dagelijkse controle");
  at("2026-06-02T10:00:00Z");
  look();
  EXPECT_EQ(told(), 3) << "who looked away for weeks tells how it stands now";
  EXPECT_EQ(rows(), "pip verstreken 2026-03-31\n");
  EXPECT_EQ(due(), "") << "there is nothing more to come";
}
TEST_F(KlokkenTest, a_day_that_is_not_due_reads_no_dossier) {
  notify("SS139", "2026-01-20T10:00:00Z");
  look();
  const auto version = text("SELECT version || ' ' || last_sequence FROM dossier");
  at("2026-02-20T10:00:00Z");
  EXPECT_TRUE(store::due_dossiers(*sql, den_haag, "2026-02-20", {}, 10).empty());
  EXPECT_EQ(store::due_dossiers(*sql, den_haag, "2026-03-03", {}, 10).size(), 1u);
  look();
  EXPECT_EQ(text("SELECT version || ' ' || last_sequence FROM dossier"), version);
}
TEST_F(KlokkenTest, end_with_what_was_due) {
  notify("SS139", "2026-01-20T10:00:00Z");
  at("2026-02-03T10:00:00Z");
  answer("pip",
         R"({"gemeentecode":"0518","pip":{"dagtekeningPip":"2026-02-02","leerroute":"B","niveau":"B1"}})");
  EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE type = 'nl.inburgering.klok.beeindigd'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM klok WHERE klok = 'pip'"), 0);
  EXPECT_EQ(
      count("SELECT COUNT(*) FROM klok WHERE klok = 'inburgeringstermijn' AND laatste_dag = '2029-02-02'"),
      1);
}
TEST_F(KlokkenTest, end_with_the_dossier_and_begin_again_with_it) {
  notify("SS139", "2026-01-20T10:00:00Z");
  mapping::Translation said;
  said.subject = person;
  mapping::canonical::Persoon persoon;
  persoon.gemeente_van_inschrijving = std::string("0344");
  said.changes.push_back({mapping::Actie::vastgelegd, persoon});
  say(said);
  {
    Pipeline pipeline{config, registry, sealing, database, writer, metrics};
    const auto entry = pipeline.new_entry("in", "duo", "proef");
    const auto id = text("SELECT id FROM dossier WHERE tenant = '" + den_haag + "'");
    std::promise<bool> done;
    pipeline.submit(
        {}, [&](Draft& draft) { close_if_moved(draft, config.tenants[0], id, entry); },
        [&](std::exception_ptr error) { done.set_value(!error); });
    ASSERT_TRUE(done.get_future().get());
  }
  EXPECT_EQ(rows(), "");
  EXPECT_EQ(due(), "");
  EXPECT_EQ(text("SELECT type FROM event WHERE tenant = '" + den_haag + "' ORDER BY sequence DESC LIMIT 1"),
            "nl.inburgering.dossier.beeindigd");
  EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE type = 'nl.inburgering.klok.beeindigd'"), 1);
  EXPECT_EQ(count("SELECT events FROM log WHERE kind = 'dossier gesloten'"), 2);
  look();
  EXPECT_EQ(rows(), "") << "what another gemeente keeps is not watched here";
  answer("inburgeringsplicht", R"({"indicatorInburgeringsplicht":true,"begindatum":"2026-01-12"})");
  EXPECT_EQ(rows(), "pip loopt 2026-03-31\n") << "DUO says that the regie is here again";
}
TEST_F(KlokkenTest, what_moves_nothing_of_them_reckons_nothing) {
  notify("SS139", "2026-01-20T10:00:00Z");
  const auto before = due();
  mapping::Translation said;
  said.subject = person;
  mapping::canonical::Persoon persoon;
  persoon.geslachtsnaam = std::string("Jansen");
  said.changes.push_back({mapping::Actie::vastgelegd, persoon});
  EXPECT_FALSE(moves_klokken(config.tenants[0], said));
  at("2026-05-20T10:00:00Z");
  say(said);
  EXPECT_EQ(due(), before) << "that is for the daily look";
}
TEST_F(KlokkenTest, other_definitions_are_looked_at_for_everybody) {
  notify("SS139", "2026-01-20T10:00:00Z");
  look();
  config.tenants[0].klokken.lijst.clear();
  config.text = "anders";
  look();
  EXPECT_EQ(rows(), "");
  EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE type = 'nl.inburgering.klok.beeindigd'"), 1);
}
TEST_F(KlokkenTest, what_was_there_before_this_version_is_looked_at_too) {
  notify("SS139", "2026-01-20T10:00:00Z");
  sql->run({"test", "DELETE FROM klok"});
  sql->run({"test", "UPDATE dossier SET klok_op = '0001-01-01'"});
  look();
  EXPECT_EQ(rows(), "pip loopt 2026-03-31\n");
  EXPECT_EQ(text("SELECT message_id FROM klok"), "") << "which message it was nobody knows any more";
}
TEST_F(KlokkenTest, a_file_that_is_cut_off_says_so) {
  notify("SS139", "2026-01-20T10:00:00Z");
  const operation::Termijnwens wens{.tenants = {&config.tenants[0]}, .standen = {"loopt"}};
  const auto today = *schemas::Day::parse("2026-02-01");
  EXPECT_EQ(operation::termijnen_csv(*sql, wens, today).find("INGEKORT"), std::string::npos);
  EXPECT_NE(operation::termijnen_csv(*sql, wens, today, 0).find("INGEKORT: er zijn er meer dan 0"),
            std::string::npos);
}
TEST_F(KlokkenTest, what_is_endangered_is_found_for_its_gemeente_and_what_is_over_comes_first) {
  notify("SS139", "2026-01-20T10:00:00Z");
  sql->run({"test", "UPDATE klok SET stand = 'nadert', laatste_dag = '2026-03-31'"});
  sql->run({"test",
            "INSERT INTO klok (tenant, dossier, key_hash, klok, stand, begin_dag, laatste_dag, message_id)"
            " SELECT tenant, dossier, 'x', 'map', 'verstreken', '', '2026-01-01', '' FROM klok"});
  sql->run({"test",
            "INSERT INTO asked (tenant, dossier, resource, answered, outcome, answer_hash, failed)"
            " SELECT DISTINCT tenant, dossier, 'pip', 0, '', '', 1 FROM klok"});
  const auto found = store::endangered_klokken(*sql, den_haag, 10);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].klok, "map");
  EXPECT_EQ(found[1].klok, "pip");
  EXPECT_TRUE(store::endangered_klokken(*sql, "", 10).empty()) << "of no gemeente there is nobody";
  EXPECT_TRUE(store::endangered_klokken(*sql, "00000099000000000344", 10).empty());
  const auto overrun = store::overrun_klokken(*sql);
  ASSERT_EQ(overrun.size(), 1u);
  EXPECT_EQ(overrun[0], std::pair(den_haag, std::int64_t{1}));
}
TEST_F(KlokkenTest, of_one_gemeente_are_not_those_of_another) {
  notify("SS139", "2026-01-20T10:00:00Z");
  EXPECT_TRUE(store::due_dossiers(*sql, "00000099000000000344", "2030-01-01", {}, 10).empty());
}

}  // namespace
}  // namespace inburgering::gateway::exchange
