#include "mapping/klokken/geleverd.h"

namespace inburgering::mapping::klokken {
namespace {

using Begin = Klokdefinitie::Begin;
using Sinds = Aanwijzing::Sinds;

constexpr Duur dagen(int aantal) { return {aantal, Duur::Eenheid::dagen}; }
constexpr Duur weken(int aantal) { return {aantal, Duur::Eenheid::weken}; }
constexpr Duur maanden(int aantal) { return {aantal, Duur::Eenheid::maanden}; }

std::vector<Klokdefinitie> made() {
  std::vector<Klokdefinitie> list;
  const auto vrijgesteld_van = [](std::string_view onderdeel) {
    return std::vector<Aanwijzing>{
        {"Vrijstelling",
         "datumOordeel",
         {{"examenonderdeel", {std::string(onderdeel)}}, {"oordeel", {"Toekenning"}}}},
        {"Ontheffing",
         "datumOordeel",
         {{"examenonderdeel", {std::string(onderdeel)}}, {"oordeel", {"Toekenning"}}}}};
  };
  const Aanwijzing pip{
      "PIP", "dagtekening", {{"gemeentecode", {std::string(eigen_gemeente)}}}, Sinds::plicht};

  list.push_back({.naam = "pip",
                  .titel = "PIP vaststellen binnen tien weken",
                  .begin = Begin::laatste,
                  .van = {"Gebeurtenis", "registratieDatumTijd", {{"gebeurtenisId", {"SS139"}}}},
                  .duur = weken(10),
                  .stopt = {pip},
                  .bij_begin = true,
                  .ervoor = {weken(4), weken(2), weken(1)},
                  .op_de_dag = true,
                  .erna = {weken(4)},
                  .grondslag = "artikel 15 Wet inburgering 2021; DUO, gebeurtenis SS139",
                  .hoogstens = weken(10)});
  list.push_back({.naam = "inburgeringstermijn",
                  .titel = "inburgeren binnen drie jaar",
                  .begin = Begin::termijn,
                  .ervoor = {maanden(12), maanden(6), maanden(3), maanden(1)},
                  .op_de_dag = true,
                  .grondslag = "artikel 11 Wet inburgering 2021, en wat die wet over verlenging zegt"});
  list.push_back(
      {.naam = "tijdelijke-vrijstelling",
       .titel = "einde van een tijdelijke vrijstelling",
       .begin = Begin::elk,
       .van = {"Vrijstelling", "startdatum", {{"omvang", {"Tijdelijk"}}, {"oordeel", {"Toekenning"}}}},
       .tot = "einddatum",
       .stopt =
           {{"Gebeurtenis", "registratieDatumTijd", {{"gebeurtenisId", {"SS129", "SS130"}}}, Sinds::begin}},
       .alleen_plichtig = false,
       .ervoor = {maanden(3), maanden(1)},
       .op_de_dag = true,
       .vervalt = weken(4),
       .grondslag = "Wet inburgering 2021 (vrijstelling); DUO, API Vrijstelling"});
  list.push_back({.naam = "pip-bij-duo",
                  .titel = "een vastgesteld PIP bij DUO bekend binnen twee weken",
                  .begin = Begin::buiten_duo,
                  .duur = weken(2),
                  .ervoor = {dagen(3)},
                  .grondslag = "werkafspraak; het PIP gaat naar DUO volgens DUO, API PIP"});
  list.push_back({.naam = "inburgeringsaanbod",
                  .titel = "inburgeringsaanbod voor een asielstatushouder met een leerroute",
                  .begin = Begin::eerste,
                  .van = {"Leerroute", "dagtekeningPip"},
                  .duur = weken(8),
                  .stopt = {{"Inburgeringsaanbod"}},
                  .doelgroep = {"Asielstatushouder"},
                  .ervoor = {weken(2)},
                  .grondslag = "artikel 16 Wet inburgering 2021 (de acht weken zijn een werkafspraak)"});

  const auto six_months_ahead = [&](std::string naam, std::string titel, std::vector<Aanwijzing> stopt,
                                    std::vector<std::string> leerroute) {
    list.push_back(
        {.naam = std::move(naam),
         .titel = std::move(titel),
         .begin = Begin::termijn,
         .duur = maanden(6),
         .stopt = std::move(stopt),
         .leerroute = std::move(leerroute),
         .ervoor = {maanden(1)},
         .grondslag = "artikel 6 Wet inburgering 2021 (zes maanden voor het einde is een werkafspraak)"});
  };
  six_months_ahead("map", "MAP afgerond zes maanden voor het einde van de termijn",
                   {{"MAP", "datumEindgesprek"}}, {"B1-route", "Z-route"});
  six_months_ahead("pvt", "PVT ondertekend zes maanden voor het einde van de termijn",
                   {{"PVT", "datumOndertekening"}}, {});
  auto knm = vrijgesteld_van("KNM");
  knm.push_back({"KNM", "datumResultaat", {{"resultaat", {"Geslaagd"}}}});
  knm.push_back({"Examenonderdeel", "examendatum", {{"onderdeel", {"KNM"}}, {"resultaat", {"Geslaagd"}}}});
  six_months_ahead("knm", "KNM behaald zes maanden voor het einde van de termijn", std::move(knm),
                   {"B1-route", "Onderwijsroute"});

  list.push_back({.naam = "stille-school",
                  .titel = "een taalschool laat niets meer horen",
                  .begin = Begin::stille_school,
                  .duur = weken(6),
                  .grondslag = "werkafspraak"});
  return list;
}

}  // namespace

const std::vector<Klokdefinitie>& geleverde_klokken() {
  static const auto list = made();
  return list;
}

}  // namespace inburgering::mapping::klokken
