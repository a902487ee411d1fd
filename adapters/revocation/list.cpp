#include "adapters/revocation/list.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "schemas/small_file.h"
#include "schemas/value/text.h"

namespace inburgering::adapters::revocation {
namespace {

using MemoryBio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;
using Number = std::unique_ptr<ASN1_INTEGER, decltype([](ASN1_INTEGER* each) { ASN1_INTEGER_free(each); })>;
using BigNumber = std::unique_ptr<BIGNUM, decltype([](BIGNUM* each) { BN_free(each); })>;
using Allocated = std::unique_ptr<char, decltype([](char* data) { OPENSSL_free(data); })>;
using Scope = std::unique_ptr<ISSUING_DIST_POINT,
                              decltype([](ISSUING_DIST_POINT* each) { ISSUING_DIST_POINT_free(each); })>;
using KeyId =
    std::unique_ptr<AUTHORITY_KEYID, decltype([](AUTHORITY_KEYID* each) { AUTHORITY_KEYID_free(each); })>;
using PssParameters =
    std::unique_ptr<RSA_PSS_PARAMS, decltype([](RSA_PSS_PARAMS* each) { RSA_PSS_PARAMS_free(each); })>;

Crl owned(X509_CRL* list) {
  return {list, [](X509_CRL* each) { X509_CRL_free(each); }};
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return text({reinterpret_cast<const char*>(digest.data()), length});
}

std::string_view content(const ASN1_OCTET_STRING* bytes) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
          static_cast<std::size_t>(ASN1_STRING_length(bytes))};
}

/// The content of an extension; nothing when it is not there.
std::string_view extension(const X509_CRL* list, int nid) {
  const int place = X509_CRL_get_ext_by_NID(list, nid, -1);
  return place < 0 ? std::string_view() : content(X509_EXTENSION_get_data(X509_CRL_get_ext(list, place)));
}

std::expected<schemas::Moment, std::string> moment_of(const ASN1_TIME* time) {
  std::tm when{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &when) != 1)
    return std::unexpected("er staat een tijd in die niet te lezen is");
  return schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(timegm(&when))));
}

/// RFC 5280 §5.2.3: at most 20 octets, and not negative.
std::expected<std::string, std::string> number_of(const X509_CRL* list) {
  constexpr int most_octets = 20;
  int critical = 0;
  const Number number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(list, NID_crl_number, &critical, nullptr)));
  if (!number && critical == -1) return std::string();
  const BigNumber value(number ? ASN1_INTEGER_to_BN(number.get(), nullptr) : nullptr);
  if (!value || BN_is_negative(value.get()) != 0 || BN_num_bytes(value.get()) > most_octets)
    return std::unexpected("haar nummer (CRLNumber) is niet te lezen");
  const Allocated digits(BN_bn2hex(value.get()));
  const std::string_view all(digits.get());
  return std::string(all.substr(std::min(all.find_first_not_of('0'), all.size() - 1)));
}

/// What it says of its own scope; a fault when it is no whole list of its issuer.
std::optional<std::string> scope_fault(const X509_CRL* list) {
  if (X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0)
    return "dit is een lijst van wijzigingen (delta-CRL); noem de volledige lijst";
  int critical = 0;
  const Scope scope(static_cast<ISSUING_DIST_POINT*>(
      X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &critical, nullptr)));
  if (!scope && critical != -1) return "waarover zij gaat (issuingDistributionPoint) is niet te lezen";
  if (scope && scope->indirectCRL > 0)
    return "dit is een lijst namens andere uitgevers (indirecte CRL); noem de lijst van de uitgever zelf";
  if (scope && scope->onlysomereasons != nullptr)
    return "deze lijst gaat over een deel van de redenen om in te trekken; noem de volledige lijst";
  if (scope && scope->onlyattr > 0) return "deze lijst gaat over attribuutcertificaten";
  for (int i = 0; i < X509_CRL_get_ext_count(list); ++i) {
    auto* each = X509_CRL_get_ext(list, i);
    const int nid = OBJ_obj2nid(X509_EXTENSION_get_object(each));
    if (X509_EXTENSION_get_critical(each) != 0 && nid != NID_issuing_distribution_point &&
        nid != NID_authority_key_identifier && nid != NID_crl_number)
      return "zij heeft een uitbreiding die begrepen moet worden en niet bekend is";
  }
  return std::nullopt;
}

