#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <set>

#include "mapping/canonical/object.h"

namespace inburgering::mapping::canonical {
namespace {

TEST(Object, every_type_goes_to_json_and_back) {
  Persoon persoon;
  persoon.geslachtsnaam = std::string("Tesfay");
  persoon.overlijdensdatum = Stated<schemas::IncompleteDay>::no_value();
  persoon.geboortedatum = Stated<schemas::IncompleteDay>::unknown();
  Verblijfsadres adres;
  adres.huisnummer = std::int64_t{12};
  persoon.verblijfsadres = adres;
  const Object objects[] = {persoon,
                            Nationaliteit{"0001", {}, {}},
                            Inburgeringsplichtige{true, {}, {}, {}, {}, {}, {}, {}, {}, {}},
                            Inburgeringstermijn{*schemas::Day::parse("2026-11-02"), {}, {}, {}, {}},
                            Examenonderdeel{"KNM", std::nullopt, *schemas::Day::parse("2026-11-02"), {}, {}},
                            Voortgangsmeting{"1", "2", {}, {}, {}, {}, {}, {}, {}, {}},
                            GevolgdeUren{"1", "2", {}, {}, {}, {}, {}, {}},
                            Attentiesignaal{"SS999", *schemas::Moment::parse("2026-11-02T09:30:15Z"), {}}};
  EXPECT_EQ(std::size(objects), objecttypes().size());
  for (const auto& object : objects) {
    const auto back = from_json(objecttype(object), to_json(object));
    ASSERT_TRUE(back) << objecttype(object);
    EXPECT_EQ(*back, object) << objecttype(object);
  }
}
TEST(Object, types_and_fields_are_named_once) {
  const auto types = objecttypes();
  EXPECT_EQ(std::set(types.begin(), types.end()).size(), types.size());
}
TEST(Object, an_unknown_type_is_refused) { EXPECT_FALSE(from_json("Toverboek", boost::json::object{})); }
TEST(Object, update_names_what_changed_and_forgets_nothing) {
  Object known =
      Inburgeringsplichtige{true, *schemas::Day::parse("2026-01-01"), {}, {}, {}, {}, {}, {}, {}, {}};
  Inburgeringsplichtige said;
  said.indicator_inburgeringsplicht = false;
  said.doelgroep = std::string("Asielstatushouder");
  EXPECT_EQ(update(known, said), (std::vector<std::string>{"indicatorInburgeringsplicht", "doelgroep"}));
  EXPECT_EQ(std::get<Inburgeringsplichtige>(known).datum_start.value().text(), "2026-01-01");
  EXPECT_TRUE(update(known, said).empty());
}
TEST(Object, the_key_of_an_exam_part_tells_part_level_and_day) {
  const Object with_level = Examenonderdeel{"LE", "B1", *schemas::Day::parse("2026-10-08"), {}, {}};
  EXPECT_EQ(boost::json::serialize(key_of(with_level)),
            R"({"onderdeel":"LE","niveau":"B1","examendatum":"2026-10-08"})");
  EXPECT_EQ(boost::json::serialize(key_of(Persoon{})), "{}");
}

}  // namespace
}  // namespace inburgering::mapping::canonical
