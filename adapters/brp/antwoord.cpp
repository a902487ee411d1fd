#include "adapters/brp/antwoord.h"

#include "adapters/brp/namespaces.h"
#include "adapters/brp/soap.h"
#include "schemas/value/text.h"
#include "schemas/xml/document.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::escape;

/// Bv02 and Fo02 travel back over the connection of the message itself and tell no more than their code.
std::string stuurgegevens(std::string_view berichtcode, const Antwoord& antwoord) {
  if (antwoord.binding == Binding::synchroon)
    return "<StUF:stuurgegevens>" + stuf_element("berichtcode", berichtcode) + "</StUF:stuurgegevens>";
  return "<StUF:stuurgegevens>" + stuf_element("berichtcode", berichtcode) +
         systeem("zender", antwoord.zender) + systeem("ontvanger", antwoord.ontvanger) +
         stuf_element("referentienummer", antwoord.referentienummer) +
         stuf_element("tijdstipBericht", schemas::to_stuf(antwoord.moment)) +
         stuf_element("crossRefnummer", antwoord.cross_refnummer) + "</StUF:stuurgegevens>";
}

std::string berichtcode(std::string_view family, Binding binding) {
  return std::string(family) + (binding == Binding::synchroon ? "02" : "03");
}

}  // namespace

std::string bevestiging(const Antwoord& antwoord) {
  const auto code = berichtcode("Bv", antwoord.binding);
  return envelope("<StUF:" + code + "Bericht xmlns:StUF=\"" + std::string(stuf_ns) + "\">" +
                  stuurgegevens(code, antwoord) + "</StUF:" + code + "Bericht>");
}

std::string foutbericht(const Antwoord& antwoord, const StufFault& fault) {
  // What is wrong with the envelope itself is told without a detail: that is about the body (SOAP 1.1 §4.4).
  if (fault.code == version_mismatch || fault.code == must_understand)
    return envelope("<soapenv:Fault><faultcode>soapenv:" + fault.code + "</faultcode><faultstring>" +
                    escape(fault.details) + "</faultstring></soapenv:Fault>");
  const auto& row = foutcode(fault.code);
  const auto code = berichtcode("Fo", antwoord.binding);
  const std::string blame = row.plek == "client" ? "Client" : "Server";
  return envelope(
      "<soapenv:Fault><faultcode>soapenv:" + blame + "</faultcode><faultstring>" + escape(row.omschrijving) +
      "</faultstring><detail><StUF:" + code + "Bericht xmlns:StUF=\"" + std::string(stuf_ns) + "\">" +
      stuurgegevens(code, antwoord) + "<StUF:body>" + stuf_element("code", row.code) +
      stuf_element("plek", row.plek) + stuf_element("omschrijving", row.omschrijving) +
      (fault.details.empty() ? "" : stuf_element("details", schemas::cut_characters(fault.details, 1000))) +
      "</StUF:body></StUF:" + code + "Bericht></detail></soapenv:Fault>");
}

}  // namespace inburgering::adapters::brp
