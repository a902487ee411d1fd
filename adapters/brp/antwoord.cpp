#include "adapters/brp/antwoord.h"

#include "adapters/brp/namespaces.h"
#include "schemas/xml/document.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::escape;

std::string element(std::string_view name, std::string_view text) {
  const std::string tag(name);
  return "<StUF:" + tag + ">" + escape(text) + "</StUF:" + tag + ">";
}

std::string systeem(std::string_view name, const Systeem& system) {
  const std::string tag(name);
  return "<StUF:" + tag + ">" +
         (system.organisatie.empty() ? "" : element("organisatie", system.organisatie)) +
         element("applicatie", system.applicatie) +
         (system.administratie.empty() ? "" : element("administratie", system.administratie)) +
         "</StUF:" + tag + ">";
}

std::string stuurgegevens(std::string_view berichtcode, const Antwoord& antwoord) {
  return "<StUF:stuurgegevens>" + element("berichtcode", berichtcode) + systeem("zender", antwoord.zender) +
         systeem("ontvanger", antwoord.ontvanger) + element("referentienummer", antwoord.referentienummer) +
         element("tijdstipBericht", schemas::to_stuf(antwoord.moment)) +
         element("crossRefnummer", antwoord.cross_refnummer) + "</StUF:stuurgegevens>";
}

std::string envelope(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope xmlns:soapenv=\"" +
         std::string(soap_ns) + "\"><soapenv:Body>" + body + "</soapenv:Body></soapenv:Envelope>\n";
}

/// Cuts UTF-8 text to at most `characters`, never inside a character.
std::string cut(const std::string& text, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((text[i] & 0xC0) != 0x80 && count++ == characters) return text.substr(0, i);
  return text;
}

}  // namespace

std::string bv03(const Antwoord& antwoord) {
  return envelope("<StUF:Bv03Bericht xmlns:StUF=\"" + std::string(stuf_ns) + "\">" +
                  stuurgegevens("Bv03", antwoord) + "</StUF:Bv03Bericht>");
}

std::string fo03(const Antwoord& antwoord, const StufFault& fault) {
  const auto& row = foutcode(fault.code);
  const std::string blame = row.plek == "client" ? "Client" : "Server";
  return envelope("<soapenv:Fault><faultcode>soapenv:" + blame + "</faultcode><faultstring>" +
                  escape(row.omschrijving) + "</faultstring><detail><StUF:Fo03Bericht xmlns:StUF=\"" +
                  std::string(stuf_ns) + "\">" + stuurgegevens("Fo03", antwoord) + "<StUF:body>" +
                  element("code", row.code) + element("plek", row.plek) +
                  element("omschrijving", row.omschrijving) +
                  (fault.details.empty() ? "" : element("details", cut(fault.details, 1000))) +
                  "</StUF:body></StUF:Fo03Bericht></detail></soapenv:Fault>");
}

}  // namespace inburgering::adapters::brp
