#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>

#include "gateway/log/keys.h"
#include "gateway/log/search.h"
#include "gateway/log/trace.h"
#include "gateway/log/view.h"
#include "gateway/logboek/otlp.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::log {
namespace {

const std::string den_haag = "00000099000000000518";
const std::string utrecht = "00000099000000000344";

/// With the keys of no entries yet, of some, and of all.
class LogSearch : public testing::TestWithParam<int> {
 protected:
  tests::FixedClock clock;
  store::Database database{tests::place("search")};
  std::unique_ptr<store::Session> sql = database.session();

  void SetUp() override {
    sql->run({"test", "BEGIN"});
    for (int i = 1; i <= 1000; ++i) {
      Entry entry;
      entry.message_id = "m" + std::to_string(i);
      entry.tenant = i % 3 == 0 ? utrecht : i % 3 == 1 ? den_haag : "";
      entry.moment = schemas::Moment(clock.time.time() + std::chrono::minutes(i));
      entry.direction = i % 2 == 0 ? "in" : "uit";
      entry.feed = i % 2 == 0 ? "duo" : "afnemer";
      entry.kind = i % 100 == 0 ? "zeldzaam" : "gewoon";
      entry.party = i % 10 == 0 ? "00000099000000002000" : "00000099000000005000";
      entry.reference = "r" + std::to_string(i);
      entry.dossier = i % 7 == 0 ? "d7" : "";
      entry.outcome = i % 50 == 0 ? "mislukt" : "verwerkt";
      append(*sql, entry);
    }
    EXPECT_EQ(write_keys(*sql, GetParam()), GetParam());
    sql->commit();
  }
  std::vector<std::int64_t> found(Filter filter) {
    std::vector<std::int64_t> seqs;
    for (const auto& entry : search(*sql, std::move(filter), clock, std::chrono::seconds(10)).entries)
      seqs.push_back(entry.seq);
    return seqs;
  }
};

INSTANTIATE_TEST_SUITE_P(Keys, LogSearch, testing::Values(0, 600, 993, 1000));

using Seqs = std::vector<std::int64_t>;

TEST_P(LogSearch, finds_by_each_of_its_columns) {
  EXPECT_EQ(found({.kind = "zeldzaam", .count = 3}), (Seqs{1000, 900, 800}));
  EXPECT_EQ(found({.dossier = "d7", .count = 2}), (Seqs{994, 987}));
  EXPECT_EQ(found({.trouble = true, .count = 3}), (Seqs{1000, 950, 900}));
  EXPECT_EQ(found({.direction = "uit", .count = 2}), (Seqs{999, 997}));
  EXPECT_EQ(found({.feed = "duo", .kind = "gewoon", .party = "00000099000000002000", .count = 2}),
            (Seqs{990, 980}));
  EXPECT_EQ(found({.outcome = "mislukt", .count = 1}), (Seqs{1000}));
  EXPECT_EQ(found({.kind = "onbekend"}), Seqs{});
}
TEST_P(LogSearch, tells_when_a_party_was_last_heard_and_told) {
  const auto at = [&](int minute) {
    return std::optional(schemas::Moment(clock.time.time() + std::chrono::minutes(minute)).text());
  };
  EXPECT_EQ(last_moment(*sql, "00000099000000005000", "in"), at(998));
  EXPECT_EQ(last_moment(*sql, "00000099000000005000", "uit"), at(999));
  EXPECT_EQ(last_moment(*sql, "00000099000000002000", "in"), at(1000));
  EXPECT_EQ(last_moment(*sql, "00000099000000002000", "uit"), std::nullopt);
}
TEST(LogLast, is_found_however_much_came_since_the_other_way) {
  tests::StoredHouse house("last");
  auto& sql = *house.sql;
  const auto add = [&](std::string_view direction, int count) {
    for (int i = 0; i < count; ++i) {
      auto entry = new_entry(house.sealing.surroundings, direction, feed::taalschool, "rij");
      entry.party = "00000099000000004000";
      append(sql, entry);
    }
    write_keys(sql, 5000);
  };
  const auto keys = [&] { return sql.one<int>({"test", "SELECT COUNT(*) FROM log_key WHERE name = 16"}); };
  add("uit", 1);
  add("in", 1500);
  EXPECT_TRUE(last_moment(sql, "00000099000000004000", "uit"));
  EXPECT_EQ(keys(), 2) << "one a direction";
  // A store of before: nobody walks its log to the beginning.
  sql.run({"test", "DELETE FROM log_key WHERE name = 16"});
  EXPECT_FALSE(last_moment(sql, "00000099000000004000", "uit"));
  EXPECT_TRUE(last_moment(sql, "00000099000000004000", "in"));
  forget_keys(sql, 1501);
  add("in", 1);
  forget_keys(sql, 1502);
  EXPECT_EQ(keys(), 0) << "with the entry its key goes";
}
TEST_P(LogSearch, finds_whatever_id_is_typed) {
  EXPECT_EQ(found({.id = "m17"}), Seqs{17});
  EXPECT_EQ(found({.id = "r18"}), Seqs{18});
  EXPECT_EQ(found({.id = "d7", .count = 1}), Seqs{994});
  EXPECT_EQ(found({.id = "niets"}), Seqs{});
}
TEST_P(LogSearch, shows_nothing_of_gemeenten_that_may_not_be_seen) {
  for (const auto& entry :
       search(*sql, {.tenants = {{utrecht}}, .count = 1000}, clock, std::chrono::seconds(9)).entries)
    EXPECT_EQ(entry.tenant, utrecht);
  EXPECT_EQ(found({.tenants = {{utrecht}}, .id = "m1"}), Seqs{}) << "of Den Haag";
  EXPECT_EQ(found({.tenants = {std::vector<std::string>{}}}), Seqs{}) << "may see none";
  EXPECT_EQ(found({.tenants = {{utrecht, den_haag}}, .count = 3}), (Seqs{1000, 999, 997}));
}
TEST_P(LogSearch, goes_on_page_by_page_to_the_end) {
  Filter filter{.kind = "zeldzaam", .count = 4};
  Seqs all;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = search(*sql, filter, clock, std::chrono::seconds(10));
    for (const auto& entry : page.entries) all.push_back(entry.seq);
    more = page.next > 0;
    filter.before = page.next;
  }
  EXPECT_EQ(all, (Seqs{1000, 900, 800, 700, 600, 500, 400, 300, 200, 100}));
  EXPECT_EQ(pages, 3);
}
TEST_P(LogSearch, keeps_to_the_time_that_was_asked_for) {
  const auto minute = [&](int i) { return schemas::Moment(clock.time.time() + std::chrono::minutes(i)); };
  EXPECT_EQ(found({.from = minute(998)}), (Seqs{1000, 999, 998}));
  EXPECT_EQ(found({.from = minute(500), .until = minute(502)}), (Seqs{501, 500}));
  EXPECT_EQ(found({.until = minute(3)}), (Seqs{2, 1}));
  EXPECT_LE(seq_at(*sql, minute(500)), 500);
  EXPECT_GE(seq_at(*sql, minute(500)), 490);
}
TEST_P(LogSearch, an_entry_that_is_removed_leaves_no_key) {
  forget_keys(*sql, 994);
  sql->run({"test", "DELETE FROM log WHERE seq = 994"});
  EXPECT_EQ(sql->one<int>({"test", "SELECT COUNT(*) FROM log_key WHERE seq = 994"}), 0);
  EXPECT_EQ(found({.dossier = "d7", .count = 1}), Seqs{987});
}
TEST_P(LogSearch, keys_that_follow_later_change_nothing_of_what_is_found) {
  const auto before = found({.party = "00000099000000002000", .count = 1000});
  const auto journey_before = journey(*sql, "m17").size();
  while (write_keys(*sql, 100) > 0) {
  }
  EXPECT_EQ(keys_until(*sql), 1000);
  EXPECT_EQ(found({.party = "00000099000000002000", .count = 1000}), before);
  EXPECT_EQ(journey(*sql, "m17").size(), journey_before);
}
TEST_P(LogSearch, tells_what_came_after) {
  EXPECT_EQ(after(*sql, {.kind = "zeldzaam", .count = 10}, 850).front().seq, 900);
  EXPECT_EQ(last_seq(*sql), 1000);
}

