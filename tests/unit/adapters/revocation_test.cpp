// Revocation lists: which are read, which are taken, and who is refused by them.
#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/revocation/keeper.h"
#include "adapters/revocation/list.h"
#include "adapters/revocation/lists.h"
#include "adapters/revocation/points.h"
#include "tests/unit/adapters/test_authority.h"

namespace inburgering::adapters::revocation {
namespace {

using tests::Cert;
using tests::ListWish;
using tests::TestAuthority;

schemas::Moment at(int hours) { return schemas::Moment(tests::now().time() + std::chrono::hours(hours)); }

const TestAuthority& root() {
  static const TestAuthority made("Stam A");
  return made;
}
const TestAuthority& rsa_root() {
  static const TestAuthority made("Stam RSA", true);
  return made;
}

List list_of(const TestAuthority& authority, const ListWish& wish = {}) {
  auto lists = parse(authority.der_list(wish));
  EXPECT_TRUE(lists) << lists.error();
  return lists->front();
}

ListWish with(std::function<void(X509_CRL*)> change) {
  ListWish wish;
  wish.change = std::move(change);
  return wish;
}

TEST(RevocationList, der_and_pem_are_the_same_list) {
  const auto der = root().der_list({.number = 300, .revoked = {7, 8}});
  const auto pem = parse("van de uitgever\n" + TestAuthority::pem_list(der));
  const auto raw = parse(der);
  ASSERT_TRUE(pem) << pem.error();
  ASSERT_TRUE(raw) << raw.error();
  EXPECT_EQ(pem->front().digest, raw->front().digest);
  EXPECT_EQ(raw->front().key, pem->front().key);
  EXPECT_EQ(raw->front().issuer, "CN=Stam A");
  EXPECT_EQ(raw->front().number, "12C");
  EXPECT_EQ(raw->front().revoked, 2U);
  const auto both =
      parse(TestAuthority::pem_list(der) + TestAuthority::pem_list(rsa_root().der_list({.pss = true})));
  ASSERT_TRUE(both) << both.error();
  EXPECT_EQ(both->size(), 2U);
}

TEST(RevocationList, what_is_no_whole_list_is_refused_with_a_clear_word) {
  const auto der = root().der_list({.revoked = {1}});
  const auto pem = TestAuthority::pem_list(der);
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"nothing", "", "geen intrekkingslijst"},
      {"text", "<html>niet gevonden</html>", "geen intrekkingslijst"},
      {"a certificate", root().pem(), "geen intrekkingslijst"},
      {"cut off", der.substr(0, der.size() - 5), "geen intrekkingslijst"},
      {"more behind it", der + "x", "geen intrekkingslijst"},
      {"pem cut off", pem.substr(0, pem.size() / 2), "niet volledig"},
      {"above the limit", std::string(largest_list + 1, '\x30'), "groter dan 32 MiB"},
      {"delta", root().der_list(with([](X509_CRL* list) {
         ASN1_INTEGER* base = ASN1_INTEGER_new();
         ASN1_INTEGER_set(base, 1);
         X509_CRL_add1_ext_i2d(list, NID_delta_crl, base, 1, 0);
         ASN1_INTEGER_free(base);
       })),
       "delta-CRL"},
      {"indirect", root().der_list(with([](X509_CRL* list) {
         ISSUING_DIST_POINT* scope = ISSUING_DIST_POINT_new();
         scope->indirectCRL = 0xFF;
         X509_CRL_add1_ext_i2d(list, NID_issuing_distribution_point, scope, 1, 0);
         ISSUING_DIST_POINT_free(scope);
       })),
       "indirecte CRL"},
      {"critical and unknown", root().der_list(with([](X509_CRL* list) {
         TestAuthority::extend(list, NID_ext_key_usage, "critical,clientAuth");
       })),
       "niet bekend"},
      {"without an end", root().der_list({.endless = true}), "nextUpdate"},
      {"ends before it begins", root().der_list({.from = at(2), .until = at(1)}), "eindigt voor zij begint"},
      {"a negative number", root().der_list({.number = -4}), "CRLNumber"},
  };
  for (const auto& [what, bytes, told] : cases) {
    const auto lists = parse(bytes);
    ASSERT_FALSE(lists) << what;
    EXPECT_NE(lists.error().find(told), std::string::npos) << what << ": " << lists.error();
  }
}

