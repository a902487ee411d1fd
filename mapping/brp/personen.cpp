#include "mapping/brp/personen.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "mapping/brp/happened.h"
#include "mapping/brp/landelijke_codes.h"
#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::brp {
namespace {

namespace wire = adapters::brp::personen;
namespace codes = canonical::codes;
using schemas::IncompleteDay;

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

Stated<std::string> text(const std::optional<std::string>& told) {
  return told == "." ? Stated<std::string>::unknown() : whole(told);
}

/// A place is a gemeente with a code, or only a name.
Stated<std::string> place(const std::optional<wire::Waarde>& waarde) {
  return waarde && !waarde->code ? text(waarde->omschrijving) : code(waarde);
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

/// Somebody left the country; the land may not be told.
void left(const wire::Verblijfplaats& where, const wire::Verblijfadres& adres, Persoon& persoon) {
  // Since when somebody has an address abroad is the day of leaving (LO BRP 08.13.20).
  persoon.datum_vertrek_uit_nederland = date(where.datum_van);
  persoon.emigratieland = happened(code(adres.land), true);
}

void residence(const wire::Gevonden& found, Persoon& persoon) {
  using canonical::VerblijfBuitenland;
  using canonical::Verblijfsadres;
  // That it is investigated where somebody lives says nothing of where that is.
  if (found.is_alleen_onderzocht("verblijfplaats")) return;
  persoon.verblijfsadres = Stated<Verblijfsadres>::no_value();
  persoon.verblijf_buitenland = Stated<VerblijfBuitenland>::no_value();
  persoon.functie_adres = Stated<schemas::Code<codes::functie_adres>>::no_value();
  persoon.vastgesteld_verblijft_niet_op_adres = Stated<bool>::no_value();
  if (!found.persoon->verblijfplaats) return;
  const auto& where = *found.persoon->verblijfplaats;
  if (where.verblijft_niet_op_adres.value_or(false)) persoon.vastgesteld_verblijft_niet_op_adres = true;
  persoon.functie_adres = listed<codes::functie_adres>(where.functie_adres);
  const auto adres = where.verblijfadres.value_or(wire::Verblijfadres{});
  if (where.type == "VerblijfplaatsBuitenland") {
    persoon.verblijf_buitenland =
        VerblijfBuitenland{text(adres.regel1), text(adres.regel2), text(adres.regel3), code(adres.land)};
    left(where, adres, persoon);
  } else if (where.type == "VerblijfplaatsOnbekend") {
    // Gone, and nobody knows to which country: what StUF tells by the code of no country.
    VerblijfBuitenland somewhere;
    somewhere.land = Stated<std::string>::unknown();
    persoon.verblijf_buitenland = std::move(somewhere);
    left(where, adres, persoon);
  } else {
    persoon.verblijfsadres = Verblijfsadres{text(adres.woonplaats),
                                            text(adres.officiele_straatnaam),
                                            text(adres.korte_straatnaam),
                                            whole(adres.postcode),
                                            whole(adres.huisnummer),
                                            whole(adres.huisletter),
                                            whole(adres.huisnummertoevoeging),
                                            text(adres.locatiebeschrijving),
                                            date(where.datum_van)};
    // Whoever lives here has not left, or came back.
    persoon.datum_vertrek_uit_nederland = Stated<IncompleteDay>::no_value();
    persoon.emigratieland = Stated<std::string>::no_value();
  }
}

// Of what the API was asked for, what it leaves out has no value. A group of which nothing is told but that
// it is investigated stays as it is known; only of what may not have happened that means that it did not.

void names(const wire::Gevonden& found, Persoon& persoon) {
  if (found.is_alleen_onderzocht("naam")) return;
  const auto naam = found.persoon->naam.value_or(wire::Naam{});
  persoon.geslachtsnaam = text(naam.geslachtsnaam);
  persoon.voorvoegsel_geslachtsnaam = whole(naam.voorvoegsel);
  persoon.voorletters = whole(naam.voorletters);
  persoon.voornamen = text(naam.voornamen);
  persoon.aanduiding_naamgebruik = listed<codes::naamgebruik>(naam.aanduiding_naamgebruik);
}

void birth(const wire::Gevonden& found, Persoon& persoon) {
  if (found.is_alleen_onderzocht("geboorte")) return;
  const auto geboorte = found.persoon->geboorte.value_or(wire::Gebeurtenis{});
  persoon.geboortedatum = date(geboorte.datum);
  persoon.geboorteplaats = place(geboorte.plaats);
  persoon.geboorteland = code(geboorte.land);
}

void immigration(const wire::Gevonden& found, Persoon& persoon) {
  if (found.is_alleen_onderzocht("immigratie")) return;
  const auto immigratie = found.persoon->immigratie.value_or(wire::Immigratie{});
  persoon.datum_vestiging_in_nederland = date(immigratie.datum_vestiging_in_nederland);
  persoon.immigratieland = code(immigratie.land_vanwaar_ingeschreven);
}

void ends(const wire::Persoon& from, Persoon& persoon) {
  const auto overlijden = from.overlijden.value_or(wire::Gebeurtenis{});
  const auto opschorting = from.opschorting_bijhouding.value_or(wire::OpschortingBijhouding{});
  persoon.reden_opschorting_bijhouding =
      happened(listed<codes::reden_opschorting>(opschorting.reden), opschorting.reden || opschorting.datum);
  persoon.datum_opschorting_bijhouding = date(opschorting.datum);
  persoon.overlijdensdatum = date(overlijden.datum);
  persoon.overlijdensplaats = place(overlijden.plaats);
  persoon.overlijdensland = code(overlijden.land);
}

/// A permit that has ended is not delivered: its absence says that there is none (any more), and nothing of
/// the day on which one was lost; 98 says the same, and may tell that day.
void residence_permit(const wire::Persoon& from, Persoon& persoon) {
  auto titel = from.verblijfstitel.value_or(wire::Verblijfstitel{});
  const bool is_none = titel.aanduiding && titel.aanduiding->code == geen_verblijfstitel;
  if (is_none) titel = {{}, {}, titel.datum_einde};
  const bool is_there = !is_none && (titel.aanduiding || titel.datum_ingang || titel.datum_einde);
  persoon.verblijfstitel = happened(code(titel.aanduiding), is_there);
  persoon.datum_verkrijging_verblijfstitel = happened(date(titel.datum_ingang), is_there);
  if (is_there || titel.datum_einde) persoon.datum_verlies_verblijfstitel = date(titel.datum_einde);
}

/// The JSON tells being treated as a Dutch national among the nationalities, StUF and this model do not.
void nationalities(const wire::Gevonden& found, Persoon& persoon, std::vector<Change>& changes) {
  using Bijzonder = schemas::Code<codes::bijzonder_nederlanderschap>;
  if (!found.is_alleen_onderzocht("nationaliteiten"))
    persoon.bijzonder_nederlanderschap = Stated<Bijzonder>::no_value();
  for (const auto& each : found.persoon->nationaliteiten) {
    if (each.type == "BehandeldAlsNederlander" || each.type == "VastgesteldNietNederlander") {
      persoon.bijzonder_nederlanderschap = Bijzonder::of(each.type == "BehandeldAlsNederlander" ? "B" : "V");
      continue;
    }
    canonical::Nationaliteit nationaliteit;
    // Table 32 has codes for these two, and StUF sends them.
    const auto told = each.nationaliteit ? each.nationaliteit->code : std::nullopt;
    nationaliteit.code = each.type == "Staatloos" ? "0499"
                         : each.type == "NationaliteitOnbekend"
                             ? nationaliteit_onbekend
                             : told.value_or(std::string(nationaliteit_onbekend));
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

/// By group, with the day that any of its data are investigated since.
void investigations(const wire::Gevonden& found, std::vector<Change>& changes) {
  std::vector<canonical::InOnderzoek> all;
  for (const auto& mark : found.in_onderzoek) {
    const auto gegevens = schemas::Code<codes::onderzoek>::of(group_of(mark.pad));
    auto known = std::ranges::find(all, gegevens, &canonical::InOnderzoek::gegevens);
    if (known == all.end()) known = all.insert(known, {gegevens, {}});
    if (mark.sinds && known->datum_ingang.is_absent()) known->datum_ingang = date(mark.sinds);
  }
  for (auto& each : all) changes.push_back({Actie::vastgelegd, std::move(each)});
}

}  // namespace

schemas::Result<Translation> translate(const wire::Gevonden& gevonden, const Volgorde& volgorde,
                                       const Bron& bron) {
  const auto& from = *gevonden.persoon;
  Translation translation;
  translation.bron = bron;
  translation.rule = rule("brp", "persoon");
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
  names(gevonden, persoon);
  birth(gevonden, persoon);
  persoon.geslachtsaanduiding = listed<codes::geslacht>(from.geslacht);
  ends(from, persoon);
  residence(gevonden, persoon);
  persoon.gemeente_van_inschrijving = code(from.gemeente_van_inschrijving);
  persoon.datum_inschrijving = date(from.datum_inschrijving_in_gemeente);
  residence_permit(from, persoon);
  immigration(gevonden, persoon);
  for (const auto& each : happenings) persoon.*each.day = happened(persoon.*each.day, each.happened(persoon));
  // Only whether there is any restriction is told, not which; the API leaves it out when there is none.
  persoon.indicatie_geheim =
      schemas::Code<codes::indicatie_geheim>::of(from.geheimhouding.value_or(false) ? beperkt : "0");

  canonical::Startinburgering start;
  start.datum_aankomst = persoon.datum_vestiging_in_nederland;
  start.datum_inschrijving_gemeente = persoon.datum_inschrijving;
  std::vector<Change> listed_changes;
  nationalities(gevonden, persoon, listed_changes);
  investigations(gevonden, listed_changes);
  translation.changes = {{Actie::vastgelegd, std::move(persoon)}, {Actie::vastgelegd, std::move(start)}};
  std::ranges::move(listed_changes, std::back_inserter(translation.changes));
  if (!gevonden.is_alleen_onderzocht("nationaliteiten"))
    translation.complete.push_back(schemas::fields<canonical::Nationaliteit>.name);
  translation.complete.push_back(schemas::fields<canonical::InOnderzoek>.name);
  return translation;
}

}  // namespace inburgering::mapping::brp
