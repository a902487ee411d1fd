#include "mapping/brp/persoon.h"

#include <algorithm>
#include <utility>

#include "mapping/brp/happened.h"
#include "mapping/brp/landelijke_codes.h"
#include "mapping/brp/stuf_relaties.h"
#include "mapping/brp/stuf_values.h"
#include "schemas/value/text.h"

namespace inburgering::mapping::brp {
namespace {

using adapters::brp::Kennisgeving;
using adapters::brp::NatuurlijkPersoon;
using canonical::VerblijfBuitenland;
using canonical::Verblijfsadres;
namespace codes = canonical::codes;

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

template <auto member, auto convert>
constexpr Row<Persoon> p(std::string_view pad) {
  return row<member, convert, Persoon>(pad);
}
template <auto member, auto convert>
constexpr Row<Verblijfsadres> a(std::string_view pad) {
  return row<member, convert, Verblijfsadres>(pad);
}
template <auto member, auto convert>
constexpr Row<VerblijfBuitenland> b(std::string_view pad) {
  return row<member, convert, VerblijfBuitenland>(pad);
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
    p<&Persoon::geboorteplaats, as_place>("inp.geboorteplaats"),
    p<&Persoon::geboorteland, as_table4>("inp.geboorteLand"),
    p<&Persoon::overlijdensdatum, as_date>("overlijdensdatum"),
    p<&Persoon::overlijdensplaats, as_place>("inp.overlijdenplaats"),
    p<&Persoon::overlijdensland, as_table4>("inp.overlijdenLand"),
    p<&Persoon::functie_adres, as_code<codes::functie_adres>>("inp.adresHerkomst"),
    p<&Persoon::gemeente_van_inschrijving, as_table4>("inp.gemeenteVanInschrijving"),
    p<&Persoon::datum_inschrijving, as_date>("inp.datumInschrijving"),
    p<&Persoon::verblijfstitel, as_table2>("vbt.aanduidingVerblijfstitel"),
    p<&Persoon::datum_verkrijging_verblijfstitel, as_date>("ing.datumVerkrijgingVerblijfstitel"),
    p<&Persoon::datum_verlies_verblijfstitel, as_date>("ing.datumVerliesVerblijfstitel"),
    p<&Persoon::datum_vestiging_in_nederland, as_date>("inp.datumVestigingInNederland"),
    p<&Persoon::immigratieland, as_table4>("inp.immigratieLand"),
    p<&Persoon::datum_vertrek_uit_nederland, as_date>("inp.datumVertrekUitNederland"),
    p<&Persoon::emigratieland, as_table4>("inp.emigratieLand"),
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
    b<&VerblijfBuitenland::land, as_table4>("sub.verblijfBuitenland/lnd.landcode"),
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
    a<&Verblijfsadres::locatiebeschrijving, as_text>("gerelateerde/adresAanduidingGrp/ogo.locatieAanduiding"),
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
      from.verblijft_in->no_value != Gegeven::NoValue::geen_waarde)
    persoon.verblijfsadres = address(lives_in_rows, from.verblijft_in->gegevens, faults);
  if (persoon.verblijfsadres.has_value() && persoon.verblijf_buitenland.is_absent())
    persoon.verblijf_buitenland = Stated<VerblijfBuitenland>::no_value();
  if (persoon.verblijf_buitenland.has_value() && persoon.verblijfsadres.is_absent())
    persoon.verblijfsadres = Stated<Verblijfsadres>::no_value();
  // That data are investigated says nothing of the outcome; an outcome is one of the values itself.
  if (const auto& aanduiding = from.aanduiding_onderzoek_adres)
    persoon.vastgesteld_verblijft_niet_op_adres =
        *aanduiding == verblijft_niet_op_adres ? Stated<bool>(true) : Stated<bool>::no_value();
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

/// 98 says that there is no permit: then none was given either. On which day one was lost, the sender may
/// tell; `is_whole`: it tells all that it knows, and what it leaves out stays.
void residence_permit(Persoon& persoon, bool is_whole) {
  if (!persoon.verblijfstitel.has_value() || persoon.verblijfstitel.value() != geen_verblijfstitel) return;
  persoon.verblijfstitel = Stated<std::string>::no_value();
  persoon.datum_verkrijging_verblijfstitel = Stated<IncompleteDay>::no_value();
  if (is_whole && persoon.datum_verlies_verblijfstitel.is_absent())
    persoon.datum_verlies_verblijfstitel = Stated<IncompleteDay>::no_value();
}

/// The whole of a person tells what happened, and not when, or not whereto. A field that the sender may not
/// tell, or does not keep, stays as it is known.
void undated(const NatuurlijkPersoon& from, Persoon& persoon) {
  const auto is_left_out = [&](std::string_view pad) { return from.gegeven(pad) == nullptr; };
  if (persoon.verblijf_buitenland.has_value() && is_left_out("inp.emigratieLand"))
    persoon.emigratieland = is_there(persoon.verblijf_buitenland.value().land)
                                ? persoon.verblijf_buitenland.value().land
                                : Stated<std::string>::unknown();
  for (const auto& each : happenings)
    if (each.happened(persoon) && is_left_out(each.stuf))
      persoon.*each.day = Stated<IncompleteDay>::unknown();
}

/// What one object says, without its relations.
/// `is_whole`: the sender tells all that it knows; of an answer, what it leaves out stays as it is known.
void state_of(const NatuurlijkPersoon& object, Actie actie, bool is_whole, std::vector<Change>& changes,
              Faults& faults) {
  Persoon persoon;
  for (const auto& gegeven : object.gegevens) apply_row(person_rows, persoon, gegeven, faults);
  addresses(object, persoon, faults);
  residence_permit(persoon, is_whole);
  if (is_whole) undated(object, persoon);
  canonical::Startinburgering start;
  start.datum_aankomst = persoon.datum_vestiging_in_nederland;
  start.datum_inschrijving_gemeente = persoon.datum_inschrijving;
  if (!(persoon == Persoon{})) changes.push_back({actie, std::move(persoon)});
  if (!(start == canonical::Startinburgering{})) changes.push_back({actie, std::move(start)});
}

}  // namespace

schemas::Result<Translation> translate(const Kennisgeving& kennisgeving) {
  const auto& actueel = kennisgeving.actueel();
  const auto& header = kennisgeving.stuurgegevens;
  Faults faults;
  Translation translation;
  translation.bron = {"brp", header.referentienummer, schemas::moment_from_stuf(header.tijdstip_bericht)};
  translation.rule = rule("brp", "kennisgeving");
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
  translation.remarks = adapters::brp::remarks_on(kennisgeving.coulances, "/" + kennisgeving.soort);
  for (const auto& naam : actueel.extra_elementen)
    translation.remarks.push_back({"/" + kennisgeving.soort + "/object/extraElementen", "extraElement",
                                   naam + ": met het bericht bewaard, niet begrepen"});
  translation.volgorde = {header.tijdstip_bericht, actueel.geldigheid.begin, kennisgeving.correctie()};
  if (kennisgeving.mutatiesoort == 'V') {
    translation.laatste = true;
    return translation;
  }
  if (whole && tells_only_that_it_is_gone(actueel, translation)) return translation;
  if (whole)
    translation.complete =
        told_whole(actueel, kennisgeving.vervangt() ? Telling::synchronisation : Telling::addition);
  translation.changes = std::move(changes);
  return translation;
}

schemas::Result<Translation> translate(const NatuurlijkPersoon& antwoord, const Volgorde& volgorde,
                                       const Bron& bron) {
  Faults faults;
  Translation translation;
  translation.bron = bron;
  translation.rule = rule("brp", "antwoord");
  translation.volgorde = volgorde;
  translation.subject = subject_of({antwoord}, bron.feed, translation.vorig_bsn, faults);
  if (faults.empty() && tells_only_that_it_is_gone(antwoord, translation)) return translation;
  state_of(antwoord, Actie::vastgelegd, false, translation.changes, faults);
  nationalities(antwoord.nationaliteiten, " ", Actie::vastgelegd, translation.changes, faults);
  investigations(antwoord, translation.changes);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  translation.complete = told_whole(antwoord, Telling::answer);
  return translation;
}

}  // namespace inburgering::mapping::brp