TEST(RevocationList, only_its_own_issuer_signs_it) {
  EXPECT_EQ(signature_fault(list_of(root()), root().certificate.get()), std::nullopt);
  EXPECT_EQ(signature_fault(list_of(rsa_root(), {.pss = true}), rsa_root().certificate.get()), std::nullopt);
  EXPECT_EQ(
      signature_fault(list_of(rsa_root(), {.pss = true, .hash = EVP_sha512()}), rsa_root().certificate.get()),
      std::nullopt);
  EXPECT_NE(signature_fault(list_of(root()), rsa_root().certificate.get()), std::nullopt);
  const TestAuthority impostor("Stam A");
  EXPECT_TRUE(signature_fault(list_of(impostor), root().certificate.get())->contains("handtekening"));
  for (const bool pss : {false, true})
    EXPECT_TRUE(
        signature_fault(list_of(rsa_root(), {.pss = pss, .hash = EVP_sha1()}), rsa_root().certificate.get())
            ->contains("te zwakke hash"))
        << pss;
  const auto leaf = root().issue("geen uitgever", 5);
  EXPECT_NE(signature_fault(list_of(root()), leaf.get()), std::nullopt);
}

TEST(RevocationList, a_number_never_goes_back) {
  const auto held = list_of(root(), {.number = 255, .from = at(-2)});
  EXPECT_EQ(goes_back(held, held), std::nullopt);
  EXPECT_EQ(goes_back(list_of(root(), {.number = 256, .from = at(-1)}), held), std::nullopt);
  EXPECT_TRUE(goes_back(list_of(root(), {.number = 254, .from = at(-1)}), held)->contains("lager"));
  EXPECT_TRUE(goes_back(list_of(root(), {.number = 256, .from = at(-3)}), held).has_value());
  EXPECT_TRUE(goes_back(list_of(root(), {.number = 0, .from = at(-1)}), held)->contains("geen nummer"));
  const auto nameless = list_of(root(), {.number = 0, .from = at(-2)});
  EXPECT_EQ(goes_back(list_of(root(), {.number = 0, .from = at(-1)}), nameless), std::nullopt);
  EXPECT_TRUE(goes_back(list_of(root(), {.number = 0, .from = at(-3)}), nameless).has_value());
  EXPECT_NE(too_early(list_of(root(), {.from = at(1)}), tests::now()), std::nullopt);
  EXPECT_EQ(too_early(list_of(root()), tests::now()), std::nullopt);
}

TEST(RevocationPoints, only_plain_http_to_hosts_that_were_named) {
  const std::vector<std::string> hosts{*host("CRL.voorbeeld.nl"), *host("127.0.0.1:8080")};
  for (const auto* good : {"http://crl.voorbeeld.nl/a.crl", "HTTP://CRL.VOORBEELD.NL:80/a.crl?x=1",
                           "http://127.0.0.1:8080/", "http://crl.voorbeeld.nl"}) {
    const auto read = address(good, false);
    ASSERT_TRUE(read) << good << ": " << read.error();
    EXPECT_TRUE(is_at(*read, hosts)) << good;
  }
  for (const auto* elsewhere :
       {"http://crl.voorbeeld.nl.ander.nl/a.crl", "http://127.0.0.1/", "http://127.1:8080/",
        "http://localhost:8080/", "http://crl.voorbeeld.nl:8080/", "http://[::1]:8080/"}) {
    const auto read = address(elsewhere, false);
    EXPECT_FALSE(read && is_at(*read, hosts)) << elsewhere;
  }
  for (const auto* refused :
       {"https://crl.voorbeeld.nl/a.crl", "ldap://crl.voorbeeld.nl/a", "file:///etc/passwd", "gopher://x/",
        "http://iemand@crl.voorbeeld.nl/", "http://crl.voorbeeld.nl:ander.nl/", "http://crl.voorbeeld.n%6C/",
        "http:///a.crl", "crl.voorbeeld.nl", "", "http://a b/"})
    EXPECT_FALSE(address(refused, false)) << refused;
  EXPECT_EQ(address("file:///a/b%20c.crl", true).value_or(""), "file:///a/b c.crl");
  EXPECT_FALSE(address("file://host/a", true));
  for (const auto* refused : {"", "a/b", "http://a", "a?b", "x@y"}) EXPECT_FALSE(host(refused)) << refused;
}

TEST(RevocationPoints, a_certificate_names_its_own) {
  EXPECT_EQ(points_of(root().issue("x", 5, "http://crl.voorbeeld.nl/a.crl").get()),
            std::vector<std::string>{"http://crl.voorbeeld.nl/a.crl"});
  EXPECT_TRUE(points_of(root().issue("x", 5).get()).empty());
}

