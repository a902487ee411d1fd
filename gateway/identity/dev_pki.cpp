#include "gateway/identity/dev_pki.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace inburgering::gateway::identity {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY* key) { EVP_PKEY_free(key); })>;
using Certificate = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Extension =
    std::unique_ptr<X509_EXTENSION, decltype([](X509_EXTENSION* e) { X509_EXTENSION_free(e); })>;
using File = std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })>;

struct Identity {
  Key key;
  Certificate certificate;
};

void check(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

File open_file(const std::filesystem::path& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode));
  if (!file) throw std::runtime_error("kan " + path.string() + " niet openen");
  return file;
}

void write(const Identity& identity, const std::filesystem::path& dir, const std::string& name) {
  const auto key_path = dir / (name + ".key");
  const auto key_file = open_file(key_path, "w");
  std::filesystem::permissions(key_path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  check(PEM_write_PrivateKey(key_file.get(), identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "sleutel schrijven");
  const auto certificate_file = open_file(dir / (name + ".pem"), "w");
  check(PEM_write_X509(certificate_file.get(), identity.certificate.get()) == 1, "certificaat schrijven");
}

Identity read(const std::filesystem::path& dir, const std::string& name) {
  Identity identity;
  identity.key.reset(
      PEM_read_PrivateKey(open_file(dir / (name + ".key"), "r").get(), nullptr, nullptr, nullptr));
  identity.certificate.reset(
      PEM_read_X509(open_file(dir / (name + ".pem"), "r").get(), nullptr, nullptr, nullptr));
  check(identity.key && identity.certificate, "het bestaande stamcertificaat is niet leesbaar");
  return identity;
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  check(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0) == 1,
        "naam in certificaat");
}

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extensie in certificaat");
}

/// A key and an unsigned certificate with serial, validity and subject.
Identity begin(int valid_days) {
  Identity identity{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
  X509* certificate = identity.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  std::array<unsigned char, 16> serial{};
  RAND_bytes(serial.data(), static_cast<int>(serial.size()));
  serial[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, decltype([](BIGNUM* n) { BN_free(n); })> number(
      BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
  constexpr long day = 24 * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate), valid_days < 0 ? valid_days * day - day : -day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), valid_days * day);
  X509_set_pubkey(certificate, identity.key.get());
  return identity;
}

Identity make_root() {
  auto root = begin(3650);
  X509* certificate = root.certificate.get();
  auto* name = X509_get_subject_name(certificate);
  add_name(name, "C", "NL");
  add_name(name, "O", "Inburgering exchange gateway");
  add_name(name, "CN", "Ontwikkelstam, alleen voor demonstratie en test");
  X509_set_issuer_name(certificate, name);
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  check(X509_sign(certificate, root.key.get(), EVP_sha256()) > 0, "ondertekenen");
  return root;
}

Identity make_leaf(const Leaf& leaf, const Identity& root) {
  auto made = begin(leaf.valid_days);
  X509* certificate = made.certificate.get();
  auto* name = X509_get_subject_name(certificate);
  add_name(name, "C", "NL");
  add_name(name, "O", leaf.organisation);
  add_name(name, "serialNumber", leaf.oin.digits());
  add_name(name, "CN", leaf.name + ".inburgering.test");
  X509_set_issuer_name(certificate, X509_get_subject_name(root.certificate.get()));
  const bool server = leaf.purpose == Leaf::Purpose::server;
  add_extension(certificate, root.certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, root.certificate.get(), NID_key_usage, "critical,digitalSignature");
  add_extension(certificate, root.certificate.get(), NID_ext_key_usage, server ? "serverAuth" : "clientAuth");
  if (server)
    add_extension(
        certificate, root.certificate.get(), NID_subject_alt_name,
        ("DNS:localhost,IP:127.0.0.1,IP:::1" + (leaf.host.empty() ? "" : ",DNS:" + leaf.host)).c_str());
  add_extension(certificate, root.certificate.get(), NID_authority_key_identifier, "keyid");
  check(X509_sign(certificate, root.key.get(), EVP_sha256()) > 0, "ondertekenen");
  return made;
}

}  // namespace

std::expected<void, std::string> make_dev_pki(const std::filesystem::path& dir,
                                              const std::vector<Leaf>& leaves) {
  try {
    std::filesystem::create_directories(dir);
    const bool exists = std::filesystem::exists(dir / "root.pem");
    const auto root = exists ? read(dir, "root") : make_root();
    if (!exists) write(root, dir, "root");
    for (const auto& leaf : leaves) write(make_leaf(leaf, root), dir, leaf.name);
    return {};
  } catch (const std::exception& error) {
    return std::unexpected(std::string("PKI maken mislukte: ") + error.what());
  }
}

}  // namespace inburgering::gateway::identity
