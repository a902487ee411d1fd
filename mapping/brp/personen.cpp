#include "mapping/brp/personen.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mapping/brp/landelijke_codes.h"
#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::brp {
namespace {

namespace wire = adapters::brp::personen;
namespace codes = canonical::codes;
using canonical::Persoon;
using schemas::IncompleteDay;

/// Restricted, in a degree that the API does not tell.
constexpr std::string_view restricted = "B";

std::string digits(std::int64_t number, std::size_t width) {
  auto text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

Stated<IncompleteDay> date(const std::optional<wire::Datum>& datum) {
  if (!datum) return Stated<IncompleteDay>::no_value();
  if (datum->type == "Datum" && datum->datum) return IncompleteDay::of(*datum->datum);
  if (datum->type == "JaarMaandDatum" && datum->jaar && datum->maand)
    if (auto read = IncompleteDay::parse(digits(*datum->jaar, 4) + "-" + digits(*datum->maand, 2)))
      return *read;
  if (datum->type == "JaarDatum" && datum->jaar)
    if (auto read = IncompleteDay::parse(digits(*datum->jaar, 4))) return *read;
  return Stated<IncompleteDay>::unknown();
}

Stated<std::string> code(const std::optional<wire::Waarde>& waarde) {
  if (!waarde || !waarde->code) return Stated<std::string>::no_value();
  return is_onbekend(*waarde->code) ? Stated<std::string>::unknown() : Stated<std::string>(*waarde->code);
}

/// A place is a gemeente with a code, or only a name.
Stated<std::string> place(const std::optional<wire::Waarde>& waarde) {
  if (waarde && !waarde->code && waarde->omschrijving) return *waarde->omschrijving;
  return code(waarde);
}

/// Of what happened, what is not told is not known.
template <class T>
Stated<T> happened(Stated<T> told, bool did_happen) {
  return did_happen && told == Stated<T>::no_value() ? Stated<T>::unknown() : told;
}

template <const schemas::CodeList& list>
Stated<schemas::Code<list>> listed(const std::optional<wire::Waarde>& waarde) {
  return whole_code<list>(waarde ? waarde->code : std::nullopt);
}

template <class Part, class Read>
auto part(const std::optional<Part>& from, Read read) {
  return read(from ? *from : Part{});
}

void residence(const wire::Persoon& from, Persoon& persoon) {
  using canonical::VerblijfBuitenland;
  using canonical::Verblijfsadres;
  persoon.verblijfsadres = Stated<Verblijfsadres>::no_value();
  persoon.verblijf_buitenland = Stated<VerblijfBuitenland>::no_value();
  persoon.functie_adres = Stated<schemas::Code<codes::functie_adres>>::no_value();
  persoon.vastgesteld_verblijft_niet_op_adres = Stated<bool>::no_value();
  if (!from.verblijfplaats) return;
  const auto& where = *from.verblijfplaats;
  if (where.verblijft_niet_op_adres.value_or(false)) persoon.vastgesteld_verblijft_niet_op_adres = true;
  persoon.functie_adres = listed<codes::functie_adres>(where.functie_adres);
  const auto adres = where.verblijfadres.value_or(wire::Verblijfadres{});
  if (where.type == "VerblijfplaatsBuitenland") {
    persoon.verblijf_buitenland =
        VerblijfBuitenland{whole(adres.regel1), whole(adres.regel2), whole(adres.regel3), code(adres.land)};
    // Since when somebody has that address is the day of leaving the country (LO BRP 08.13.20).
    persoon.datum_vertrek_uit_nederland = happened(date(where.datum_van), true);
    persoon.emigratieland = happened(code(adres.land), true);
  } else if (where.type == "VerblijfplaatsOnbekend") {
    persoon.verblijfsadres = Stated<Verblijfsadres>::unknown();
  } else {
    persoon.verblijfsadres = Verblijfsadres{whole(adres.woonplaats),
                                            whole(adres.officiele_straatnaam),
                                            whole(adres.korte_straatnaam),
                                            whole(adres.postcode),
                                            whole(adres.huisnummer),
                                            whole(adres.huisletter),
                                            whole(adres.huisnummertoevoeging),
                                            whole(adres.locatiebeschrijving),
                                            date(where.datum_van)};
  }
}

/// Of death, or of a registration that was suspended, the day may not be told: it is not known then, rather
/// than that it did not happen. A mark of onderzoek alone tells nothing.
void ends(const wire::Persoon& from, Persoon& persoon) {
  const auto overlijden = from.overlijden.value_or(wire::Gebeurtenis{});
  const auto opschorting = from.opschorting_bijhouding.value_or(wire::OpschortingBijhouding{});
  const bool is_suspended = opschorting.reden || opschorting.datum;
  persoon.reden_opschorting_bijhouding =
      happened(listed<codes::reden_opschorting>(opschorting.reden), is_suspended);
  persoon.datum_opschorting_bijhouding = happened(date(opschorting.datum), is_suspended);
  const bool has_died = overlijden.datum || overlijden.plaats || overlijden.land ||
                        (opschorting.reden && opschorting.reden->code == "O");
  persoon.overlijdensdatum = happened(date(overlijden.datum), has_died);
  persoon.overlijdensplaats = place(overlijden.plaats);
  persoon.overlijdensland = code(overlijden.land);
}

/// A permit that has ended is not delivered: its absence says that there is none (any more).
void residence_permit(const wire::Persoon& from, Persoon& persoon) {
  auto titel = from.verblijfstitel.value_or(wire::Verblijfstitel{});
  if (titel.aanduiding && titel.aanduiding->code == geen_verblijfstitel) titel = {};
  const bool is_there = titel.aanduiding || titel.datum_ingang || titel.datum_einde;
  persoon.verblijfstitel = happened(code(titel.aanduiding), is_there);
  persoon.datum_verkrijging_verblijfstitel = happened(date(titel.datum_ingang), is_there);
  persoon.datum_verlies_verblijfstitel = date(titel.datum_einde);
}

/// The JSON tells being treated as a Dutch national among the nationalities, StUF and this model do not.
void nationalities(const wire::Persoon& from, Persoon& persoon, std::vector<Change>& changes) {
  using Bijzonder = schemas::Code<codes::bijzonder_nederlanderschap>;
  persoon.bijzonder_nederlanderschap = Stated<Bijzonder>::no_value();
  for (const auto& each : from.nationaliteiten) {
    if (each.type == "BehandeldAlsNederlander" || each.type == "VastgesteldNietNederlander") {
      persoon.bijzonder_nederlanderschap = Bijzonder::of(each.type == "BehandeldAlsNederlander" ? "B" : "V");
      continue;
    }
    canonical::Nationaliteit nationaliteit;
    // Table 32 has codes for these two, and StUF sends them.
    nationaliteit.code = each.type == "Staatloos"               ? "0499"
                         : each.type == "NationaliteitOnbekend" ? "0000"
                         : each.nationaliteit                   ? each.nationaliteit->code.value_or("0000")
                                                                : "0000";
    nationaliteit.reden_verkrijging = code(each.reden_opname);
    nationaliteit.datum_verkrijging = date(each.datum_ingang_geldigheid);
    changes.push_back({Actie::vastgelegd, std::move(nationaliteit)});
  }
}

/// To which group of StUF-BG a path of the API belongs; the model knows the groups.
std::string_view group_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> groups{{
      {"verblijfplaats", "Verblijfsplaats"},
      {"nationaliteiten", "Nationaliteit"},
      {"overlijden", "Overlijden"},
      {"gemeenteVanInschrijving", "Inschrijving"},
      {"datumInschrijvingInGemeente", "Inschrijving"},
      {"verblijfstitel", "aanduidingVerblijfstitel"},
      {"immigratie", "Migratie"},
      {"indicatieGezagMinderjarige", "Gezagsverhouding"},
      {"indicatieCurateleRegister", "Gezagsverhouding"},
  }};
  const auto* found = std::ranges::find(groups, path.substr(0, path.find('.')),
                                        &std::pair<std::string_view, std::string_view>::first);
  return found == groups.end() ? "Persoonsgegevens" : found->second;
}

}  // namespace

