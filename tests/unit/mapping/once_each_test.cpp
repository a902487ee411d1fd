#include "mapping/once_each.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace inburgering::mapping {
namespace {

canonical::Object exam(std::string day, const char* result) {
  canonical::Examenonderdeel part;
  part.onderdeel = schemas::Code<canonical::codes::examenonderdeel>::of("LE");
  part.examendatum = *schemas::Day::parse(day);
  part.resultaat = schemas::Code<canonical::codes::examenresultaat>::of(result);
  return part;
}
Translation saying(std::vector<Change> changes) {
  Translation translation;
  translation.changes = std::move(changes);
  return translation;
}
std::string said(const Translation& translation) {
  std::string text;
  for (const auto& change : translation.changes)
    text += std::string(to_text(change.actie)) + " " +
            boost::json::serialize(canonical::to_json(change.object)) + "\n";
  return text;
}

TEST(OnceEach, of_what_is_told_once_nothing_is_made) {
  EXPECT_FALSE(once_each(saying({})));
  EXPECT_FALSE(once_each(saying({{Actie::vastgelegd, exam("2026-01-01", "Geslaagd")},
                                 {Actie::vastgelegd, exam("2026-01-02", "Geslaagd")}})));
}
TEST(OnceEach, the_last_of_a_key_counts_and_a_remark_says_so_once) {
  const auto once = once_each(saying({{Actie::vastgelegd, exam("2026-01-01", "Gezakt")},
                                      {Actie::vastgelegd, exam("2026-01-02", "Gezakt")},
                                      {Actie::vastgelegd, exam("2026-01-01", "Geen")},
                                      {Actie::vastgelegd, exam("2026-01-01", "Geslaagd")}}));
  ASSERT_TRUE(once);
  EXPECT_EQ(said(*once), said(saying({{Actie::vastgelegd, exam("2026-01-02", "Gezakt")},
                                      {Actie::vastgelegd, exam("2026-01-01", "Geslaagd")}})));
  ASSERT_EQ(once->remarks.size(), 1u);
  EXPECT_EQ(once->remarks[0].pointer, "/Examenonderdeel");
  EXPECT_EQ(once->remarks[0].message.find("2026"), std::string::npos) << "nothing of the person";
}
TEST(OnceEach, the_same_twice_is_no_remark) {
  const auto once = once_each(saying({{Actie::vastgelegd, exam("2026-01-01", "Geslaagd")},
                                      {Actie::vastgelegd, exam("2026-01-01", "Geslaagd")}}));
  ASSERT_TRUE(once);
  EXPECT_EQ(once->changes.size(), 1u);
  EXPECT_TRUE(once->remarks.empty());
}
TEST(OnceEach, what_the_last_leaves_open_stays_as_it_was_told_before) {
  canonical::Persoon name;
  name.geslachtsnaam = std::string("Jansen");
  canonical::Persoon birth;
  birth.geboorteplaats = std::string("Delft");
  const auto once = once_each(saying({{Actie::gewijzigd, name}, {Actie::gewijzigd, birth}}));
  ASSERT_TRUE(once);
  EXPECT_EQ(said(*once), "gewijzigd {\"geslachtsnaam\":\"Jansen\",\"geboorteplaats\":\"Delft\"}\n");
}
TEST(OnceEach, an_end_and_a_new_beginning_are_two_things) {
  EXPECT_FALSE(once_each(saying({{Actie::beeindigd, exam("2026-01-01", "Gezakt")},
                                 {Actie::vastgelegd, exam("2026-01-01", "Geslaagd")}})));
  canonical::Persoon number;
  number.v_nummer = std::string("1");
  EXPECT_FALSE(once_each(saying({{Actie::gewijzigd, number}, {Actie::vastgelegd, canonical::Persoon{}}})));
}

/// Whatever list an answer is: its objects are of one of these.
TEST(OnceEach, holds_for_every_objecttype) {
  canonical::for_each_objecttype([]<class T>() {
    const auto once = once_each(saying({{Actie::vastgelegd, T{}}, {Actie::vastgelegd, T{}}}));
    ASSERT_TRUE(once) << schemas::fields<T>.name;
    EXPECT_EQ(once->changes.size(), 1u) << schemas::fields<T>.name;
  });
}

}  // namespace
}  // namespace inburgering::mapping
