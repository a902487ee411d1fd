#include "mapping/brp/standing.h"

#include <algorithm>
#include <string_view>

#include "mapping/brp/happened.h"
#include "mapping/brp/landelijke_codes.h"

namespace inburgering::mapping::brp {
namespace {

template <class T>
bool has_none(const Stated<T>& told) {
  return told == Stated<T>::no_value();
}

/// Whether two addresses say the same; one feed leaves out what the other says has no value.
template <class Address>
bool same_place(const Stated<Address>& said, const Stated<Address>& known) {
  if (!said.has_value() || !known.has_value()) return false;
  bool same = true;
  schemas::for_each_field<Address>([&](const auto& field) {
    const auto& one = said.value().*field.member;
    const auto& other = known.value().*field.member;
    same = same && (one == other || (!is_there(one) && !is_there(other)));
  });
  return same;
}

void addresses(Persoon& said, const Persoon& known) {
  if (same_place(said.verblijfsadres, known.verblijfsadres)) said.verblijfsadres = {};
  if (same_place(said.verblijf_buitenland, known.verblijf_buitenland)) said.verblijf_buitenland = {};
}

void places(Persoon& said, const Persoon& known) {
  const auto is_code = [](const Stated<std::string>& place) {
    return place.has_value() && place.value().size() == 4 &&
           std::ranges::all_of(place.value(), [](char c) { return c >= '0' && c <= '9'; });
  };
  for (const auto place : {&Persoon::geboorteplaats, &Persoon::overlijdensplaats})
    if ((said.*place).has_value() && !is_code(said.*place) && is_code(known.*place)) said.*place = {};
}

void what_was_found_about_the_address(Persoon& said, const Persoon& known) {
  if (has_none(said.vastgesteld_verblijft_niet_op_adres) &&
      known.vastgesteld_verblijft_niet_op_adres.is_absent())
    said.vastgesteld_verblijft_niet_op_adres = {};
  // What was found about an address goes with it.
  const bool is_elsewhere =
      (!said.verblijfsadres.is_absent() && said.verblijfsadres != known.verblijfsadres) ||
      said.verblijf_buitenland.has_value();
  if (is_elsewhere && said.vastgesteld_verblijft_niet_op_adres.is_absent() &&
      known.vastgesteld_verblijft_niet_op_adres.has_value())
    said.vastgesteld_verblijft_niet_op_adres = Stated<bool>::no_value();
}

void degree_of_secrecy(Persoon& said, const Persoon& known) {
  const auto text = [](const Persoon& persoon) {
    return persoon.indicatie_geheim.has_value() ? persoon.indicatie_geheim.value().text()
                                                : std::string_view();
  };
  if (text(said) == beperkt && !text(known).empty() && text(known) != "0")
    said.indicatie_geheim = known.indicatie_geheim;
}

void end_of_a_permit(Persoon& said, const Persoon& known) {
  auto& day = said.datum_verlies_verblijfstitel;
  if (!has_none(said.verblijfstitel) || is_there(day)) return;
  if (is_there(known.datum_verlies_verblijfstitel))
    day = {};
  else if (is_there(known.verblijfstitel))
    day = Stated<schemas::IncompleteDay>::unknown();
}

void undated(Persoon& said, const Persoon& known) {
  for (const auto& each : happenings)
    if (each.happened(said) && (said.*each.day).is_absent() && has_none(known.*each.day))
      said.*each.day = Stated<schemas::IncompleteDay>::unknown();
}

}  // namespace

void leave_standing(Persoon& said, const Persoon& known) {
  addresses(said, known);
  places(said, known);
  what_was_found_about_the_address(said, known);
  degree_of_secrecy(said, known);
  end_of_a_permit(said, known);
  undated(said, known);
}

}  // namespace inburgering::mapping::brp
