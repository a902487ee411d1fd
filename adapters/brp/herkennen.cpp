#include "adapters/brp/herkennen.h"

#include <algorithm>
#include <array>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/stuurgegevens.h"
#include "schemas/xml/grammar.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::Element;

constexpr std::string_view read_here =
    "de gateway leest npsLk01, npsLk02, npsSa01, npsSa02 en npsLa01 van StUF-BG 3.10";

constexpr std::array<std::string_view, 5> kinds_read{"npsLk01", "npsLk02", "npsSa01", "npsSa02", "npsLa01"};

/// Of a message about a natuurlijk persoon, by its berichtcode.
std::string about_person(std::string_view code) {
  if (code.starts_with("La"))
    return "een antwoord met historie of van een andere soort vraag; de gateway vraagt alleen naar de "
           "actuele stand en leest npsLa01";
  if (code.starts_with("Lv")) return "een vraag, geen antwoord; " + std::string(read_here);
  if (code.starts_with("Sh")) return "een synchronisatie met historie; " + std::string(read_here);
  return "een bericht dat hier niet wordt gelezen; " + std::string(read_here);
}

std::string confirmation(std::string_view name) {
  return name.starts_with("Bv03") || name.starts_with("Bv01")
             ? "een bevestiging dat een bericht is ontvangen; zij zegt niets over een persoon"
             : "een bevestiging dat een bericht is verwerkt; zij zegt niets over een persoon";
}

void collect(const Element& element, std::string& text) {
  for (const auto* name : {"faultstring", "omschrijving", "details"})
    if (element.name == name)
      if (const auto said = schemas::xml::trimmed(element.text); !said.empty())
        text += (text.empty() ? "" : "; ") + std::string(said);
  for (const auto& child : element.children) collect(child, text);
}

}  // namespace

std::optional<Herkend> herken(std::string_view xml) {
  static const auto unchecked = schemas::xml::Grammar::none();
  const auto parsed = unchecked.parse(xml);
  const auto* message = parsed.root && parsed.well_formed ? message_of(*parsed.root) : nullptr;
  if (message == nullptr) return std::nullopt;
  const std::string name(message->name);
  if (message->ns == stuf_ns && name.starts_with("Bv")) return Herkend{name, confirmation(name), true};
  const bool of_person = message->ns == bg_ns && name.starts_with("nps");
  if (!of_person || std::ranges::find(kinds_read, std::string_view(name)) != kinds_read.end())
    return std::nullopt;
  return Herkend{name, about_person(std::string_view(name).substr(3))};
}

std::string fouttekst(std::string_view xml) {
  static const auto unchecked = schemas::xml::Grammar::none();
  const auto parsed = unchecked.parse(xml);
  std::string text;
  if (parsed.root && parsed.well_formed) collect(*parsed.root, text);
  return text;
}

}  // namespace inburgering::adapters::brp
