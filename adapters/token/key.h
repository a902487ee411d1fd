#pragma once
// A private key in a token (PKCS#11), as OpenSSL uses any other. It is used there and never read. When its
// token goes away uses of it fail, and once it is back they do not: who holds the key need not know.
#include <openssl/ossl_typ.h>

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inburgering::adapters::token {

struct PrivateKeyDeleter {
  void operator()(EVP_PKEY* key) const;
};
using PrivateKey = std::unique_ptr<EVP_PKEY, PrivateKeyDeleter>;

/// Where a key is.
struct Place {
  std::string uri;              ///< uri.h; empty = nowhere
  std::filesystem::path pin{};  ///< the file with its PIN; empty = none is asked
};

/// RSA (the token must know CKM_RSA_X_509, as PSS and OAEP are padded here) or EC (CKM_ECDSA). Dutch error;
/// also when the token is not there now. From any thread.
std::expected<PrivateKey, std::string> open_key(const Place& place);

/// Whether a key in a token can be used.
struct State {
  std::string name;  ///< of token and key: "gateway/tls"
  std::string uri;
  std::optional<std::string> fault{};  ///< in Dutch
};
/// Of all keys that this process opened, as it was when they were last used or looked at.
std::vector<State> states();
/// Looks at each, and takes up those whose token is back. Every few seconds, by one thread: it may have to
/// wait for a token.
void look_after_keys();

}  // namespace inburgering::adapters::token
