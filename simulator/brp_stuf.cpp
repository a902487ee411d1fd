#include "simulator/brp_stuf.h"

#include <boost/json/value.hpp>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/soap.h"
#include "adapters/brp/velden.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::brp::stuf_element;
using adapters::brp::Veld;

const json::value* at_path(const json::object& object, std::string_view path) {
  const auto dot = path.find('.');
  const auto* found = path.empty() ? nullptr : object.if_contains(path.substr(0, dot));
  if (found == nullptr || dot == std::string_view::npos) return found;
  const auto* inner = found->if_object();
  return inner == nullptr ? nullptr : at_path(*inner, path.substr(dot + 1));
}

std::string member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return {};
  return value->is_int64() ? std::to_string(value->get_int64()) : std::string(value->as_string());
}

std::string padded(std::string number, std::size_t width) {
  return std::string(width - std::min(width, number.size()), '0') + number;
}

/// A date as eight digits and how complete they are.
std::pair<std::string, char> digits_of(const json::object& datum) {
  const auto type = member(datum, "type");
  if (type == "Datum") {
    auto text = member(datum, "datum");
    std::erase(text, '-');
    return {text, 'V'};
  }
  if (type == "JaarMaandDatum")
    return {padded(member(datum, "jaar"), 4) + padded(member(datum, "maand"), 2) + "01", 'D'};
  if (type == "JaarDatum") return {padded(member(datum, "jaar"), 4) + "0101", 'M'};
  return {"19000101", 'J'};
}

std::string element(std::string_view name, const json::value& value) {
  const std::string tag = "BG:" + std::string(name);
  std::string text;
  std::string attribute;
  if (const auto* object = value.if_object()) {
    if (object->contains("type")) {
      const auto [digits, complete] = digits_of(*object);
      text = digits;
      if (complete != 'V') attribute = std::string(" StUF:indOnvolledigeDatum=\"") + complete + '"';
    } else {
      text = object->contains("code") ? member(*object, "code") : member(*object, "omschrijving");
    }
  } else {
    text = value.is_int64() ? std::to_string(value.get_int64()) : std::string(value.as_string());
  }
  return "<" + tag + attribute + ">" + schemas::xml::escape(text) + "</" + tag + ">";
}

std::string verwerkingssoort(char soort) {
  return soort == ' ' ? std::string() : std::string(" StUF:verwerkingssoort=\"") + soort + '"';
}

std::string nationalities(const json::value& list, char soort) {
  std::string text;
  for (const auto& each : list.as_array()) {
    const auto& item = each.as_object();
    const auto* code = at_path(item, "nationaliteit.code");
    if (code == nullptr) continue;
    text += "<BG:inp.heeftAlsNationaliteit StUF:entiteittype=\"NPSNAT\"" + verwerkingssoort(soort) +
            "><BG:gerelateerde StUF:entiteittype=\"NAT\"" + verwerkingssoort(soort) + ">" +
            element("code", *code) + "</BG:gerelateerde>";
    if (const auto* reden = at_path(item, "redenOpname")) text += element("inp.redenVerkrijging", *reden);
    if (const auto* since = at_path(item, "datumIngangGeldigheid"))
      text += element("inp.datumVerkrijging", *since);
    text += "</BG:inp.heeftAlsNationaliteit>";
  }
  return text;
}

bool abroad(const json::object& persoon) {
  const auto* type = at_path(persoon, "verblijfplaats.type");
  return type != nullptr && type->as_string() == "VerblijfplaatsBuitenland";
}

bool is_key(const Veld& veld) { return veld.stuf == "inp.bsn" || veld.stuf == "inp.a-nummer"; }

std::string object_tag(char soort, const std::string& sleutel) {
  return "<BG:object StUF:entiteittype=\"NPS\"" +
         (sleutel.empty() ? "" : " StUF:sleutelVerzendend=\"" + schemas::xml::escape(sleutel) + "\"") +
         verwerkingssoort(soort) + ">";
}

constexpr std::string_view declarations =
    " xmlns:BG=\"http://www.egem.nl/StUF/sector/bg/0310\" xmlns:StUF=\"http://www.egem.nl/StUF/StUF0301\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";

}  // namespace

std::string stuf_object(const json::object& persoon, const StufObject& about) {
  return object_tag(about.verwerkingssoort, about.sleutel) +
         adapters::brp::write_velden([&](const Veld& veld, std::string_view name) -> std::string {
           if (about.only_keys && !is_key(veld)) return {};
           if (veld.stuf.starts_with("sub.verblijfBuitenland") && !abroad(persoon)) return {};
           if (veld.stuf.starts_with("verblijfsadres") && abroad(persoon)) return {};
           const auto* value = at_path(persoon, veld.personen);
           if (value == nullptr) return {};
           return veld.personen == "nationaliteiten"
                      ? nationalities(*value, about.verwerkingssoort == ' ' ? ' ' : 'T')
                      : element(name, *value);
         }) +
         "</BG:object>";
}

std::string stuf_change(const json::object& persoon, const json::object& elements, char soort) {
  return object_tag(soort, {}) +
         adapters::brp::write_velden([&](const Veld& veld, std::string_view name) -> std::string {
           if (const auto* value = elements.if_contains(veld.stuf)) {
             if (value->is_null())
               return "<BG:" + std::string(name) + " xsi:nil=\"true\" StUF:noValue=\"geenWaarde\"/>";
             return element(name, *value);
           }
           const auto* value = is_key(veld) ? at_path(persoon, veld.personen) : nullptr;
           return value == nullptr ? std::string() : element(name, *value);
         }) +
         "</BG:object>";
}

std::string stuf_kennisgeving(const Kennisgeving& about, const std::string& objects) {
  using adapters::brp::Systeem;
  return adapters::brp::envelope(
      "<BG:npsLk01" + std::string(declarations) + "<BG:stuurgegevens>" + stuf_element("berichtcode", "Lk01") +
      adapters::brp::systeem("zender", Systeem{about.zender, "BRP", ""}) +
      adapters::brp::systeem("ontvanger", Systeem{about.ontvanger, "INBURGERING", ""}) +
      stuf_element("referentienummer", about.referentienummer) +
      stuf_element("tijdstipBericht", about.tijdstip) + stuf_element("entiteittype", "NPS") +
      "</BG:stuurgegevens><BG:parameters>" +
      stuf_element("mutatiesoort", std::string(1, about.mutatiesoort)) +
      stuf_element("indicatorOvername", "V") + "</BG:parameters>" + objects + "</BG:npsLk01>");
}

std::string stuf_antwoord(const std::string& cross_refnummer, const std::string& object) {
  return adapters::brp::envelope(
      "<BG:npsLa01" + std::string(declarations) + "<BG:stuurgegevens>" + stuf_element("berichtcode", "La01") +
      stuf_element("crossRefnummer", cross_refnummer) + stuf_element("entiteittype", "NPS") +
      "</BG:stuurgegevens><BG:parameters>" + stuf_element("indicatorVervolgvraag", "false") +
      "</BG:parameters>" + (object.empty() ? "" : "<BG:antwoord>" + object + "</BG:antwoord>") +
      "</BG:npsLa01>");
}

}  // namespace inburgering::simulator
