#include "adapters/brp/vraag.h"

#include <algorithm>
#include <array>

#include "adapters/brp/namespaces.h"
#include "adapters/brp/soap.h"
#include "adapters/brp/velden.h"

namespace inburgering::adapters::brp {
namespace {

using schemas::xml::Element;

std::string wanted(std::string_view name) { return "<BG:" + std::string(name) + " xsi:nil=\"true\"/>"; }

/// A question about a relation names what is wanted of it.
std::string wanted_nationality() {
  return "<BG:inp.heeftAlsNationaliteit StUF:entiteittype=\"NPSNAT\"><BG:gerelateerde "
         "StUF:entiteittype=\"NAT\"><BG:code xsi:nil=\"true\"/></BG:gerelateerde>" +
         wanted("inp.redenVerkrijging") + wanted("inp.datumVerkrijging") + wanted("inp.redenVerlies") +
         wanted("inp.datumVerlies") + "</BG:inp.heeftAlsNationaliteit>";
}

/// All elements of the list, but for an address abroad: the schema lets only one of the two addresses be
/// named, and the one abroad is delivered in place of the other.
std::string scope() {
  return write_velden([](const Veld& veld, std::string_view element) -> std::string {
    if (veld.stuf.starts_with("sub.verblijfBuitenland")) return {};
    return veld.stuf == nationality ? wanted_nationality() : wanted(element);
  });
}

/// Faults of the other side that may pass: not available, too slow, an error in its processing.
bool may_pass(std::string_view code) {
  constexpr std::array<std::string_view, 5> passing{"StUF046", "StUF049", "StUF058", "StUF061", "StUF960"};
  return std::ranges::find(passing, code) != passing.end();
}

const Element* find_below(const Element& element, std::string_view ns, std::string_view suffix) {
  if (element.ns == ns && element.name.ends_with(suffix)) return &element;
  for (const auto& child : element.children)
    if (const auto* found = find_below(child, ns, suffix)) return found;
  return nullptr;
}

/// Fo02 or Fo03, or a SOAP Fault that holds none.
std::optional<StufFault> fault_in(const Element& message) {
  for (const std::string_view name : {"Fo01Bericht", "Fo02Bericht", "Fo03Bericht"}) {
    const auto* fault = find_below(message, stuf_ns, name);
    if (fault == nullptr) continue;
    const auto* body = fault->child(stuf_ns, "body");
    return body == nullptr ? StufFault{} : StufFault{received_foutcode(text_of(*body, stuf_ns, "code")), {}};
  }
  if (message.ns == soap_ns && message.name == "Fault") return StufFault{};
  return std::nullopt;
}

}  // namespace

transport::Call vraag(std::string_view url, const schemas::Bsn& bsn, const Vraag& vraag,
                      const transport::TlsFiles& tls) {
  transport::Call call;
  call.method = "POST";
  call.url = std::string(url);
  call.headers = {{"Content-Type", "text/xml; charset=utf-8"},
                  {"SOAPAction", "\"" + std::string(bg_ns) + "/npsLv01\""}};
  call.body = envelope(
      "<BG:npsLv01 xmlns:BG=\"" + std::string(bg_ns) + "\" xmlns:StUF=\"" + std::string(stuf_ns) +
      "\" xmlns:xsi=\"" + std::string(xsi_ns) + "\"><BG:stuurgegevens>" +
      stuf_element("berichtcode", "Lv01") + systeem("zender", vraag.zender) +
      systeem("ontvanger", vraag.ontvanger) + stuf_element("referentienummer", vraag.referentienummer) +
      stuf_element("tijdstipBericht", schemas::to_stuf(vraag.moment)) + stuf_element("entiteittype", "NPS") +
      "</BG:stuurgegevens><BG:parameters>" + stuf_element("sortering", "0") +
      stuf_element("indicatorVervolgvraag", "false") + stuf_element("maximumAantal", "2") +
      "</BG:parameters><BG:gelijk StUF:entiteittype=\"NPS\">" + "<BG:inp.bsn>" + bsn.digits() +
      "</BG:inp.bsn></BG:gelijk><BG:scope><BG:object StUF:entiteittype=\"NPS\">" + scope() +
      "</BG:object></BG:scope></BG:npsLv01>");
  call.tls = tls;
  return call;
}

schemas::Result<Beantwoord> read_beantwoord(const schemas::xml::Grammar& grammar, std::string_view xml,
                                            std::string_view content_type,
                                            const std::optional<schemas::Bsn>& asked,
                                            std::span<const Coulance* const> allowed) {
  Beantwoord read;
  auto parsed = parse_met_coulance(grammar, xml, content_type, allowed, read.coulances);
  auto* root = parsed.root && parsed.well_formed ? &*parsed.root : nullptr;
  if (root != nullptr)
    // A header of an answer is nothing to refuse it for.
    if (auto wrong = envelope_fault(*root); wrong && wrong->fault.code == version_mismatch)
      return std::unexpected(schemas::Faults{std::move(wrong->told)});
  auto* message = root != nullptr ? message_of(*root) : nullptr;
  if (message == nullptr) {
    if (parsed.faults.empty()) parsed.faults.push_back({"/", "soap", "de SOAP-envelop bevat geen bericht"});
    return std::unexpected(std::move(parsed.faults));
  }
  // A fault is a fault, whatever else is wrong with the way in which it is told.
  if (auto fault = fault_in(*message)) {
    read.tijdelijk = may_pass(fault->code);
    read.fout = std::move(*fault);
    return read;
  }
  if (message->ns != bg_ns || message->name != "npsLa01")
    return schemas::refuse(place_of(*message, "/" + message->name), "soort", "dit is geen npsLa01");
  if (!parsed.faults.empty()) return std::unexpected(std::move(parsed.faults));
  const auto answer = std::ranges::find_if(
      message->children, [](const Element& each) { return each.ns == bg_ns && each.name == "antwoord"; });
  if (answer == message->children.end() || answer->children.empty()) return read;
  if (answer->children.size() > 1)
    return schemas::refuse(place_of(*answer, "/npsLa01/antwoord"), "aantal",
                           "naar één persoon is gevraagd, er staan er meer");
  read.persoon = read_persoon(std::move(answer->children.front()));
  const auto* bsn = read.persoon->gegeven("inp.bsn");
  if (asked && (bsn == nullptr || bsn->waarde != asked->digits()))
    return schemas::refuse("/npsLa01/antwoord/object/inp.bsn", "persoon",
                           "het antwoord gaat niet over de persoon naar wie is gevraagd");
  return read;
}

bool is_beantwoord(std::string_view xml) {
  static const auto unchecked = schemas::xml::Grammar::none();
  auto parsed = unchecked.parse(xml);
  const auto* message = parsed.root ? message_of(*parsed.root) : nullptr;
  return message != nullptr && (message->name == "npsLa01" || fault_in(*message));
}

}  // namespace inburgering::adapters::brp
