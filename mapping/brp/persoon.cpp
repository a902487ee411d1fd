#include "mapping/brp/persoon.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "mapping/brp/landelijke_codes.h"
#include "schemas/value/text.h"

namespace inburgering::mapping::brp {
namespace {

using adapters::brp::Gegeven;
using adapters::brp::Kennisgeving;
using adapters::brp::NatuurlijkPersoon;
using adapters::brp::Relatie;
using canonical::Nationaliteit;
using canonical::Persoon;
using canonical::VerblijfBuitenland;
using canonical::Verblijfsadres;
namespace codes = canonical::codes;
using schemas::Faults;
using schemas::IncompleteDay;

// Conversions: the text of an element that has a value → the canonical value; a fault when it cannot be.

std::optional<std::string> as_text(const Gegeven& gegeven, Faults&) { return gegeven.waarde; }

std::string padded(const std::string& digits, std::size_t width) {
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}
/// Codes of countries, nationalities and gemeenten are integers in the schema: 518 and 0518 are the same.
std::optional<std::string> as_code4(const Gegeven& gegeven, Faults&) { return padded(gegeven.waarde, 4); }
std::optional<std::string> as_code2(const Gegeven& gegeven, Faults&) { return padded(gegeven.waarde, 2); }
/// The name of a place, or the code of a gemeente.
std::optional<std::string> as_place(const Gegeven& gegeven, Faults& faults) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::all_of(gegeven.waarde, is_digit) ? as_code4(gegeven, faults) : gegeven.waarde;
}

template <const schemas::CodeList& list>
std::optional<schemas::Code<list>> as_code(const Gegeven& gegeven, Faults&) {
  return schemas::Code<list>::of(gegeven.waarde);
}

std::optional<std::int64_t> as_number(const Gegeven& gegeven, Faults& faults) {
  std::int64_t number = 0;
  const auto* begin = gegeven.waarde.data() + (gegeven.waarde.starts_with('+') ? 1 : 0);
  const auto* end = gegeven.waarde.data() + gegeven.waarde.size();
  if (std::from_chars(begin, end, number).ptr == end) return number;
  faults.push_back({gegeven.plaats(), "getal", "dit is geen geheel getal"});
  return std::nullopt;
}

/// J (year unknown too) has no date left: see stated_date.
std::optional<IncompleteDay> as_date(const Gegeven& gegeven, Faults& faults) {
  const auto day = schemas::day_from_digits(gegeven.waarde);
  if (!day) {
    faults.push_back({gegeven.plaats(), "dag", "dit is geen bestaande dag; schrijf jjjjmmdd"});
    return std::nullopt;
  }
  const int parts = gegeven.ind_onvolledige_datum == 'M' ? 1 : gegeven.ind_onvolledige_datum == 'D' ? 2 : 3;
  return IncompleteDay::of(*day).cut_to(parts);
}

/// What the element states (StUF 03.01 §3.4). nietGeautoriseerd and nietOndersteund leave what is known.
template <class T>
Stated<T> stated(const Gegeven& gegeven, std::optional<T> (*convert)(const Gegeven&, Faults&),
                 Faults& faults) {
  using enum Gegeven::NoValue;
  switch (gegeven.no_value) {
    case geen_waarde:
      return Stated<T>::no_value();
    case waarde_onbekend:
    case vastgesteld_onbekend:
      return Stated<T>::unknown();
    case niet_geautoriseerd:
    case niet_ondersteund:
      return {};
    case none:
      break;
  }
  if (gegeven.ind_onvolledige_datum == 'J') return Stated<T>::unknown();
  auto value = convert(gegeven, faults);
  return value ? Stated<T>(std::move(*value)) : Stated<T>();
}

template <class Owner>
struct Row {
  std::string_view pad;
  void (*apply)(Owner&, const Gegeven&, Faults&);
};

/// One row: the element `pad` states `member`, read by `convert`.
template <auto member, auto convert, class Owner>
constexpr Row<Owner> row(std::string_view pad) {
  return {pad, [](Owner& owner, const Gegeven& gegeven, Faults& faults) {
            owner.*member = stated(gegeven, convert, faults);
          }};
}

/// The same of a code out of a national table.
template <auto member, auto convert, class Owner>
constexpr Row<Owner> table_row(std::string_view pad) {
  return {pad, [](Owner& owner, const Gegeven& gegeven, Faults& faults) {
            auto told = stated(gegeven, convert, faults);
            if (told.has_value() && is_onbekend(told.value())) told = Stated<std::string>::unknown();
            owner.*member = std::move(told);
          }};
}

template <auto member, auto convert>
constexpr Row<Persoon> p(std::string_view pad) {
  return row<member, convert, Persoon>(pad);
}
template <auto member, auto convert = as_code4>
constexpr Row<Persoon> pt(std::string_view pad) {
  return table_row<member, convert, Persoon>(pad);
}
template <auto member, auto convert>
constexpr Row<Verblijfsadres> a(std::string_view pad) {
  return row<member, convert, Verblijfsadres>(pad);
}
template <auto member, auto convert>
constexpr Row<VerblijfBuitenland> b(std::string_view pad) {
  return row<member, convert, VerblijfBuitenland>(pad);
}
template <auto member, auto convert>
constexpr Row<Nationaliteit> n(std::string_view pad) {
  return row<member, convert, Nationaliteit>(pad);
}

constexpr Row<Persoon> person_rows[] = {
    p<&Persoon::a_nummer, as_text>("inp.a-nummer"),
    p<&Persoon::geslachtsnaam, as_text>("geslachtsnaam"),
    p<&Persoon::voorvoegsel_geslachtsnaam, as_text>("voorvoegselGeslachtsnaam"),
    p<&Persoon::voorletters, as_text>("voorletters"),
    p<&Persoon::voornamen, as_text>("voornamen"),
    p<&Persoon::aanduiding_naamgebruik, as_code<codes::naamgebruik>>("aanduidingNaamgebruik"),
    p<&Persoon::geslachtsaanduiding, as_code<codes::geslacht>>("geslachtsaanduiding"),
    p<&Persoon::geboortedatum, as_date>("geboortedatum"),
    pt<&Persoon::geboorteplaats, as_place>("inp.geboorteplaats"),
    pt<&Persoon::geboorteland>("inp.geboorteLand"),
    p<&Persoon::overlijdensdatum, as_date>("overlijdensdatum"),
    pt<&Persoon::overlijdensplaats, as_place>("inp.overlijdenplaats"),
    pt<&Persoon::overlijdensland>("inp.overlijdenLand"),
    p<&Persoon::functie_adres, as_code<codes::functie_adres>>("inp.adresHerkomst"),
    pt<&Persoon::gemeente_van_inschrijving>("inp.gemeenteVanInschrijving"),
    p<&Persoon::datum_inschrijving, as_date>("inp.datumInschrijving"),
    pt<&Persoon::verblijfstitel, as_code2>("vbt.aanduidingVerblijfstitel"),
    p<&Persoon::datum_verkrijging_verblijfstitel, as_date>("ing.datumVerkrijgingVerblijfstitel"),
    p<&Persoon::datum_verlies_verblijfstitel, as_date>("ing.datumVerliesVerblijfstitel"),
    p<&Persoon::datum_vestiging_in_nederland, as_date>("inp.datumVestigingInNederland"),
    pt<&Persoon::immigratieland>("inp.immigratieLand"),
    p<&Persoon::datum_vertrek_uit_nederland, as_date>("inp.datumVertrekUitNederland"),
    pt<&Persoon::emigratieland>("inp.emigratieLand"),
    p<&Persoon::bijzonder_nederlanderschap, as_code<codes::bijzonder_nederlanderschap>>(
        "inp.aanduidingBijzonderNederlanderschap"),
    p<&Persoon::datum_opschorting_bijhouding, as_date>("inp.datumOpschortingBijhouding"),
    p<&Persoon::reden_opschorting_bijhouding, as_code<codes::reden_opschorting>>(
        "inp.redenOpschortingBijhouding"),
    p<&Persoon::indicatie_geheim, as_code<codes::indicatie_geheim>>("inp.indicatieGeheim"),
};

constexpr Row<Verblijfsadres> address_rows[] = {
    a<&Verblijfsadres::woonplaats, as_text>("verblijfsadres/wpl.woonplaatsNaam"),
    a<&Verblijfsadres::openbare_ruimte, as_text>("verblijfsadres/gor.openbareRuimteNaam"),
    a<&Verblijfsadres::straatnaam, as_text>("verblijfsadres/gor.straatnaam"),
    a<&Verblijfsadres::postcode, as_text>("verblijfsadres/aoa.postcode"),
    a<&Verblijfsadres::huisnummer, as_number>("verblijfsadres/aoa.huisnummer"),
    a<&Verblijfsadres::huisletter, as_text>("verblijfsadres/aoa.huisletter"),
    a<&Verblijfsadres::huisnummertoevoeging, as_text>("verblijfsadres/aoa.huisnummertoevoeging"),
    a<&Verblijfsadres::locatiebeschrijving, as_text>("verblijfsadres/inp.locatiebeschrijving"),
    a<&Verblijfsadres::begindatum, as_date>("verblijfsadres/begindatumVerblijf"),
};

constexpr Row<VerblijfBuitenland> abroad_rows[] = {
    b<&VerblijfBuitenland::adresregel1, as_text>("sub.verblijfBuitenland/sub.adresBuitenland1"),
    b<&VerblijfBuitenland::adresregel2, as_text>("sub.verblijfBuitenland/sub.adresBuitenland2"),
    b<&VerblijfBuitenland::adresregel3, as_text>("sub.verblijfBuitenland/sub.adresBuitenland3"),
    table_row<&VerblijfBuitenland::land, as_code4, VerblijfBuitenland>("sub.verblijfBuitenland/lnd.landcode"),
};

/// Where someone lives, told as a relation to that place: some senders tell a move only so (§5.2.6).
constexpr Row<Verblijfsadres> lives_in_rows[] = {
    a<&Verblijfsadres::woonplaats, as_text>("gerelateerde/adresAanduidingGrp/wpl.woonplaatsNaam"),
    a<&Verblijfsadres::openbare_ruimte, as_text>("gerelateerde/adresAanduidingGrp/gor.openbareRuimteNaam"),
    a<&Verblijfsadres::straatnaam, as_text>("gerelateerde/adresAanduidingGrp/gor.straatnaam"),
    a<&Verblijfsadres::postcode, as_text>("gerelateerde/adresAanduidingGrp/aoa.postcode"),
    a<&Verblijfsadres::huisnummer, as_number>("gerelateerde/adresAanduidingGrp/aoa.huisnummer"),
    a<&Verblijfsadres::huisletter, as_text>("gerelateerde/adresAanduidingGrp/aoa.huisletter"),
    a<&Verblijfsadres::huisnummertoevoeging, as_text>(
        "gerelateerde/adresAanduidingGrp/aoa.huisnummertoevoeging"),
};

constexpr Row<Nationaliteit> nationality_rows[] = {
    table_row<&Nationaliteit::reden_verkrijging, as_text, Nationaliteit>("inp.redenVerkrijging"),
    table_row<&Nationaliteit::reden_verlies, as_text, Nationaliteit>("inp.redenVerlies"),
    n<&Nationaliteit::datum_verkrijging, as_date>("inp.datumVerkrijging"),
    n<&Nationaliteit::datum_verlies, as_date>("inp.datumVerlies"),
};

template <class Owner, std::size_t size>
bool apply_row(const Row<Owner> (&rows)[size], Owner& owner, const Gegeven& gegeven, Faults& faults) {
  const auto* found = std::ranges::find(rows, gegeven.pad, &Row<Owner>::pad);
  if (found == std::end(rows)) return false;
  found->apply(owner, gegeven, faults);
  return true;
}

/// An address is one value: a part of it that is stated replaces the whole. When every part is empty, there
/// is no address here any more; one that nobody knows is still one.
template <class Address, std::size_t size>
Stated<Address> address(const Row<Address> (&rows)[size], const std::vector<Gegeven>& gegevens,
                        Faults& faults) {
  Address adres;
  bool stated_at_all = false;
  for (const auto& gegeven : gegevens)
    stated_at_all = apply_row(rows, adres, gegeven, faults) || stated_at_all;
  if (!stated_at_all) return {};
  bool any_value = false;
  bool any_statement = false;
  schemas::for_each_field<Address>([&](const auto& field) {
    const auto& part = adres.*field.member;
    any_value = any_value || part.has_value() || part == std::remove_cvref_t<decltype(part)>::unknown();
    any_statement = any_statement || !(adres.*field.member).is_absent();
  });
  if (!any_statement) return {};  // we may not see it, or the sender does not keep it
  return any_value ? Stated<Address>(adres) : Stated<Address>::no_value();
}

/// Someone lives in one place: an address here ends the one abroad, and the reverse.
void addresses(const NatuurlijkPersoon& from, Persoon& persoon, Faults& faults) {
  persoon.verblijfsadres = address(address_rows, from.gegevens, faults);
  persoon.verblijf_buitenland = address(abroad_rows, from.gegevens, faults);
  if (persoon.verblijfsadres.is_absent() && persoon.verblijf_buitenland.is_absent() && from.verblijft_in &&
      !from.verblijft_in->leeg)
    persoon.verblijfsadres = address(lives_in_rows, from.verblijft_in->gegevens, faults);
  if (persoon.verblijfsadres.has_value() && persoon.verblijf_buitenland.is_absent())
    persoon.verblijf_buitenland = Stated<VerblijfBuitenland>::no_value();
  if (persoon.verblijf_buitenland.has_value() && persoon.verblijfsadres.is_absent())
    persoon.verblijfsadres = Stated<Verblijfsadres>::no_value();
  if (from.aanduiding_onderzoek_adres == verblijft_niet_op_adres)
    persoon.vastgesteld_verblijft_niet_op_adres = true;
  else if (from.aanduiding_onderzoek_adres)
    persoon.vastgesteld_verblijft_niet_op_adres = Stated<bool>::no_value();
}

std::optional<Nationaliteit> nationality(const Relatie& relation, Faults& faults) {
  Nationaliteit read;
  for (const auto& gegeven : relation.gegevens) {
    if (gegeven.pad == "gerelateerde/code" && gegeven.no_value == Gegeven::NoValue::none)
      read.code = *as_code4(gegeven, faults);
    else
      apply_row(nationality_rows, read, gegeven, faults);
  }
  if (read.code.empty()) return std::nullopt;
  return read;
}

/// What the relations of one object say (§5.2.3): of the old object those that ended (E, R, V), of the
/// current one those that hold. An empty relation has no code and says nothing by itself.
void nationalities(const std::vector<Relatie>& relations, std::string_view soorten, Actie actie,
                   std::vector<Change>& changes, Faults& faults) {
  for (const auto& relation : relations)
    if (soorten.contains(relation.verwerkingssoort))
      if (auto read = nationality(relation, faults)) changes.push_back({actie, std::move(*read)});
}

canonical::InOnderzoek investigation(std::string_view gegevens) {
  return {schemas::Code<codes::onderzoek>::of(gegevens), {}};
}

/// What is under investigation, and what no longer is. The mark on a relation is about the whole of its kind.
void investigations(const NatuurlijkPersoon& persoon, std::vector<Change>& changes) {
  const auto tell = [&](std::string_view gegevens, bool loopt) {
    changes.push_back({loopt ? Actie::vastgelegd : Actie::beeindigd, investigation(gegevens)});
  };
  for (const auto& mark : persoon.in_onderzoek) {
    const auto& name = mark.elementnaam.empty() ? mark.groepsnaam : mark.elementnaam;
    tell(name.empty() ? "Persoonsgegevens" : name, mark.loopt);
  }
  if (std::ranges::any_of(persoon.nationaliteiten, &Relatie::in_onderzoek)) tell("Nationaliteit", true);
  if (persoon.verblijft_in && persoon.verblijft_in->in_onderzoek) tell("Verblijfsplaats", true);
}

/// By which numbers the person is known. Over several objects (old and current) the later one is right.
Subject subject_of(const std::vector<NatuurlijkPersoon>& objecten, std::string_view zender,
                   std::optional<schemas::Bsn>& vorig, Faults& faults) {
  Subject subject;
  const auto remember = [&](std::string kenmerk) {
    if (std::ranges::find(subject.kenmerken, kenmerk) == subject.kenmerken.end())
      subject.kenmerken.push_back(std::move(kenmerk));
  };
  for (const auto& object : objecten) {
    const auto* bsn = object.gegeven("inp.bsn");
    if (bsn != nullptr && bsn->no_value == Gegeven::NoValue::none) {
      if (auto parsed = schemas::Bsn::parse(bsn->waarde, bsn->plaats())) {
        if (subject.bsn && *subject.bsn != *parsed) vorig = subject.bsn;
        subject.bsn = *parsed;
      } else {
        faults.push_back(parsed.error());
      }
    }
    const auto* a_nummer = object.gegeven("inp.a-nummer");
    if (a_nummer != nullptr && a_nummer->no_value == Gegeven::NoValue::none)
      remember("a-nummer:" + a_nummer->waarde);
    if (!object.sleutel_verzendend.empty())
      remember("sleutel:" + std::string(zender) + ":" + object.sleutel_verzendend);
    if (!object.sleutel_ontvangend.empty()) subject.dossier = object.sleutel_ontvangend;
  }
  return subject;
}

bool names_nobody(const Subject& subject) {
  return !subject.bsn && subject.kenmerken.empty() && subject.dossier.empty();
}

/// Of a list that was taken out only numbers are told, and that it was: it empties nothing.
bool tells_only_that_it_is_gone(const NatuurlijkPersoon& from, Translation& translation) {
  const auto* reden = from.gegeven("inp.redenOpschortingBijhouding");
  if (reden == nullptr || reden->waarde != afgevoerd || from.gegeven("geslachtsnaam") != nullptr ||
      from.gegeven("geboortedatum") != nullptr)
    return false;
  translation.remarks.push_back(nothing_emptied("/object/inp.redenOpschortingBijhouding"));
  return true;
}

/// 98 says that there is no permit: then there is no day on which one was given or lost either.
void residence_permit(Persoon& persoon) {
  if (!persoon.verblijfstitel.has_value() || persoon.verblijfstitel.value() != geen_verblijfstitel) return;
  persoon.verblijfstitel = Stated<std::string>::no_value();
  persoon.datum_verkrijging_verblijfstitel = Stated<IncompleteDay>::no_value();
  persoon.datum_verlies_verblijfstitel = Stated<IncompleteDay>::no_value();
}

/// The whole of a person tells what happened, and not when: that is not known, rather than that it did not
/// happen. A day that the sender may not tell, or does not keep, stays as it is known.
void undated(const NatuurlijkPersoon& from, Persoon& persoon) {
  const auto not_known = [&](Stated<IncompleteDay>& day, std::string_view pad, bool happened) {
    if (happened && from.gegeven(pad) == nullptr) day = Stated<IncompleteDay>::unknown();
  };
  const auto& reden = persoon.reden_opschorting_bijhouding;
  not_known(persoon.datum_opschorting_bijhouding, "inp.datumOpschortingBijhouding", reden.has_value());
  not_known(persoon.overlijdensdatum, "overlijdensdatum",
            persoon.overlijdensplaats.has_value() || persoon.overlijdensland.has_value() ||
                (reden.has_value() && reden.value().text() == "O"));
  not_known(persoon.datum_vertrek_uit_nederland, "inp.datumVertrekUitNederland",
            persoon.emigratieland.has_value());
}

/// What one object says, without its relations.
/// `is_whole`: the sender tells all that it knows; of an answer, what it leaves out stays as it is known.
void state_of(const NatuurlijkPersoon& object, Actie actie, bool is_whole, std::vector<Change>& changes,
              Faults& faults) {
  Persoon persoon;
  for (const auto& gegeven : object.gegevens) apply_row(person_rows, persoon, gegeven, faults);
  addresses(object, persoon, faults);
  residence_permit(persoon);
  if (is_whole) undated(object, persoon);
  canonical::Startinburgering start;
  start.datum_aankomst = persoon.datum_vestiging_in_nederland;
  start.datum_inschrijving_gemeente = persoon.datum_inschrijving;
  if (!(persoon == Persoon{})) changes.push_back({actie, std::move(persoon)});
  if (!(start == canonical::Startinburgering{})) changes.push_back({actie, std::move(start)});
}

std::vector<std::string_view> relations_of_a_whole() {
  return {schemas::fields<Nationaliteit>.name, schemas::fields<canonical::InOnderzoek>.name};
}

}  // namespace