TEST(Trace, takes_a_valid_traceparent_and_ignores_all_else) {
  const std::string good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  ASSERT_TRUE(read_traceparent(good));
  EXPECT_EQ(read_traceparent(good)->trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(read_traceparent(good)->span_id, "b7ad6b7169203331");
  EXPECT_TRUE(read_traceparent("cc" + good.substr(2) + "-what-the-future-will-be-like"));
  for (const auto& bad :
       std::vector<std::string>{"", good + "0", good + "-x", "ff" + good.substr(2), good.substr(0, 54),
                                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"})
    EXPECT_FALSE(read_traceparent(bad)) << bad;
}
TEST(Trace, is_named_after_the_first_message_and_its_spans_after_theirs) {
  const std::string id = "019aba5b-2f00-7abc-8def-0123456789ab";
  EXPECT_EQ(trace_id_of(id), "019aba5b2f007abc8def0123456789ab");
  EXPECT_EQ(span_id_of(id), "8def0123456789ab");
  EXPECT_TRUE(read_traceparent(traceparent(trace_id_of(id), id)));
  EXPECT_TRUE(read_traceparent(traceparent(trace_id_of("geen uuid"), "ook niet")));
}

TEST(Logboek, tells_each_processing_as_a_span_with_what_the_standard_asks) {
  auto config = tests::two_tenants();
  config.logboek = {"https://logboek", {}, "https://register/overig", {{"duo", "https://register/duo"}}};
  Entry entry;
  entry.message_id = "019aba5b-2f00-7abc-8def-0123456789ab";
  entry.cause_id = entry.message_id;
  entry.trace_id = "0af7651916cd43dd8448eb211c80319c";
  entry.parent_span = "b7ad6b7169203331";
  entry.moment = *schemas::Moment::parse("2026-11-25T12:00:00.000Z");
  entry.direction = "in";
  entry.feed = "duo";
  entry.kind = "notificatie SS101";
  entry.party = "00000099000000002000";
  entry.dossier = "pseudoniem-1";
  entry.outcome = "geweigerd";
  entry.duration_ms = 4;
  const auto text = boost::json::serialize(logboek::export_request(config, {entry}));
  for (const auto* part :
       {R"("traceId":"0af7651916cd43dd8448eb211c80319c")", R"("spanId":"8def0123456789ab")",
        R"("parentSpanId":"b7ad6b7169203331")", R"("name":"notificatie SS101")",
        R"("startTimeUnixNano":"1795608000000000000")", R"("endTimeUnixNano":"1795608000004000000")",
        R"("status":{"code":0})",
        R"({"key":"dpl.core.processing_activity_id","value":{"stringValue":"https://register/duo"}})",
        R"({"key":"dpl.core.data_subject_id","value":{"stringValue":"pseudoniem-1"}})",
        R"("stringValue":"urn:nld:oin:00000099000000002000")"})
    EXPECT_TRUE(text.contains(part)) << part << "\n" << text;
}
TEST(LogView, writes_csv_that_a_spreadsheet_takes_for_text) {
  Entry entry;
  entry.kind = "=HYPERLINK(\"http://x\")";
  entry.faults = {{"/a", "regel", "een \"melding\"; met een puntkomma"}};
  const auto row = to_csv(entry);
  EXPECT_TRUE(row.contains("\"'=HYPERLINK(\"\"http://x\"\")\"")) << row;
  EXPECT_TRUE(row.contains("een \"\"melding\"\"; met een puntkomma")) << row;
  EXPECT_EQ(std::ranges::count(csv_header(), ';'), 19);
}

}  // namespace
}  // namespace inburgering::gateway::log
