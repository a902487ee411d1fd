#include "gateway/identity/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "adapters/transport/peer.h"
#include "gateway/config/awaited.h"
#include "gateway/config/revocation.h"
#include "gateway/doctor/looks.h"
#include "schemas/small_file.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::doctor {
namespace {

using adapters::transport::OwnFiles;
using adapters::transport::PeerRole;

using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;
using Names =
    std::unique_ptr<GENERAL_NAMES, decltype([](GENERAL_NAMES* names) { GENERAL_NAMES_free(names); })>;
using Root = adapters::transport::Certificate;

/// Who we are somewhere, and for what.
struct Own {
  std::string place;
  OwnFiles files;
  PeerRole role;
  std::vector<std::filesystem::path> trust;
  std::vector<std::string> hosts{};
};

std::vector<Own> own_of(const config::Config& config) {
  std::vector<std::filesystem::path> all{config.server.trust};
  for (const auto& more : config.server.more_trust) all.push_back(more);
  std::vector<Own> found{{"tls.server", config.server.own(), PeerRole::server, all, config.server_hosts},
                         {"tls.client", config.client.own(), PeerRole::client, all}};
  if (config.operation_tls) {
    auto trust = all;
    trust.push_back(config.operation_tls->trust);
    found.push_back({"tls.operator", config.operation_tls->own(), PeerRole::server, trust});
  }
  for (const auto& [name, files] : config.clients)
    found.push_back({"tls.clients " + name, files.own(), PeerRole::client, all});
  for (const auto& each : config.server.named)
    found.push_back({"tls.servers " + each.hosts.front(), each.own, PeerRole::server, all, each.hosts});
  return found;
}

std::vector<Root> roots_in(const std::filesystem::path& file) {
  std::vector<Root> roots;
  if (!schemas::read_small_file(file)) return roots;  // no ordinary file: told by who takes it up
  const Bio in(BIO_new_file(file.c_str(), "r"));
  while (in) {
    Root each(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!each) break;
    roots.push_back(std::move(each));
  }
  return roots;
}

time_t seconds_of(schemas::Moment moment) {
  return std::chrono::floor<std::chrono::seconds>(moment.time().time_since_epoch()).count();
}

std::int64_t days_until(const ASN1_TIME* moment, schemas::Moment now) {
  int days = 0;
  int seconds = 0;
  const std::unique_ptr<ASN1_TIME, decltype([](ASN1_TIME* time) { ASN1_TIME_free(time); })> from(
      ASN1_TIME_set(nullptr, seconds_of(now)));
  if (!from || ASN1_TIME_diff(&days, &seconds, from.get(), moment) != 1) return 0;
  return seconds < 0 ? days - 1 : days;
}

/// "gateway.gemeente.nl, 10.0.0.1"
std::string names_in(X509* certificate) {
  const Names names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string told;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    told += (told.empty() ? "" : ", ") +
            std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                        static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  return told;
}

void judge_dates(const Own& own, X509* certificate, schemas::Moment now, Findings& found) {
  const auto left = days_until(X509_get0_notAfter(certificate), now);
  // In its first second too.
  const auto begun = ASN1_TIME_cmp_time_t(X509_get0_notBefore(certificate), seconds_of(now)) <= 0;
  const auto key = adapters::transport::key_of(certificate);
  auto names = own.role == PeerRole::server ? names_in(certificate) : std::string();
  if (!names.empty()) names = ", voor " + names;
  if (!begun)
    found.push_back(
        {Verdict::fout, own.place, "het certificaat geldt nog niet",
         "kijk of de klok van deze machine goed staat; zo ja, wacht tot het geldt of zet het vorige terug"});
  else if (left < 0)
    found.push_back({Verdict::fout, own.place, "het certificaat is verlopen (" + in_days(-left) + " geleden)",
                     "vervang " + own.files.certificate.string() +
                         "; de gateway neemt het vanzelf over. Is het niet verlopen, zet dan de klok van "
                         "deze machine goed"});
  else if (left <= 30)
    found.push_back({Verdict::let_op, own.place, "het certificaat verloopt over " + in_days(left),
                     "vraag nu een nieuw aan, en vervang " + own.files.certificate.string()});
  else
    found.push_back({Verdict::goed, own.place, "geldig, nog " + in_days(left) + ", " + key + names});
  if (adapters::transport::is_phased_out(key))
    found.push_back({Verdict::let_op, own.place,
                     "de sleutel is " + key + ": korter dan RSA 3072 is uit te faseren",
                     "vraag een certificaat aan op een nieuwe sleutel"});
}

void judge_certificate(const config::Config& config, const Own& own, schemas::Moment now, Findings& found) {
  const auto read = adapters::transport::read_own(own.files);
  if (!read) {
    const bool shut =
        std::ranges::any_of(std::array{own.files.certificate, own.files.key, own.files.password},
                            [](const std::filesystem::path& each) {
                              return ::access(each.c_str(), R_OK) != 0 && errno == EACCES;
                            });
    found.push_back(
        {Verdict::fout, own.place, read.error(),
         shut ? "draai doctor als de gebruiker van de dienst (runuser -u inburgering-gateway -- …); mag "
                "die er ook niet bij, geef haar dan leesrecht op het bestand en zijn mappen"
              : "zet daar het certificaat dat bij de sleutel hoort, en zie check"});
    return;
  }
  auto* certificate = read->chain.front().get();
  judge_dates(own, certificate, now, found);
  if (auto fault = adapters::transport::leaf_fault(certificate, own.role))
    found.push_back({Verdict::fout, own.place, std::move(*fault),
                     std::string("vraag een ") + (own.role == PeerRole::server ? "server" : "client") +
                         "certificaat aan; PKIoverheid G4 geeft een certificaat één doel"});
  const auto oin = adapters::transport::names_of(certificate).serial_number;
  if (!schemas::Oin::parse(oin))
    found.push_back({Verdict::fout, own.place, "het certificaat heeft geen OIN (subject.serialNumber)",
                     "vraag een certificaat voor Digikoppeling aan"});
  else if (oin != config.oin.digits())
    found.push_back(
        {Verdict::let_op, own.place,
         "het OIN in het certificaat is " + oin + ", en dat van de gateway " + config.oin.digits(),
         "is dat niet zo bedoeld, verbeter dan oin in de configuratie of vervang het certificaat"});
  for (const auto& host : own.hosts)
    if (!adapters::transport::is_for_host(own.files, host))
      found.push_back({Verdict::fout, own.place, "het certificaat is niet voor " + host,
                       "vraag er een aan waarin die naam staat, of haal haar weg uit hosts"});
  if (own.place == "tls.server" && own.hosts.empty() && config.production)
    found.push_back({Verdict::let_op, own.place, "onder welke naam ketenpartners bellen is niet bekend",
                     "noem de namen onder tls.server.hosts, dan worden zij vergeleken met het certificaat en "
                     "met DNS"});
}

bool is_root(X509* certificate) {
  return X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) == 0;
}

