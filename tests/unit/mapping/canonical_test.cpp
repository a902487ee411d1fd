#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "mapping/canonical/object.h"
#include "mapping/document/walk.h"

namespace inburgering::mapping::canonical {
namespace {

template <class Name>
void expect_new(std::set<std::string_view>& seen, Name name) {
  EXPECT_TRUE(seen.insert(name).second) << name << " is named twice";
}

TEST(Model, types_parts_and_code_lists_are_named_once_and_so_are_the_fields_of_a_type) {
  std::set<std::string_view> names;
  document::for_each_type([&]<class T>() {
    expect_new(names, schemas::fields<T>.name);
    std::set<std::string_view> fields;
    schemas::for_each_field<T>([&](const auto& field) { expect_new(fields, field.name); });
  });
  document::for_each_code_list([&](const schemas::CodeList& list) {
    expect_new(names, list.name);
    std::set<std::string_view> codes;
    for (const auto& row : list.rows) expect_new(codes, row.code);
    EXPECT_FALSE(list.source.empty()) << list.name;
  });
}
TEST(Model, everything_is_described) {
  document::for_each_type([]<class T>() {
    EXPECT_FALSE(schemas::fields<T>.about.text.empty()) << schemas::fields<T>.name;
    schemas::for_each_field<T>([](const auto& field) {
      EXPECT_FALSE(field.description.empty()) << schemas::fields<T>.name << '.' << field.name;
    });
  });
}
std::set<std::string_view> keys_of(std::string_view type) {
  std::set<std::string_view> keys;
  for_each_objecttype([&]<class T>() {
    if (schemas::fields<T>.name != type) return;
    schemas::for_each_field<T>([&](const auto& field) {
      if (field.is_key) keys.insert(field.name);
    });
  });
  return keys;
}
TEST(Model, a_relation_points_at_a_type_by_its_whole_key_or_at_the_only_one_in_the_dossier) {
  const auto types = objecttypes();
  for_each_objecttype([&]<class T>() {
    const auto& about = schemas::fields<T>.about;
    for (const auto& relation : about.relations) {
      if (relation.to.empty()) continue;
      SCOPED_TRACE(std::string(about.name) + " -> " + std::string(relation.to));
      EXPECT_NE(std::ranges::find(types, relation.to), types.end());
      std::set<std::string_view> pointed_at;
      for (const auto& via : relation.via) {
        if (via.own.empty()) continue;
        pointed_at.insert(via.theirs);
        bool own = false;
        schemas::for_each_field<T>([&](const auto& field) { own = own || field.name == via.own; });
        EXPECT_TRUE(own) << via.own;
      }
      if (!pointed_at.empty()) {
        EXPECT_EQ(pointed_at, keys_of(relation.to));
      }
    }
  });
}
TEST(Code, a_code_that_is_not_in_the_list_is_kept_and_flagged) {
  using Niveau = schemas::Code<codes::taalniveau>;
  EXPECT_TRUE(Niveau::of("B1").is_listed());
  EXPECT_FALSE(Niveau::of("C2").is_listed());
  EXPECT_EQ(Niveau::of("C2").text(), "C2");
  EXPECT_NE(Niveau::unlisted("B1"), Niveau::of("B1"));
  Leerroute leerroute;
  leerroute.gemeentecode = "0518";
  leerroute.niveau = Niveau::of("C2");
  const auto json = to_json(leerroute);
  EXPECT_EQ(boost::json::serialize(json.at("niveau")), R"({"onbekendeCode":"C2"})");
}
TEST(Differences, of_two_dossiers_are_found_by_type_and_key_whatever_the_order) {
  const auto part = [](const char* onderdeel, const char* resultaat) {
    Examenonderdeel object;
    object.onderdeel = schemas::Code<codes::examenonderdeel>::of(onderdeel);
    object.examendatum = *schemas::Day::parse("2026-10-08");
    object.resultaat = schemas::Code<codes::examenresultaat>::of(resultaat);
    return object;
  };
  const std::vector<Object> before{Persoon{}, part("LE", "Gezakt"), part("LU", "Geslaagd"), KNM{}};
  const std::vector<Object> after{KNM{}, part("LU", "Geslaagd"), part("LE", "Geslaagd"),
                                  part("SP", "Gezakt")};
  const auto found = differences(before, after);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].before, &before[1]);
  EXPECT_EQ(found[0].after, &after[2]);
  EXPECT_EQ(found[0].fields, std::vector<std::string>{"resultaat"});
  EXPECT_EQ(found[1].before, nullptr);
  EXPECT_EQ(found[1].after, &after[3]);
  EXPECT_EQ(found[2].before, &before[0]);
  EXPECT_EQ(found[2].after, nullptr);
  EXPECT_TRUE(differences(before, before).empty());
  EXPECT_EQ(differences({}, after).size(), after.size());
}
TEST(Object, an_unknown_type_is_refused) { EXPECT_FALSE(from_json("Toverboek", boost::json::object{})); }
TEST(Object, update_names_what_changed_and_forgets_nothing) {
  Inburgeringsplichtige before;
  before.indicator_inburgeringsplicht = true;
  before.datum_start = *schemas::Day::parse("2026-01-01");
  Object known = before;
  Inburgeringsplichtige said;
  said.indicator_inburgeringsplicht = false;
  said.doelgroep = schemas::Code<codes::doelgroep>::of("Asielstatushouder");
  EXPECT_EQ(update(known, said), (std::vector<std::string>{"indicatorInburgeringsplicht", "doelgroep"}));
  EXPECT_EQ(std::get<Inburgeringsplichtige>(known).datum_start.value().text(), "2026-01-01");
  EXPECT_TRUE(update(known, said).empty());
}
TEST(Object, the_key_of_an_exam_part_tells_part_level_and_day) {
  Examenonderdeel with_level;
  with_level.onderdeel = schemas::Code<codes::examenonderdeel>::of("LE");
  with_level.niveau = schemas::Code<codes::taalniveau>::of("B1");
  with_level.examendatum = *schemas::Day::parse("2026-10-08");
  EXPECT_EQ(boost::json::serialize(key_of(with_level)),
            R"({"onderdeel":"LE","niveau":"B1","examendatum":"2026-10-08"})");
  EXPECT_EQ(boost::json::serialize(key_of(Persoon{})), "{}");
}

}  // namespace
}  // namespace inburgering::mapping::canonical
