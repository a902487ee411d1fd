#pragma once
// The token with which an Outway calls an Inway (FSC Core 1.0, Access token; RFC 8705: bound to a
// certificate).
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/fsc/contract.h"
#include "adapters/fsc/jws.h"

namespace inburgering::adapters::fsc {

struct Confirmation {
  std::string thumbprint;  ///< x5t#S256 of the certificate of who may use it
};
struct Actor {
  std::string sub;
};

struct Token {
  std::string gth;  ///< grant hash
  std::string gid;  ///< group
  std::string sub;  ///< for whom is called: the delegator where there is one
  std::string iss;  ///< who gave it: the peer of the service
  std::string svc;
  std::string aud;  ///< address of the Inway
  std::int64_t exp = 0;
  std::int64_t nbf = 0;
  Confirmation cnf;
  std::optional<Actor> act;        ///< who really calls, where that is for another
  std::optional<std::string> pdi;  ///< for whom the service is offered
  std::optional<Properties> prp;

  /// The peer that calls.
  const std::string& caller() const { return act ? act->sub : sub; }
  /// For whom it calls, where that is another.
  std::optional<std::string> source_delegator() const { return act ? std::optional(sub) : std::nullopt; }
};

/// As JSON, to be signed (jws.h).
std::string write_token(const Token& token);

/// What the Inway knows when a call comes.
struct Circumstances {
  std::int64_t now = 0;
  std::string_view group;
  std::string_view us;          ///< our PeerID
  std::string_view caller;      ///< PeerID in the certificate of the connection
  std::string_view thumbprint;  ///< of that certificate
  /// Our certificate with this thumbprint; null when we have none.
  std::function<const X509*(std::string_view)> own;
};

/// Of the header Fsc-Authorization; the code by which the Inway refuses. A scheme Bearer before the token is
/// taken as well.
std::expected<Token, Code> judge_token(std::string_view header, const Circumstances& circumstances);

/// Of a token that somebody gave us: what it says, unverified. For who brings it, not for who takes it.
std::optional<Token> read_token(std::string_view compact);

}  // namespace inburgering::adapters::fsc
