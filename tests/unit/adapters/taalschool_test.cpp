#include <gtest/gtest.h>

#include "adapters/taalschool/aanwezigheid.h"
#include "adapters/taalschool/voortgangsmeting.h"

namespace inburgering::adapters::taalschool {
namespace {

TEST(Voortgangsmeting, tells_every_fault_at_once) {
  const auto read = parse_voortgangsmeting(
      R"({"kenmerk":"","gemeentecode":"518","bsn":"123456789","meetdatum":"2026-02-30","niveauLezen":"C9","typefout":1})");
  ASSERT_FALSE(read);
  std::string rules;
  for (const auto& fault : read.error()) rules += fault.pointer + ":" + fault.rule + " ";
  EXPECT_EQ(rules,
            "/kenmerk:lengte /gemeentecode:patroon /bsn:elfproef /meetdatum:dag /niveauLezen:codelijst "
            "/typefout:onbekend-veld ");
}
TEST(Aanwezigheid, a_period_ends_after_it_begins) {
  const std::string rest =
      R"("kenmerk":"A","gemeentecode":"0518","bsn":"999990639","soort":"taalles","urenGevolgd":1)";
  EXPECT_TRUE(parse_aanwezigheid("{" + rest + R"(,"periodeVan":"2026-11-02","periodeTot":"2026-11-02"})"));
  const auto read =
      parse_aanwezigheid("{" + rest + R"(,"periodeVan":"2026-11-02","periodeTot":"2026-11-01"})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error()[0].pointer, "/periodeTot");
}
TEST(Aanwezigheid, hours_are_whole_and_between_zero_and_9999) {
  for (const char* hours : {"-1", "10000", "1.5", "\"3\"", "null"}) {
    const auto read = parse_aanwezigheid(
        std::string(R"({"kenmerk":"A","gemeentecode":"0518","bsn":"999990639","soort":"taalles",)") +
        R"("periodeVan":"2026-11-02","periodeTot":"2026-11-03","urenGevolgd":)" + hours + "}");
    ASSERT_FALSE(read) << hours;
    EXPECT_EQ(read.error()[0].pointer, "/urenGevolgd") << hours;
  }
}

}  // namespace
}  // namespace inburgering::adapters::taalschool
