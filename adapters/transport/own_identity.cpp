#include "adapters/transport/own_identity.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs12err.h>

#include <algorithm>
#include <cctype>

#include "adapters/token/password.h"
#include "adapters/token/uri.h"
#include "adapters/transport/openssl.h"

namespace inburgering::adapters::transport {
namespace {

using Pkcs12 = std::unique_ptr<PKCS12, decltype([](PKCS12* file) { PKCS12_free(file); })>;

std::unexpected<std::string> wrong_password(const std::filesystem::path& file,
                                            const std::filesystem::path& password) {
  ERR_clear_error();
  return std::unexpected("sleutel " + file.string() + ": het wachtwoord in " + password.string() +
                         " opent haar niet; zet het goede op de eerste regel van dat bestand");
}

std::unexpected<std::string> no_password(const std::filesystem::path& file) {
  ERR_clear_error();
  return std::unexpected(
      "sleutel " + file.string() +
      " is versleuteld met een wachtwoord, en een dienst kan daar niet om vragen; noem met "
      "wachtwoord_bestand een bestand dat alleen de dienst kan lezen en waarin het staat");
}

struct Asked {
  const std::string& password;
  bool asked = false;
};

std::expected<PrivateKey, std::string> read_key(const OwnFiles& files, const std::string& password) {
  const auto in = read_into_bio("sleutel", files.key);
  if (!in) return std::unexpected(in.error());
  Asked asked{password};
  const auto answer = [](char* buffer, int size, int, void* who) {
    auto& [secret, was_asked] = *static_cast<Asked*>(who);
    was_asked = true;
    if (secret.empty() || std::ssize(secret) > size) return -1;
    std::ranges::copy(secret, buffer);
    return static_cast<int>(secret.size());
  };
  PrivateKey key(PEM_read_bio_PrivateKey(in->get(), nullptr, answer, &asked));
  if (key) return key;
  if (!asked.asked) return std::unexpected(unusable("sleutel", files.key));
  if (files.password.empty()) return no_password(files.key);
  return wrong_password(files.key, files.password);
}

std::expected<OwnIdentity, std::string> read_pkcs12(const OwnFiles& files, const std::string& password) {
  const auto in = read_into_bio("PKCS#12-bestand", files.certificate);
  if (!in) return std::unexpected(in.error());
  const Pkcs12 file(d2i_PKCS12_bio(in->get(), nullptr));
  if (!file) return std::unexpected(unusable("PKCS#12-bestand", files.certificate));
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  if (PKCS12_parse(file.get(), password.c_str(), &key, &certificate, &others) != 1) {
    const auto reason = ERR_GET_REASON(ERR_peek_error());
    if (reason == PKCS12_R_MAC_VERIFY_FAILURE)
      return files.password.empty() ? no_password(files.certificate)
                                    : wrong_password(files.certificate, files.password);
    if (reason == PKCS12_R_MAC_ABSENT)
      return std::unexpected("PKCS#12-bestand " + files.certificate.string() +
                             " heeft geen controlegetal (MAC); maak het opnieuw, zonder -nomac");
    return std::unexpected(unusable("PKCS#12-bestand", files.certificate) +
                           "; is het met RC2 versleuteld, zet het dan om met openssl pkcs12 -legacy");
  }
  OwnIdentity own{PrivateKey(key), {}};
  if (certificate != nullptr) own.chain.emplace_back(certificate);
  while (others != nullptr && sk_X509_num(others) > 0) own.chain.emplace_back(sk_X509_shift(others));
  sk_X509_free(others);
  if (key == nullptr || certificate == nullptr)
    return std::unexpected("PKCS#12-bestand " + files.certificate.string() +
                           " hoort een certificaat en zijn sleutel te bevatten");
  return own;
}

std::expected<OwnIdentity, std::string> read_pem(const OwnFiles& files, const std::string& password) {
  const auto in = read_into_bio("certificaat", files.certificate);
  if (!in) return std::unexpected(in.error());
  OwnIdentity own;
  while (auto* each = PEM_read_bio_X509(in->get(), nullptr, nullptr, nullptr)) own.chain.emplace_back(each);
  if (own.chain.empty()) return std::unexpected(unusable("certificaat", files.certificate));
  ERR_clear_error();  // the end of the file counts as an error there
  auto key = token::is_uri(files.key.native()) ? token::open_key({files.key, files.password})
                                               : read_key(files, password);
  if (!key) return std::unexpected(key.error());
  own.key = std::move(*key);
  return own;
}

}  // namespace

void CertificateDeleter::operator()(X509* certificate) const { X509_free(certificate); }

bool is_pkcs12(const std::filesystem::path& file) {
  auto extension = file.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".p12" || extension == ".pfx";
}

std::string OwnIdentity::pem() const {
  const Bio out(BIO_new(BIO_s_mem()));
  for (const auto& certificate : chain) PEM_write_bio_X509(out.get(), certificate.get());
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::expected<OwnIdentity, std::string> read_own(const OwnFiles& files) {
  std::string password;
  // A token asks its PIN itself, and only when it lets nobody in yet.
  if (!files.password.empty() && !token::is_uri(files.key.native())) {
    auto read = token::read_password(files.password);
    if (!read) return std::unexpected(read.error());
    password = std::move(*read);
  }
  auto own = is_pkcs12(files.certificate) ? read_pkcs12(files, password) : read_pem(files, password);
  if (own && X509_check_private_key(own->chain.front().get(), own->key.get()) != 1)
    return std::unexpected("sleutel " + (files.key.empty() ? files.certificate : files.key).string() +
                           " hoort niet bij het certificaat in " + files.certificate.string());
  return own;
}

}  // namespace inburgering::adapters::transport