X509* issuer_of(X509* certificate, const std::vector<Root>& among) {
  const auto made = std::ranges::find_if(
      among, [&](const Root& each) { return X509_check_issued(each.get(), certificate) == X509_V_OK; });
  return made == among.end() ? nullptr : made->get();
}

std::string common_name(const X509_NAME* name) {
  constexpr int most = 256;
  char text[most] = {};
  return X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text, most) > 0
             ? std::string(text)
             : std::string("zonder naam");
}

Finding judge_chain(const Own& own, const adapters::transport::OwnIdentity& identity) {
  std::vector<Root> roots;
  for (const auto& file : own.trust)
    for (auto& each : roots_in(file)) roots.push_back(std::move(each));
  auto* at = identity.chain.front().get();
  for (std::size_t steps = 0; steps <= identity.chain.size(); ++steps) {
    if (is_root(at))
      return {Verdict::goed, own.place, "de keten is heel, tot " + common_name(X509_get_subject_name(at))};
    if (const auto* root = issuer_of(at, roots))
      return {Verdict::goed, own.place, "de keten is heel, tot " + common_name(X509_get_subject_name(root))};
    auto* above = issuer_of(at, identity.chain);
    if (above == nullptr) break;
    at = above;
  }
  return {Verdict::fout, own.place,
          "de keten breekt af: " + common_name(X509_get_issuer_name(at)) + " ontbreekt",
          "zet dat tussencertificaat achter het eigen certificaat in " + own.files.certificate.string() +
              "; wie belt kan de keten anders niet maken"};
}

