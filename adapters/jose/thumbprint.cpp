#include "adapters/jose/thumbprint.h"

#include <openssl/evp.h>

#include <array>

#include "adapters/jose/base64url.h"
#include "adapters/transport/tls.h"

namespace inburgering::adapters::jose {

std::string sha256(std::string_view data) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string thumbprint_of(const X509* certificate) {
  return base64url(sha256(transport::der_of(certificate)));
}

}  // namespace inburgering::adapters::jose
