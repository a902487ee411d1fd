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

}  // namespace inburgering::adapters::brp
