#include "adapters/brp/stuurgegevens.h"

#include <algorithm>
#include <utility>

#include "adapters/brp/namespaces.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::Element;

Systeem systeem(const Element* element) {
  if (element == nullptr) return {};
  return {text_of(*element, stuf_ns, "organisatie"), text_of(*element, stuf_ns, "applicatie"),
          text_of(*element, stuf_ns, "administratie")};
}

}  // namespace

bool earlier(std::string_view one, std::string_view other) {
  const auto told = std::min(one.size(), other.size());
  return one.substr(0, told) < other.substr(0, told);
}

std::string text_of(const Element& parent, std::string_view ns, std::string_view name) {
  const auto* child = parent.child(ns, name);
  return child == nullptr ? std::string() : std::string(schemas::xml::trimmed(child->text));
}

std::string place_of(const Element& element, std::string_view path) {
  return "regel " + std::to_string(element.line) + ", kolom " + std::to_string(element.column) + ", " +
         std::string(path);
}

std::optional<Stuurgegevens> stuurgegevens_of(const Element& message) {
  const auto* element = message.child(bg_ns, "stuurgegevens");
  // The technical replies stand wholly in the namespace of StUF.
  if (element == nullptr) element = message.child(stuf_ns, "stuurgegevens");
  if (element == nullptr) return std::nullopt;
  Stuurgegevens read;
  read.berichtcode = text_of(*element, stuf_ns, "berichtcode");
  read.zender = systeem(element->child(stuf_ns, "zender"));
  read.ontvanger = systeem(element->child(stuf_ns, "ontvanger"));
  read.referentienummer = text_of(*element, stuf_ns, "referentienummer");
  read.cross_refnummer = text_of(*element, stuf_ns, "crossRefnummer");
  read.tijdstip_bericht = text_of(*element, stuf_ns, "tijdstipBericht");
  read.entiteittype = text_of(*element, stuf_ns, "entiteittype");
  return read;
}

namespace {

template <class E>
E* message_in(E& root) {
  if (root.ns != soap_ns || root.name != "Envelope") return &root;
  auto* body = root.child(soap_ns, "Body");
  return body == nullptr || body->children.empty() ? nullptr : &body->children.front();
}

}  // namespace

const Element* message_of(const Element& root) { return message_in(root); }
Element* message_of(Element& root) { return message_in(root); }

}  // namespace inburgering::adapters::brp
