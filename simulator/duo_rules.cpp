#include "simulator/duo_rules.h"

#include <boost/json/value.hpp>

namespace inburgering::simulator {
namespace {

namespace json = boost::json;

/// A text somewhere in an object, or nothing: "pip", "leerroute".
template <class... Step>
std::string text_at(const json::object& object, std::string_view first, Step... rest) {
  const auto* value = object.if_contains(first);
  if (value == nullptr) return {};
  if constexpr (sizeof...(rest) > 0)
    return value->is_object() ? text_at(value->get_object(), rest...) : std::string();
  else
    return value->is_string() ? std::string(value->get_string()) : std::string();
}

/// Whether one day lies before another; what is absent does not.
bool before(const std::string& one, const std::string& other) {
  return !one.empty() && !other.empty() && one < other;
}

/// Two calendar months before a day, in the same notation; a day that the month lacks becomes a later text,
/// which compares as well.
std::string two_months_before(const std::string& day) {
  int year = std::stoi(day.substr(0, 4));
  int month = std::stoi(day.substr(5, 2)) - 2;
  if (month < 1) {
    month += 12;
    --year;
  }
  return std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) + day.substr(7);
}

class Judge {
 public:
  explicit Judge(const Report& report) : report_(report), body_(report.body) {}

  std::vector<std::string> run() {
    if (report_.name == "pip") report_.method == "POST" ? pip() : pip_deleted();
    if (report_.name == "inburgeringsaanbod" && report_.method == "POST") aanbod();
    if (report_.name == "map") afronding(text_at(body_, "datumEindgesprekMap"));
    if (report_.name == "pvt") afronding(text_at(body_, "datumOndertekeningPvt"));
    if (report_.name == "zroute") own_pip();
    return std::move(texts_);
  }

 private:
  void refuse_if(bool broken, std::string_view text) {
    if (broken) texts_.emplace_back(text);
  }

  std::string current_pip_day() const { return text_at(report_.answers, "pip", "pip", "dagtekeningPip"); }
  std::string termijn(std::string_view part) const {
    return text_at(report_.answers, "inburgeringstermijn", part);
  }
  bool asiel() const { return text_at(report_.answers, "doelgroep", "indeling") == "Asielstatushouder"; }

  void pip() {
    const auto day = text_at(body_, "dagtekeningPip");
    const auto route = text_at(body_, "leerroute");
    const auto niveau = text_at(body_, "niveau");
    refuse_if(before(day, text_at(report_.answers, "inburgeringsplicht", "begindatum")),
              "Dagtekening PIP ligt voor de start van de inburgeringsplicht");
    refuse_if(before(day, current_pip_day()), "Dagtekening PIP ligt voor de dagtekening van het huidige PIP");
    refuse_if(niveau == "A2" && route == "O", "Niveau A2 is niet toegestaan bij de onderwijsroute");
    refuse_if(niveau == "B1" && route == "Z", "Niveau B1 is niet toegestaan bij de Z-route");
    refuse_if(niveau == "A2" && route == "B" && current_pip_day().empty(),
              "Niveau A2 is niet toegestaan bij de B1-route in het eerste PIP");
    refuse_if(body_.contains("geschatteIntensiteitB1Route") && (route != "B" || !asiel()),
              "Geschatte intensiteit alleen bij de B1-route en een asielstatushouder");
  }

  void pip_deleted() {
    refuse_if(current_pip_day().empty(), "Er is geen PIP");
    refuse_if(!termijn("startdatum").empty(), "Er is een inburgeringstermijn vastgesteld");
  }

  void aanbod() {
    const auto start = text_at(body_, "verwachteStartdatumOpleiding");
    const auto end = text_at(body_, "verwachteEinddatumOpleiding");
    const auto offered = text_at(body_, "datumInburgeringsaanbod");
    refuse_if(!asiel(), "Inburgeringsaanbod alleen voor een asielstatushouder");
    refuse_if(current_pip_day().empty(), "Er is geen PIP");
    refuse_if(!known_institution(), "De instelling is onbekend");
    for (const auto& day : {offered, start, end})
      refuse_if(before(day, current_pip_day()), "Datum ligt voor de dagtekening van het PIP");
    refuse_if(before(start, offered) || before(end, start), "Datums van de opleiding zijn niet op volgorde");
    refuse_if(before(start, termijn("startdatum")) || before(termijn("einddatum"), end),
              "Opleiding valt buiten de inburgeringstermijn");
  }

  bool known_institution() const {
    const auto* list = report_.reference.if_contains("instellingen");
    if (list == nullptr || !list->is_array()) return true;
    for (const auto& each : list->get_array())
      if (text_at(each.as_object(), "instellingsnummer") == report_.instellingsnummer) return true;
    return false;
  }

  void own_pip() {
    const auto owner = text_at(report_.answers, "pip", "gemeentecode");
    refuse_if(owner.empty(), "Er is geen PIP");
    refuse_if(!owner.empty() && owner != report_.gemeentecode, "Het huidige PIP is van een andere gemeente");
  }

  void afronding(const std::string& day) {
    const auto blame = text_at(body_, "verwijtbaar");
    const auto end = termijn("einddatum");
    const auto& zroute = report_.reported.zroute;
    own_pip();
    refuse_if(before(day, termijn("startdatum")), "Datum ligt voor de start van de inburgeringstermijn");
    refuse_if(before(report_.today, day), "Datum ligt in de toekomst");
    refuse_if(zroute && before(*zroute, day), "Datum ligt na de afronding van de Z-route");
    refuse_if(zroute && day.empty() && blame.empty(), "Intrekken kan niet: de Z-route is afgerond");
    refuse_if(!blame.empty() && before(day, end), "Verwijtbaar wordt niet geleverd binnen de termijn");
    refuse_if(blame == "Nee" && !end.empty() && before(report_.today, two_months_before(end)),
              "Niet verwijtbaar kan pas binnen twee maanden voor het einde van de termijn");
    refuse_if(blame == "Ja" && !end.empty() && !before(end, report_.today),
              "Verwijtbaar kan pas na het einde van de termijn");
  }

  const Report& report_;
  const json::object& body_;
  std::vector<std::string> texts_;
};

}  // namespace

std::vector<std::string> refusals(const Report& report) { return Judge(report).run(); }

}  // namespace inburgering::simulator
