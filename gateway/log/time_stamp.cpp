#include "gateway/log/time_stamp.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace inburgering::gateway::log {
namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* value) const { Free(value); }
};
template <class T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;
using Request = Owned<TS_REQ, TS_REQ_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Verifying = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Number = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;

std::array<unsigned char, SHA256_DIGEST_LENGTH> digest_of(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return digest;
}

Response read_response(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  Response response(d2i_TS_RESP(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return response;
}

std::expected<Response, std::string> granted(std::string_view der) {
  auto response = read_response(der);
  if (!response) return std::unexpected("het antwoord is geen RFC 3161-antwoord");
  const auto status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get())));
  if (status > TS_STATUS_GRANTED_WITH_MODS || TS_RESP_get_tst_info(response.get()) == nullptr)
    return std::unexpected("de tijdstempeldienst weigerde (status " + std::to_string(status) + ")");
  return response;
}

bool is_of(TS_RESP* response, std::string_view text) {
  auto* imprint = TS_TST_INFO_get_msg_imprint(TS_RESP_get_tst_info(response));
  const ASN1_OCTET_STRING* hashed = TS_MSG_IMPRINT_get_msg(imprint);
  const auto digest = digest_of(text);
  return ASN1_STRING_length(hashed) == static_cast<int>(digest.size()) &&
         std::equal(digest.begin(), digest.end(), ASN1_STRING_get0_data(hashed));
}

}  // namespace

std::string time_stamp_request(std::string_view text, Random& random) {
  auto digest = digest_of(text);
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size()));
  constexpr std::size_t nonce_size = 8;
  std::array<unsigned char, nonce_size> bytes{};
  random.fill(bytes);
  bytes[0] &= 0x7f;  // not negative
  const Owned<BIGNUM, BN_free> big(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  const Number nonce(BN_to_ASN1_INTEGER(big.get(), nullptr));
  const Request request(TS_REQ_new());
  TS_REQ_set_version(request.get(), 1);
  TS_REQ_set_msg_imprint(request.get(), imprint.get());
  TS_REQ_set_nonce(request.get(), nonce.get());
  TS_REQ_set_cert_req(request.get(), 1);
  unsigned char* der = nullptr;
  const int length = i2d_TS_REQ(request.get(), &der);
  if (length <= 0) throw std::runtime_error("a time stamp request could not be made");
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

std::expected<std::string, std::string> read_time_stamp(std::string_view response, std::string_view text) {
  const auto read = granted(response);
  if (!read) return std::unexpected(read.error());
  if (!is_of(read->get(), text)) return std::unexpected("het tijdstempel is van iets anders");
  return std::string(response);
}

std::expected<std::string, std::string> check_time_stamp(std::string_view response, std::string_view text,
                                                         const std::filesystem::path& anchors) {
  const auto read = granted(response);
  if (!read) return std::unexpected(read.error());
  if (!is_of(read->get(), text)) return std::unexpected("het is van iets anders");
  const Verifying check(TS_VERIFY_CTX_new());
  auto* store = X509_STORE_new();
  if (X509_STORE_load_file(store, anchors.c_str()) != 1) {
    X509_STORE_free(store);
    return std::unexpected("het stamcertificaat " + anchors.string() + " is niet te lezen");
  }
  // A stamp stays good when its certificate expires later.
  X509_STORE_set_flags(store, X509_V_FLAG_NO_CHECK_TIME);
  TS_VERIFY_CTX_set_store(check.get(), store);
  TS_VERIFY_CTX_set_flags(check.get(), TS_VFY_SIGNATURE | TS_VFY_VERSION);
  const bool good = TS_RESP_verify_response(check.get(), read->get()) == 1;
  ERR_clear_error();
  if (!good) return std::unexpected("de handtekening van de tijdstempeldienst klopt niet");
  const auto* time = TS_TST_INFO_get_time(TS_RESP_get_tst_info(read->get()));
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(time)),
                     static_cast<std::size_t>(ASN1_STRING_length(time)));
}

}  // namespace inburgering::gateway::log
