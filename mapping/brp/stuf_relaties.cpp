#include "mapping/brp/stuf_relaties.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "mapping/brp/landelijke_codes.h"
#include "mapping/brp/stuf_values.h"

namespace inburgering::mapping::brp {
namespace {

using adapters::brp::NatuurlijkPersoon;
using adapters::brp::Onderzoek;
using adapters::brp::Relatie;
using canonical::Nationaliteit;

using NoValue = Gegeven::NoValue;

struct NationalityRow {
  std::string_view pad;
  void (*apply)(Nationaliteit&, const Gegeven&, Faults&);
};
template <auto member, auto convert>
constexpr NationalityRow n(std::string_view pad) {
  return {pad, [](Nationaliteit& nationaliteit, const Gegeven& gegeven, Faults& faults) {
            nationaliteit.*member = stated(gegeven, convert, faults);
          }};
}
constexpr NationalityRow nationality_rows[] = {
    n<&Nationaliteit::reden_verkrijging, as_table>("inp.redenVerkrijging"),
    n<&Nationaliteit::reden_verlies, as_table>("inp.redenVerlies"),
    n<&Nationaliteit::datum_verkrijging, as_date>("inp.datumVerkrijging"),
    n<&Nationaliteit::datum_verlies, as_date>("inp.datumVerlies"),
};

/// Why a relation does not tell which nationality it is: said of the whole, of the nationality, or of its
/// code.
NoValue absence_of(const Relatie& relation) {
  if (relation.no_value != NoValue::none) return relation.no_value;
  for (const auto* pad : {"gerelateerde", "gerelateerde/code"})
    if (const auto* found = adapters::brp::find_gegeven(relation.gegevens, pad);
        found != nullptr && found->no_value != NoValue::none)
      return found->no_value;
  return NoValue::none;
}

const Gegeven* code_of(const Relatie& relation) {
  const auto* code = adapters::brp::find_gegeven(relation.gegevens, "gerelateerde/code");
  return code != nullptr && code->no_value == NoValue::none ? code : nullptr;
}

bool tells_anything(const Relatie& relation) {
  return std::ranges::any_of(relation.gegevens,
                             [](const Gegeven& each) { return each.no_value == NoValue::none; });
}

std::optional<Nationaliteit> nationality(const Relatie& relation, Faults& faults) {
  Nationaliteit read;
  const auto absence = absence_of(relation);
  if (const auto* code = code_of(relation))
    read.code = in_four_digits(code->waarde);
  else if (is_unknown(absence) || (absence == NoValue::none && tells_anything(relation)))
    read.code = nationaliteit_onbekend;
  else
    return std::nullopt;
  for (const auto& gegeven : relation.gegevens) {
    const auto* row = std::ranges::find(nationality_rows, gegeven.pad, &NationalityRow::pad);
    if (row != std::end(nationality_rows)) row->apply(read, gegeven, faults);
  }
  return read;
}

/// Which nationality it is, or that there is none.
bool is_told(const Relatie& relation) {
  const auto absence = absence_of(relation);
  return code_of(relation) != nullptr || absence == NoValue::geen_waarde ||
         absence == NoValue::vastgesteld_onbekend;
}

struct Investigated {
  std::string gegevens;
  Onderzoek stand;
};

/// What each place says, together: see Onderzoek.
std::vector<Investigated> investigated(const NatuurlijkPersoon& persoon) {
  std::vector<Investigated> all;
  const auto tell = [&](std::string_view gegevens, Onderzoek stand) {
    if (stand == Onderzoek::not_told) return;
    const auto before = std::ranges::find(all, gegevens, &Investigated::gegevens);
    if (before == all.end())
      all.push_back({std::string(gegevens), stand});
    else
      before->stand = std::max(before->stand, stand);
  };
  for (const auto& mark : persoon.in_onderzoek) {
    const auto& name = mark.elementnaam.empty() ? mark.groepsnaam : mark.elementnaam;
    tell(name.empty() ? "Persoonsgegevens" : std::string_view(name), mark.stand);
  }
  for (const auto& relation : persoon.nationaliteiten) tell("Nationaliteit", relation.onderzoek);
  if (persoon.verblijft_in) tell("Verblijfsplaats", persoon.verblijft_in->onderzoek);
  if (const auto& aanduiding = persoon.aanduiding_onderzoek_adres) {
    if (aanduiding->empty())
      tell("Verblijfsplaats", Onderzoek::none);
    else if (aanduiding->starts_with(onderzoek_verblijfplaats))
      tell("Verblijfsplaats", Onderzoek::runs);
  }
  return all;
}

}  // namespace

void nationalities(const std::vector<Relatie>& relations, std::string_view soorten, Actie actie,
                   std::vector<Change>& changes, Faults& faults) {
  for (const auto& relation : relations)
    if (soorten.contains(relation.verwerkingssoort))
      if (auto read = nationality(relation, faults)) changes.push_back({actie, std::move(*read)});
}

void investigations(const NatuurlijkPersoon& persoon, std::vector<Change>& changes) {
  for (const auto& each : investigated(persoon))
    if (each.stand != Onderzoek::withheld)
      changes.push_back(
          {each.stand == Onderzoek::runs ? Actie::vastgelegd : Actie::beeindigd,
           canonical::InOnderzoek{schemas::Code<canonical::codes::onderzoek>::of(each.gegevens), {}}});
}

std::vector<std::string_view> told_whole(const NatuurlijkPersoon& persoon, Telling telling) {
  std::vector<std::string_view> types;
  const bool left_out_is_none = telling == Telling::synchronisation;
  if (std::ranges::all_of(persoon.nationaliteiten, is_told) &&
      (left_out_is_none || !persoon.nationaliteiten.empty()))
    types.push_back(schemas::fields<Nationaliteit>.name);
  const auto marks = investigated(persoon);
  if (telling != Telling::addition &&
      std::ranges::find(marks, Onderzoek::withheld, &Investigated::stand) == marks.end() &&
      (left_out_is_none || !persoon.in_onderzoek.empty()))
    types.push_back(schemas::fields<canonical::InOnderzoek>.name);
  return types;
}

}  // namespace inburgering::mapping::brp