schemas::Result<Translation> translate(const wire::Gevonden& gevonden, const Volgorde& volgorde,
                                       const Bron& bron) {
  const auto& from = *gevonden.persoon;
  Translation translation;
  translation.bron = bron;
  translation.volgorde = volgorde;
  translation.subject.bsn = from.burgerservicenummer;
  if (from.a_nummer) translation.subject.kenmerken.push_back("a-nummer:" + *from.a_nummer);

  const auto& opschorting = from.opschorting_bijhouding;
  if (opschorting && opschorting->reden && opschorting->reden->code == afgevoerd && !from.naam &&
      !from.geboorte && !from.verblijfplaats) {
    translation.remarks.push_back(nothing_emptied("/personen/0/opschortingBijhouding"));
    return translation;
  }

  Persoon persoon;
  persoon.a_nummer = whole(from.a_nummer);
  const auto naam = from.naam.value_or(wire::Naam{});
  persoon.geslachtsnaam = whole(naam.geslachtsnaam);
  persoon.voorvoegsel_geslachtsnaam = whole(naam.voorvoegsel);
  persoon.voorletters = whole(naam.voorletters);
  persoon.voornamen = whole(naam.voornamen);
  persoon.aanduiding_naamgebruik = listed<codes::naamgebruik>(naam.aanduiding_naamgebruik);
  persoon.geslachtsaanduiding = listed<codes::geslacht>(from.geslacht);
  const auto geboorte = from.geboorte.value_or(wire::Gebeurtenis{});
  persoon.geboortedatum = date(geboorte.datum);
  persoon.geboorteplaats = place(geboorte.plaats);
  persoon.geboorteland = code(geboorte.land);
  ends(from, persoon);
  residence(from, persoon);
  persoon.gemeente_van_inschrijving = code(from.gemeente_van_inschrijving);
  persoon.datum_inschrijving = date(from.datum_inschrijving_in_gemeente);
  residence_permit(from, persoon);
  const auto immigratie = from.immigratie.value_or(wire::Immigratie{});
  persoon.datum_vestiging_in_nederland = date(immigratie.datum_vestiging_in_nederland);
  persoon.immigratieland = code(immigratie.land_vanwaar_ingeschreven);
  // Only whether there is any restriction is told, not which; the API leaves it out when there is none.
  persoon.indicatie_geheim =
      schemas::Code<codes::indicatie_geheim>::of(from.geheimhouding.value_or(false) ? restricted : "0");

  nationalities(from, persoon, translation.changes);
  canonical::Startinburgering start;
  start.datum_aankomst = persoon.datum_vestiging_in_nederland;
  start.datum_inschrijving_gemeente = persoon.datum_inschrijving;
  std::vector<std::string_view> marked;
  for (const auto& path : gevonden.in_onderzoek) {
    const auto group = group_of(path);
    if (std::ranges::find(marked, group) != marked.end()) continue;
    marked.push_back(group);
    translation.changes.push_back(
        {Actie::vastgelegd, canonical::InOnderzoek{schemas::Code<codes::onderzoek>::of(group), {}}});
  }
  translation.changes.insert(translation.changes.begin(), {Actie::vastgelegd, std::move(start)});
  translation.changes.insert(translation.changes.begin(), {Actie::vastgelegd, std::move(persoon)});
  translation.complete = {schemas::fields<canonical::Nationaliteit>.name,
                          schemas::fields<canonical::InOnderzoek>.name};
  return translation;
}

namespace {

void what_was_found_about_the_address(Persoon& said, const Persoon& known) {
  if (said.vastgesteld_verblijft_niet_op_adres == Stated<bool>::no_value() &&
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
  if (text(said) == restricted && !text(known).empty() && text(known) != "0")
    said.indicatie_geheim = known.indicatie_geheim;
}

}  // namespace

void leave_standing(Persoon& said, const Persoon& known) {
  what_was_found_about_the_address(said, known);
  degree_of_secrecy(said, known);
}

}  // namespace inburgering::mapping::brp
