#pragma once
// One certificate revocation list (RFC 5280 §5): read, and judged before anybody is judged by it. Only whole
// lists of an issuer about its own certificates are taken: a list of changes (delta, §5.2.4), or one that
// speaks for other issuers (indirect, §5.2.5) is refused.
#include <openssl/ossl_typ.h>

#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/value/moment.h"

namespace inburgering::adapters::revocation {

inline constexpr std::size_t largest_list = std::size_t{32} * 1024 * 1024;  ///< bytes, as it is handed over
inline constexpr std::size_t most_in_a_file = 64;

using Crl = std::shared_ptr<X509_CRL>;
using Holder = std::shared_ptr<X509>;  ///< a certificate that several look at
/// One more holder of a certificate that somebody else has.
Holder held(X509* certificate);

struct List {
  Crl crl;
  std::string key;     ///< which list it is, of whom and for what: the same for each next one. Hexadecimal
  std::string issuer;  ///< RFC 2253, UTF-8
  std::string number;  ///< CRLNumber (RFC 5280 §5.2.3), hexadecimal; empty = it has none
  std::string digest;  ///< SHA-256 of its DER, hexadecimal
  schemas::Moment this_update;
  schemas::Moment next_update;  ///< from then on everybody of this issuer is refused
  std::size_t revoked = 0;      ///< certificates on it
};

/// One list in DER, or some in PEM. Dutch error: what it is that cannot be used, and why.
std::expected<std::vector<List>, std::string> parse(std::string_view bytes);
/// Of what we wrote ourselves, where PEM made a list a third larger than it was when it came.
std::expected<std::vector<List>, std::string> parse_own(std::string_view pem);
/// Those of a file, which the error names.
std::expected<std::vector<List>, std::string> read_file(const std::filesystem::path& file);
/// The bytes of a plain file of at most `largest_list`. Dutch error, without its name.
std::expected<std::string, std::string> read_bytes(const std::filesystem::path& file);

/// Why this issuer did not make it, in Dutch: another name, no right to sign lists, a signature that does not
/// hold or that is made with SHA-1.
std::optional<std::string> signature_fault(const List& list, X509* issuer);
/// Why a list may not come in the place of `held`, in Dutch: it is older, or its number goes back.
std::optional<std::string> goes_back(const List& fresh, const List& held);
/// Why it cannot be used at this moment, in Dutch: it begins later. One that ended can be: it refuses.
std::optional<std::string> too_early(const List& list, schemas::Moment now);

/// Whether a signature was made by way of SHA-1 or less; of RSASSA-PSS the hash stands in its parameters.
bool is_weak(const X509_ALGOR* signature);

/// A name as RFC 2253 writes it, in UTF-8, without control characters.
std::string text_of(const X509_NAME* name);
std::string text(std::string_view bytes);  ///< hexadecimal

}  // namespace inburgering::adapters::revocation
