#include "adapters/revocation/status.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

namespace inburgering::adapters::revocation {
namespace {

using CertId = std::unique_ptr<OCSP_CERTID, decltype([](OCSP_CERTID* each) { OCSP_CERTID_free(each); })>;
using Request = std::unique_ptr<OCSP_REQUEST, decltype([](OCSP_REQUEST* each) { OCSP_REQUEST_free(each); })>;
using Response =
    std::unique_ptr<OCSP_RESPONSE, decltype([](OCSP_RESPONSE* each) { OCSP_RESPONSE_free(each); })>;
using Basic =
    std::unique_ptr<OCSP_BASICRESP, decltype([](OCSP_BASICRESP* each) { OCSP_BASICRESP_free(each); })>;
using TrustStore = std::unique_ptr<X509_STORE, decltype([](X509_STORE* each) { X509_STORE_free(each); })>;
using Certificates =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * all) { sk_X509_free(all); })>;
using Addresses = std::unique_ptr<STACK_OF(OPENSSL_STRING),
                                  decltype([](STACK_OF(OPENSSL_STRING) * each) { X509_email_free(each); })>;

constexpr std::size_t most_responders = 4;
constexpr std::chrono::minutes skew{5};  // that a responder's clock may be ahead

/// As every responder knows it: SHA-1 names the certificate here, and proves nothing.
CertId id_of(const Issued& who) {
  return CertId(OCSP_cert_to_id(nullptr, who.certificate.get(), who.issuer.get()));
}

template <class Written>
std::string der_of(int (*write)(const Written*, unsigned char**), const Written* what) {
  unsigned char* der = nullptr;
  const int size = write(what, &der);
  std::string bytes(reinterpret_cast<const char*>(der), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(der);
  return bytes;
}

std::optional<schemas::Moment> told_at(const ASN1_GENERALIZEDTIME* time) {
  std::tm when{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &when) != 1) return std::nullopt;
  return schemas::Moment(std::chrono::sys_seconds(std::chrono::seconds(timegm(&when))));
}

std::string refusal_of(int status) {
  switch (status) {
    case OCSP_RESPONSE_STATUS_TRYLATER:
      return "de OCSP-dienst vraagt het later nog eens te proberen (tryLater)";
    case OCSP_RESPONSE_STATUS_UNAUTHORIZED:
      return "de OCSP-dienst kent dit certificaat niet of mag er niets over zeggen (unauthorized)";
    default:
      return std::string("de OCSP-dienst gaf geen antwoord: ") + OCSP_response_status_str(status);
  }
}

/// Why the answer is not signed by whom it should be.
std::optional<std::string> signer_fault(OCSP_BASICRESP* basic, const Issued& who, const Lists& lists,
                                        schemas::Moment now) {
  if (is_weak(OCSP_resp_get0_tbs_sigalg(basic)))
    return "het OCSP-antwoord is met een te zwakke hash ondertekend; SHA-256 of beter";
  // The issuer is all there is to trust here, whatever stands above it or in the answer.
  const TrustStore store(X509_STORE_new());
  X509_STORE_add_cert(store.get(), who.issuer.get());
  auto* how = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_time(how,
                             std::chrono::floor<std::chrono::seconds>(now.time()).time_since_epoch().count());
  // Who signs itself need not send its certificate along.
  const Certificates known(sk_X509_new_null());
  sk_X509_push(known.get(), who.issuer.get());
  const bool good = OCSP_basic_verify(basic, known.get(), store.get(), OCSP_NOEXPLICIT) == 1;
  ERR_clear_error();
  if (!good)
    return "het OCSP-antwoord is niet ondertekend door de uitgever van het certificaat, of door een dienst "
           "die "
           "hij daarvoor aanwees";
  X509* signer = nullptr;
  if (OCSP_resp_get0_signer(basic, &signer, known.get()) != 1 || signer == nullptr)
    return "wie het OCSP-antwoord ondertekende is niet te vinden";
  if (X509_cmp(signer, who.issuer.get()) == 0 ||
      X509_get_ext_by_NID(signer, NID_id_pkix_OCSP_noCheck, -1) >= 0)
    return std::nullopt;
  const auto listed = lists.is_listed(signer, who.issuer.get(), now);
  if (!listed)
    return "of het certificaat van de OCSP-dienst nog geldt is niet bekend: van de uitgever is er geen "
           "intrekkingslijst";
  if (*listed) return "het certificaat van de OCSP-dienst zelf is ingetrokken";
  return std::nullopt;
}

}  // namespace

