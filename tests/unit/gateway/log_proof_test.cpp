// What `log verify` finds when someone who can write in the store did so, and that thinning out as agreed
// leaves the chain verifiable.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/identity/dev_pki.h"
#include "gateway/log/chain.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/four_eyes.h"
#include "gateway/log/look.h"
#include "gateway/log/retention.h"
#include "gateway/log/search.h"
#include "gateway/log/view.h"
#include "gateway/store/former_hashes.h"
#include "gateway/store/received.h"
#include "gateway/store/stored_rows.h"
#include "schemas/value/text.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::log {
namespace {

const std::string den_haag = "00000099000000000518";
const std::string utrecht = "00000099000000000344";

/// One root with a gateway and a stranger under it.
const std::filesystem::path& pki() {
  static const auto folder = [] {
    auto made = tests::fresh_folder("proof-pki");
    const auto oin = [](const char* text) { return *schemas::Oin::parse(text); };
    const auto done = identity::make_dev_pki(
        made, {{"gateway", "Gateway", oin("00000099000000001000"), identity::Leaf::Purpose::client},
               {"vreemde", "Vreemde", oin("00000099000000009999"), identity::Leaf::Purpose::client}});
    if (!done) throw std::runtime_error(done.error());
    return made;
  }();
  return folder;
}
Signer signer_named(const std::string& name) {
  return *Signer::read({pki() / (name + ".pem"), pki() / (name + ".key")});
}

class LogProof : public testing::Test {
 protected:
  tests::FixedClock clock;
  tests::CountingRandom random;
  store::Keys keys = tests::test_keys();
  store::Database database{tests::place("proof")};
  std::unique_ptr<store::Session> sql = database.session();
  Signer signer = signer_named("gateway");

