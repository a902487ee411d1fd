#include "adapters/brp/kennisgeving.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/brp/namespaces.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::Faults;
using schemas::xml::Element;
using schemas::xml::Parsed;

std::string text_of(const Element& parent, std::string_view ns, std::string_view name) {
  const auto* child = parent.child(ns, name);
  return child == nullptr ? std::string() : child->text;
}

char letter(const std::string* text, char otherwise = ' ') {
  return text == nullptr || text->empty() ? otherwise : text->front();
}

std::string place_of(const Element& element, std::string_view path) {
  return "regel " + std::to_string(element.line) + ", kolom " + std::to_string(element.column) + ", " +
         std::string(path);
}

Systeem systeem(const Element* element) {
  if (element == nullptr) return {};
  return {text_of(*element, stuf_ns, "organisatie"), text_of(*element, stuf_ns, "applicatie"),
          text_of(*element, stuf_ns, "administratie")};
}

std::optional<Stuurgegevens> stuurgegevens(const Element& message) {
  const auto* element = message.child(bg_ns, "stuurgegevens");
  if (element == nullptr) return std::nullopt;
  Stuurgegevens read;
  read.berichtcode = text_of(*element, stuf_ns, "berichtcode");
  read.zender = systeem(element->child(stuf_ns, "zender"));
  read.ontvanger = systeem(element->child(stuf_ns, "ontvanger"));
  read.referentienummer = text_of(*element, stuf_ns, "referentienummer");
  read.tijdstip_bericht = text_of(*element, stuf_ns, "tijdstipBericht");
  if (const auto moment = schemas::moment_from_stuf(read.tijdstip_bericht)) read.moment = *moment;
  return read;
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
void collect(const Element& parent, const std::string& prefix, std::vector<Gegeven>& into) {
  for (const auto& element : parent.children) {
    const auto path = prefix + element.name;
    if (element.ns != bg_ns || element.name == "inp.heeftAlsNationaliteit") continue;
    const auto absence = no_value(element);
    const auto value = schemas::xml::trimmed(element.text);
    if (!element.children.empty()) {
      collect(element, path + '/', into);
    } else if (absence != Gegeven::NoValue::none || !value.empty()) {
      into.push_back({path, std::string(value), absence,
                      letter(element.attribute(stuf_ns, "indOnvolledigeDatum"), 'V'),
                      place_of(element, path)});
    }
  }
}

NatuurlijkPersoon persoon(const Element& object) {
  NatuurlijkPersoon read;
  read.verwerkingssoort = letter(object.attribute(stuf_ns, "verwerkingssoort"));
  if (const auto* key = object.attribute(stuf_ns, "sleutelVerzendend")) read.sleutel_verzendend = *key;
  collect(object, "", read.gegevens);
  for (const auto& element : object.children) {
    if (element.name != "inp.heeftAlsNationaliteit" || element.ns != bg_ns) continue;
    NationaliteitRelatie relation;
    relation.verwerkingssoort = letter(element.attribute(stuf_ns, "verwerkingssoort"));
    collect(element, "", relation.gegevens);
    read.nationaliteiten.push_back(std::move(relation));
  }
  return read;
}

const Element* message_of(const Element& root) {
  if (root.ns != soap_ns || root.name != "Envelope") return &root;
  const auto* body = root.child(soap_ns, "Body");
  return body == nullptr || body->children.empty() ? nullptr : &body->children.front();
}

std::string joined(const Faults& faults) {
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "; ") + schemas::to_text(fault);
  return text;
}

/// Whether this is a message of a kind that we take; if not, which code says so.
std::optional<StufFault> foreign(const Element& message) {
  constexpr std::string_view sectors = "http://www.egem.nl/StUF/sector/";
  const std::string ns = message.ns;
  if (ns != bg_ns) {
    if (ns.starts_with("http://www.egem.nl/StUF/StUF") && ns != stuf_ns)
      return StufFault{"StUF001", "Deze gateway verwerkt StUF 03.01"};
    if (ns.starts_with(std::string(sectors) + "bg/"))
      return StufFault{"StUF007", "Deze gateway verwerkt sectormodel bg versie 0310"};
    return StufFault{"StUF004",
                     "Deze gateway verwerkt sectormodel bg versie 0310, namespace " + std::string(bg_ns)};
  }
  if (message.name == "npsLk01") return std::nullopt;
  if (message.name.starts_with("nps")) return StufFault{"StUF025", "Op dit adres wordt npsLk01 verwerkt"};
  return StufFault{"StUF040", "Op dit adres wordt npsLk01 verwerkt"};
}

bool object_count_fits(const Kennisgeving& read) {
  const std::size_t wanted = read.mutatiesoort == 'T' || read.mutatiesoort == 'V' ? 1 : 2;
  return read.objecten.size() == wanted;
}

}  // namespace

const Gegeven* NatuurlijkPersoon::gegeven(std::string_view pad) const {
  const auto found = std::ranges::find(gegevens, pad, &Gegeven::pad);
  return found == gegevens.end() ? nullptr : &*found;
}

std::expected<Kennisgeving, Geweigerd> parse_kennisgeving(const schemas::xml::Grammar& grammar,
                                                          std::string_view xml) {
  Parsed parsed = grammar.parse(xml);
  const auto* message = parsed.root && parsed.well_formed ? message_of(*parsed.root) : nullptr;
  if (message == nullptr) {
    if (parsed.faults.empty()) parsed.faults.push_back({"/", "soap", "de SOAP-envelop bevat geen bericht"});
    return std::unexpected(Geweigerd{{"StUF055", joined(parsed.faults)}, parsed.faults, std::nullopt});
  }
  const auto header = stuurgegevens(*message);
  const auto refuse = [&](StufFault fault, Faults faults) {
    return std::unexpected(Geweigerd{std::move(fault), std::move(faults), header});
  };
  if (auto fault = foreign(*message)) {
    Faults faults{{place_of(*message, "/" + message->name), fault->code, fault->details}};
    return refuse(std::move(*fault), std::move(faults));
  }
  if (header && !header->referentienummer.empty()) {
    const auto entity = text_of(*message->child(bg_ns, "stuurgegevens"), stuf_ns, "entiteittype");
    if (!entity.empty() && entity != "NPS")
      return refuse(
          {"StUF031", "Deze gateway verwerkt entiteittype NPS"},
          {{"/npsLk01/stuurgegevens/entiteittype", "StUF031", "dit entiteittype wordt niet ondersteund"}});
  }
  if (!parsed.faults.empty()) return refuse({"StUF055", joined(parsed.faults)}, parsed.faults);

  Kennisgeving read;
  read.stuurgegevens = *header;
  if (!schemas::moment_from_stuf(header->tijdstip_bericht))
    return refuse({"StUF055", "tijdstipBericht is geen bestaand moment"},
                  {{"/npsLk01/stuurgegevens/tijdstipBericht", "moment", "dit is geen bestaand moment"}});
  const auto* parameters = message->child(bg_ns, "parameters");
  read.mutatiesoort = text_of(*parameters, stuf_ns, "mutatiesoort").front();
  for (const auto& child : message->children)
    if (child.name == "object" && child.ns == bg_ns) read.objecten.push_back(persoon(child));
  if (!object_count_fits(read)) {
    const std::string rule = "mutatiesoort T en V horen bij één object, W, C en F bij twee (oud en nieuw)";
    return refuse({"StUF055", rule}, {{"/npsLk01/object", "aantal", rule}});
  }
  return read;
}

}  // namespace inburgering::adapters::brp
