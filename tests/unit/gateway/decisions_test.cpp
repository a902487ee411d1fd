#include <gtest/gtest.h>
#include <unistd.h>

#include "gateway/base/backoff.h"
#include "gateway/base/rate_limit.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/identity/registry.h"
#include "gateway/questions/asker.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, doubles_up_to_its_limit_and_spreads) {
  const auto pause = [](int attempts, double chance) {
    return backoff(attempts, milliseconds(1000), milliseconds(60000), chance).count();
  };
  EXPECT_EQ(pause(1, 0.0), 500);
  EXPECT_EQ(pause(1, 0.999), 999);
  EXPECT_EQ(pause(2, 0.0), 1000);
  EXPECT_EQ(pause(5, 0.0), 8000);
  EXPECT_EQ(pause(1000, 0.0), 30000);
}
TEST(RetryAfter, is_taken_in_seconds_or_as_a_date_and_no_longer_than_is_honoured) {
  const auto now = *schemas::Moment::parse("2026-10-21T07:28:00Z");
  const auto read = [&](const char* text) { return retry_after(text, now, std::chrono::hours(1)); };
  EXPECT_EQ(read("7"), milliseconds(7000));
  EXPECT_EQ(read("99999"), milliseconds(3600000));
  EXPECT_EQ(read("99999999999999"), milliseconds(3600000));
  EXPECT_EQ(read("Wed, 21 Oct 2026 07:28:30 GMT"), milliseconds(30000));
  EXPECT_EQ(read("Thu, 22 Oct 2026 07:28:30 GMT"), milliseconds(3600000));
  for (const char* text : {"", "-1", "7s", "Wed, 21 Oct 2026 07:27:00 GMT", "morgen"})
    EXPECT_FALSE(read(text)) << text;
}
TEST(PauseAfter, is_never_shorter_than_the_backoff_and_as_long_as_the_other_side_asks) {
  const auto pause = [](const char* header) {
    return pause_after(1, milliseconds(4000), milliseconds(60000), 0.0, header, {}).count();
  };
  EXPECT_EQ(pause(""), 2000);
  EXPECT_EQ(pause("1"), 2000);
  EXPECT_EQ(pause("7"), 7000);
}
TEST(RateLimit, gives_a_burst_and_then_its_average) {
  tests::FixedClock clock;
  RateLimit limit(3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a", clock.now()));
  EXPECT_FALSE(limit.take("a", clock.now()));
  EXPECT_TRUE(limit.take("b", clock.now())) << "one party does not spend another's";
  clock.time = schemas::Moment(clock.time.time() + milliseconds(400));
  EXPECT_TRUE(limit.take("a", clock.now()));
  EXPECT_FALSE(limit.take("a", clock.now()));
  clock.time = schemas::Moment(clock.time.time() - std::chrono::hours(1));
  EXPECT_FALSE(limit.take("a", clock.now())) << "a clock that steps back gives nothing";
}
TEST(Verdict, of_each_status_of_duo) {
  using questions::judge;
  using questions::Verdict;
  EXPECT_EQ(judge(200), Verdict::understood);
  EXPECT_EQ(judge(403), Verdict::refused);
  EXPECT_EQ(judge(404), Verdict::unknown_person);
  for (const int status : {0, 408, 429, 500, 503}) EXPECT_EQ(judge(status), Verdict::again) << status;
  for (const int status : {201, 301, 400, 401}) EXPECT_EQ(judge(status), Verdict::wrong_question) << status;
}
TEST(Registry, headers_grant_nothing_but_what_certificate_and_mandate_grant) {
  auto config = tests::two_tenants();
  const auto duo = *schemas::Oin::parse("00000099000000002000");
  const auto gemeente = *schemas::Oin::parse("00000099000000000518");
  config.parties = {
      {"DUO", duo, config::Role::duo, {"*"}, {}},
      {"Leverancier", *schemas::Oin::parse("00000099000000007000"), config::Role::brp, {"0518"}, {gemeente}}};
  const identity::Registry registry(config);
  EXPECT_EQ(registry.party("00000099000000009999"), nullptr);
  EXPECT_EQ(registry.party(""), nullptr);
  const auto& supplier = *registry.party("00000099000000007000");
  EXPECT_TRUE(identity::may_act_for(supplier, "00000099000000000518"));
  EXPECT_FALSE(identity::may_act_for(supplier, "00000099000000000344"));
  EXPECT_FALSE(identity::may_act_for(*registry.party(duo.digits()), "00000099000000000518"));
  EXPECT_TRUE(identity::serves(supplier, *registry.tenant_by_code("0518")));
  EXPECT_FALSE(identity::serves(supplier, *registry.tenant_by_code("0344")));
  EXPECT_TRUE(identity::serves(*registry.party(duo.digits()), *registry.tenant_by_code("0344")));
}
TEST(Uuid, has_version_and_variant_and_rises_with_time) {
  tests::FixedClock clock;
  tests::CountingRandom random;
  const auto first = uuid7({clock, random});
  clock.time = schemas::Moment(clock.time.time() + milliseconds(1));
  const auto second = uuid7({clock, random});
  EXPECT_LT(first, second);
  EXPECT_EQ(first[14], '7');
  EXPECT_EQ(uuid4(random)[14], '4');
  EXPECT_EQ(first.size(), 36u);
}

}  // namespace
}  // namespace inburgering::gateway