/// What a chain is judged to be: X509_V_OK, or why not.
int judged(const std::shared_ptr<Lists>& lists, X509* leaf, const TestAuthority& anchor,
           const std::vector<X509*>& shown = {}) {
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, anchor.certificate.get());
  Lists::apply(lists, store);
  X509_STORE_CTX* asked = X509_STORE_CTX_new();
  STACK_OF(X509)* beside = sk_X509_new_null();
  for (auto* each : shown) sk_X509_push(beside, each);
  X509_STORE_CTX_init(asked, store, leaf, beside);
  const int good = X509_verify_cert(asked);
  const int error = good == 1 ? X509_V_OK : X509_STORE_CTX_get_error(asked);
  X509_STORE_CTX_free(asked);
  sk_X509_free(beside);
  X509_STORE_free(store);
  return error;
}

std::expected<void, std::string> take(Lists& lists, List list, Cert signer = nullptr) {
  return lists.take({std::move(list), "bron", tests::now(), std::move(signer)});
}

TEST(RevocationLists, who_is_on_it_is_refused_and_who_is_not_is_not) {
  const auto lists = std::make_shared<Lists>();
  const auto good = root().issue("goed", 5);
  const auto bad = root().issue("ingetrokken", 6);
  EXPECT_EQ(judged(lists, good.get(), root()), X509_V_ERR_UNABLE_TO_GET_CRL) << "without a list nobody";
  const auto before = lists->generation();
  ASSERT_TRUE(take(*lists, list_of(root(), {.revoked = {6}}), root().certificate));
  EXPECT_GT(lists->generation(), before);
  EXPECT_EQ(judged(lists, good.get(), root()), X509_V_OK);
  EXPECT_EQ(judged(lists, bad.get(), root()), X509_V_ERR_CERT_REVOKED);
  ASSERT_TRUE(take(*lists, list_of(root(), {.number = 2, .revoked = {5, 6}})));
  EXPECT_EQ(judged(lists, good.get(), root()), X509_V_ERR_CERT_REVOKED);
  EXPECT_FALSE(take(*lists, list_of(root(), {.revoked = {6}})));
  EXPECT_EQ(judged(lists, good.get(), root()), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(lists->present()->size(), 1U);
}

TEST(RevocationLists, what_was_proven_once_is_proven_for_that_key_alone) {
  // The same list, wrongly signed: who says that it was verified is believed, for the key that it was.
  const TestAuthority impostor("Stam A");
  const auto good = root().issue("goed", 5);
  const auto bad = root().issue("ingetrokken", 6);
  for (const auto& [signer, expected] : {std::pair{Cert(), X509_V_ERR_CRL_SIGNATURE_FAILURE},
                                         std::pair{impostor.certificate, X509_V_ERR_CRL_SIGNATURE_FAILURE},
                                         std::pair{root().certificate, X509_V_OK}}) {
    const auto lists = std::make_shared<Lists>();
    ASSERT_TRUE(take(*lists, list_of(impostor, {.revoked = {6}}), signer));
    EXPECT_EQ(judged(lists, good.get(), root()), expected);
    EXPECT_NE(judged(lists, bad.get(), root()), X509_V_OK);
  }
}

TEST(RevocationLists, one_for_a_part_is_judged_as_such) {
  const auto lists = std::make_shared<Lists>();
  const auto wish = with([](X509_CRL* list) {
    ISSUING_DIST_POINT* scope = ISSUING_DIST_POINT_new();
    scope->onlyCA = 0xFF;
    X509_CRL_add1_ext_i2d(list, NID_issuing_distribution_point, scope, 1, 0);
    ISSUING_DIST_POINT_free(scope);
  });
  ASSERT_TRUE(take(*lists, list_of(root(), wish), root().certificate));
  EXPECT_EQ(judged(lists, root().issue("goed", 5).get(), root()), X509_V_ERR_DIFFERENT_CRL_SCOPE);
}

TEST(RevocationLists, a_whole_chain_is_asked_about) {
  const auto lists = std::make_shared<Lists>();
  const TestAuthority between("Tussen", false, &root());
  const auto leaf = between.issue("goed", 5);
  const std::vector<X509*> shown{between.certificate.get()};
  ASSERT_TRUE(take(*lists, list_of(root())));
  EXPECT_EQ(judged(lists, leaf.get(), root(), shown), X509_V_ERR_UNABLE_TO_GET_CRL);
  ASSERT_TRUE(take(*lists, list_of(between)));
  EXPECT_EQ(judged(lists, leaf.get(), root(), shown), X509_V_OK);
  ASSERT_TRUE(take(*lists, list_of(root(), {.number = 2, .revoked = {1}})));  // the serial of its certificate
  EXPECT_EQ(judged(lists, leaf.get(), root(), shown), X509_V_ERR_CERT_REVOKED);
}

TEST(RevocationLists, past_its_end_nobody_is_trusted_unless_there_is_grace) {
  const auto leaf = root().issue("goed", 5);
  const auto revoked = root().issue("ingetrokken", 6);
  const ListWish ended{.from = at(-30), .until = at(-2), .revoked = {6}};
  const auto judged_with = [&](const std::vector<Grace>& graces, X509* whom) {
    const auto proven = std::make_shared<Lists>(graces);
    EXPECT_TRUE(take(*proven, list_of(root(), ended), root().certificate));
    const auto lists = std::make_shared<Lists>(graces);
    EXPECT_TRUE(take(*lists, list_of(root(), ended)));
    EXPECT_EQ(judged(proven, whom, root()), judged(lists, whom, root()));
    return judged(proven, whom, root());
  };
  EXPECT_EQ(judged_with({}, leaf.get()), X509_V_ERR_CRL_HAS_EXPIRED);
  EXPECT_EQ(judged_with({{"CN=Stam A", std::chrono::hours(3)}}, leaf.get()), X509_V_OK);
  EXPECT_EQ(judged_with({{"CN=Stam A", std::chrono::hours(1)}}, leaf.get()), X509_V_ERR_CRL_HAS_EXPIRED);
  EXPECT_EQ(judged_with({{"CN=Een ander", std::chrono::hours(3)}}, leaf.get()), X509_V_ERR_CRL_HAS_EXPIRED);
  EXPECT_EQ(judged_with({{"CN=Stam A", std::chrono::hours(3)}}, revoked.get()), X509_V_ERR_CERT_REVOKED);
  const auto early = std::make_shared<Lists>();
  EXPECT_TRUE(take(*early, list_of(root(), {.from = at(1)}), root().certificate));
  EXPECT_EQ(judged(early, leaf.get(), root()), X509_V_ERR_CRL_NOT_YET_VALID);
}

class RevocationKeeper : public testing::Test {
 protected:
  RevocationKeeper() {
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    write("trust.pem", root().pem());
  }
  ~RevocationKeeper() override { std::filesystem::remove_all(dir); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(dir / name) << text; }
  Keeper keeper() const { return {lists, {{dir / "trust.pem"}, {}, dir / "lijsten"}}; }
  Told::Kind take(Keeper& keeper, const std::string& bytes, bool trusted_file = false) {
    const auto told = keeper.take(bytes, "http://bron/", trusted_file, tests::now());
    EXPECT_EQ(told.size(), 1U);
    said = told.front().what;
    return told.front().kind;
  }

  const std::filesystem::path dir =
      std::filesystem::temp_directory_path() / ("inburgering-lijsten-" + std::to_string(::getpid()));
  std::shared_ptr<Lists> lists = std::make_shared<Lists>();
  std::string said;
};

TEST_F(RevocationKeeper, what_is_good_is_taken_and_kept_for_its_owner_alone) {
  auto first = keeper();
  first.read_trust();
  EXPECT_EQ(first.without_list(), std::vector<std::string>{"CN=Stam A"});
  EXPECT_EQ(take(first, root().der_list({.number = 7, .revoked = {6}})), Told::Kind::taken) << said;
  EXPECT_EQ(take(first, root().der_list({.number = 6})), Told::Kind::refused);
  EXPECT_TRUE(said.contains("lager")) << said;
  EXPECT_TRUE(first.without_list().empty());
  const std::filesystem::directory_iterator files(dir / "lijsten");
  struct stat status{};
  ASSERT_EQ(::stat(files->path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);

  // After a restart, without any network.
  lists = std::make_shared<Lists>();
  auto second = keeper();
  second.read_trust();
  EXPECT_TRUE(second.read_kept().empty());
  ASSERT_EQ(lists->present()->size(), 1U);
  EXPECT_EQ(lists->present()->front()->source, "http://bron/");
  EXPECT_EQ(judged(lists, root().issue("x", 6).get(), root()), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(take(second, root().der_list({.number = 6})), Told::Kind::refused) << "no number goes back";
  EXPECT_EQ(take(second, root().der_list({.number = 7, .from = at(-2)})), Told::Kind::refused);
}

TEST_F(RevocationKeeper, what_nobody_trusted_signed_is_not_taken) {
  auto one = keeper();
  one.read_trust();
  const TestAuthority stranger("Vreemd");
  EXPECT_EQ(take(one, stranger.der_list()), Told::Kind::unknown_issuer);
  const TestAuthority impostor("Stam A");
  EXPECT_EQ(take(one, impostor.der_list()), Told::Kind::refused);
  EXPECT_EQ(take(one, impostor.der_list(), true), Told::Kind::refused) << "not from a file either";
  EXPECT_EQ(take(one, root().der_list({.from = at(1)})), Told::Kind::refused);
  EXPECT_EQ(take(one, "niets"), Told::Kind::refused);
  EXPECT_TRUE(lists->present()->empty());
}

TEST_F(RevocationKeeper, issuers_are_learned_from_what_peers_show_and_only_from_what_leads_to_an_anchor) {
  auto one = keeper();
  one.read_trust();
  const TestAuthority between("Tussen", false, &root());
  const TestAuthority stranger("Vreemd");
  const auto leaf = between.issue("x", 5, "http://crl.voorbeeld.nl/t.crl");
  const auto foreign = stranger.issue("x", 5, "http://elders/");
  EXPECT_EQ(take(one, between.der_list()), Told::Kind::unknown_issuer);
  EXPECT_EQ(judged(lists, foreign.get(), root(), {stranger.certificate.get()}),
            X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN);
  EXPECT_FALSE(one.learn());
  EXPECT_EQ(judged(lists, leaf.get(), root(), {between.certificate.get()}), X509_V_ERR_UNABLE_TO_GET_CRL);
  EXPECT_TRUE(one.learn());
  EXPECT_EQ(one.points(), std::vector<std::string>{"http://crl.voorbeeld.nl/t.crl"});
  EXPECT_EQ(take(one, between.der_list()), Told::Kind::taken) << said;

  // It stands with its list: after a restart nobody needs to show it first.
  lists = std::make_shared<Lists>();
  auto second = keeper();
  second.read_trust();
  EXPECT_TRUE(second.read_kept().empty());
  EXPECT_EQ(lists->present()->size(), 1U);
  // Unless its root is no longer trusted.
  write("trust.pem", rsa_root().pem());
  lists = std::make_shared<Lists>();
  auto third = keeper();
  third.read_trust();
  third.read_kept();
  EXPECT_TRUE(lists->present()->empty());
}

TEST_F(RevocationKeeper, an_impostor_does_not_keep_a_genuine_chain_from_being_seen) {
  auto one = keeper();
  one.read_trust();
  const TestAuthority between("Tussen", false, &root());
  TestAuthority impostor("Tussen");
  impostor.certificate = between.certificate;  // its name and its certificate, not its key
  const auto false_leaf = impostor.issue("x", 5);
  const auto leaf = between.issue("x", 6);
  judged(lists, false_leaf.get(), root(), {between.certificate.get()});
  EXPECT_FALSE(one.learn());
  judged(lists, leaf.get(), root(), {between.certificate.get()});
  EXPECT_TRUE(one.learn());
}

TEST_F(RevocationKeeper, a_disk_that_cannot_keep_it_does_not_keep_it_from_being_used) {
  write("lijsten", "geen map");
  auto one = keeper();
  one.read_trust();
  EXPECT_EQ(take(one, root().der_list({.revoked = {6}})), Told::Kind::not_kept);
  EXPECT_EQ(judged(lists, root().issue("x", 6).get(), root()), X509_V_ERR_CERT_REVOKED);
  EXPECT_FALSE(lists->present()->front()->not_kept.empty());
}

TEST_F(RevocationKeeper, a_damaged_one_is_told_and_does_not_count) {
  std::filesystem::create_directories(dir / "lijsten");
  write("lijsten/a.pem", "kapot");
  write("lijsten/b.pem", root().pem() + TestAuthority::pem_list(root().der_list()).substr(0, 100));
  auto one = keeper();
  one.read_trust();
  EXPECT_EQ(one.read_kept().size(), 2U);
  EXPECT_TRUE(lists->present()->empty());
}

TEST_F(RevocationKeeper, a_list_of_ten_megabytes_is_taken) {
  std::vector<long> many(450'000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = 0x1000000 + static_cast<long>(i) * 3;
  auto one = keeper();
  one.read_trust();
  const auto der = root().der_list({.revoked = many});
  EXPECT_GT(der.size(), 10U * 1000 * 1000);
  EXPECT_EQ(take(one, der), Told::Kind::taken) << said;
  EXPECT_EQ(judged(lists, root().issue("x", many[many.size() / 2]).get(), root()), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(judged(lists, root().issue("x", 6).get(), root()), X509_V_OK);
}

}  // namespace
}  // namespace inburgering::adapters::revocation
