#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "mapping/taalschool/push.h"

namespace inburgering::mapping::taalschool {
namespace {

TEST(Push, is_kept_under_the_school_and_its_own_kenmerk) {
  const auto push = translate_push(
      "aanwezigheid", R"({"kenmerk":"A-1","gemeentecode":"0518","bsn":"999990639","soort":"taalles",
      "periodeVan":"2026-11-02","periodeTot":"2026-11-15","urenGevolgd":22,"urenGeoorloofdVerzuim":2})",
      "00000099000000004000");
  ASSERT_TRUE(push);
  EXPECT_EQ(push->gemeentecode, "0518");
  EXPECT_EQ(push->translation.subject.bsn->digits(), "999990639");
  EXPECT_EQ(
      boost::json::serialize(to_json(push->translation.changes[0], push->translation.bron)),
      R"({"objecttype":"Aanwezigheid","actie":"vastgelegd","sleutel":{"instelling":"00000099000000004000","kenmerk":"A-1"},)"
      R"("object":{"instelling":"00000099000000004000","kenmerk":"A-1","soort":"taalles","periodeVan":"2026-11-02",)"
      R"("periodeTot":"2026-11-15","urenGevolgd":22,"urenGeoorloofdVerzuim":2,"urenOngeoorloofdVerzuim":null},)"
      R"("bron":{"feed":"taalschool","bericht":"A-1"}})");
}
TEST(Push, of_an_unknown_resource_is_refused) { EXPECT_FALSE(translate_push("toverboek", "{}", "")); }

}  // namespace
}  // namespace inburgering::mapping::taalschool
