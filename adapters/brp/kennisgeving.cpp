#include "adapters/brp/kennisgeving.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/soap.h"
#include "schemas/value/moment.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::Faults;
using schemas::xml::Element;

struct Soort {
  std::string_view element;
  Binding binding;
};
constexpr std::array<Soort, 4> soorten{{{"npsLk01", Binding::asynchroon},
                                        {"npsSa01", Binding::asynchroon},
                                        {"npsLk02", Binding::synchroon},
                                        {"npsSa02", Binding::synchroon}}};

/// What the standard knows besides; the middle of the name is the berichtcode (StUF 03.01 §4.1).
bool known_berichtcode(std::string_view code) {
  constexpr std::array<std::string_view, 14> families{"Lk", "Lv", "La", "Sa", "Sh", "Bv", "Fo",
                                                      "Tr", "Di", "Du", "Li", "Lu", "Si", "Su"};
  return code.size() == 4 && std::ranges::find(families, code.substr(0, 2)) != families.end() &&
         std::ranges::all_of(code.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

std::string taken_here(Binding binding) {
  std::string text = "hier wordt verwerkt:";
  for (const auto& soort : soorten)
    if (binding == Binding::bestand || soort.binding == binding) (text += ' ') += soort.element;
  return text;
}

/// The entity types of the sector model besides NPS (RSGB): known, and not for us.
constexpr std::string_view entiteittypen =
    " ACD AOA ARV AVR BRT GEM GOR HHD IRE KGM KOZ KWD KZA LND MAC NAT NNP OPR PND RDS RSD SBD SRV TDL TGO "
    "VBT VES "
    "WDL WDO WGD WOZ WPL WRD WYK ZKR ZRA ";

StufFault foreign_entity(std::string_view type) {
  std::string upper(type);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const bool known = entiteittypen.find(" " + upper + " ") != std::string_view::npos;
  return {known ? "StUF031" : "StUF028", "Deze gateway verwerkt entiteittype NPS"};
}

/// Whether this is a message of a kind that is taken here; if not, which code says so.
std::optional<StufFault> foreign(const Element& message, Binding binding) {
  constexpr std::string_view sectors = "http://www.egem.nl/StUF/sector/";
  const auto ns = message.ns.uri();
  if (ns != bg_ns) {
    if (ns.starts_with("http://www.egem.nl/StUF/StUF") && ns != stuf_ns)
      return StufFault{"StUF001", "Deze gateway verwerkt StUF 03.01"};
    if (ns == stuf_ns) return StufFault{"StUF025", taken_here(binding)};
    if (ns.starts_with(std::string(sectors) + "bg/"))
      return StufFault{"StUF007", "Deze gateway verwerkt sectormodel bg versie 0310"};
    return StufFault{"StUF004",
                     "Deze gateway verwerkt sectormodel bg versie 0310, namespace " + std::string(bg_ns)};
  }
  const auto* row = std::ranges::find(soorten, message.name, &Soort::element);
  if (row != soorten.end()) {
    if (binding == Binding::bestand || row->binding == binding) return std::nullopt;
    return StufFault{"StUF025", taken_here(binding)};
  }
  const std::string_view name = message.name;
  // An element of this sector model is called <entiteittype in lower case><berichtcode>.
  if (name.size() != 7 || !known_berichtcode(name.substr(3)))
    return StufFault{"StUF022",
                     "dit element is geen bericht van sectormodel bg 0310; " + taken_here(binding)};
  if (name.starts_with("nps")) return StufFault{"StUF025", taken_here(binding)};
  const bool code_taken = std::ranges::any_of(soorten, [&](const Soort& soort) {
    return soort.element.substr(3) == name.substr(3) &&
           (binding == Binding::bestand || soort.binding == binding);
  });
  return code_taken ? foreign_entity(name.substr(0, 3)) : StufFault{"StUF040", taken_here(binding)};
}

/// §5.2: T and V tell one object, W, C and F the old and the new.
std::optional<std::string> wrong_count(const Kennisgeving& read) {
  const std::size_t wanted = read.mutatiesoort == 'T' || read.mutatiesoort == 'V' ? 1 : 2;
  if (read.objecten.size() == wanted) return std::nullopt;
  return "mutatiesoort T en V horen bij één object, W, C en F bij twee (oud en nieuw)";
}

/// §5.2.4, as far as the data of a person depend on it.
std::optional<StufFault> wrong_validity(const Kennisgeving& read) {
  for (const auto& object : read.objecten) {
    const auto& [begin, eind] = object.geldigheid;
    if (!begin.empty() && !eind.empty() && earlier(eind, begin))
      return StufFault{"StUF062", "eindGeldigheid ligt voor beginGeldigheid"};
    const auto& sent = read.stuurgegevens.tijdstip_bericht;
    if (!begin.empty() && !sent.empty() && earlier(sent, begin))
      return StufFault{"StUF068", "beginGeldigheid ligt na tijdstipBericht"};
  }
  return std::nullopt;
}

/// Within a synchronisatie a whole kennisgeving tells the actual state, with stuurgegevens of its own.
Element& carrier(Element& message) {
  for (auto& child : message.children)
    if (child.ns == bg_ns && child.name == "actueel") return child;
  return message;
}

}  // namespace

std::expected<Kennisgeving, Geweigerd> parse_kennisgeving(const schemas::xml::Grammar& grammar,
                                                          std::string_view xml, const Lezing& lezing) {
  Kennisgeving read;
  auto parsed = parse_met_coulance(grammar, xml, lezing.content_type, lezing.coulances, read.coulances);
  auto* root = parsed.root && parsed.well_formed ? &*parsed.root : nullptr;
  if (root != nullptr)
    if (auto wrong = envelope_fault(*root))
      return std::unexpected(Geweigerd{std::move(wrong->fault), {std::move(wrong->told)}, std::nullopt});
  auto* message = root != nullptr ? message_of(*root) : nullptr;
  if (message == nullptr) {
    if (parsed.faults.empty()) parsed.faults.push_back({"/", "soap", "de SOAP-envelop bevat geen bericht"});
    return std::unexpected(
        Geweigerd{{"StUF055", schemas::to_text(parsed.faults)}, parsed.faults, std::nullopt});
  }
  const auto header = stuurgegevens_of(*message);
  const auto refuse = [&](StufFault fault, Faults faults) {
    return std::unexpected(Geweigerd{std::move(fault), std::move(faults), header});
  };
  const auto path = "/" + message->name;
  if (auto fault = foreign(*message, lezing.binding)) {
    Faults faults{{place_of(*message, path), fault->code, fault->details}};
    return refuse(std::move(*fault), std::move(faults));
  }
  if (header && !header->entiteittype.empty() && header->entiteittype != "NPS") {
    const auto fault = foreign_entity(header->entiteittype);
    return refuse(fault, {{path + "/stuurgegevens/entiteittype", fault.code, fault.details}});
  }
  if (!parsed.faults.empty()) return refuse({"StUF055", schemas::to_text(parsed.faults)}, parsed.faults);

  read.soort = message->name;
  read.stuurgegevens = *header;
  auto& moment = read.stuurgegevens.tijdstip_bericht;
  if (std::ranges::find(read.coulances, "tijdstipBericht-leeg") != read.coulances.end()) moment.clear();
  if (!moment.empty() && !schemas::moment_from_stuf(moment))
    return refuse({"StUF055", "tijdstipBericht is geen bestaand moment"},
                  {{path + "/stuurgegevens/tijdstipBericht", "moment", "dit is geen bestaand moment"}});
  auto& carried = carrier(*message);
  const auto* parameters = carried.child(bg_ns, "parameters");
  read.mutatiesoort = text_of(*parameters, stuf_ns, "mutatiesoort").front();
  read.informatief = text_of(*parameters, stuf_ns, "indicatorOvername") == "I";
  for (auto& child : carried.children)
    if (child.name == "object" && child.ns == bg_ns) read.objecten.push_back(read_persoon(std::move(child)));
  if (const auto rule = wrong_count(read))
    return refuse({"StUF055", *rule}, {{path + "/object", "aantal", *rule}});
  if (auto fault = wrong_validity(read))
    return refuse(*fault, {{path + "/object/tijdvakGeldigheid", fault->code, fault->details}});
  return read;
}

schemas::Result<std::vector<std::string>> berichten_van(std::string_view xml) {
  using schemas::xml::Grammar;
  static const auto unchecked = Grammar::none(Grammar::elements_of_a_file);
  const auto parsed = unchecked.parse(xml);
  if (!parsed.root || !parsed.faults.empty()) return std::unexpected(parsed.faults);
  if (parsed.root->ns != stuf_ns || parsed.root->name != "StUF-berichtenSet")
    return std::vector{std::string(xml)};
  std::vector<std::string> messages;
  for (const auto& message : parsed.root->children) messages.push_back(schemas::xml::to_text(message));
  return messages;
}

}  // namespace inburgering::adapters::brp
