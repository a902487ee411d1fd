#include "adapters/brp/velden.h"

namespace inburgering::adapters::brp {
namespace {

constexpr std::string_view wie = "wie dit is";
constexpr std::string_view aanspreken = "hoe deze persoon wordt aangeschreven";
constexpr std::string_view bereiken = "waar deze persoon te bereiken is";
constexpr std::string_view regie = "welke gemeente de regie heeft";
constexpr std::string_view recht = "of de plicht voortduurt: verblijfsrecht en nationaliteit";
constexpr std::string_view termijn = "wanneer de inburgering kan beginnen";
constexpr std::string_view eindigt = "of de plicht eindigt: overlijden, vertrek";

constexpr Veld all_velden[] = {
    {"inp.bsn", "burgerservicenummer", wie},
    {"inp.a-nummer", "aNummer", wie},
    {"geslachtsnaam", "naam.geslachtsnaam", wie},
    {"voorvoegselGeslachtsnaam", "naam.voorvoegsel", wie},
    {"voorletters", "naam.voorletters", aanspreken},
    {"voornamen", "naam.voornamen", wie},
    {"aanduidingNaamgebruik", "naam.aanduidingNaamgebruik", aanspreken},
    {"geslachtsaanduiding", "geslacht", aanspreken},
    {"geboortedatum", "geboorte.datum", wie},
    {"inp.geboorteplaats", "geboorte.plaats", wie},
    {"inp.geboorteLand", "geboorte.land", wie},
    {"overlijdensdatum", "overlijden.datum", eindigt},
    {"inp.overlijdenplaats", "overlijden.plaats", eindigt},
    {"inp.overlijdenLand", "overlijden.land", eindigt},
    {"verblijfsadres/wpl.woonplaatsNaam", "verblijfplaats.verblijfadres.woonplaats", bereiken},
    {"verblijfsadres/gor.openbareRuimteNaam", "verblijfplaats.verblijfadres.officieleStraatnaam", bereiken},
    {"verblijfsadres/gor.straatnaam", "verblijfplaats.verblijfadres.korteStraatnaam", bereiken},
    {"verblijfsadres/aoa.postcode", "verblijfplaats.verblijfadres.postcode", bereiken},
    {"verblijfsadres/aoa.huisnummer", "verblijfplaats.verblijfadres.huisnummer", bereiken},
    {"verblijfsadres/aoa.huisletter", "verblijfplaats.verblijfadres.huisletter", bereiken},
    {"verblijfsadres/aoa.huisnummertoevoeging", "verblijfplaats.verblijfadres.huisnummertoevoeging",
     bereiken},
    {"verblijfsadres/inp.locatiebeschrijving", "verblijfplaats.verblijfadres.locatiebeschrijving", bereiken},
    {"verblijfsadres/begindatumVerblijf", "verblijfplaats.datumVan", bereiken},
    {"sub.verblijfBuitenland/lnd.landcode", "verblijfplaats.verblijfadres.land", bereiken},
    {"sub.verblijfBuitenland/sub.adresBuitenland1", "verblijfplaats.verblijfadres.regel1", bereiken},
    {"sub.verblijfBuitenland/sub.adresBuitenland2", "verblijfplaats.verblijfadres.regel2", bereiken},
    {"sub.verblijfBuitenland/sub.adresBuitenland3", "verblijfplaats.verblijfadres.regel3", bereiken},
    {"inp.adresHerkomst", "verblijfplaats.functieAdres", bereiken},
    {"inp.gemeenteVanInschrijving", "gemeenteVanInschrijving", regie},
    {"inp.datumInschrijving", "datumInschrijvingInGemeente", regie},
    {"vbt.aanduidingVerblijfstitel", "verblijfstitel.aanduiding", recht},
    {"ing.datumVerkrijgingVerblijfstitel", "verblijfstitel.datumIngang", recht},
    {"ing.datumVerliesVerblijfstitel", "verblijfstitel.datumEinde", recht},
    {"inp.datumVestigingInNederland", "immigratie.datumVestigingInNederland", termijn},
    {"inp.immigratieLand", "immigratie.landVanwaarIngeschreven", termijn},
    {"inp.datumVertrekUitNederland", "", eindigt},
    {"inp.emigratieLand", "", eindigt},
    {"inp.aanduidingBijzonderNederlanderschap", "", recht},
    {"inp.datumOpschortingBijhouding", "", eindigt},
    {"inp.redenOpschortingBijhouding", "", eindigt},
    {"inp.indicatieGeheim", "", bereiken},
    {"inp.heeftAlsNationaliteit", "nationaliteiten", recht},
};

}  // namespace

std::span<const Veld> velden() { return all_velden; }

std::string write_velden(const std::function<std::string(const Veld&, std::string_view)>& write) {
  std::string text;
  std::string group;
  std::string within;
  const auto leave = [&] {
    if (!within.empty()) text += "<BG:" + group + ">" + within + "</BG:" + group + ">";
    within.clear();
  };
  for (const auto& veld : all_velden) {
    if (veld.stuf.empty()) continue;
    const auto slash = veld.stuf.find('/');
    const auto of = slash == std::string_view::npos ? std::string_view() : veld.stuf.substr(0, slash);
    if (of != group) {
      leave();
      group = of;
    }
    const auto element = write(veld, of.empty() ? veld.stuf : veld.stuf.substr(slash + 1));
    (group.empty() ? text : within) += element;
  }
  leave();
  return text;
}

}  // namespace inburgering::adapters::brp
