#pragma once
// What a certificate of PKIoverheid is asked with: the gateway makes the key, which never leaves this
// machine, and a request (PKCS#10) that the supplier gets.
#include <expected>
#include <string>

#include "gateway/identity/dev_pki.h"

namespace inburgering::gateway::identity {

struct RequestWish {
  std::string organisation;  ///< as the register of the supplier has it
  schemas::Oin oin;          ///< becomes subject.serialNumber (Digikoppeling PKI001)
  std::string host;          ///< by which partners call; the common name
  /// One: PKIoverheid G4 gives a certificate one purpose.
  Leaf::Purpose purpose = Leaf::Purpose::server;
};
/// Both as PEM.
struct CertificateRequest {
  std::string key, request;
};
/// RSA of 3072 bits, signed by RSASSA-PSS, as PKIoverheid asks of a request since G4 (keys of more than 3000
/// bits since 2026). Dutch error.
std::expected<CertificateRequest, std::string> request_certificate(const RequestWish& wish);

}  // namespace inburgering::gateway::identity
