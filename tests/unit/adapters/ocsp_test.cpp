// What a responder says of a certificate: which answers count, and for how long.
#include <gtest/gtest.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <functional>

#include "adapters/revocation/statuses.h"
#include "tests/unit/adapters/test_authority.h"

namespace inburgering::adapters::revocation {
namespace {

using tests::Cert;
using tests::Key;
using tests::TestAuthority;
using Kind = Status::Kind;

Key new_key() {
  return {EVP_EC_gen("P-256"), [](EVP_PKEY* each) { EVP_PKEY_free(each); }};
}

/// What a responder says; each part may be wrong.
struct AnswerWish {
  int kind = V_OCSP_CERTSTATUS_GOOD;
  Cert about{};  ///< another than was asked about
  std::chrono::minutes from{-1};
  std::optional<std::chrono::minutes> until{60};
  Cert signer{};  ///< none: the issuer itself
  Key key{};
  const EVP_MD* hash = EVP_sha256();
  bool bare = false;  ///< without the certificate of who signed
};

struct Pki {
  TestAuthority root{"Stam"};
  TestAuthority other{"Andere stam"};
  Key own = new_key();
  Cert leaf = root.appoint(
      "lid", 7, own,
      {{NID_ext_key_usage, "clientAuth,serverAuth"}, {NID_info_access, "OCSP;URI:http://127.0.0.1:1/ocsp"}});
  Key key_of_responder = new_key();
  Issued who{held(leaf.get()), held(root.certificate.get())};
  std::shared_ptr<Lists> lists = std::make_shared<Lists>();

  Cert responder(const TestAuthority& by, bool may, bool unchecked, long serial = 99) const {
    TestAuthority::Extensions extensions{{NID_ext_key_usage, may ? "OCSPSigning" : "clientAuth"}};
    if (unchecked) extensions.emplace_back(NID_id_pkix_OCSP_noCheck, "ignored");
    return by.appoint("antwoorder", serial, key_of_responder, extensions);
  }