void judge_roots(const std::string& place, const std::filesystem::path& file, bool production,
                 schemas::Moment now, Findings& found) {
  const auto roots = roots_in(file);
  if (roots.empty()) {
    found.push_back({Verdict::fout, place, file.string() + " is niet te lezen of bevat geen certificaat",
                     "zet er de stamcertificaten in die u vertrouwt (PEM)"});
    return;
  }
  const auto before = found.size();
  for (const auto& root : roots) {
    const auto name = common_name(X509_get_subject_name(root.get()));
    const auto left = days_until(X509_get0_notAfter(root.get()), now);
    if (left < 0)
      found.push_back({Verdict::fout, place, name + " is verlopen",
                       "haal het weg uit " + file.string() +
                           " en zet er zijn opvolger in; kijk eerst of de klok van deze machine goed staat"});
    else if (left <= 90)
      found.push_back({Verdict::let_op, place, name + " verloopt over " + in_days(left),
                       "zet zijn opvolger ernaast in " + file.string()});
  }
  if (adapters::transport::test_material(file))
    found.push_back({production ? Verdict::fout : Verdict::let_op, place,
                     "bevat proefmateriaal: " + common_name(X509_get_subject_name(roots.front().get())),
                     production ? "haal het weg uit " + file.string()
                                : "goed voor een proef; in productie weigert de gateway dit"});
  if (found.size() == before)
    found.push_back({Verdict::goed, place,
                     schemas::counted(roots.size(), "stamcertificaat", "stamcertificaten") + ", " +
                         (production ? "geen proefmateriaal" : "stand test")});
}

}  // namespace

Findings look_at_certificates(House& house) {
  Findings found;
  const auto awaited = config::awaited(house.config());
  for (const auto& own : own_of(house.config())) {
    const auto waits = std::ranges::find(awaited, own.files.certificate, &config::Awaited::file);
    if (waits != awaited.end())
      found.push_back({Verdict::fout, own.place, "het certificaat is er nog niet", waits->todo});
    else
      judge_certificate(house.config(), own, house.now(), found);
  }
  return found;
}

Findings look_at_chains(House& house) {
  Findings found;
  for (const auto& own : own_of(house.config()))
    if (const auto identity = adapters::transport::read_own(own.files))
      found.push_back(judge_chain(own, *identity));
  return found;
}

Findings look_at_roots(House& house) {
  Findings found;
  const auto& config = house.config();
  std::vector<std::filesystem::path> seen;
  const auto look = [&](const std::string& place, const std::filesystem::path& file) {
    if (file.empty() || std::ranges::find(seen, file) != seen.end()) return;
    seen.push_back(file);
    judge_roots(place, file, config.production, house.now(), found);
  };
  for (const auto& [place, files] : config::blocks_of(config)) look(place + ".trust", files->trust);
  for (const auto& [name, anchors] : config.anchors) look("tls.anchors " + name, anchors->file());
  look("logboek.trust", config.logboek.trust);
  look("log.timestamp.trust", config.log.time_stamp_trust);
  look("siem.trust", config.siem.tls.trust);
  return found;
}

Findings look_at_lists(House& house) {
  const auto& config = house.config();
  if (!config.revocation.lists)
    return {{config.production ? Verdict::fout : Verdict::let_op, "tls.intrekking",
             "er wordt niet gekeken of een certificaat is ingetrokken",
             "noem onder tls.intrekking waar lijsten worden opgehaald; in productie is dat verplicht"}};
  Findings found;
  const auto& lists = house.lists();
  for (const auto& list : lists.states) {
    if (list.ended())
      found.push_back({Verdict::fout, list.issuer,
                       "de lijst is verlopen: niemand van deze uitgever komt er nog in",
                       "haal een nieuwe op bij " + list.source + "; zie docs/beheer.md, Intrekking"});
    else if (identity::asks_attention(list) || list.in_grace())
      found.push_back({Verdict::let_op, list.issuer, identity::warning_text(list),
                       "zie waarom " + list.source + " niets nieuws bracht"});
    else
      found.push_back(
          {Verdict::goed, list.issuer, "lijst geldig, " + std::to_string(list.revoked) + " ingetrokken"});
  }
  for (const auto& fault : lists.faults)
    found.push_back({Verdict::fout, "tls.intrekking", fault,
                     "kijk of deze machine daar mag komen (http, poort 80) en of het adres klopt"});
  if (lists.states.empty() && lists.faults.empty())
    found.push_back({Verdict::fout, "tls.intrekking", "er is geen enkele lijst: niemand komt er nog in",
                     "noem adressen, of de hosts die in de certificaten staan"});
  for (const auto& issuer : lists.without)
    found.push_back({Verdict::let_op, issuer,
                     "van deze uitgever is er geen lijst: wie van hem is komt er niet in",
                     "noem zijn host onder tls.intrekking.hosts, of zijn lijst onder adressen"});
  return found;
}

}  // namespace inburgering::gateway::doctor
