// What is signed and encrypted, where tests in Python do not look; whether others read it is judged there
// (integration/informatie_arm_test.py).
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>
#include <set>

#include "adapters/jose/base64url.h"
#include "adapters/jose/jwe.h"
#include "adapters/jose/jwt.h"

namespace inburgering::adapters::jose {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY* key) { EVP_PKEY_free(key); })>;
using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;

std::string pem_of(const Key& key) {
  const Bio out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(out.get(), key.get());
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

TEST(Jose, base64_is_that_of_tokens_or_of_structured_fields) {
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
  EXPECT_EQ(base64url("f"), "Zg");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64url(""), "");
}

TEST(Jose, a_token_of_zgw_names_who_and_when) {
  const schemas::Moment now(schemas::Moment::Time(std::chrono::seconds(1'795'000'000)));
  const auto token = zgw_token("wij", "geheim", now);
  EXPECT_EQ(std::ranges::count(token, '.'), 2);
  EXPECT_TRUE(token.starts_with(base64url(R"({"alg":"HS256","typ":"JWT","client_identifier":"wij"})") + "."));
  EXPECT_NE(token.find(base64url(R"({"iss":"wij","iat":1795000000,)").substr(0, 30)), std::string::npos);
  EXPECT_NE(zgw_token("wij", "ander", now), token);
}

TEST(Jose, a_key_that_is_too_weak_or_of_another_kind_is_refused) {
  EXPECT_TRUE(Recipient::read(pem_of(Key(EVP_RSA_gen(2048)))));
  EXPECT_TRUE(Recipient::read(pem_of(Key(EVP_EC_gen("P-256")))));
  for (const auto& text :
       {std::string(), std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
        pem_of(Key(EVP_RSA_gen(1024))), pem_of(Key(EVP_EC_gen("P-384"))),
        pem_of(Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")))})
    EXPECT_FALSE(Recipient::read(text)) << text;
}

TEST(Jose, a_key_that_nothing_can_be_encrypted_for_is_refused) {
  // Well-formed, of 2048 bits, and with an even modulus.
  const std::string line(64, 'q');
  const auto pem =
      "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyqqqqqqqqqqqqqqqqqqq\n" +
      line + "\n" + line + "\n" + line + "\n" + line + "\n" + line + "\noAIDAQAB\n-----END PUBLIC KEY-----\n";
  const auto read = Recipient::read(pem);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().find("niet te versleutelen"), std::string::npos) << read.error();
}

TEST(Jose, each_message_has_a_key_of_its_own) {
  const auto recipient = Recipient::read(pem_of(Key(EVP_RSA_gen(2048))));
  ASSERT_TRUE(recipient);
  unsigned char next = 0;
  const auto fill = [&](std::span<unsigned char> bytes) {
    for (auto& byte : bytes) byte = next++;
  };
  std::set<std::string> parts;
  for (int i = 0; i < 2; ++i) {
    const auto token = recipient->encrypt("hallo", "text/plain", fill);
    EXPECT_EQ(std::ranges::count(token, '.'), 4);
    EXPECT_EQ(token.find("hallo"), std::string::npos);
    parts.insert(token.substr(token.find('.')));
  }
  EXPECT_EQ(parts.size(), 2);
}

}  // namespace
}  // namespace inburgering::adapters::jose