schemas::Result<Translation> translate(const Kennisgeving& kennisgeving) {
  const auto& actueel = kennisgeving.actueel();
  const auto& header = kennisgeving.stuurgegevens;
  Faults faults;
  Translation translation;
  translation.bron = {"brp", header.referentienummer, schemas::moment_from_stuf(header.tijdstip_bericht)};
  const auto zender =
      header.zender.organisatie + "|" + header.zender.applicatie + "|" + header.zender.administratie;
  translation.subject = subject_of(kennisgeving.objecten, zender, translation.vorig_bsn, faults);
  if (faults.empty() && names_nobody(translation.subject))
    faults.push_back({"/" + kennisgeving.soort + "/object", "verplicht",
                      "zonder BSN, a-nummer of sleutel is niet te bepalen over wie dit bericht gaat"});

  // Only a correction of the key itself may name two numbers; else old and new are two persons (§5.2.3).
  if (translation.vorig_bsn &&
      !(kennisgeving.correctie() && std::string_view("SO").contains(actueel.verwerkingssoort)))
    faults.push_back(
        {"/" + kennisgeving.soort + "/object/inp.bsn", "persoon",
         "oud en nieuw object noemen verschillende personen; dat kan alleen met verwerkingssoort S "
         "of O"});

  std::vector<Change> changes;
  const bool whole = kennisgeving.mutatiesoort == 'T' || kennisgeving.vervangt();
  state_of(actueel, whole ? Actie::vastgelegd : Actie::gewijzigd, whole, changes, faults);
  if (kennisgeving.objecten.size() == 2)
    nationalities(kennisgeving.objecten.front().nationaliteiten, "ERV", Actie::beeindigd, changes, faults);
  nationalities(actueel.nationaliteiten, "TWR", Actie::vastgelegd, changes, faults);
  investigations(actueel, changes);
  if (!faults.empty()) return std::unexpected(std::move(faults));

  // What was put right, and what was kept without being understood: worth a look, no reason to refuse.
  for (const auto naam : kennisgeving.coulances)
    translation.remarks.push_back(
        {"/" + kennisgeving.soort, "coulance", std::string(naam) + ": hersteld en aangenomen"});
  for (const auto& naam : actueel.extra_elementen)
    translation.remarks.push_back(
        {"/" + kennisgeving.soort + "/object/extraElementen", "extraElement",
         std::string(schemas::cut_characters(naam, 60)) + ": met het bericht bewaard, niet begrepen"});
  translation.volgorde = {header.tijdstip_bericht, actueel.geldigheid.begin, kennisgeving.correctie()};
  if (kennisgeving.mutatiesoort == 'V') {
    translation.laatste = true;
    return translation;
  }
  if (whole && tells_only_that_it_is_gone(actueel, translation)) return translation;
  // Only keys: the sender follows someone, and tells nothing of that person yet.
  const bool anything = !actueel.nationaliteiten.empty();
  if (kennisgeving.vervangt())
    translation.complete = relations_of_a_whole();
  else if (whole && anything)
    translation.complete = {schemas::fields<Nationaliteit>.name};
  translation.changes = std::move(changes);
  return translation;
}

schemas::Result<Translation> translate(const NatuurlijkPersoon& antwoord, const Volgorde& volgorde,
                                       const Bron& bron) {
  Faults faults;
  Translation translation;
  translation.bron = bron;
  translation.volgorde = volgorde;
  translation.subject = subject_of({antwoord}, bron.feed, translation.vorig_bsn, faults);
  if (faults.empty() && tells_only_that_it_is_gone(antwoord, translation)) return translation;
  state_of(antwoord, Actie::vastgelegd, false, translation.changes, faults);
  for (const auto& relation : antwoord.nationaliteiten)
    if (auto read = nationality(relation, faults))
      translation.changes.push_back({Actie::vastgelegd, std::move(*read)});
  investigations(antwoord, translation.changes);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  translation.complete = relations_of_a_whole();
  return translation;
}

}  // namespace inburgering::mapping::brp
