// FSC as it is on paper: canonical JSON, hashes, contracts, signatures, tokens, records. The ids are those of
// the official list of tests (fsc-test-suite); what judges the same from elsewhere is
// tests/conformance/fsc_test.py.
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "adapters/fsc/certificate.h"
#include "adapters/fsc/contract.h"
#include "adapters/fsc/jcs.h"
#include "adapters/fsc/jwks.h"
#include "adapters/fsc/signature.h"
#include "adapters/fsc/token.h"
#include "adapters/fsc/transaction.h"
#include "adapters/jose/base64url.h"

namespace inburgering::adapters::fsc {
namespace {

namespace json = boost::json;

// Canonical JSON

struct Number {
  std::uint64_t bits;
  const char* text;
};
class JcsNumber : public testing::TestWithParam<Number> {};
TEST_P(JcsNumber, is_written_as_ecmascript_does) {
  double value = 0;
  std::memcpy(&value, &GetParam().bits, sizeof value);
  EXPECT_EQ(canonical(json::value(value)), GetParam().text);
}
// RFC 8785 appendix B.
INSTANTIATE_TEST_SUITE_P(
    Rfc8785, JcsNumber,
    testing::Values(Number{0x0000000000000000, "0"}, Number{0x8000000000000000, "0"},
                    Number{0x0000000000000001, "5e-324"}, Number{0x8000000000000001, "-5e-324"},
                    Number{0x7fefffffffffffff, "1.7976931348623157e+308"},
                    Number{0xffefffffffffffff, "-1.7976931348623157e+308"},
                    Number{0x4340000000000000, "9007199254740992"},
                    Number{0xc340000000000000, "-9007199254740992"},
                    Number{0x4430000000000000, "295147905179352830000"},
                    Number{0x44b52d02c7e14af5, "9.999999999999997e+22"}, Number{0x44b52d02c7e14af6, "1e+23"},
                    Number{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
                    Number{0x444b1ae4d6e2ef4e, "999999999999999700000"},
                    Number{0x444b1ae4d6e2ef4f, "999999999999999900000"}, Number{0x444b1ae4d6e2ef50, "1e+21"},
                    Number{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
                    Number{0x3eb0c6f7a0b5ed8d, "0.000001"}, Number{0x41b3de4355555553, "333333333.3333332"},
                    Number{0x41b3de4355555554, "333333333.33333325"},
                    Number{0x41b3de4355555555, "333333333.3333333"},
                    Number{0xbecbf647612f3696, "-0.0000033333333333333333"},
                    Number{0x43143ff3c1cb0959, "1424953923781206.2"}));

TEST(Jcs, refuses_what_is_no_number) {
  EXPECT_THROW(canonical(json::value(std::numeric_limits<double>::quiet_NaN())), std::invalid_argument);
  EXPECT_THROW(canonical(json::value(std::numeric_limits<double>::infinity())), std::invalid_argument);
}

struct Text {
  const char* name;
  std::string from, to;  ///< to empty: refused
};
class Jcs : public testing::TestWithParam<Text> {};
TEST_P(Jcs, is_one_text_for_one_value_or_is_refused) {
  const auto read = read_ijson(GetParam().from);
  if (GetParam().to.empty()) {
    EXPECT_FALSE(read);
    return;
  }
  ASSERT_TRUE(read) << schemas::to_text(read.error());
  EXPECT_EQ(canonical(*read), GetParam().to);
}
INSTANTIATE_TEST_SUITE_P(
    Table, Jcs,
    testing::Values(
        Text{"names_are_sorted_by_utf16",  // RFC 8785 §3.2.3
             "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":"
             "7}",
             "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,\"\xF0\x9F\x98\x80\":5,"
             "\"\xEF\xAC\xB3\":3}"},
        Text{"the_sample_of_the_rfc",  // RFC 8785 §3.2.2
             R"({"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                 "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]})",
             "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
             "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"},
        Text{"a_double_that_is_read_to_the_last_bit",
             "[0.1234567890123456789e-5,9007199254740991,6.02214076e23]",
             "[0.0000012345678901234567,9007199254740991,6.02214076e+23]"},
        Text{"minus_zero", "[-0,-0.0,0e5]", "[0,0,0]"}, Text{"two_names", R"({"a":1,"b":{"c":1,"c":2}})", ""},
        Text{"two_names_of_which_one_is_escaped", R"({"a":1,"\u0061":2})", ""},
        Text{"beyond_2_53", "[9007199254740993]", ""}, Text{"beyond_2_53_below", "[-9007199254740993]", ""},
        Text{"beyond_64_bits", "[18446744073709551617]", ""},
        Text{"between_63_and_64_bits", "[9223372036854775809]", ""}, Text{"larger_than_any", "[1E400]", ""},
        Text{"whole_beyond_2_53_as_a_double", "[1e20]", ""},
        Text{"whole_at_2_53_as_a_double", "[9007199254740992.0]", ""},
        Text{"whole_below_2_53_as_a_double", "[9007199254740991.0,1e21]", "[9007199254740991,1e+21]"},
        Text{"half_a_pair", R"(["\ud800"])", ""}, Text{"no_utf8", "[\"\xff\"]", ""},
        Text{"too_deep", std::string(40, '[') + std::string(40, ']'), ""}),
    [](const auto& each) { return each.param.name; });

TEST(Base64url, has_one_form) {
  EXPECT_EQ(jose::base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(jose::read_base64url("-_8"), "\xfb\xff");
  for (const auto* bad : {"-_9", "-_8=", "a", "+/8", "-_8 "}) EXPECT_FALSE(jose::read_base64url(bad)) << bad;
}

// Contracts

constexpr std::int64_t now = 1'790'000'000;
const std::string us = "00000099000000001000", them = "00000099000000002000", third = "00000099000000000518";
const std::string thumbprint(64, 'a');

json::object connection() {
  return {{"type", "GRANT_TYPE_SERVICE_CONNECTION"},
          {"outway", {{"peer_id", them}, {"public_key_thumbprint", thumbprint}}},
          {"service", {{"type", "SERVICE_TYPE_SERVICE"}, {"peer_id", us}, {"name", "duo-notificaties"}}}};
}
json::object delegated_connection() {
  auto data = connection();
  data["type"] = "GRANT_TYPE_DELEGATED_SERVICE_CONNECTION";
  data["delegator"] = {{"peer_id", third}};
  return data;
}
json::object publication() {
  return {{"type", "GRANT_TYPE_SERVICE_PUBLICATION"},
          {"directory", {{"peer_id", them}}},
          {"service", {{"peer_id", us}, {"name", "gemeente"}, {"protocol", "PROTOCOL_TCP_HTTP_1.1"}}}};
}
json::object delegated_publication() {
  auto data = publication();
  data["type"] = "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION";
  data["delegator"] = {{"peer_id", third}};
  return data;
}
json::object contract(const std::vector<json::object>& grants) {
  json::array list;
  for (const auto& data : grants) list.push_back(json::object{{"data", data}});
  return {{"iv", "06338364-8305-7b74-8000-de4963503139"},
          {"group_id", "fsc.test"},
          {"validity", {{"not_before", now - 10}, {"not_after", now + 1000}}},
          {"grants", std::move(list)},
          {"hash_algorithm", "HASH_ALGORITHM_SHA3_512"},
          {"created_at", now - 5}};
}

struct Offered {
  const char* name;
  json::object content;
  std::optional<Code> code{};
  const char* pointer = "";  ///< of the first fault; empty: it is taken
};
json::object with(json::object content, const char* pointer, const json::value& value) {
  json::value whole = std::move(content);
  const std::string_view path(pointer);
  const auto last = path.rfind('/');
  auto& owner = last == 0 ? whole : whole.at_pointer(path.substr(0, last));
  owner.get_object()[path.substr(last + 1)] = value;
  return whole.get_object();
}
json::object grown(std::size_t count) {
  std::vector<json::object> grants(count, connection());
  return contract(grants);
}

class OfferedContract : public testing::TestWithParam<Offered> {};
TEST_P(OfferedContract, is_taken_or_refused) {
  const auto& wanted = GetParam();
  const auto read = read_contract(wanted.content);
  const auto refused = read ? check_new(*read, "fsc.test", now) : read.error();
  if (*wanted.pointer == '\0') {
    EXPECT_FALSE(refused) << schemas::to_text(refused->faults);
    return;
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, wanted.code);
  EXPECT_EQ(refused->faults.front().pointer, wanted.pointer);
}
INSTANTIATE_TEST_SUITE_P(
    Table, OfferedContract,
    testing::Values(
        Offered{"Manager_SubmitContract_1_connection", contract({connection()})},
        Offered{"Manager_SubmitContract_3_unknown_grant",
                with(contract({connection()}), "/grants/0/data/type", "GRANT_TYPE_PEER_PUBLICATION"),
                {},
                "/grants/0/data/type"},
        Offered{"Manager_SubmitContract_4_publication", contract({publication()})},
        Offered{"Manager_SubmitContract_5_delegated_publication", contract({delegated_publication()})},
        Offered{"Manager_SubmitContract_6_delegated_connection", contract({delegated_connection()})},
        Offered{"Manager_SubmitContract_9_publication_with_another", contract({publication(), connection()}),
                Code::grant_combination_not_allowed, "/grants"},
        Offered{"both_kinds_of_publication", contract({delegated_publication(), publication()}),
                Code::grant_combination_not_allowed, "/grants"},
        Offered{"both_kinds_of_connection", contract({delegated_connection(), connection()})},
        Offered{"Manager_SubmitContract_10_wrong_group",
                with(contract({connection()}), "/group_id", "fsc.other"), Code::incorrect_group_id,
                "/group_id"},
        Offered{"hash_algorithm", with(contract({connection()}), "/hash_algorithm", "HASH_ALGORITHM_SHA1"),
                Code::unknown_hash_algorithm_hash, "/hash_algorithm"},
        Offered{"iv_is_no_uuid", with(contract({connection()}), "/iv", "1"), {}, "/iv"},
        Offered{"created_in_three_minutes",
                with(contract({connection()}), "/created_at", now + 180),
                {},
                "/created_at"},
        Offered{"created_half_a_minute_ahead", with(contract({connection()}), "/created_at", now + 30)},
        Offered{"ends_before_it_begins",
                with(contract({connection()}), "/validity/not_before", now + 1000),
                {},
                "/validity/not_after"},
        Offered{
            "is_over", with(contract({connection()}), "/validity/not_after", now), {}, "/validity/not_after"},
        Offered{"no_grant", contract({}), {}, "/grants"}, Offered{"ten_grants", grown(10)},
        Offered{"eleven_grants", grown(11), {}, "/grants"},
        Offered{"ten_thousand_grants", grown(10'000), {}, "/grants"},
        Offered{"service_name",
                with(contract({connection()}), "/grants/0/data/service/name", "a b"),
                {},
                "/grants/0/data/service/name"},
        Offered{"properties_are_no_object",
                with(contract({connection()}), "/grants/0/data/properties", 1),
                {},
                "/grants/0/data/properties"},
        Offered{
            "a_delegated_service_without_a_delegator",
            with(contract({connection()}), "/grants/0/data/service/type", "SERVICE_TYPE_DELEGATED_SERVICE"),
            {},
            "/grants/0/data/service/delegator"},
        Offered{"a_number_as_text", with(contract({connection()}), "/created_at", "5"), {}, "/created_at"}),
    [](const auto& each) { return each.param.name; });

TEST(Contract, is_known_by_its_hash_and_its_grants_by_theirs) {
  const auto read = read_contract(contract({delegated_connection(), connection()}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read_hash_type(read->hash), 1);
  ASSERT_EQ(read->grant_hashes.size(), 2U);
  EXPECT_EQ(read_hash_type(read->grant_hashes[0]), 4);
  EXPECT_EQ(read_hash_type(read->grant_hashes[1]), 3);
  EXPECT_EQ(read->peers(), (std::vector{third, us, them}));
  EXPECT_TRUE(read->has_peer(third));
  EXPECT_FALSE(read->has_peer("00000099000000009999"));
  EXPECT_TRUE(read->holds_at(now));
  EXPECT_FALSE(read->holds_at(now + 1000));
  // The order of the grants is part of it; that of the members is not.
  EXPECT_NE(read_contract(contract({connection(), delegated_connection()}))->hash, read->hash);
  json::object turned;
  const auto same = contract({delegated_connection(), connection()});
  for (auto each = same.end(); each != same.begin();) {
    --each;
    turned.insert(*each);
  }
  EXPECT_EQ(read_contract(turned)->hash, read->hash);
  for (const auto* bad : {"", "$1$1$", "$2$1$abc", "$1$6$abc"}) EXPECT_FALSE(read_hash_type(bad)) << bad;
}

// Signatures

transport::OwnIdentity identity(EVP_PKEY* key, const std::string& oin) {
  transport::OwnIdentity own;
  own.key.reset(key);
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 7);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  auto* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "serialNumber", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(oin.c_str()), -1, -1, 0);
  X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("Gemeente Nergens"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), own.key.get());
  X509_sign(certificate.get(), own.key.get(), EVP_sha256());
  own.chain.push_back(std::move(certificate));
  return own;
}
const transport::OwnIdentity& ec() {
  static const auto own = identity(EVP_EC_gen("P-256"), us);
  return own;
}

struct Signed {
  const char* name;
  EVP_PKEY* (*make)();
  const char* algorithm;  ///< null: cannot sign
};
class Signing : public testing::TestWithParam<Signed> {};
TEST_P(Signing, is_verified_by_the_certificate_alone) {
  const auto own = identity(GetParam().make(), us);
  const auto compact = sign("inhoud", own);
  if (GetParam().algorithm == nullptr) {
    EXPECT_FALSE(compact);
    return;
  }
  ASSERT_TRUE(compact) << compact.error();
  const auto read = read_jws(*compact);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->algorithm, GetParam().algorithm);
  EXPECT_EQ(read->payload, "inhoud");
  EXPECT_TRUE(verify(*read, own.chain.front().get()));
  EXPECT_FALSE(verify(*read, ec().chain.front().get()));
  EXPECT_FALSE(verify(*read, nullptr));
  auto altered = *read;
  altered.signed_part.back() = altered.signed_part.back() == 'A' ? 'B' : 'A';
  EXPECT_FALSE(verify(altered, own.chain.front().get()));
}
INSTANTIATE_TEST_SUITE_P(
    Keys, Signing,
    testing::Values(Signed{"Manager_SubmitContract_11_RS", [] { return EVP_RSA_gen(2048); }, "RS256"},
                    Signed{"Manager_SubmitContract_12_ES", [] { return EVP_EC_gen("P-256"); }, "ES256"},
                    Signed{"P384", [] { return EVP_EC_gen("P-384"); }, "ES384"},
                    Signed{"P521", [] { return EVP_EC_gen("P-521"); }, "ES512"},
                    Signed{"RSA_1024", [] { return EVP_RSA_gen(1024); }, nullptr},
                    Signed{"a_curve_of_bitcoin", [] { return EVP_EC_gen("secp256k1"); }, nullptr},
                    Signed{"Ed25519", [] { return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"); },
                           nullptr}),
    [](const auto& each) { return each.param.name; });

std::string jws_with(const std::string& header) {
  return jose::base64url(header) + "." + jose::base64url("{}") + ".AAAA";
}

TEST(Jws, refuses_other_algorithms_and_what_is_none) {
  const std::string print = R"(,"x5t#S256":")" + thumbprint_of(ec().chain.front().get()) + "\"";
  for (const auto* algorithm : {"none", "HS256", "PS256", "EdDSA", "es256", "RS1"})
    EXPECT_EQ(read_jws(jws_with(R"({"alg":")" + std::string(algorithm) + "\"" + print + "}")).error(),
              JwsFault::unknown_algorithm)
        << algorithm;
  for (const auto& bad :
       {jws_with("{}"), jws_with(R"({"alg":"ES256"})"), jws_with(R"({"alg":"ES256","x5t#S256":"AAAA"})"),
        jws_with(R"({"alg":"ES256","crit":["exp"])" + print + "}"),
        jws_with(R"({"alg":"ES256","alg":"none")" + print + "}"), jws_with("[]"), std::string("a.b"),
        std::string(), std::string("a.b.c.d"), std::string(20'000, 'a')})
    EXPECT_EQ(read_jws(bad).error(), JwsFault::unreadable) << bad.substr(0, 80);
  EXPECT_TRUE(read_jws(
      jws_with(R"({"alg":"ES256","kid":"https://elders.example/sleutel","jku":"https://elders.example")" +
               print + "}")));
}

struct Judged {
  const char* name;
  std::string compact;
  Code code;
};
const std::string of_contract = content_hash("{}");
std::string signed_by_us(const std::string& payload) { return *sign(payload, ec()); }

class Signature : public testing::TestWithParam<Judged> {};
TEST_P(Signature, is_refused_by_its_code) {
  const auto read = read_signature(GetParam().compact, of_contract, Verdict::accept);
  ASSERT_FALSE(read);
  EXPECT_EQ(name_of(read.error().code), name_of(GetParam().code));
}
INSTANTIATE_TEST_SUITE_P(
    Table, Signature,
    testing::Values(Judged{"Manager_AcceptContract_3_no_jws", "geen jws",
                           Code::signature_verification_failed},
                    Judged{"Manager_AcceptContract_4_other_hash",
                           signed_by_us(signature_payload(content_hash("{1}"), Verdict::accept, now)),
                           Code::signature_contract_content_hash_mismatch},
                    Judged{"Manager_AcceptContract_5_other_type",
                           signed_by_us(signature_payload(of_contract, Verdict::revoke, now)),
                           Code::signature_verification_failed},
                    Judged{"Manager_AcceptContract_7_algorithm", jws_with(R"({"alg":"none"})"),
                           Code::unknown_algorithm_signature},
                    Judged{"no_json", signed_by_us("x"), Code::signature_verification_failed},
                    Judged{"no_hash", signed_by_us(R"({"type":"accept","signed_at":1})"),
                           Code::signature_verification_failed}),
    [](const auto& each) { return each.param.name; });

TEST(Signature, is_that_of_the_peer_in_the_certificate) {
  const auto read = read_signature(signed_by_us(signature_payload(of_contract, Verdict::accept, now)),
                                   of_contract, Verdict::accept);
  ASSERT_TRUE(read);
  EXPECT_TRUE(check_signer(*read, ec().chain.front().get(), us));
  EXPECT_EQ(check_signer(*read, ec().chain.front().get(), them).error().code,
            Code::peer_id_signature_mismatch);
  const auto other = identity(EVP_EC_gen("P-256"), us);
  EXPECT_EQ(check_signer(*read, other.chain.front().get(), us).error().code,
            Code::signature_verification_failed);
}

TEST(Jwks, tells_the_certificates_and_reads_them_back) {
  const auto rsa = identity(EVP_RSA_gen(2048), them);
  const auto text = json::serialize(write_jwks({&ec().chain, &rsa.chain}));
  const auto read = read_jwks(text);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(thumbprint_of(read->at(0).own()), thumbprint_of(ec().chain.front().get()));
  EXPECT_EQ(thumbprint_of(read->at(1).own()), thumbprint_of(rsa.chain.front().get()));
  EXPECT_EQ(organization_of(read->at(0).own()), "Gemeente Nergens");
  EXPECT_FALSE(read_jwks(R"({"keys":[)" + std::string(10'000'000, ' ') + "]}"));
  EXPECT_FALSE(read_jwks("{}"));
  for (const auto* harmless :
       {R"({"keys":[{"kty":"EC"}]})", R"({"keys":[{"x5c":["AAAA"]}]})", R"({"keys":[1]})"})
    EXPECT_TRUE(read_jwks(harmless)->empty()) << harmless;
}

// Tokens

Token good() {
  Token token;
  token.gth = grant_hash(of_contract, "{}", 3);
  token.gid = "fsc.test";
  token.sub = them;
  token.iss = us;
  token.svc = "duo-notificaties";
  token.aud = "https://gateway.example:443";
  token.exp = now + 300;
  token.nbf = now - 10;
  token.cnf.thumbprint = "afdruk";
  return token;
}

struct Brought {
  const char* name;
  std::string header;
  std::optional<Code> code{};
};
std::string with_token(void (*change)(Token&), const transport::OwnIdentity& by = ec()) {
  auto token = good();
  change(token);
  return *sign(write_token(token), by);
}
const transport::OwnIdentity& stranger() {
  static const auto own = identity(EVP_EC_gen("P-256"), them);
  return own;
}
/// HS256 with what everybody knows of us as its secret.
std::string with_hmac() {
  auto compact =
      jose::base64url(R"({"alg":"HS256","x5t#S256":")" + thumbprint_of(ec().chain.front().get()) + "\"}") +
      '.' + jose::base64url(write_token(good()));
  const auto key = der_of(ec().chain.front().get());
  std::array<unsigned char, 64> mac{};
  std::size_t length = 0;
  EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(),
            reinterpret_cast<const unsigned char*>(compact.data()), compact.size(), mac.data(), mac.size(),
            &length);
  return compact + '.' + jose::base64url({reinterpret_cast<const char*>(mac.data()), length});
}

class BroughtToken : public testing::TestWithParam<Brought> {};
TEST_P(BroughtToken, is_taken_or_refused_by_its_code) {
  const auto judged = judge_token(
      GetParam().header, {now, "fsc.test", us, them, "afdruk", [](std::string_view wanted) -> const X509* {
                            const auto* own = ec().chain.front().get();
                            return thumbprint_of(own) == wanted ? own : nullptr;
                          }});
  ASSERT_EQ(judged.has_value(), !GetParam().code);
  if (GetParam().code) {
    EXPECT_EQ(name_of(judged.error()), name_of(*GetParam().code));
  }
}
INSTANTIATE_TEST_SUITE_P(
    Table, BroughtToken,
    testing::Values(
        Brought{"Inway_Incoming_Request_1_good", with_token([](Token&) {})},
        Brought{"with_its_scheme", "Bearer " + with_token([](Token&) {})},
        Brought{"Inway_Incoming_Request_2_none", "", Code::access_token_missing},
        Brought{"only_a_scheme", "Bearer ", Code::access_token_missing},
        Brought{"Inway_Incoming_Request_3_other_certificate",
                with_token([](Token& of) { of.cnf.thumbprint = "x"; }), Code::access_token_invalid},
        Brought{"Inway_Incoming_Request_6_expired_by_a_second", with_token([](Token& of) { of.exp = now; }),
                Code::access_token_expired},
        Brought{"not_yet", with_token([](Token& of) { of.nbf = now + 1; }), Code::access_token_invalid},
        Brought{"other_group", with_token([](Token& of) { of.gid = "fsc.other"; }),
                Code::wrong_group_id_in_token},
        Brought{"given_by_another", with_token([](Token& of) { of.iss = them; }), Code::access_token_invalid},
        Brought{"of_another_peer", with_token([](Token& of) { of.sub = third; }), Code::access_token_invalid},
        Brought{"for_another", with_token([](Token& of) {
                  of.sub = third;
                  of.act = Actor{them};
                })},
        Brought{"by_another_for_them", with_token([](Token& of) { of.act = Actor{third}; }),
                Code::access_token_invalid},
        Brought{"signed_by_who_brings_it", with_token([](Token&) {}, stranger()), Code::access_token_invalid},
        Brought{"alg_none",
                jose::base64url(R"({"alg":"none"})") + "." + jose::base64url(write_token(good())) + ".",
                Code::access_token_invalid},
        Brought{"hmac_with_the_public_key", with_hmac(), Code::access_token_invalid},
        Brought{"no_token", "iets", Code::access_token_invalid}),
    [](const auto& each) { return each.param.name; });

// Records

TEST(Transaction, has_an_id_of_version_7) {
  EXPECT_EQ(read_transaction("01932F4C-7D6A-7c3e-8f10-0123456789ab"), "01932f4c-7d6a-7c3e-8f10-0123456789ab");
  EXPECT_EQ(read_transaction("").error(), Code::missing_log_record_id);
  for (const auto* bad :
       {"x", "01932f4c-7d6a-4c3e-8f10-0123456789ab", "01932f4c-7d6a-7c3e-7f10-0123456789ab"})
    EXPECT_EQ(read_transaction(bad).error(), Code::invalid_log_record_id) << bad;
}

TEST(Transaction, Inway_TransactionLog_4_and_5_name_the_delegators) {
  auto token = good();
  const auto plain = transaction_record("t", Direction::incoming, token, now);
  EXPECT_EQ(plain.at("source").at("type"), "SOURCE_TYPE_SOURCE");
  EXPECT_EQ(plain.at("destination").at("type"), "DESTINATION_TYPE_DESTINATION");
  EXPECT_EQ(peers_of_record(plain), (std::vector{us, them}));
  token.act = Actor{them};
  token.sub = third;
  token.pdi = "00000099000000000344";
  const auto record = transaction_record("t", Direction::incoming, token, now);
  EXPECT_EQ(record.at("source").at("type"), "SOURCE_TYPE_DELEGATED_SOURCE");
  EXPECT_EQ(record.at("source").at("outway_peer_id"), them.c_str());
  EXPECT_EQ(record.at("source").at("delegator_peer_id"), third.c_str());
  EXPECT_EQ(record.at("destination").at("type"), "DESTINATION_TYPE_DELEGATED_DESTINATION");
  EXPECT_EQ(record.at("destination").at("delegator_peer_id"), "00000099000000000344");
  EXPECT_EQ(peers_of_record(record).size(), 4U);
}

TEST(Error, has_its_status_and_its_header) {
  const auto answer = error_answer(Code::access_token_expired, "verlopen");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(transport::find_header(answer.headers, "Fsc-Error-Code"), "ERROR_CODE_ACCESS_TOKEN_EXPIRED");
  EXPECT_EQ(transport::find_header(answer.headers, "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(json::parse(answer.body).at("domain"), "ERROR_DOMAIN_INWAY");
}

}  // namespace
}  // namespace inburgering::adapters::fsc