/// Of whom it is and for what: the issuer's name and key, and which of its certificates.
std::string key_of(const X509_CRL* list) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_NAME(X509_CRL_get_issuer(list), &der);
  const Allocated owner(reinterpret_cast<char*>(der));
  std::string all(owner.get(), size > 0 ? static_cast<std::size_t>(size) : 0);
  int critical = 0;
  const KeyId id(static_cast<AUTHORITY_KEYID*>(
      X509_CRL_get_ext_d2i(list, NID_authority_key_identifier, &critical, nullptr)));
  if (id && id->keyid != nullptr) all += content(id->keyid);
  all += extension(list, NID_issuing_distribution_point);
  return sha256(all);
}

std::expected<List, std::string> describe(Crl crl, std::string_view der) {
  const auto* native = crl.get();
  List list{.crl = crl,
            .key = key_of(native),
            .issuer = text_of(X509_CRL_get_issuer(native)),
            .number = {},
            .digest = sha256(der),
            .this_update = {},
            .next_update = {}};
  const auto refused = [&](const std::string& why) {
    return std::unexpected("de intrekkingslijst van " + list.issuer + " is niet bruikbaar: " + why);
  };
  if (const auto fault = scope_fault(native)) return refused(*fault);
  auto number = number_of(native);
  if (!number) return refused(number.error());
  list.number = std::move(*number);
  const auto from = moment_of(X509_CRL_get0_lastUpdate(native));
  if (!from) return refused(from.error());
  if (X509_CRL_get0_nextUpdate(native) == nullptr)
    return refused("zij zegt niet tot wanneer zij geldt (nextUpdate)");
  const auto until = moment_of(X509_CRL_get0_nextUpdate(native));
  if (!until) return refused(until.error());
  if (*until <= *from) return refused("zij eindigt voor zij begint");
  list.this_update = *from;
  list.next_update = *until;
  const auto* entries = X509_CRL_get_REVOKED(crl.get());
  list.revoked = entries == nullptr ? 0 : static_cast<std::size_t>(sk_X509_REVOKED_num(entries));
  return list;
}

std::expected<List, std::string> read_der(std::string_view bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = at + bytes.size();
  auto crl = owned(d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size())));
  ERR_clear_error();
  if (!crl || at != end) return std::unexpected("dit is geen intrekkingslijst (CRL in DER of PEM)");
  return describe(std::move(crl), bytes);
}

}  // namespace

bool is_weak(const X509_ALGOR* signature) {
  const ASN1_OBJECT* name = nullptr;
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(&name, &type, &value, signature);
  int hash = NID_undef;
  if (OBJ_obj2nid(name) == NID_rsassaPss) {
    if (type != V_ASN1_SEQUENCE) return true;  // left out: SHA-1
    const auto bytes = content(static_cast<const ASN1_STRING*>(value));
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const PssParameters parameters(d2i_RSA_PSS_PARAMS(nullptr, &at, static_cast<long>(bytes.size())));
    if (!parameters || parameters->hashAlgorithm == nullptr) return true;
    X509_ALGOR_get0(&name, nullptr, nullptr, parameters->hashAlgorithm);
    hash = OBJ_obj2nid(name);
  } else if (OBJ_find_sigid_algs(OBJ_obj2nid(name), &hash, nullptr) != 1) {
    return true;
  }
  // Ed25519 has no hash of its own to choose.
  return hash == NID_md5 || hash == NID_sha1 || hash == NID_md5_sha1;
}

Holder held(X509* certificate) {
  X509_up_ref(certificate);
  return {certificate, [](X509* each) { X509_free(each); }};
}

std::string text(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string all;
  all.reserve(bytes.size() * 2);
  for (const char each : bytes) {
    const auto octet = static_cast<unsigned char>(each);
    all += digits[octet >> 4U];
    all += digits[octet & 0xFU];
  }
  return all;
}

std::string text_of(const X509_NAME* name) {
  const MemoryBio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* written = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &written);
  return schemas::shown({written, static_cast<std::size_t>(length)});
}

