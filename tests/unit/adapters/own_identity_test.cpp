// Keys as files hold them, and what is told when one cannot be opened.
#include "adapters/transport/own_identity.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <fstream>

namespace inburgering::adapters::transport {
namespace {

using File = std::unique_ptr<FILE, decltype([](FILE* file) { std::fclose(file); })>;

struct Made {
  PrivateKey key{EVP_EC_gen("P-256")};
  Certificate certificate{X509_new()};

  explicit Made(long serial) {
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
  }
};

class OwnIdentityTest : public testing::Test {
 protected:
  OwnIdentityTest() {
    std::filesystem::create_directories(dir);
    write("a.pem", [&](FILE* out) {
      PEM_write_X509(out, own.certificate.get());
      PEM_write_X509(out, above.certificate.get());
    });
    write("a.key", [&](FILE* out) {
      PEM_write_PrivateKey(out, own.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    write("b.key", [&](FILE* out) {
      PEM_write_PrivateKey(out, above.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    write("enc.key", [&](FILE* out) {
      PEM_write_PKCS8PrivateKey(out, own.key.get(), EVP_aes_256_cbc(), "geheim", 6, nullptr, nullptr);
    });
    for (const auto& [name, password] : {std::pair{"a.p12", "geheim"}, std::pair{"open.PFX", ""}}) {
      STACK_OF(X509)* others = sk_X509_new_null();
      sk_X509_push(others, above.certificate.get());
      PKCS12* bundle =
          PKCS12_create(password, "naam", own.key.get(), own.certificate.get(), others, 0, 0, 0, 0, 0);
      write(name, [&](FILE* out) { i2d_PKCS12_fp(out, bundle); });
      PKCS12_free(bundle);
      sk_X509_free(others);
    }
    text("goed", "geheim\nen dit telt niet\n");
    text("windows", "geheim\r\n");
    text("fout", "iets anders\n");
    text("leeg", "");
    text("rommel.pem", "geen certificaat");
    text("rommel.p12", "geen bestand");
  }
  ~OwnIdentityTest() override { std::filesystem::remove_all(dir); }

  template <class Write>
  void write(const char* name, Write&& content) {
    const File out(std::fopen((dir / name).c_str(), "wb"));
    content(out.get());
  }
  void text(const char* name, std::string_view content) { std::ofstream(dir / name) << content; }
  std::expected<OwnIdentity, std::string> read(const char* certificate, const char* key,
                                               const char* password = "") {
    const auto named = [&](const char* name) { return *name == '\0' ? std::filesystem::path() : dir / name; };
    return read_own({dir / certificate, named(key), named(password)});
  }
  std::string wrong(const char* certificate, const char* key, const char* password = "") {
    const auto own_files = read(certificate, key, password);
    return own_files ? "" : own_files.error();
  }

  const std::filesystem::path dir =
      std::filesystem::temp_directory_path() / ("own-identity-" + std::to_string(::getpid()));
  const Made own{1};
  const Made above{2};
};

TEST_F(OwnIdentityTest, is_the_same_in_whatever_form) {
  for (const auto& [certificate, key, password] :
       {std::tuple{"a.pem", "a.key", ""}, std::tuple{"a.pem", "a.key", "goed"},
        std::tuple{"a.pem", "enc.key", "goed"}, std::tuple{"a.pem", "enc.key", "windows"},
        std::tuple{"a.p12", "", "goed"}, std::tuple{"open.PFX", "", ""}}) {
    const auto found = read(certificate, key, password);
    ASSERT_TRUE(found) << certificate << " " << key << ": " << found.error();
    EXPECT_EQ(EVP_PKEY_eq(found->key.get(), own.key.get()), 1);
    ASSERT_EQ(found->chain.size(), 2U);
    EXPECT_EQ(X509_cmp(found->chain[0].get(), own.certificate.get()), 0) << "our own first";
    EXPECT_EQ(X509_cmp(found->chain[1].get(), above.certificate.get()), 0);
    EXPECT_EQ(found->pem(), read("a.pem", "a.key")->pem());
  }
}

TEST_F(OwnIdentityTest, says_what_is_wrong_and_never_the_password) {
  struct Case {
    const char *certificate, *key, *password, *said;
  };
  for (const auto& each : {
           Case{"a.pem", "enc.key", "", "wachtwoord_bestand"},
           Case{"a.pem", "enc.key", "fout", "opent haar niet"},
           Case{"a.p12", "", "", "wachtwoord_bestand"},
           Case{"a.p12", "", "fout", "opent haar niet"},
           Case{"a.pem", "enc.key", "leeg", "is leeg"},
           Case{"a.pem", "enc.key", "niets", "bestaat niet"},
           Case{"a.pem", "b.key", "", "hoort niet bij het certificaat"},
           Case{"a.pem", "rommel.pem", "", "niet bruikbaar"},
           Case{"rommel.pem", "a.key", "", "niet bruikbaar"},
           Case{"rommel.p12", "", "", "niet bruikbaar"},
           Case{"niets.p12", "", "", "bestaat niet"},
           Case{"a.pem", "niets", "", "bestaat niet"},
       }) {
    const auto said = wrong(each.certificate, each.key, each.password);
    EXPECT_NE(said.find(each.said), std::string::npos) << each.certificate << " " << each.key << ": " << said;
    EXPECT_EQ(said.find("geheim"), std::string::npos);
    EXPECT_EQ(said.find("iets anders"), std::string::npos);
  }
}

}  // namespace
}  // namespace inburgering::adapters::transport
