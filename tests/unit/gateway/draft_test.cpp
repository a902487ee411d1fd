// What a decision read must stand when it is written: each kind of read, and somebody who came between.
#include "gateway/exchange/draft.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/store/followed.h"
#include "gateway/store/stored_rows.h"
#include "gateway/store/sync.h"
#include "gateway/subscriptions/changes.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::exchange {
namespace {

class DraftTest : public testing::Test, protected tests::StoredHouse {
 protected:
  DraftTest() : StoredHouse("draft") {
    subscriptions::take_up(*sql, config, sealing.surroundings);
    store::StoredRows rows(*sql);
    dossier = store::take_dossier(rows, sealing, tenant, {*schemas::Bsn::parse("999990639"), {}});
  }
  identity::Registry registry{config};
  Ground ground{config, registry, sealing};
  const std::string tenant = config.tenants[0].oin.digits();
  store::Dossier dossier;

  store::StoredMelding melding(const std::string& id) const {
    return {id, tenant, dossier.id, "afnemer", "PUT", "uren", "verzegeld"};
  }
  store::Schoolrij rij(const std::string& kenmerk, const std::string& message) const {
    return {tenant, "school", "deelnames", kenmerk, dossier.id, message, false, "verzegeld"};
  }
};

TEST_F(DraftTest, what_was_read_and_then_changed_does_not_stand) {
  struct Case {
    const char* what;
    std::function<void(Draft&)> read;
    std::function<void(store::StoredRows&)> between;
  };
  const Case cases[] = {
      {"dossier_of", [&](Draft& d) { d.dossier_of(tenant, "h1"); },
       [&](store::StoredRows& r) { r.put_number(tenant, "h1", dossier.id); }},
      {"dossier", [&](Draft& d) { d.dossier(tenant, dossier.id); },
       [&](store::StoredRows& r) { r.put_dossier(*r.dossier(tenant, dossier.id)); }},
      {"last_asked", [&](Draft& d) { d.last_asked(tenant, dossier.id, "termijn"); },
       [&](store::StoredRows&) {
         store::note_answer(*sql, tenant, dossier.id, "termijn", {7, "x", "y", 0});
       }},
      {"is_followed", [&](Draft& d) { d.is_followed(tenant, dossier.id); },
       [&](store::StoredRows&) { store::note_followed(*sql, tenant, dossier.id, 1); }},
      {"followed_after", [&](Draft& d) { d.followed_after(tenant, "", 10); },
       [&](store::StoredRows&) { store::forget_followed(*sql, tenant, dossier.id); }},
      {"schoolrij", [&](Draft& d) { d.schoolrij(tenant, "school", "deelnames", "K1"); },
       [&](store::StoredRows& r) { r.put_schoolrij(rij("K1", "m1")); }},
      {"has_deelname", [&](Draft& d) { d.has_deelname(tenant, "school", dossier.id, "K2"); },
       [&](store::StoredRows& r) { r.put_schoolrij(rij("K2", "m2")); }},
      {"schoolrijen_of", [&](Draft& d) { d.schoolrijen_of(tenant, dossier.id); },
       [&](store::StoredRows& r) { r.put_schoolrij(rij("K3", "m3")); }},
      {"last_melding", [&](Draft& d) { d.last_melding(tenant, dossier.id, "uren"); },
       [&](store::StoredRows& r) { r.add_melding(melding("m1")); }},
      {"melding", [&](Draft& d) { d.melding(tenant, "m1"); },
       [&](store::StoredRows& r) {
         auto moved = melding("m1");
         moved.state = "geweigerd";
         r.move_melding(moved, melding("m1").state);
       }},
      {"has_person", [&](Draft& d) { d.has_person("kvs-0518", "h9"); },
       [&](store::StoredRows&) {
         sql->run({"test",
                   "INSERT INTO subscription_person (subscription, number_hash) VALUES "
                   "('kvs-0518', 'h9')"});
       }},
      {"a subscription", [](Draft& d) { d.present(); },
       [&](store::StoredRows&) { sql->run({"test", "UPDATE change_counter SET value = value + 1"}); }},
  };
  for (const auto& [what, read, between] : cases) {
    Draft undisturbed(ground, *sql);
    read(undisturbed);
    EXPECT_TRUE(undisturbed.stands(*sql)) << what;
    Draft draft(ground, *sql);
    read(draft);
    store::StoredRows rows(*sql);
    between(rows);
    EXPECT_FALSE(draft.stands(*sql)) << what;
  }
}

TEST_F(DraftTest, what_no_version_tells_of_is_decided_where_it_is_written) {
  const std::function<void(Draft&)> reads[] = {
      [&](Draft& d) { d.dossiers_with(tenant, "Contactpersoon", "h"); },
      [](Draft& d) { d.present_job("kvs-0518"); }};
  for (const auto& read : reads) {
    Draft draft(ground, *sql);
    EXPECT_FALSE(draft.is_exact());
    read(draft);
    EXPECT_TRUE(draft.is_exact());
    EXPECT_FALSE(draft.stands(*sql));
  }
}

}  // namespace
}  // namespace inburgering::gateway::exchange
