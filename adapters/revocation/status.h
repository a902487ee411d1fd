#pragma once
// What a responder says of one certificate (OCSP, RFC 6960): the question, and the answer judged before
// anybody is judged by it.
#include <openssl/ossl_typ.h>

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/revocation/lists.h"

namespace inburgering::adapters::revocation {

/// How much a peer's status by OCSP counts, beside the lists. prefer: who is revoked is refused, and where no
/// answer can be had the list decides alone. require: only who is good is let in.
enum class Ocsp { off, prefer, require };

/// An answer is gone by for so long after it was made, however long it says that it holds: Digikoppeling has
/// a revocation known within four hours.
inline constexpr std::chrono::hours longest_answer{4};
inline constexpr std::size_t largest_answer = std::size_t{100} * 1024;  ///< bytes

/// A peer's answer is asked for anew after so long, at the latest.
inline constexpr std::chrono::milliseconds asked_anew = std::chrono::minutes(15);

struct Status {
  enum class Kind { good, revoked, unknown } kind = Kind::unknown;
  schemas::Moment this_update;
  schemas::Moment until;  ///< gone by until then
  std::string der;        ///< the answer as it came
};

/// A certificate and who issued it: a question is about both.
struct Issued {
  Holder certificate;
  Holder issuer;
};

struct Question {
  std::string key;  ///< the same for each question about this certificate (CertID), hexadecimal
  std::string der;  ///< the request, without a nonce: answers may be made before they are asked
  std::vector<std::string> responders;  ///< the addresses that the certificate names, as it writes them
};
Question question_about(const Issued& who);

/// What an answer says of this certificate. Its signature must be of the issuer itself, or of a responder
/// that the issuer itself appointed for it (RFC 6960 §4.2.2.2) and, unless it says that it need not be asked
/// about (id-pkix-ocsp-nocheck), that stands not on the issuer's list. Dutch error: why it counts for
/// nothing.
std::expected<Status, std::string> judge(std::string_view answer, const Issued& who, const Lists& lists,
                                         schemas::Moment now);

/// What is known of a peer.
struct Verdict {
  std::optional<Status> status{};                 ///< none: nobody could say
  std::string fault{};                            ///< why not, in Dutch
  std::chrono::steady_clock::time_point again{};  ///< when it is to be asked anew
};
/// Why a peer with this verdict is refused, in Dutch.
std::optional<std::string> status_fault(Ocsp mode, const Verdict& verdict);

}  // namespace inburgering::adapters::revocation
