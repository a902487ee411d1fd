#include "adapters/brp/coulance.h"

#include <algorithm>
#include <array>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/stuurgegevens.h"
#include "adapters/transport/http.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::Attribute;
using schemas::xml::Element;

constexpr std::string_view moment_unknown = "00000000";

/// Calls `mend` for every element; whether any call mended something.
template <class Mend>
bool everywhere(Element& element, const Mend& mend) {
  bool mended = mend(element);
  for (auto& child : element.children) mended = everywhere(child, mend) || mended;
  return mended;
}

bool postcode_met_spatie(Element& bericht) {
  return everywhere(bericht, [](Element& element) {
    if (element.ns != bg_ns || element.name != "aoa.postcode") return false;
    const auto before = element.text.size();
    std::erase_if(element.text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return element.text.size() != before;
  });
}

/// "bis" and the like are an addition: that is where they belong when there is room for them.
bool huisletter_te_lang(Element& bericht) {
  return everywhere(bericht, [](Element& element) {
    auto* letter = element.child(bg_ns, "aoa.huisletter");
    if (letter == nullptr || letter->text.size() < 2) return false;
    const auto text = letter->text;
    auto* addition = element.child(bg_ns, "aoa.huisnummertoevoeging");
    const auto rest = addition == nullptr ? std::string() : addition->text;
    if (text.size() + rest.size() > 4) return false;
    if (addition == nullptr) {
      letter->name = "aoa.huisnummertoevoeging";
      return true;
    }
    addition->text = text + rest;
    std::erase_if(addition->attributes,
                  [](const Attribute& each) { return each.name == "nil" || each.name == "noValue"; });
    element.children.erase(element.children.begin() + (letter - element.children.data()));
    return true;
  });
}

/// Only where a person is added: there nothing else can be meant than "add" (StUF 03.01 §5.2.3).
bool verwerkingssoort_ontbreekt(Element& bericht) {
  const auto* message = message_of(bericht);
  const auto* parameters = message == nullptr ? nullptr : message->child(bg_ns, "parameters");
  if (parameters == nullptr || text_of(*parameters, stuf_ns, "mutatiesoort") != "T") return false;
  return everywhere(bericht, [](Element& element) {
    if (element.ns != bg_ns || element.name == "object" ||
        element.attribute(stuf_ns, "entiteittype") == nullptr ||
        element.attribute(stuf_ns, "verwerkingssoort") != nullptr)
      return false;
    element.attributes.push_back({schemas::xml::Namespace(stuf_ns), "verwerkingssoort", "T"});
    return true;
  });
}

/// The sender says twice that there is no value; what stands there besides is none. (`authentiek` has a
/// default value in the official schema, which then counts as content: it is not read here, and goes.)
bool nil_niet_leeg(Element& bericht) {
  const auto is_nil = [](Element& element) {
    const auto* nil = element.attribute(xsi_ns, "nil");
    return nil != nullptr && (*nil == "true" || *nil == "1") &&
           element.attribute(stuf_ns, "noValue") != nullptr;
  };
  return everywhere(bericht, [&](Element& element) {
    bool mended = std::erase_if(element.children, [&](Element& each) {
                    return each.ns == bg_ns && each.name == "authentiek" && is_nil(each);
                  }) > 0;
    if (is_nil(element) && (!element.text.empty() || !element.children.empty())) {
      element.text.clear();
      element.children.clear();
      mended = true;
    }
    return mended;
  });
}

bool tijdstip_leeg(Element& bericht) {
  return everywhere(bericht, [](Element& element) {
    if (element.ns != stuf_ns || element.name != "tijdstipBericht" ||
        !schemas::xml::trimmed(element.text).empty())
      return false;
    element.text = moment_unknown;
    return true;
  });
}

bool xsi_verschreven(Element& bericht) {
  return everywhere(bericht, [](Element& element) {
    bool mended = false;
    for (auto& each : element.attributes) {
      if (each.ns != "http://www.w3.org/2001/XMLSchemainstance") continue;
      each.ns = schemas::xml::Namespace(xsi_ns);
      mended = true;
    }
    return mended;
  });
}

constexpr Coulance all_coulances[] = {
    {"postcode-met-spatie", true, "een postcode als 1234 AB; de spatie vervalt", postcode_met_spatie},
    {"huisletter-te-lang", true,
     "een huisletter van meer dan één letter, zoals bis; zij wordt huisnummertoevoeging, mits daar plaats is",
     huisletter_te_lang},
    {"verwerkingssoort-ontbreekt", true,
     "een relatie of gerelateerde zonder verwerkingssoort in een bericht met mutatiesoort T; gelezen als T",
     verwerkingssoort_ontbreekt},
    {"nil-niet-leeg", true, "een element met xsi:nil en noValue dat toch inhoud heeft; de inhoud vervalt",
     nil_niet_leeg},
    {"tijdstipBericht-leeg", true,
     "een leeg tijdstipBericht; het moment van ontvangst geldt in de plaats daarvan", tijdstip_leeg},
    {"xsi-verschreven", true, "de namespace van xsi:nil zonder streepje; gelezen als de juiste",
     xsi_verschreven},
};

}  // namespace

std::span<const Coulance> coulances() { return all_coulances; }

const Coulance* find_coulance(std::string_view naam) {
  const auto* found = std::ranges::find(all_coulances, naam, &Coulance::naam);
  return found == std::end(all_coulances) ? nullptr : found;
}

std::span<const Coulance* const> standaard_coulances() {
  static const auto list = [] {
    std::vector<const Coulance*> on;
    for (const auto& row : all_coulances)
      if (row.standaard) on.push_back(&row);
    return on;
  }();
  return list;
}

schemas::Faults remarks_on(std::span<const std::string_view> applied, std::string_view place) {
  schemas::Faults remarks;
  for (const auto naam : applied)
    remarks.push_back({std::string(place), "coulance", std::string(naam) + ": hersteld en aangenomen"});
  return remarks;
}

schemas::xml::Parsed parse_met_coulance(const schemas::xml::Grammar& grammar, std::string_view xml,
                                        std::string_view content_type,
                                        std::span<const Coulance* const> allowed,
                                        std::vector<std::string_view>& applied) {
  const auto encoding = transport::charset_of(content_type);
  auto parsed = grammar.parse(xml, encoding);
  // Many clients call everything UTF-8 in the header: the document may know better.
  if (!parsed.well_formed && !encoding.empty()) parsed = grammar.parse(xml);
  if (parsed.faults.empty() || !parsed.well_formed || allowed.empty()) return parsed;
  // The validating parse stops after so many faults: the whole tree comes from a parse that judges nothing.
  static const auto unchecked = schemas::xml::Grammar::none();
  auto whole = unchecked.parse(xml, encoding);
  if (!whole.well_formed && !encoding.empty()) whole = unchecked.parse(xml);
  if (!whole.root || !whole.faults.empty()) return parsed;
  std::vector<std::string_view> used;
  for (const auto* each : allowed)
    if (each->herstel(*whole.root)) used.push_back(each->naam);
  if (used.empty()) return parsed;
  auto mended = grammar.parse(schemas::xml::to_text(*whole.root));
  // What is still wrong is told; what was mended is no longer anyone's concern.
  if (mended.faults.empty()) applied = std::move(used);
  return mended;
}

}  // namespace inburgering::adapters::brp