std::expected<std::vector<List>, std::string> parse_own(std::string_view pem) {
  std::vector<List> lists;
  const MemoryBio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (lists.size() <= most_in_a_file) {
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* der = nullptr;
    long size = 0;
    if (PEM_read_bio(in.get(), &name, &header, &der, &size) != 1) {
      const bool over = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
      ERR_clear_error();
      if (!over) return std::unexpected("deze PEM is niet volledig");
      break;
    }
    const Allocated owns_name(name);
    const Allocated owns_header(header);
    const Allocated owns_der(reinterpret_cast<char*>(der));
    if (std::string_view(name) != PEM_STRING_X509_CRL) continue;
    auto list = read_der({owns_der.get(), static_cast<std::size_t>(size)});
    if (!list) return std::unexpected(std::move(list.error()));
    lists.push_back(std::move(*list));
  }
  if (lists.size() > most_in_a_file) return std::unexpected("er staan meer dan 64 lijsten in");
  if (lists.empty()) return std::unexpected("er staat geen intrekkingslijst (CRL in DER of PEM) in");
  return lists;
}

std::expected<std::vector<List>, std::string> parse(std::string_view bytes) {
  if (bytes.size() > largest_list) return std::unexpected("de intrekkingslijst is groter dan 32 MiB");
  constexpr char sequence = 0x30;
  if (bytes.empty() || bytes.front() != sequence) return parse_own(bytes);
  auto list = read_der(bytes);
  if (!list) return std::unexpected(std::move(list.error()));
  std::vector<List> lists;
  lists.push_back(std::move(*list));
  return lists;
}

std::expected<std::string, std::string> read_bytes(const std::filesystem::path& file) {
  return schemas::read_small_file(file, largest_list);
}

std::expected<std::vector<List>, std::string> read_file(const std::filesystem::path& file) {
  const auto refused = [&](const std::string& why) {
    return std::unexpected("CRL " + file.string() + " is niet bruikbaar: " + why);
  };
  const auto bytes = read_bytes(file);
  if (!bytes) return refused(bytes.error());
  auto lists = parse(*bytes);
  if (!lists) return refused(lists.error());
  return lists;
}

std::optional<std::string> signature_fault(const List& list, X509* issuer) {
  if (X509_NAME_cmp(X509_CRL_get_issuer(list.crl.get()), X509_get_subject_name(issuer)) != 0)
    return "zij is van een andere uitgever";
  if ((X509_get_key_usage(issuer) & KU_CRL_SIGN) == 0)
    return "haar uitgever mag volgens zijn certificaat geen lijsten ondertekenen (cRLSign)";
  const X509_ALGOR* signature = nullptr;
  X509_CRL_get0_signature(list.crl.get(), nullptr, &signature);
  if (is_weak(signature)) return "zij is met een te zwakke hash ondertekend; SHA-256 of beter";
  auto* key = X509_get0_pubkey(issuer);
  const bool good = key != nullptr && X509_CRL_verify(list.crl.get(), key) == 1;
  ERR_clear_error();
  if (!good) return "haar handtekening klopt niet";
  return std::nullopt;
}

std::optional<std::string> goes_back(const List& fresh, const List& held) {
  if (fresh.digest == held.digest) return std::nullopt;
  const auto by_size = [](const std::string& number) { return std::pair(number.size(), number); };
  if (fresh.number.empty() && !held.number.empty())
    return "zij heeft geen nummer, en de vorige had nummer " + held.number;
  if (!fresh.number.empty() && by_size(fresh.number) < by_size(held.number))
    return "haar nummer " + fresh.number + " is lager dan dat van de vorige, " + held.number;
  if (fresh.this_update < held.this_update)
    return "zij is van " + fresh.this_update.text() + ", en de vorige van " + held.this_update.text();
  return std::nullopt;
}

std::optional<std::string> too_early(const List& list, schemas::Moment now) {
  if (list.this_update <= now) return std::nullopt;
  return "zij geldt pas vanaf " + list.this_update.text() + "; kijk of de klok van deze machine gelijk loopt";
}

}  // namespace inburgering::adapters::revocation
