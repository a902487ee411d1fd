#include "adapters/brp/natuurlijk_persoon.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <utility>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/stuurgegevens.h"
#include "adapters/brp/velden.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::Element;

constexpr std::string_view lives_in = "inp.verblijftIn";
constexpr std::string_view under_investigation = "inOnderzoek";

/// What has children and is read: the rest with children (partner, kinderen, brondocument, …) is left alone.
constexpr std::array<std::string_view, 4> groups{"verblijfsadres", "sub.verblijfBuitenland", "gerelateerde",
                                                 "adresAanduidingGrp"};

char letter(const std::string* text, char otherwise = ' ') {
  return text == nullptr || text->empty() ? otherwise : text->front();
}

Gegeven::NoValue no_value(const Element& element) {
  using enum Gegeven::NoValue;
  static constexpr std::array<std::pair<std::string_view, Gegeven::NoValue>, 5> names{{
      {"geenWaarde", geen_waarde},
      {"waardeOnbekend", waarde_onbekend},
      {"vastgesteldOnbekend", vastgesteld_onbekend},
      {"nietGeautoriseerd", niet_geautoriseerd},
      {"nietOndersteund", niet_ondersteund},
  }};
  const auto* text = element.attribute(stuf_ns, "noValue");
  if (text == nullptr) return none;
  const auto* found = std::ranges::find(names, *text, &std::pair<std::string_view, Gegeven::NoValue>::first);
  return found == names.end() ? none : found->second;
}

/// Flattens the elements below `parent` that hold values; groups contribute their path.
void collect(Element& parent, const std::string& prefix, std::vector<Gegeven>& into) {
  for (auto& element : parent.children) {
    if (element.ns != bg_ns || element.name == under_investigation) continue;
    if (!element.children.empty()) {
      if (std::ranges::find(groups, element.name) != groups.end())
        collect(element, prefix + element.name + '/', into);
      continue;
    }
    const auto absence = no_value(element);
    const auto value = schemas::xml::trimmed(element.text);
    if (value.size() != element.text.size()) element.text = std::string(value);
    if (absence != Gegeven::NoValue::none || !element.text.empty())
      into.push_back(
          {prefix.empty() ? std::move(element.name) : prefix + element.name, std::move(element.text), absence,
           letter(element.attribute(stuf_ns, "indOnvolledigeDatum"), 'V'), element.line, element.column});
  }
}

Onderzoek onderzoek(const Element& mark) {
  const auto absence = no_value(mark);
  if (absence == Gegeven::NoValue::geen_waarde) return Onderzoek::none;
  if (absence != Gegeven::NoValue::none) return Onderzoek::withheld;
  return schemas::xml::trimmed(mark.text) == "J" ? Onderzoek::runs : Onderzoek::none;
}

Relatie relatie(Element& element) {
  Relatie read;
  read.verwerkingssoort = letter(element.attribute(stuf_ns, "verwerkingssoort"));
  read.no_value = no_value(element);
  collect(element, "", read.gegevens);
  if (const auto* mark = element.child(bg_ns, under_investigation)) read.onderzoek = onderzoek(*mark);
  return read;
}

std::string attribute_of(const Element& element, std::string_view ns, std::string_view name) {
  const auto* value = element.attribute(ns, name);
  return value == nullptr ? std::string() : *value;
}

Tijdvak tijdvak(const Element* element) {
  if (element == nullptr) return {};
  return {text_of(*element, stuf_ns, "beginGeldigheid"), text_of(*element, stuf_ns, "eindGeldigheid")};
}

/// A name that may be told: no more letters and digits than the names that are known, and no number that
/// could be somebody's.
std::string told_name(const std::string& name) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto fits = [&](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  const bool known_kind =
      name.size() <= 60 && std::ranges::all_of(name, fits) && std::ranges::count_if(name, is_digit) <= 4;
  return known_kind ? name : "(naam niet te tonen)";
}

void read_extra(const Element& elements, NatuurlijkPersoon& into) {
  for (const auto& extra : elements.children) {
    const auto* name = extra.attribute("", "naam");
    if (name == nullptr) continue;
    if (!boost::iequals(*name, "Aanduidingonderzoekadres")) {
      into.extra_elementen.push_back(told_name(*name));
      continue;
    }
    const auto absence = no_value(extra);
    if (absence == Gegeven::NoValue::none)
      into.aanduiding_onderzoek_adres = std::string(schemas::xml::trimmed(extra.text));
    else if (absence == Gegeven::NoValue::geen_waarde)
      into.aanduiding_onderzoek_adres = "";
  }
}

}  // namespace

std::string Gegeven::plaats() const {
  return "regel " + std::to_string(regel) + ", kolom " + std::to_string(kolom) + ", " + pad;
}

const Gegeven* find_gegeven(const std::vector<Gegeven>& gegevens, std::string_view pad) {
  const auto found = std::ranges::find(gegevens, pad, &Gegeven::pad);
  return found == gegevens.end() ? nullptr : &*found;
}

NatuurlijkPersoon read_persoon(Element&& object) {
  NatuurlijkPersoon read;
  read.verwerkingssoort = letter(object.attribute(stuf_ns, "verwerkingssoort"));
  read.sleutel_verzendend = attribute_of(object, stuf_ns, "sleutelVerzendend");
  read.sleutel_ontvangend = attribute_of(object, stuf_ns, "sleutelOntvangend");
  read.geldigheid = tijdvak(object.child(stuf_ns, "tijdvakGeldigheid"));
  for (auto& element : object.children) {
    if (element.ns == bg_ns && element.name == nationality)
      read.nationaliteiten.push_back(relatie(element));
    else if (element.ns == bg_ns && element.name == lives_in && !read.verblijft_in)
      read.verblijft_in = relatie(element);
    else if (element.ns == bg_ns && element.name == under_investigation)
      read.in_onderzoek.push_back({attribute_of(element, "", "groepsnaam"),
                                   attribute_of(element, "", "elementnaam"), onderzoek(element)});
    else if (element.ns == stuf_ns && element.name == "extraElementen")
      read_extra(element, read);
  }
  read.gegevens.reserve(object.children.size());
  collect(object, "", read.gegevens);
  return read;
}

}  // namespace inburgering::adapters::brp
