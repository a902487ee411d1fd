#pragma once
// The signature of a peer under a contract (FSC Core 1.0, Signatures): a JWS that says which content, and
// what is thought of it.
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/fsc/error.h"
#include "adapters/fsc/jws.h"

namespace inburgering::adapters::fsc {

enum class Verdict { accept, reject, revoke };
/// "accept"
std::string_view to_text(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view text);

struct SignaturePayload {
  std::string contract_content_hash;
  std::string type;
  std::int64_t signed_at = 0;
};

struct ReadSignature {
  Jws jws;
  SignaturePayload payload;
};

/// The code by which a signature is refused, and why, in Dutch.
struct NotSigned {
  Code code;
  std::string why;
};

/// Reads the signature that is under a contract with this hash as this verdict.
std::expected<ReadSignature, NotSigned> read_signature(std::string_view compact, std::string_view hash,
                                                       Verdict verdict);
/// Whether a certificate of this peer made it; that its chain is good was asked before. Also when the peer
/// in the certificate is another.
std::expected<void, NotSigned> check_signer(const ReadSignature& signature, const X509* certificate,
                                            std::string_view peer);
/// The payload of ours, to be signed (jws.h).
std::string signature_payload(std::string_view hash, Verdict verdict, std::int64_t now);

}  // namespace inburgering::adapters::fsc
