#pragma once
// How FSC tells certificates apart: by thumbprints, and by the names that Digikoppeling has in them.
#include <openssl/ossl_typ.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/jose/thumbprint.h"
#include "adapters/transport/tls.h"

namespace inburgering::adapters::fsc {

using jose::thumbprint_of;
using transport::Certificate;
using transport::der_of;

/// A certificate and those above it, as its owner shows them.
struct Shown {
  std::vector<Certificate> chain;  ///< its own first; never empty
  X509* own() const { return chain.front().get(); }
};

/// `public_key_thumbprint`: the SHA-256 of its SubjectPublicKeyInfo, hexadecimal.
std::string key_thumbprint_of(const X509* certificate);

/// Null for what is no certificate, or has something behind it.
Certificate read_der(std::string_view der);
/// subject.organizationName: the name of a peer; empty when it has none.
std::string organization_of(const X509* certificate);

}  // namespace inburgering::adapters::fsc