Question question_about(const Issued& who) {
  Question question;
  const auto id = id_of(who);
  question.key = text(der_of(i2d_OCSP_CERTID, id.get()));
  const Request request(OCSP_REQUEST_new());
  OCSP_request_add0_id(request.get(), OCSP_CERTID_dup(id.get()));
  question.der = der_of(i2d_OCSP_REQUEST, request.get());
  const Addresses named(X509_get1_ocsp(who.certificate.get()));
  for (int i = 0;
       named && i < sk_OPENSSL_STRING_num(named.get()) && question.responders.size() < most_responders; ++i)
    question.responders.emplace_back(sk_OPENSSL_STRING_value(named.get(), i));
  return question;
}

std::expected<Status, std::string> judge(std::string_view answer, const Issued& who, const Lists& lists,
                                         schemas::Moment now) {
  const auto refused = [](std::string why) { return std::unexpected(std::move(why)); };
  if (answer.size() > largest_answer) return refused("het OCSP-antwoord is groter dan 100 KiB");
  const auto* at = reinterpret_cast<const unsigned char*>(answer.data());
  const auto* const end = at + answer.size();
  const Response response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(answer.size())));
  ERR_clear_error();
  if (!response || at != end) return refused("dit is geen OCSP-antwoord");
  if (const int status = OCSP_response_status(response.get()); status != OCSP_RESPONSE_STATUS_SUCCESSFUL)
    return refused(refusal_of(status));
  const Basic basic(OCSP_response_get1_basic(response.get()));
  ERR_clear_error();
  if (!basic) return refused("dit is geen OCSP-antwoord dat wij kennen (id-pkix-ocsp-basic)");
  if (auto fault = signer_fault(basic.get(), who, lists, now)) return refused(std::move(*fault));

  int kind = V_OCSP_CERTSTATUS_UNKNOWN;
  ASN1_GENERALIZEDTIME* from = nullptr;
  ASN1_GENERALIZEDTIME* next = nullptr;
  if (OCSP_resp_find_status(basic.get(), id_of(who).get(), &kind, nullptr, nullptr, &from, &next) != 1)
    return refused("het OCSP-antwoord gaat over een ander certificaat");
  const auto this_update = told_at(from);
  if (!this_update || (next != nullptr && !told_at(next)))
    return refused("in het OCSP-antwoord staat een tijd die niet te lezen is");
  Status status;
  status.this_update = *this_update;
  status.kind = kind == V_OCSP_CERTSTATUS_GOOD      ? Status::Kind::good
                : kind == V_OCSP_CERTSTATUS_REVOKED ? Status::Kind::revoked
                                                    : Status::Kind::unknown;
  status.until = schemas::Moment(this_update->time() + longest_answer);
  // Who was revoked stays so, as long as the answer says.
  if (const auto told = told_at(next))
    status.until = status.kind == Status::Kind::revoked ? *told : std::min(status.until, *told);
  if (this_update->time() > now.time() + skew)
    return refused("het OCSP-antwoord geldt nog niet; kijk of de klok gelijk loopt");
  if (status.until <= now) return refused("het OCSP-antwoord is verlopen");
  status.der = answer;
  return status;
}

std::optional<std::string> status_fault(Ocsp mode, const Verdict& verdict) {
  if (mode == Ocsp::off) return std::nullopt;
  const auto& status = verdict.status;
  if (status && status->kind == Status::Kind::revoked)
    return "het certificaat is ingetrokken, zegt de OCSP-dienst";
  if (mode == Ocsp::prefer || (status && status->kind == Status::Kind::good)) return std::nullopt;
  if (status)
    return "de OCSP-dienst kent dit certificaat niet (unknown), en een goed antwoord is vereist (ocsp: "
           "require)";
  return "er is geen OCSP-antwoord over dit certificaat, en dat is vereist (ocsp: require): " + verdict.fault;
}

}  // namespace inburgering::adapters::revocation
