// How a person that the BRP tells stands to what it told before, in either feed.
#include <gtest/gtest.h>

#include "mapping/brp/standing.h"

namespace inburgering::mapping::brp {
namespace {

using canonical::Persoon;
using schemas::IncompleteDay;
using Dag = Stated<IncompleteDay>;

Dag day(const std::string& text) { return *IncompleteDay::parse(text); }

TEST(Standing, what_was_found_about_an_address_goes_with_it_and_not_with_another) {
  const auto at = [](std::int64_t huisnummer) {
    canonical::Persoon persoon;
    canonical::Verblijfsadres adres;
    adres.huisnummer = huisnummer;
    persoon.verblijfsadres = adres;
    return persoon;
  };
  auto known = at(70);
  known.vastgesteld_verblijft_niet_op_adres = true;
  auto same = at(70);
  leave_standing(same, known);
  EXPECT_TRUE(same.vastgesteld_verblijft_niet_op_adres.is_absent());
  auto other = at(71);
  leave_standing(other, known);
  EXPECT_EQ(other.vastgesteld_verblijft_niet_op_adres, Stated<bool>::no_value());
}
TEST(Standing, that_there_is_a_restriction_never_leaves_none_standing_and_never_blurs_its_degree) {
  using canonical::Persoon;
  using Geheim = schemas::Code<canonical::codes::indicatie_geheim>;
  for (const std::string_view known : {"", "0", "1", "2", "3", "4", "5", "6", "7", "B"})
    for (const std::string_view said : {"0", "1", "2", "3", "4", "5", "6", "7", "B"}) {
      Persoon before;
      if (!known.empty()) before.indicatie_geheim = Geheim::of(known);
      Persoon after;
      after.indicatie_geheim = Geheim::of(said);
      leave_standing(after, before);
      const bool degree_is_known = !known.empty() && known != "0";
      EXPECT_EQ(after.indicatie_geheim.value().text(), said == "B" && degree_is_known ? known : said)
          << known << " then " << said;
    }
  Persoon silent;
  Persoon before;
  before.indicatie_geheim = Geheim::of("5");
  leave_standing(silent, before);
  EXPECT_FALSE(silent.indicatie_geheim.has_value());
}
TEST(Standing, an_address_that_one_feed_leaves_parts_of_out_is_the_same) {
  const auto at = [](Stated<std::string> letter, std::int64_t number = 70) {
    Persoon persoon;
    canonical::Verblijfsadres adres;
    adres.huisnummer = number;
    adres.huisletter = std::move(letter);
    persoon.verblijfsadres = adres;
    return persoon;
  };
  const auto is_new = [](Persoon said, const Persoon& known) {
    leave_standing(said, known);
    return !said.verblijfsadres.is_absent();
  };
  const auto none = Stated<std::string>::no_value();
  EXPECT_FALSE(is_new(at(none), at({})));
  EXPECT_FALSE(is_new(at({}), at(none)));
  EXPECT_TRUE(is_new(at({}), at(std::string("A")))) << "there is no letter any more";
  EXPECT_TRUE(is_new(at(std::string("A")), at({})));
  EXPECT_TRUE(is_new(at({}, 71), at({})));
  EXPECT_TRUE(is_new(at(Stated<std::string>::unknown()), at(none)));
}
TEST(Standing, a_name_of_a_place_says_nothing_against_its_code) {
  for (const auto place : {&Persoon::geboorteplaats, &Persoon::overlijdensplaats}) {
    const auto stands = [&](const std::string& said, const std::string& known) {
      Persoon now;
      Persoon before;
      now.*place = said;
      before.*place = known;
      leave_standing(now, before);
      return (now.*place).is_absent();
    };
    EXPECT_TRUE(stands("'s-Gravenhage", "0518"));
    EXPECT_FALSE(stands("0518", "'s-Gravenhage"));
    EXPECT_FALSE(stands("0599", "0518"));
    EXPECT_FALSE(stands("Asmara", "Keren"));
  }
}
TEST(Standing, a_permit_that_is_gone_ended_on_the_day_that_was_told_or_on_one_that_is_not_known) {
  const auto ended = [](Dag said, Dag known) {
    Persoon now;
    now.verblijfstitel = Stated<std::string>::no_value();
    now.datum_verlies_verblijfstitel = std::move(said);
    Persoon before;
    before.verblijfstitel = std::string("21");
    before.datum_verlies_verblijfstitel = std::move(known);
    leave_standing(now, before);
    return now.datum_verlies_verblijfstitel;
  };
  EXPECT_EQ(ended({}, day("2030-03-11")), Dag()) << "as it is known";
  EXPECT_EQ(ended(Dag::no_value(), day("2030-03-11")), Dag());
  EXPECT_EQ(ended({}, Dag::no_value()), Dag::unknown());
  EXPECT_EQ(ended({}, {}), Dag::unknown());
  EXPECT_EQ(ended(day("2026-05-01"), day("2030-03-11")), day("2026-05-01"));
  Persoon still_none;
  still_none.verblijfstitel = Stated<std::string>::no_value();
  Persoon none;
  none.verblijfstitel = Stated<std::string>::no_value();
  leave_standing(still_none, none);
  EXPECT_TRUE(still_none.datum_verlies_verblijfstitel.is_absent()) << "nothing ended";
}
TEST(Standing, what_happened_without_a_day_is_no_longer_known_not_to_have_happened) {
  Persoon known;
  for (const auto each : {&Persoon::overlijdensdatum, &Persoon::datum_opschorting_bijhouding,
                          &Persoon::datum_vertrek_uit_nederland})
    known.*each = Dag::no_value();
  Persoon said;
  said.reden_opschorting_bijhouding = schemas::Code<canonical::codes::reden_opschorting>::of("O");
  said.emigratieland = Stated<std::string>::unknown();
  auto first = said;
  leave_standing(first, known);
  for (const auto each : {&Persoon::overlijdensdatum, &Persoon::datum_opschorting_bijhouding,
                          &Persoon::datum_vertrek_uit_nederland}) {
    EXPECT_EQ(first.*each, Dag::unknown());
    known.*each = day("2026-01-01");
  }
  leave_standing(said, known);
  EXPECT_TRUE(said.overlijdensdatum.is_absent()) << "the day was told before";
}

}  // namespace
}  // namespace inburgering::mapping::brp
