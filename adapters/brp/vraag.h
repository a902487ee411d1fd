#pragma once
// A question about one person in StUF-BG 3.10: npsLv01, answered by npsLa01 (StUF 03.01 §7), over SOAP 1.1 at
// an address that ends in BeantwoordVraag.
#include <optional>
#include <string>

#include "adapters/brp/kennisgeving.h"
#include "adapters/transport/http_client.h"
#include "schemas/value/bsn.h"

namespace inburgering::adapters::brp {

struct Vraag {
  Systeem zender;                ///< the tenant
  Systeem ontvanger;             ///< the BRP system that is asked
  std::string referentienummer;  ///< ours; the answer's crossRefnummer
  schemas::Moment moment;
};

/// The question with the elements of velden.h as its scope. No personal data stands in the address.
transport::Call vraag(std::string_view url, const schemas::Bsn& bsn, const Vraag& vraag,
                      const transport::TlsFiles& tls);

/// What came back.
struct Beantwoord {
  std::optional<NatuurlijkPersoon> persoon;  ///< none: the other side does not know this person
  std::optional<StufFault> fout;             ///< Fo02 or Fo03 instead of an answer
  bool tijdelijk = false;                    ///< of a fault: asking again may help
  std::vector<std::string_view> coulances;
};

/// An answer in a SOAP envelope or bare; a fault may stand in a SOAP Fault or in the body itself. An answer
/// about another person than was asked is refused, where it is known who that was.
schemas::Result<Beantwoord> read_beantwoord(const schemas::xml::Grammar& grammar, std::string_view xml,
                                            std::string_view content_type,
                                            const std::optional<schemas::Bsn>& asked,
                                            std::span<const Coulance* const> allowed = standaard_coulances());

/// Whether it is something to answer a question with: then read_beantwoord reads it, or says what is wrong.
bool is_beantwoord(std::string_view xml);

}  // namespace inburgering::adapters::brp
