#include "adapters/fsc/signature.h"

#include <array>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/transport/tls.h"
#include "schemas/record/json_record.h"

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::SignaturePayload> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::SignaturePayload;
  return describe_open<R>("signature",
                          field("contract_content_hash", &R::contract_content_hash, "FSC Core",
                                "van welk contract", {.max_length = 1024}),
                          field("type", &R::type, "FSC Core", "wat ervan wordt gevonden", {.max_length = 20}),
                          field("signed_at", &R::signed_at, "FSC Core", "wanneer", {.minimum = 0}));
}();

namespace inburgering::adapters::fsc {
namespace {

constexpr std::array<std::string_view, 3> verdicts{"accept", "reject", "revoke"};

}  // namespace

std::string_view to_text(Verdict verdict) { return verdicts.at(static_cast<std::size_t>(verdict)); }

std::optional<Verdict> verdict_named(std::string_view text) {
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    if (verdicts.at(i) == text) return static_cast<Verdict>(i);
  return std::nullopt;
}

std::expected<ReadSignature, NotSigned> read_signature(std::string_view compact, std::string_view hash,
                                                       Verdict verdict) {
  const auto refuse = [](Code code, const char* why) { return std::unexpected(NotSigned{code, why}); };
  auto jws = read_jws(compact);
  if (!jws)
    return jws.error() == JwsFault::unknown_algorithm
               ? refuse(Code::unknown_algorithm_signature,
                        "dit algoritme mag niet; gebruik RS256, RS384, RS512, ES256, ES384 of ES512")
               : refuse(Code::signature_verification_failed,
                        "de handtekening is geen geldige JWS met x5t#S256");
  const auto json = read_ijson(jws->payload);
  auto payload = json ? schemas::read_json<SignaturePayload>(*json)
                      : schemas::Result<SignaturePayload>(std::unexpected(json.error()));
  if (!payload)
    return refuse(Code::signature_verification_failed, "de inhoud van de handtekening is niet te lezen");
  if (payload->contract_content_hash != hash)
    return refuse(Code::signature_contract_content_hash_mismatch,
                  "de handtekening is van een contract met een andere inhoud");
  if (payload->type != to_text(verdict))
    return refuse(Code::signature_verification_failed, "de handtekening zegt iets anders dan dit adres");
  return ReadSignature{std::move(*jws), std::move(*payload)};
}

std::expected<void, NotSigned> check_signer(const ReadSignature& signature, const X509* certificate,
                                            std::string_view peer) {
  if (transport::names_of(certificate).serial_number != peer)
    return std::unexpected(NotSigned{Code::peer_id_signature_mismatch,
                                     "het certificaat van de handtekening is van een andere partij"});
  if (!verify(signature.jws, certificate))
    return std::unexpected(
        NotSigned{Code::signature_verification_failed, "de handtekening klopt niet met het certificaat"});
  return {};
}

std::string signature_payload(std::string_view hash, Verdict verdict, std::int64_t now) {
  return boost::json::serialize(
      boost::json::object{{"contract_content_hash", hash}, {"type", to_text(verdict)}, {"signed_at", now}});
}

}  // namespace inburgering::adapters::fsc
