#include "adapters/brp/soap.h"

#include "adapters/brp/namespaces.h"

namespace inburgering::adapters::brp {

std::string stuf_element(std::string_view name, std::string_view text) {
  const std::string tag(name);
  return "<StUF:" + tag + ">" + schemas::xml::escape(text) + "</StUF:" + tag + ">";
}

std::string systeem(std::string_view name, const Systeem& system) {
  const std::string tag(name);
  return "<StUF:" + tag + ">" +
         (system.organisatie.empty() ? "" : stuf_element("organisatie", system.organisatie)) +
         stuf_element("applicatie", system.applicatie) +
         (system.administratie.empty() ? "" : stuf_element("administratie", system.administratie)) +
         "</StUF:" + tag + ">";
}

std::string envelope(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope xmlns:soapenv=\"" +
         std::string(soap_ns) + "\"><soapenv:Body>" + body + "</soapenv:Body></soapenv:Envelope>\n";
}

namespace {

using schemas::xml::Element;

constexpr std::string_view next_actor = "http://schemas.xmlsoap.org/soap/actor/next";

EnvelopeFault fault_at(const Element& element, std::string_view path, std::string_view code,
                       const std::string& what) {
  return {{std::string(code), what}, {place_of(element, path), "soap", what}};
}

/// A header block that the sender wants understood, by us.
bool must_be_understood(const Element& block) {
  const auto* must = block.attribute(soap_ns, "mustUnderstand");
  if (must == nullptr || (*must != "1" && *must != "true")) return false;
  const auto* actor = block.attribute(soap_ns, "actor");
  return actor == nullptr || actor->empty() || *actor == next_actor;
}

}  // namespace

std::optional<EnvelopeFault> envelope_fault(const Element& root) {
  if (root.name != "Envelope") return std::nullopt;
  if (root.ns == soap12_ns)
    return fault_at(root, "/Envelope", version_mismatch,
                    "dit is SOAP 1.2; StUF-BG 3.10 gaat over SOAP 1.1: gebruik namespace " +
                        std::string(soap_ns) + " en Content-Type text/xml");
  if (root.ns != soap_ns)
    return fault_at(root, "/Envelope", version_mismatch,
                    "deze envelop is geen SOAP 1.1: verwacht is namespace " + std::string(soap_ns));
  bool has_body = false;
  for (const auto& child : root.children) {
    if (child.ns != soap_ns) continue;
    if (child.name == "Header")
      for (const auto& block : child.children)
        if (must_be_understood(block))
          return fault_at(
              block, "/Envelope/Header/" + block.name, must_understand,
              "dit kopblok heeft mustUnderstand=\"1\", en deze gateway kent geen kopblokken; laat het "
              "weg of zet mustUnderstand op 0");
    if (child.name != "Body") continue;
    if (has_body)
      return fault_at(child, "/Envelope", "StUF055",
                      "de SOAP-envelop heeft twee Body's; er hoort er één te zijn");
    if (child.children.size() > 1)
      return fault_at(child.children[1], "/Envelope/Body", "StUF055",
                      "in de Body staat meer dan één bericht; er hoort er één te zijn");
    has_body = true;
  }
  return std::nullopt;
}

}  // namespace inburgering::adapters::brp