  std::string answer(const AnswerWish& wish = {}) const {
    auto* basic = OCSP_BASICRESP_new();
    auto* about = (wish.about ? wish.about : leaf).get();
    auto* id = OCSP_cert_to_id(nullptr, about, root.certificate.get());
    const auto now = tests::seconds(tests::now());
    const auto at = [&](std::chrono::minutes minutes) {
      return ASN1_GENERALIZEDTIME_set(nullptr, now + std::chrono::seconds(minutes).count());
    };
    auto* from = at(wish.from);
    auto* until = wish.until ? at(*wish.until) : nullptr;
    auto* revoked = at(std::chrono::minutes(-5));
    OCSP_basic_add1_status(basic, id, wish.kind, OCSP_REVOKED_STATUS_KEYCOMPROMISE, revoked, from, until);
    OCSP_basic_sign(basic, (wish.signer ? wish.signer : root.certificate).get(),
                    (wish.key ? wish.key : root.key).get(), wish.hash, nullptr, wish.bare ? OCSP_NOCERTS : 0);
    auto* response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    auto bytes = der(response);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    OCSP_CERTID_free(id);
    for (auto* time : {from, until, revoked}) ASN1_GENERALIZEDTIME_free(time);
    return bytes;
  }
  static std::string der(const OCSP_RESPONSE* response) {
    unsigned char* out = nullptr;
    const int size = i2d_OCSP_RESPONSE(response, &out);
    std::string bytes(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
    OPENSSL_free(out);
    return bytes;
  }
  static std::string refused_with(int status) {
    auto* response = OCSP_response_create(status, nullptr);
    auto bytes = der(response);
    OCSP_RESPONSE_free(response);
    return bytes;
  }
};

const Pki& pki() {
  static const Pki made;
  return made;
}

TEST(Ocsp, a_question_names_the_certificate_and_where_it_says_to_ask) {
  const auto question = question_about(pki().who);
  EXPECT_EQ(question.responders, std::vector<std::string>{"http://127.0.0.1:1/ocsp"});
  EXPECT_LT(question.der.size(), 100U);
  EXPECT_EQ(question.key, question_about(pki().who).key);
  const auto other = pki().root.issue("ander", 8);
  EXPECT_NE(question.key, question_about({held(other.get()), pki().who.issuer}).key);
}

TEST(Ocsp, each_status_is_told_and_how_long_it_counts) {
  for (const auto& [said, kind] :
       {std::pair{V_OCSP_CERTSTATUS_GOOD, Kind::good}, std::pair{V_OCSP_CERTSTATUS_REVOKED, Kind::revoked},
        std::pair{V_OCSP_CERTSTATUS_UNKNOWN, Kind::unknown}}) {
    const auto status = judge(pki().answer({.kind = said}), pki().who, *pki().lists, tests::now());
    ASSERT_TRUE(status) << status.error();
    EXPECT_EQ(status->kind, kind);
    EXPECT_EQ((status->until.time() - status->this_update.time()), std::chrono::minutes(61));
  }
  const auto endless = judge(pki().answer({.until = {}}), pki().who, *pki().lists, tests::now());
  ASSERT_TRUE(endless) << endless.error();
  EXPECT_EQ(endless->until.time() - endless->this_update.time(), longest_answer);
  const auto a_week = std::chrono::minutes(7 * 24 * 60);
  const auto long_lived = judge(pki().answer({.until = a_week}), pki().who, *pki().lists, tests::now());
  EXPECT_EQ(long_lived->until.time() - long_lived->this_update.time(), longest_answer);
  const auto revoked = judge(pki().answer({.kind = V_OCSP_CERTSTATUS_REVOKED, .until = a_week}), pki().who,
                             *pki().lists, tests::now());
  EXPECT_GT(revoked->until.time() - revoked->this_update.time(), longest_answer) << "who is revoked stays so";
}

TEST(Ocsp, an_answer_counts_only_when_it_is_what_it_should_be) {
  const auto& p = pki();
  const auto whole = p.answer();
  const auto other = p.root.issue("ander", 8);
  struct Case {
    const char* what;
    std::string answer;
    const char* told;  ///< nullptr: it counts
  };
  for (const auto& [what, answer, told] : {
           Case{"of the issuer itself", whole, nullptr},
           Case{"of whom it appointed",
                p.answer({.signer = p.responder(p.root, true, true), .key = p.key_of_responder}), nullptr},
           Case{"of the issuer, who sends no certificate", p.answer({.bare = true}), nullptr},
           Case{"revoked long ago, by an answer that still holds",
                p.answer({.kind = V_OCSP_CERTSTATUS_REVOKED, .from = std::chrono::minutes(-300)}), nullptr},
           Case{"appointed for something else",
                p.answer({.signer = p.responder(p.root, false, true), .key = p.key_of_responder}),
                "niet ondertekend door"},
           Case{"appointed by another",
                p.answer({.signer = p.responder(p.other, true, true), .key = p.key_of_responder}),
                "niet ondertekend door"},
           Case{"of another issuer", p.answer({.signer = p.other.certificate, .key = p.other.key}),
                "niet ondertekend door"},
           Case{"of the peer itself", p.answer({.signer = p.leaf, .key = p.own}), "niet ondertekend door"},
           Case{"to be looked up, and there is no list",
                p.answer({.signer = p.responder(p.root, true, false), .key = p.key_of_responder}),
                "geen intrekkingslijst"},
           Case{"by way of SHA-1", p.answer({.hash = EVP_sha1()}), "te zwakke hash"},
           Case{"about another", p.answer({.about = other}), "een ander certificaat"},
           Case{"not yet", p.answer({.from = std::chrono::minutes(20)}), "geldt nog niet"},
           Case{"clocks differ some minutes", p.answer({.from = std::chrono::minutes(3)}), nullptr},
           Case{"over", p.answer({.from = std::chrono::minutes(-60), .until = std::chrono::minutes(-30)}),
                "verlopen"},
           Case{"old, and without an end", p.answer({.from = std::chrono::minutes(-300), .until = {}}),
                "verlopen"},
           Case{"later please", Pki::refused_with(OCSP_RESPONSE_STATUS_TRYLATER), "later"},
           Case{"not known there", Pki::refused_with(OCSP_RESPONSE_STATUS_UNAUTHORIZED), "unauthorized"},
           Case{"nothing", "", "geen OCSP-antwoord"},
           Case{"half", whole.substr(0, whole.size() / 2), "geen OCSP-antwoord"},
           Case{"something behind it", whole + "x", "geen OCSP-antwoord"},
           Case{"a page", "<html>inloggen</html>", "geen OCSP-antwoord"},
           Case{"too large", std::string(largest_answer + 1, 'x'), "100 KiB"},
       }) {
    const auto status = judge(answer, p.who, *p.lists, tests::now());
    EXPECT_EQ(status.has_value(), told == nullptr) << what << (status ? "" : ": " + status.error());
    if (told != nullptr && !status) {
      EXPECT_NE(status.error().find(told), std::string::npos) << what << ": " << status.error();
    }
  }
}

TEST(Ocsp, a_signature_that_was_touched_counts_for_nothing) {
  const auto whole = pki().answer();  // another would be signed anew, and be as long or not
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto touched = whole;
    touched[i] = static_cast<char>(whole[i] ^ 0x01);
    const auto status = judge(touched, pki().who, *pki().lists, tests::now());
    // The certificates that come along are not signed by it.
    if (status) {
      EXPECT_EQ(status->kind, Kind::good) << i;
    }
  }
}

TEST(Ocsp, a_responder_that_was_revoked_itself_counts_for_nothing) {
  const auto& p = pki();
  const auto answer = p.answer({.signer = p.responder(p.root, true, false), .key = p.key_of_responder});
  for (const bool revoked : {false, true}) {
    Lists lists;
    const auto der = p.root.der_list({.revoked = revoked ? std::vector<long>{99} : std::vector<long>{}});
    ASSERT_TRUE(lists.take({.list = parse(der)->front(), .source = "proef", .taken = tests::now()}));
    const auto status = judge(answer, p.who, lists, tests::now());
    EXPECT_EQ(status.has_value(), !revoked);
    if (revoked) {
      EXPECT_NE(status.error().find("zelf is ingetrokken"), std::string::npos) << status.error();
    }
  }
}

TEST(Ocsp, lists_for_a_part_say_nothing_of_who_is_not_on_them) {
  const auto& p = pki();
  const auto answer = p.answer({.signer = p.responder(p.root, true, false), .key = p.key_of_responder});
  const auto part = [&](const char* scope, std::vector<long> revoked) {
    const auto der = p.root.der_list({.revoked = std::move(revoked), .change = [scope](X509_CRL* list) {
                                        TestAuthority::extend(list, NID_issuing_distribution_point, scope);
                                      }});
    return parse(der)->front();
  };
  Lists lists;
  ASSERT_TRUE(lists.take({.list = part("critical,onlyCA:TRUE", {}), .source = "a", .taken = tests::now()}));
  EXPECT_FALSE(judge(answer, p.who, lists, tests::now())) << "whether it is good nobody said";
  ASSERT_TRUE(
      lists.take({.list = part("critical,onlyuser:TRUE", {99}), .source = "b", .taken = tests::now()}));
  const auto status = judge(answer, p.who, lists, tests::now());
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().find("zelf is ingetrokken"), std::string::npos) << status.error();
}

TEST(Ocsp, who_is_refused_by_it) {
  const auto said = [](Kind kind) {
    Status status;
    status.kind = kind;
    return Verdict{status, {}};
  };
  const Verdict nobody{{}, "de dienst is niet bereikbaar"};
  for (const auto mode : {Ocsp::off, Ocsp::prefer, Ocsp::require}) {
    EXPECT_FALSE(status_fault(mode, said(Kind::good)));
    EXPECT_EQ(status_fault(mode, said(Kind::revoked)).has_value(), mode != Ocsp::off);
    EXPECT_EQ(status_fault(mode, said(Kind::unknown)).has_value(), mode == Ocsp::require);
    EXPECT_EQ(status_fault(mode, nobody).has_value(), mode == Ocsp::require);
  }
  EXPECT_NE(status_fault(Ocsp::require, nobody)->find("niet bereikbaar"), std::string::npos);
}

/// A clock that the test moves.
struct Ticking {
  std::shared_ptr<schemas::Moment> at = std::make_shared<schemas::Moment>(tests::now());
  void pass(std::chrono::milliseconds time) const { *at = schemas::Moment(at->time() + time); }
  Statuses::Now now() const {
    return [at = at] { return *at; };
  }
};

TEST(Statuses, what_a_peer_shows_itself_is_gone_by_for_a_while) {
  const Ticking clock;
  Statuses statuses({}, pki().lists, clock.now());
  EXPECT_FALSE(statuses.heard(pki().who));
  statuses.offer(pki().who, "geen antwoord");
  EXPECT_FALSE(statuses.heard(pki().who)) << "what counts for nothing is no news";
  statuses.offer(pki().who, pki().answer());
  ASSERT_TRUE(statuses.heard(pki().who));
  EXPECT_EQ(statuses.heard(pki().who)->status->kind, Kind::good);
  clock.pass(asked_anew - std::chrono::seconds(1));
  EXPECT_TRUE(statuses.heard(pki().who));
  clock.pass(std::chrono::seconds(2));
  EXPECT_FALSE(statuses.heard(pki().who)) << "it is to be asked anew";
  statuses.offer(pki().who,
                 pki().answer({.kind = V_OCSP_CERTSTATUS_REVOKED, .from = std::chrono::minutes(0)}));
  EXPECT_EQ(statuses.heard(pki().who)->status->kind, Kind::revoked);
  statuses.offer(pki().who, pki().answer({.from = std::chrono::minutes(-2)}));
  EXPECT_EQ(statuses.heard(pki().who)->status->kind, Kind::revoked)
      << "an older answer does not take its place";
}

TEST(Statuses, nobody_is_asked_where_nobody_allowed_it) {
  const Ticking clock;
  for (const auto& hosts : {std::vector<std::string>{}, std::vector<std::string>{"ocsp.voorbeeld.nl"}}) {
    Statuses statuses(hosts, pki().lists, clock.now());
    const auto verdict = statuses.ask(pki().who)->verdict();
    ASSERT_TRUE(verdict) << "at once";
    EXPECT_FALSE(verdict->status);
    EXPECT_NE(verdict->fault.find("tls.intrekking.hosts"), std::string::npos) << verdict->fault;
  }
  const auto nameless = pki().root.issue("zonder", 12);
  Statuses statuses({"127.0.0.1:1"}, pki().lists, clock.now());
  EXPECT_NE(
      statuses.ask({held(nameless.get()), pki().who.issuer})->verdict()->fault.find("noemt geen OCSP-dienst"),
      std::string::npos);
}

TEST(Statuses, a_responder_that_cannot_be_reached_is_told_and_what_was_heard_before_goes_on) {
  const Ticking clock;
  Statuses statuses({"127.0.0.1:1"}, pki().lists, clock.now());
  const auto asked = [&] {
    const auto pending = statuses.ask(pki().who);
    while (!pending->verdict()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return *pending->verdict();
  };
  EXPECT_FALSE(asked().status);
  EXPECT_NE(asked().fault.find("niet bereikbaar"), std::string::npos) << asked().fault;
  statuses.offer(pki().who, pki().answer({.until = std::chrono::minutes(30)}));
  clock.pass(std::chrono::minutes(20));
  const auto later = asked();
  ASSERT_TRUE(later.status);
  EXPECT_NE(later.fault.find("niet bereikbaar"), std::string::npos);
  clock.pass(std::chrono::minutes(20));
  EXPECT_FALSE(asked().status) << "until it ends";
  EXPECT_EQ(statuses.all().size(), 1U);
}

TEST(Statuses, only_what_says_good_is_shown_of_our_own) {
  const Ticking clock;
  Statuses statuses({"127.0.0.1:1"}, pki().lists, clock.now());
  statuses.offer(pki().who, pki().answer());
  EXPECT_TRUE(statuses.ready(pki().leaf.get()).empty()) << "it is not ours";
  statuses.keep_ready({pki().who});
  EXPECT_FALSE(statuses.ready(pki().leaf.get()).empty());
  statuses.offer(pki().who,
                 pki().answer({.kind = V_OCSP_CERTSTATUS_REVOKED, .from = std::chrono::minutes(0)}));
  EXPECT_TRUE(statuses.ready(pki().leaf.get()).empty());
}

}  // namespace
}  // namespace inburgering::adapters::revocation
