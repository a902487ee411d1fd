#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// The route agreed in one PIP (GGM Leerroute). Key: that of the PIP.
struct Leerroute {
  std::string gemeentecode;
  Day dagtekening_pip;
  Stated<Code<codes::leerroute>> leerroute;
  Stated<Code<codes::taalniveau>> niveau;
  Stated<Hours> geschatte_intensiteit_b1_route;
  Stated<Code<codes::alfabetisering>> alfabetisering;
  Stated<bool> toestemming_examen_a2;
  Stated<bool> geen_leerbaarheidstoets_zintuiglijke_beperking;
  Stated<bool> examen_a2;
  bool operator==(const Leerroute&) const = default;
};

/// What is particular to the B1-route (GGM B1-route).
struct B1Route {
  std::string gemeentecode;
  Day dagtekening_pip;
  Stated<Day> examendatum;
  Stated<Code<codes::examenresultaat>> resultaat;
  Stated<Code<codes::reden_geen_resultaat>> reden_geen_resultaat;
  Stated<std::int64_t> aantal_gratis_pogingen;
  Stated<Hours> uren_participatie_als_taalles;
  bool operator==(const B1Route&) const = default;
};

/// What is particular to the Z-route, the self-reliance route (GGM Z-route).
struct ZRoute {
  std::string gemeentecode;
  Day dagtekening_pip;
  Stated<Day> examendatum;
  Stated<Code<codes::examenresultaat>> resultaat;
  Stated<Code<codes::examenonderdeel>> onderdeel;
  Stated<Code<codes::opleidingsniveau>> niveau;
  Stated<Code<codes::reden_geen_resultaat>> reden_geen_resultaat;
  Stated<std::int64_t> aantal_gratis_pogingen;
  Stated<Hours> uren_participatieactiviteiten;
  Stated<Day> datum_afronding;
  bool operator==(const ZRoute&) const = default;
};

