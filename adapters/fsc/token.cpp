#include "adapters/fsc/token.h"

#include <boost/json/serialize.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/records.h"

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Confirmation> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Confirmation;
  return describe_open<R>(
      "cnf", field("x5t#S256", &R::thumbprint, "RFC 8705", "afdruk van het certificaat", {.max_length = 64}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Actor> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Actor;
  return describe_open<R>("act", field("sub", &R::sub, "RFC 8693", "wie werkelijk belt",
                                       inburgering::adapters::fsc::peer_id_limits));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Token> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Token;
  constexpr std::string_view source = "FSC Core";
  constexpr Limits peer = inburgering::adapters::fsc::peer_id_limits;
  return describe_open<R>("token",
                          field("gth", &R::gth, source, "hash van de toestemming", {.max_length = 1024}),
                          field("gid", &R::gid, source, "groep", {.max_length = 100}),
                          field("sub", &R::sub, source, "voor wie wordt gebeld", peer),
                          field("iss", &R::iss, source, "wie het gaf", peer),
                          field("svc", &R::svc, source, "dienst", {.max_length = 255}),
                          field("aud", &R::aud, source, "adres van de Inway", {.max_length = 1024}),
                          field("exp", &R::exp, source, "tot", {.minimum = 0}),
                          field("nbf", &R::nbf, source, "vanaf", {.minimum = 0}),
                          field("cnf", &R::cnf, source, "aan wie het gebonden is"),
                          field("act", &R::act, source, "wie werkelijk belt"),
                          field("pdi", &R::pdi, source, "namens wie de dienst wordt geboden", peer),
                          field("prp", &R::prp, source, "vrije gegevens"));
}();

namespace inburgering::adapters::fsc {
namespace {

std::optional<Token> claims_of(const Jws& jws) {
  const auto json = read_ijson(jws.payload);
  if (!json) return std::nullopt;
  auto token = schemas::read_json<Token>(*json);
  if (!token) return std::nullopt;
  return std::move(*token);
}

}  // namespace

std::string write_token(const Token& token) { return boost::json::serialize(schemas::write_json(token)); }

std::optional<Token> read_token(std::string_view compact) {
  const auto jws = read_jws(compact);
  return jws ? claims_of(*jws) : std::nullopt;
}

std::expected<Token, Code> judge_token(std::string_view header, const Circumstances& circumstances) {
  constexpr std::string_view scheme = "Bearer ";
  if (header.starts_with(scheme)) header.remove_prefix(scheme.size());
  if (header.empty()) return std::unexpected(Code::access_token_missing);
  const auto invalid = std::unexpected(Code::access_token_invalid);
  const auto jws = read_jws(header);
  if (!jws || !verify(*jws, circumstances.own(jws->thumbprint))) return invalid;
  auto token = claims_of(*jws);
  if (!token || token->iss != circumstances.us) return invalid;
  if (token->gid != circumstances.group) return std::unexpected(Code::wrong_group_id_in_token);
  if (token->cnf.thumbprint != circumstances.thumbprint || token->caller() != circumstances.caller)
    return invalid;
  if (circumstances.now < token->nbf) return invalid;
  if (circumstances.now >= token->exp) return std::unexpected(Code::access_token_expired);
  return std::move(*token);
}

}  // namespace inburgering::adapters::fsc