  /// One message of `days` ago with a body, about a dossier when one is named.
  Entry add(int days, const std::string& tenant = den_haag, const std::string& dossier = "",
            bool with_body = true, const std::string& cause = "") {
    tests::FixedClock then;
    then.time = schemas::Moment(clock.time.time() - std::chrono::days(days));
    Entry entry;
    entry.message_id = uuid7({then, random});
    entry.cause_id = cause;
    entry.tenant = tenant;
    entry.moment = then.time;
    entry.direction = "in";
    entry.feed = "duo";
    entry.kind = "proef";
    entry.dossier = dossier;
    entry.outcome = "verwerkt";
    if (with_body) {
      const auto body = "inhoud van " + entry.message_id;
      entry.body_digest = keys.digest(entry.tenant, body);
      entry.body_kept = true;
      store::StoredRows(*sql).keep_body(tenant, entry.message_id,
                                        keys.seal(body, "body:" + entry.message_id, random));
    }
    append(*sql, entry);
    return entry;
  }
  /// One of before digests were keyed.
  Entry add_former(int days) {
    tests::FixedClock then;
    then.time = schemas::Moment(clock.time.time() - std::chrono::days(days));
    Entry entry = new_entry({then, random}, "in", "duo", "proef");
    entry.form = 2;
    entry.tenant = den_haag;
    entry.outcome = "verwerkt";
    const auto body = "inhoud van " + entry.message_id;
    entry.body_hash = store::sha256(body);
    entry.body_kept = true;
    store::StoredRows(*sql).keep_body(den_haag, entry.message_id,
                                      keys.seal(body, "body:" + entry.message_id, random));
    append(*sql, entry);
    return entry;
  }
  std::int64_t seal_former() {
    store::Writer writer(database);
    const auto sealed =
        seal_former_digests(database, writer, {keys, {clock, random}}, [](std::int64_t, std::int64_t) {});
    store::scope_former_hashes(database, writer, {keys, {clock, random}}, [](std::int64_t) {});
    return sealed;
  }
  /// All that stands in the store's files.
  std::string on_disk() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(database.file().parent_path())) {
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  Verification checked(std::vector<Checkpoint> outside = {}) {
    return verify(*sql, {.keys = keys,
                         .anchors = pki() / "root.pem",
                         .oin = "00000099000000001000",
                         .outside = std::move(outside)});
  }
  std::string wrong(std::vector<Checkpoint> outside = {}) {
    const auto verification = checked(std::move(outside));
    return verification.broken ? std::to_string(verification.broken->seq) + ": " + verification.broken->what
                               : "";
  }
  std::int64_t first_wrong() {
    const auto verification = checked();
    return verification.broken ? verification.broken->seq : 0;
  }
  Removed clean(const config::Retention& retention = {}) {
    store::Writer writer(database);
    return CleanUp(retention, database, writer.write(), {keys, {clock, random}}, signer, clock.time).run();
  }
};

TEST_F(LogProof, says_what_it_checked_when_all_is_well) {
  for (int i = 0; i < 5; ++i) add(0);
  ASSERT_TRUE(make_checkpoint(*sql, signer, clock.time));
  EXPECT_FALSE(make_checkpoint(*sql, signer, clock.time)) << "nothing came since";
  add(0);
  const auto verification = checked();
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(verification.entries, 6);
  EXPECT_EQ(verification.bodies, 6);
  EXPECT_EQ(verification.checkpoints, 1);
}
TEST_F(LogProof, digests_of_before_they_were_keyed_are_sealed_and_the_chain_stays) {
  ONLY_ON_SQLITE();
  std::vector<Entry> former;
  for (int i = 0; i < 1203; ++i) former.push_back(add_former(2));
  const auto checkpoint = make_checkpoint(*sql, signer, clock.time);
  store::StoredRows rows(*sql);
  store::remember_received(rows, {keys, {clock, random}}, den_haag, "s",
                           {former[7].body_hash, 201, "{}", former[7].message_id});
  sql->run({"test", "INSERT INTO former_received SELECT * FROM received"});
  sql->run({"test", "DELETE FROM received"});
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(seal_former(), 1203);
  EXPECT_EQ(seal_former(), 0) << "once is enough";
  EXPECT_TRUE(sql->engine().wipe_removed());
  const auto fresh = add(0);
  EXPECT_EQ(wrong({*checkpoint}), "");
  EXPECT_EQ(checked().former, 1203);
  EXPECT_EQ(checked().bodies, 1204);
  const auto all = on_disk();
  for (const auto& each : former) {
    EXPECT_FALSE(all.contains(each.body_hash));
    EXPECT_EQ(all.contains(each.hash), each.seq == 1203) << each.seq;
  }
  const auto shown = find(*sql, former[7].message_id);
  EXPECT_EQ(shown->body_digest, keys.digest(den_haag, "inhoud van " + former[7].message_id))
      << "is still found by its content";
  EXPECT_EQ(store::find_received(rows, keys, den_haag, keys.scoped(den_haag, "s"))->digest,
            shown->body_digest);
  EXPECT_EQ(fresh.previous_hash, former.back().hash);
  EXPECT_FALSE(all.contains(checkpoint->signature)) << "a signature tells as much as the hash that it is of";
  // And still nothing of it can be changed unseen.
  sql->run({"test", "UPDATE log SET outcome = 'herhaald' WHERE seq = 600"});
  EXPECT_EQ(first_wrong(), 600);
  sql->run({"test", "UPDATE log SET outcome = 'verwerkt' WHERE seq = 600"});
  sql->run(
      {"test",
       "UPDATE log_before SET sealed = (SELECT sealed FROM log_before WHERE seq = 601) WHERE seq = 600"});
  EXPECT_EQ(first_wrong(), 600);
}
TEST_F(LogProof, sealing_goes_on_where_it_was_broken_off) {
  ONLY_ON_SQLITE();
  for (int i = 0; i < 5100; ++i) add_former(2);
  {
    store::Writer writer(database);
    EXPECT_THROW(seal_former_digests(database, writer, {keys, {clock, random}},
                                     [](std::int64_t, std::int64_t) { throw std::runtime_error("stop"); }),
                 std::runtime_error);
  }
  EXPECT_EQ(wrong(), "") << "half of them sealed";
  EXPECT_EQ(seal_former(), 100);
  EXPECT_EQ(wrong(), "");
}
TEST_F(LogProof, former_entries_are_thinned_out_as_agreed) {
  ONLY_ON_SQLITE();
  std::vector<Entry> former;
  for (int i = 0; i < 10; ++i) former.push_back(add_former(4000));
  former.push_back(add_former(300));
  ASSERT_EQ(clean().entries, 10) << "a gap of before";
  for (int i = 0; i < 10; ++i) former.push_back(add_former(i < 5 ? 250 : 1));
  add(0);
  ASSERT_EQ(seal_former(), 11);
  EXPECT_EQ(wrong(), "");
  clock.time = schemas::Moment(clock.time.time() + std::chrono::days(200));
  EXPECT_EQ(clean().entries, 6) << "gaps over what was sealed";
  EXPECT_EQ(wrong(), "");
  EXPECT_TRUE(sql->engine().wipe_removed());
  const auto all = on_disk();
  for (const auto& each : former) EXPECT_EQ(all.contains(each.hash), each.seq == 21) << each.seq;
  clock.time = schemas::Moment(clock.time.time() + std::chrono::days(4000));
  EXPECT_EQ(clean().entries, 6);
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(sql->one<long long>({"test", "SELECT COUNT(*) FROM log_before"}), 0);
}
TEST_F(LogProof, digests_of_before_each_gemeente_had_its_own_are_sealed_and_the_chain_stays) {
  ONLY_ON_SQLITE();
  const std::string body = "dezelfde inhoud";
  std::vector<Entry> former;
  for (int i = 0; i < 601; ++i) {
    Entry entry = new_entry({clock, random}, "in", "duo", "proef");
    entry.form = 3;
    entry.tenant = i % 2 == 0 ? den_haag : utrecht;
    entry.outcome = "verwerkt";
    if (i % 3 != 2) entry.body_digest = keys.digest_of_sha256(store::sha256(body));
    entry.body_kept = i % 3 == 0;
    if (entry.body_kept)
      store::StoredRows(*sql).keep_body(entry.tenant, entry.message_id,
                                        keys.seal(body, "body:" + entry.message_id, random));
    append(*sql, entry);
    former.push_back(entry);
  }
  const auto checkpoint = make_checkpoint(*sql, signer, clock.time);
  EXPECT_EQ(wrong({*checkpoint}), "") << "also before it is taken over";
  EXPECT_EQ(seal_former(), 0) << "these were keyed";
  add(0);
  EXPECT_EQ(wrong({*checkpoint}), "");
  EXPECT_EQ(checked().bodies, 202);
  EXPECT_TRUE(sql->engine().wipe_removed());
  EXPECT_FALSE(on_disk().contains(former[0].body_digest)) << "it tells that two gemeenten had this body";
  EXPECT_EQ(find(*sql, former[0].message_id)->body_digest, keys.digest(den_haag, body));
  EXPECT_EQ(find(*sql, former[1].message_id)->body_digest, keys.digest(utrecht, body));
  EXPECT_EQ(find(*sql, former[2].message_id)->body_digest, "");
  // Nothing of it can be changed unseen, nor what is sealed be left out.
  sql->run({"test", "UPDATE log SET outcome = 'herhaald' WHERE seq = 301"});
  EXPECT_EQ(first_wrong(), 301);
  sql->run({"test", "UPDATE log SET outcome = 'verwerkt' WHERE seq = 301"});
  sql->run({"test", "DELETE FROM log_before WHERE seq = 301"});
  EXPECT_EQ(first_wrong(), 301);
}
TEST_F(LogProof, a_digest_tells_nothing_without_the_key) {
  const auto entry = add(0);
  const auto body = "inhoud van " + entry.message_id;
  EXPECT_EQ(entry.body_digest, keys.digest(den_haag, body));
  EXPECT_NE(entry.body_digest, store::sha256(body));
  const auto stored = find(*sql, entry.message_id);
  EXPECT_EQ(stored->body_hash, "");
  EXPECT_EQ(stored->body_digest, entry.body_digest);
  EXPECT_FALSE(on_disk().contains(store::sha256(body)));
}
TEST_F(LogProof, what_was_removed_stands_in_no_file) {
  ONLY_ON_SQLITE();
  std::vector<std::string> sealed;
  for (int i = 0; i < 50; ++i) add(4000);
  for (auto& [text] : sql->all<std::string>({"test", "SELECT sealed FROM body"})) sealed.push_back(text);
  EXPECT_TRUE(on_disk().contains(sealed[10].substr(20)));
  EXPECT_TRUE(clean().from_disk);
  const auto all = on_disk();
  for (const auto& text : sealed) EXPECT_FALSE(all.contains(text.substr(20)));
}
TEST_F(LogProof, who_reads_holds_up_the_wiping_and_it_is_said) {
  ONLY_ON_SQLITE();
  for (int i = 0; i < 5; ++i) add(4000);
  const auto reader = database.session();
  reader->run({"test", "BEGIN"});
  reader->one<long long>({"test", "SELECT COUNT(*) FROM log"});
  EXPECT_FALSE(clean().from_disk);
  reader->commit();
  EXPECT_TRUE(sql->engine().wipe_removed());
}
TEST_F(LogProof, an_entry_that_cannot_be_read_is_shown_as_such_and_proves_what_it_says) {
  ONLY_ON_SQLITE();
  add(2);
  // As a version that did not look wrote it: chained over bytes that are no text.
  auto bad = add(1);
  const std::string faults = "[{\"pointer\":\"/\xFF\",\"regel\":\"adres\",\"melding\":\"m\"}]";
  bad.kind = "soort \xC3";
  bad.unreadable_faults = faults;
  bad.hash = hash_of(bad);
  sql->run({"test", "UPDATE log SET faults = :f, kind = :k, hash = :h WHERE seq = :s"}, faults, bad.kind,
           bad.hash, bad.seq);
  add(0);
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(checked().entries, 3);
  for (const auto& entry : after(*sql, {}, 0)) {
    const auto shown = boost::json::serialize(to_json(entry));
    boost::system::error_code error;
    boost::json::parse(shown, error);
    EXPECT_FALSE(error) << shown;
    EXPECT_TRUE(schemas::is_utf8(to_csv(entry)));
    EXPECT_EQ(shown.contains("onleesbaar"), entry.seq == bad.seq);
  }
  // A change of it is found like any other.
  sql->run({"test", "UPDATE log SET faults = :f WHERE seq = :s"}, faults + " ", bad.seq);
  EXPECT_NE(wrong(), "");
}
TEST_F(LogProof, what_is_appended_is_text) {
  Entry entry;
  entry.message_id = uuid7({clock, random});
  entry.kind = "soort \xFF";
  entry.faults = {{"/\xC3", "adres", "goed"}};
  append(*sql, entry);
  EXPECT_EQ(wrong(), "");
  const auto stored = after(*sql, {}, 0).back();
  EXPECT_EQ(stored.kind, "soort \xEF\xBF\xBD");
  EXPECT_FALSE(stored.unreadable_faults);
}
TEST_F(LogProof, finds_an_edited_a_deleted_and_a_reordered_entry) {
  for (int i = 0; i < 6; ++i) add(0);
  sql->run({"test", "UPDATE log SET trace_id = 'x' WHERE seq = 2"});
  EXPECT_EQ(first_wrong(), 2);
  sql->run({"test", "DELETE FROM log WHERE seq = 2"});
  EXPECT_EQ(first_wrong(), 3);
  sql->run({"test", "UPDATE log SET seq = 2 WHERE seq = 3"});
  EXPECT_EQ(first_wrong(), 2);
}
TEST_F(LogProof, finds_a_log_that_was_cut_off_by_its_checkpoint_inside_or_outside_the_store) {
  for (int i = 0; i < 6; ++i) add(0);
  const auto checkpoint = make_checkpoint(*sql, signer, clock.time);
  sql->run({"test", "DELETE FROM log WHERE seq > 4"});
  sql->run({"test", "DELETE FROM body WHERE message_id NOT IN (SELECT message_id FROM log)"});
  EXPECT_TRUE(wrong().starts_with("6: ")) << wrong();
  sql->run({"test", "DELETE FROM log_checkpoint"});
  EXPECT_EQ(wrong(), "") << "nothing inside tells of it any more";
  EXPECT_TRUE(wrong({*from_line(to_line(*checkpoint))}).starts_with("6: "));
}
TEST_F(LogProof, finds_a_log_that_was_written_anew_from_some_entry_on) {
  for (int i = 0; i < 4; ++i) add(0);
  make_checkpoint(*sql, signer, clock.time);
  sql->run({"test", "DELETE FROM log WHERE seq = 4"});
  sql->run({"test", "DELETE FROM body WHERE message_id NOT IN (SELECT message_id FROM log)"});
  add(0);  // another fourth, chained as it should be
  EXPECT_TRUE(wrong().starts_with("4: deze regel is een andere")) << wrong();
}
TEST_F(LogProof, takes_no_signature_of_another_or_one_that_was_tampered_with) {
  add(0);
  make_checkpoint(*sql, signer_named("vreemde"), clock.time);
  EXPECT_NE(wrong().find("niet deze gateway"), std::string::npos) << wrong();
  sql->run({"test", "DELETE FROM log_checkpoint"});
  make_checkpoint(*sql, signer, clock.time);
  sql->run({"test", "UPDATE log_checkpoint SET moment = '2027-01-01T00:00:00.000Z'"});
  EXPECT_NE(wrong().find("handtekening klopt niet"), std::string::npos) << wrong();
  const auto stranger = signer_named("vreemde").certificate();
  sql->run({"test", "UPDATE log_signer SET certificate = :c"}, stranger);
  EXPECT_NE(wrong().find("vervangen"), std::string::npos) << wrong();
}
TEST_F(LogProof, finds_swapped_replaced_and_deleted_bodies) {
  const auto first = add(0).message_id;
  const auto second = add(0).message_id;
  add(0);
  sql->run({"test", "UPDATE body SET message_id = 'weg' WHERE message_id = :i"}, first);
  sql->run({"test", "UPDATE body SET message_id = :f WHERE message_id = :s"}, first, second);
  EXPECT_EQ(first_wrong(), 1) << "the second's body in the place of the first's";
  const auto other = keys.seal("iets anders", "body:" + first, random);
  sql->run({"test", "UPDATE body SET sealed = :b WHERE message_id = :f"}, other, first);
  EXPECT_TRUE(wrong().contains("andere dan die is gelogd")) << "even by who has the keys";
  sql->run({"test", "DELETE FROM body WHERE message_id = :f"}, first);
  EXPECT_TRUE(wrong().contains("ontbreekt"));
}
TEST_F(LogProof, finds_a_body_that_someone_else_marked_as_removed) {
  const auto first = add(40).message_id;
  sql->run({"test", "UPDATE body SET sealed = '', removed = 'ja' WHERE message_id = :f"}, first);
  EXPECT_TRUE(wrong().contains("niet door de gateway"));
}
TEST_F(LogProof, stays_verifiable_when_what_is_due_is_removed) {
  for (const int days : {2000, 1999, 500, 499, 498, 100, 40, 5})
    add(days, den_haag, days == 499 ? "d1" : days == 2000 ? "d2" : "");
  make_checkpoint(*sql, signer, clock.time);
  const auto removed = clean();
  EXPECT_EQ(removed.entries, 4) << "2000 and 1999 days; of 500, 499 and 498 the one about a person stays";
  EXPECT_EQ(removed.bodies, 7) << "all of over thirty days";
  const auto verification = checked();
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(verification.removed, 4);
  EXPECT_EQ(verification.entries, 4);
  EXPECT_EQ(verification.bodies, 1);
  EXPECT_EQ(verification.checkpoints, 1);
  EXPECT_EQ(clean().entries, 0) << "a second time there is nothing to do";
  sql->run({"test", "DELETE FROM log WHERE seq = (SELECT MAX(seq) FROM log) - 1"});
  EXPECT_NE(wrong(), "") << "what was not agreed shows all the same";
}
TEST_F(LogProof, finds_a_gap_that_the_gateway_did_not_sign) {
  for (const int days : {500, 499, 5}) add(days, den_haag, "", false);
  ASSERT_EQ(clean().entries, 2);
  EXPECT_EQ(wrong(), "");
  sql->run({"test", "UPDATE log_gap SET last = 3"});
  EXPECT_TRUE(wrong().contains("deugt niet")) << wrong();
}
TEST_F(LogProof, grows_one_gap_over_many_clean_ups) {
  for (int days = 410; days > 390; --days) add(days, den_haag, "", false);
  for (int days = 0; days < 12; ++days) {
    clean();
    EXPECT_EQ(wrong(), "");
    clock.time = schemas::Moment(clock.time.time() + std::chrono::days(1));
  }
  EXPECT_EQ(sql->one<int>({"test", "SELECT COUNT(*) FROM log_gap"}), 1);
}
TEST_F(LogProof, keeps_what_a_hold_covers_and_removes_it_when_the_hold_ends) {
  add(500, den_haag);
  add(500, utrecht);
  add(2000, den_haag, "d1");
  add(2000, den_haag, "d2");
  add(0);
  add_hold(*sql, {"h1", den_haag, "d1", "zaak", 0});
  add_hold(*sql, {"h2", utrecht, "", "zaak", 0});
  EXPECT_EQ(clean().entries, 2);
  EXPECT_EQ(checked().entries, 3);
  EXPECT_TRUE(end_hold(*sql, "h2"));
  EXPECT_FALSE(end_hold(*sql, "h2"));
  EXPECT_EQ(clean().entries, 1);
  EXPECT_EQ(wrong(), "");
}
TEST_F(LogProof, has_other_terms_for_one_gemeente_and_for_one_feed) {
  config::Retention retention;
  config::Terms short_terms;
  short_terms.log = std::chrono::days(10);
  short_terms.bodies = std::chrono::days(2);
  retention.exceptions = {{utrecht, "", short_terms}};
  add(20, den_haag);
  add(20, utrecht);
  add(5, utrecht);
  EXPECT_EQ(clean(retention).entries, 1);
  EXPECT_EQ(checked().bodies, 1) << "that of Den Haag";
  EXPECT_EQ(wrong(), "");
}
TEST_F(LogProof, keeps_a_body_while_something_of_it_was_delivered_lately) {
  const auto cause = add(40).message_id;
  add(10, den_haag, "", false, cause);
  EXPECT_EQ(clean().bodies, 0);
  clock.time = schemas::Moment(clock.time.time() + std::chrono::days(21));
  EXPECT_EQ(clean().bodies, 1);
}
TEST_F(LogProof, gives_the_disk_its_space_back) {
  ONLY_ON_SQLITE();
  for (int i = 0; i < 300; ++i) {
    const auto id = add(40, den_haag, "", false).message_id;
    store::StoredRows(*sql).keep_body(den_haag, id,
                                      keys.seal(std::string(20'000, 'x'), "body:" + id, random));
  }
  const auto before = sql->one<long long>({"test", "PRAGMA page_count"}).value();
  const auto removed = clean();
  EXPECT_EQ(removed.bodies, 300);
  EXPECT_GT(removed.pages, 1000);
  EXPECT_LT(database.session()->one<long long>({"test", "PRAGMA page_count"}).value(), before / 2);
}
TEST_F(LogProof, shows_a_body_for_a_reason_and_writes_down_who_looked) {
  const auto message = add(0, den_haag, "d1");
  const config::Config config;
  const FourEyes eyes(config, {clock, random});
  const Looker nobody{"A. Auditor", "zomaar"};
  EXPECT_FALSE(show_body(*sql, keys, message.message_id, nobody, eyes, {clock, random}));
  const Looker by_number{"A. Auditor", "inzageverzoek van 999996617"};
  EXPECT_FALSE(show_body(*sql, keys, message.message_id, by_number, eyes, {clock, random}));
  EXPECT_EQ(journey(*sql, message.message_id).size(), 1u);
  const Looker looker{"A. Auditor", "klacht 2026-114 over een gemiste brief"};
  EXPECT_EQ(show_body(*sql, keys, message.message_id, looker, eyes, {clock, random}).value_or(""),
            "inhoud van " + message.message_id);
  const auto steps = journey(*sql, message.message_id);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].kind, "inhoud ingezien");
  EXPECT_EQ(steps[1].subject, "A. Auditor");
  EXPECT_EQ(steps[1].dossier, "d1");
  EXPECT_EQ(wrong(), "");
}

}  // namespace
}  // namespace inburgering::gateway::log