/// What is particular to the onderwijsroute (the seed's Onderwijsroute; GGM 2.4, without attributes of its
/// own).
struct Onderwijsroute {
  std::string gemeentecode;
  Day dagtekening_pip;
  Stated<Day> datum_afronding;
  Stated<bool> diploma_behaald;
  Stated<std::string> vervolgopleiding;
  bool operator==(const Onderwijsroute&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Leerroute> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Leerroute;
  return describe<R>(
      About{"Leerroute", "de leerroute die in een PIP is afgesproken",
            belongs_to("PIP", "AFGESPROKEN_IN", Via{"gemeentecode", "gemeentecode"},
                       Via{"dagtekeningPip", "dagtekening"})},
      key("gemeentecode", &R::gemeentecode, "duo:PIP/Gemeente.gemeentecode; gemeente", "gemeente van het PIP",
          gemeentecode),
      key("dagtekeningPip", &R::dagtekening_pip, "duo:PIP/PIP.dagtekeningPip; gemeente",
          "dagtekening van het PIP"),
      field("leerroute", &R::leerroute, "ggm:Leerroute.LeerrouteType; duo:PIP/PIP.leerroute; gemeente",
            "de leerroute"),
      field("niveau", &R::niveau, "ggm:Leerroute.Niveau; duo:PIP/PIP.niveau; gemeente",
            "niveau waarop examen wordt gedaan"),
      field("geschatteIntensiteitB1Route", &R::geschatte_intensiteit_b1_route,
            "ggm:Leerroute.GeschatteIntensiteitB1Route; duo:PIP/PIP.geschatteIntensiteitB1Route; gemeente",
            "geschat aantal uren taalcursus en KNM"),
      field("alfabetisering", &R::alfabetisering,
            "ggm:Leerroute.IndicatorAlfabetisering; duo:PIP/PIP.indicatorAlfabetiseringsonderwijs; gemeente",
            "soort alfabetiseringsonderwijs"),
      field("toestemmingExamenA2", &R::toestemming_examen_a2,
            "ggm:Leerroute.IndicatorToestemmingExamenA2; gemeente", "mag examen doen op A2"),
      field("geenLeerbaarheidstoetsZintuiglijkeBeperking", &R::geen_leerbaarheidstoets_zintuiglijke_beperking,
            "ggm:Leerroute.geenLeerbaarheidstoetsZB; gemeente",
            "geen leerbaarheidstoets wegens een zintuiglijke beperking"),
      field("examenA2", &R::examen_a2, "ggm:Leerroute.ExamenA2; gemeente; afgeleid:examen-a2",
            "doet examen op A2"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::B1Route> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = B1Route;
  return describe<R>(
      About{"B1Route", "bijzonderheden van de B1-route",
            belongs_to("Leerroute", "ONDERDEEL_VAN", Via{"gemeentecode", "gemeentecode"},
                       Via{"dagtekeningPip", "dagtekeningPip"})},
      key("gemeentecode", &R::gemeentecode, "gemeente; afgeleid:route", "gemeente van het PIP", gemeentecode),
      key("dagtekeningPip", &R::dagtekening_pip, "gemeente; afgeleid:route", "dagtekening van het PIP"),
      field("examendatum", &R::examendatum, "ggm:B1-route.ExamenDatum; gemeente; afgeleid:route-examen",
            "dag van het laatste examen"),
      field("resultaat", &R::resultaat, "ggm:B1-route.Resultaat; gemeente; afgeleid:route-examen",
            "uitslag van de route"),
      field("redenGeenResultaat", &R::reden_geen_resultaat,
            "ggm:B1-route.RedenGeenResultaat; gemeente; afgeleid:route-examen", "waarom er geen uitslag is"),
      field("aantalGratisPogingen", &R::aantal_gratis_pogingen,
            "ggm:B1-route.AantalGratisExamenpogingenTegoed; gemeente; afgeleid:gratis-pogingen",
            "tegoed aan gratis examenpogingen"),
      field("urenParticipatieAlsTaalles", &R::uren_participatie_als_taalles,
            "ggm:B1-route.GevolgdeUrenParticipatieTaalles; gemeente; afgeleid:route-uren",
            "uren participatie die als taalles tellen"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::ZRoute> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = ZRoute;
  return describe<R>(
      About{"ZRoute", "bijzonderheden van de Z-route",
            belongs_to("Leerroute", "ONDERDEEL_VAN", Via{"gemeentecode", "gemeentecode"},
                       Via{"dagtekeningPip", "dagtekeningPip"})},
      key("gemeentecode", &R::gemeentecode, "gemeente; afgeleid:route", "gemeente van het PIP", gemeentecode),
      key("dagtekeningPip", &R::dagtekening_pip, "gemeente; afgeleid:route", "dagtekening van het PIP"),
      field("examendatum", &R::examendatum, "ggm:Z-route.ExamenDatum; gemeente; afgeleid:route-examen",
            "dag van het laatste examen"),
      field("resultaat", &R::resultaat, "ggm:Z-route.Resultaat; gemeente; afgeleid:route-examen",
            "uitslag van de route"),
      field("onderdeel", &R::onderdeel, "ggm:Z-route.Onderdeel; gemeente; afgeleid:route-examen",
            "examenonderdeel waarover de uitslag gaat"),
      field("niveau", &R::niveau, "ggm:Z-route.Niveau; gemeente", "opleidingsniveau"),
      field("redenGeenResultaat", &R::reden_geen_resultaat,
            "ggm:Z-route.RedenGeenResultaat; gemeente; afgeleid:route-examen", "waarom er geen uitslag is"),
      field("aantalGratisPogingen", &R::aantal_gratis_pogingen,
            "ggm:Z-route.AantalGratisExamenpogingenTegoed; gemeente; afgeleid:gratis-pogingen",
            "tegoed aan gratis examenpogingen"),
      field("urenParticipatieactiviteiten", &R::uren_participatieactiviteiten,
            "ggm:Z-route.GevolgdeUrenParticipatieActiviteiten; gemeente; afgeleid:route-uren",
            "gevolgde uren participatieactiviteiten"),
      field("datumAfronding", &R::datum_afronding,
            "naar-duo:MapPvtZroute/ResultaatZroute.datumAfrondingZroute; gemeente",
            "dag waarop de Z-route is afgerond"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Onderwijsroute> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Onderwijsroute;
  return describe<R>(
      About{"Onderwijsroute", "bijzonderheden van de onderwijsroute",
            belongs_to("Leerroute", "ONDERDEEL_VAN", Via{"gemeentecode", "gemeentecode"},
                       Via{"dagtekeningPip", "dagtekeningPip"})},
      key("gemeentecode", &R::gemeentecode, "gemeente; afgeleid:route", "gemeente van het PIP", gemeentecode),
      key("dagtekeningPip", &R::dagtekening_pip, "gemeente; afgeleid:route", "dagtekening van het PIP"),
      field("datumAfronding", &R::datum_afronding, "gemeente; afgeleid:onderwijsroute",
            "dag waarop de route is afgerond"),
      field("diplomaBehaald", &R::diploma_behaald, "gemeente", "is het taalschakeldiploma behaald"),
      field("vervolgopleiding", &R::vervolgopleiding, "gemeente", "opleiding waarheen de route leidt"));
}();
