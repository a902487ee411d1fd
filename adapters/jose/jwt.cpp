#include "adapters/jose/jwt.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "adapters/jose/base64url.h"

namespace inburgering::adapters::jose {

namespace json = boost::json;

std::string zgw_token(std::string_view client_id, std::string_view secret, schemas::Moment now) {
  const auto issued = std::chrono::duration_cast<std::chrono::seconds>(now.time().time_since_epoch()).count();
  const json::object head{{"alg", "HS256"}, {"typ", "JWT"}, {"client_identifier", client_id}};
  const json::object claims{{"iss", client_id},
                            {"iat", issued},
                            {"client_id", client_id},
                            {"user_id", client_id},
                            {"user_representation", "inburgering-gateway"}};
  const auto text = base64url(json::serialize(head)) + "." + base64url(json::serialize(claims));
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &length);
  digest.resize(length);
  return text + "." + base64url(digest);
}

}  // namespace inburgering::adapters::jose
