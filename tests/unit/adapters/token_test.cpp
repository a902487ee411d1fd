// Keys in a token: named by a URI, used there, gone and back. The token is SoftHSM's.
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <thread>
#include <vector>

#include "adapters/token/key.h"
#include "adapters/token/uri.h"

namespace inburgering::adapters::token {
namespace {

constexpr const char* softhsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* module_file = COUNTING_TOKEN;  // SoftHSM's, which counts who logs in

TEST(TokenUri, names_module_token_and_key) {
  const auto uri = parse("pkcs11:token=Onze%20HSM;object=tls;id=%01%00;type=private?module-path=/opt/m.so");
  ASSERT_TRUE(uri) << uri.error();
  EXPECT_EQ(uri->token, "Onze HSM");
  EXPECT_EQ(uri->object, "tls");
  EXPECT_EQ(uri->id, std::string("\1\0", 2));
  EXPECT_EQ(uri->module, "/opt/m.so");
  EXPECT_TRUE(parse("pkcs11:token=a;id=%01?module-path=/m.so"));
  EXPECT_TRUE(is_uri("pkcs11:"));
  EXPECT_FALSE(is_uri("pki/gateway.key"));
}

TEST(TokenUri, says_which_part_is_wrong_and_never_what_a_pin_is) {
  const std::string good = "pkcs11:token=a;object=b?module-path=/m.so";
  ASSERT_TRUE(parse(good));
  struct Case {
    const char *text, *part;
  };
  for (const auto& [text, part] : {
           Case{"pkcs11:object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token=a?module-path=/m.so", "object"},
           Case{"pkcs11:token=a;object=b", "module-path"},
           Case{"pkcs11:token=a;object=b?module-path=m.so", "module-path"},
           Case{"pkcs11:token=a;object=b;pin-value=1234?module-path=/m.so", "wachtwoord_bestand"},
           Case{"pkcs11:token=a;object=b?module-path=/m.so&pin-value=1234", "wachtwoord_bestand"},
           Case{"pkcs11:token=a;object=b?module-path=/m.so&pin-source=/geheim", "wachtwoord_bestand"},
           Case{"pkcs11:token=a;token=c;object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token=a;object=b;type=cert?module-path=/m.so", "type"},
           Case{"pkcs11:token=a;object=b;slot-id=1?module-path=/m.so", "slot-id"},
           Case{"pkcs11:token=%4;object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token=%zz;object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token=a%00b;object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token=;object=b?module-path=/m.so", "token"},
           Case{"pkcs11:token", "token"},
           Case{"pkcs11:", "token"},
       }) {
    const auto parsed = parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_NE(parsed.error().find(part), std::string::npos) << text << ": " << parsed.error();
    EXPECT_EQ(parsed.error().find("1234"), std::string::npos);
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto broken = good;
    broken[i] = '%';
    std::ignore = parse(broken);  // whatever it says, it ends
    std::ignore = parse(good.substr(0, i));
  }
}

class TokenTest : public testing::Test {
 protected:
  TokenTest() {
    std::filesystem::create_directories(dir / "tokens");
    std::ofstream(dir / "softhsm2.conf") << "directories.tokendir = " << (dir / "tokens").string()
                                         << "\nobjectstore.backend = file\nlog.level = ERROR\n";
    ::setenv("SOFTHSM2_CONF", (dir / "softhsm2.conf").c_str(), 1);
    std::ofstream(dir / "pin") << "1234\n";
    std::ofstream(dir / "fout") << "9999\n";
    std::ofstream(dir / "ook-fout") << "8888\n";
    ::setenv("COUNTED_LOGINS", (dir / "logins").c_str(), 1);
  }
  ~TokenTest() override { std::filesystem::remove_all(dir); }
  void SetUp() override {
    if (!std::filesystem::exists(softhsm)) GTEST_SKIP() << "SoftHSM (softhsm2) is not there";
    run("softhsm2-util --init-token --free --label " + label + " --pin 1234 --so-pin 5678");
    put("tls", EVP_RSA_gen(2048), "01");
    put("ec", EVP_EC_gen("P-256"), "02");
    if (states().empty()) return;
    wait();  // several in one process
    look_after_keys();
  }

  void put(const std::string& name, EVP_PKEY* key, const char* id) {
    const auto file = dir / (name + ".pem");
    FILE* out = std::fopen(file.c_str(), "wb");
    PEM_write_PKCS8PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    run("softhsm2-util --import " + file.string() + " --token " + label + " --label " + name + " --id " + id +
        " --pin 1234");
    made[name].reset(key);
  }
  static void run(const std::string& command) {
    ASSERT_EQ(std::system((command + " > /dev/null").c_str()), 0) << command;
  }
  std::string uri(const std::string& object) const {
    return "pkcs11:token=" + label + ";object=" + object + "?module-path=" + module_file;
  }
  auto open(const std::string& object, const char* pin = "pin") const {
    return open_key({uri(object), dir / pin});
  }

  /// Whether it signs what the key that was put in verifies.
  bool signs(EVP_PKEY* key, const std::string& object, bool pss = false) {
    const std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* digest) { EVP_MD_CTX_free(digest); })> sign(
        EVP_MD_CTX_new()),
        verify(EVP_MD_CTX_new());
    EVP_PKEY_CTX* how = nullptr;
    std::array<unsigned char, 1024> signature{};
    std::size_t size = signature.size();
    const unsigned char text[] = "wat wordt ondertekend";
    const auto pad = [&] { return !pss || EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1; };
    const bool done = EVP_DigestSignInit(sign.get(), &how, EVP_sha256(), nullptr, key) == 1 && pad() &&
                      EVP_DigestSign(sign.get(), signature.data(), &size, text, sizeof text) == 1;
    ERR_clear_error();
    return done && EVP_DigestVerifyInit(verify.get(), &how, EVP_sha256(), nullptr, made[object].get()) == 1 &&
           pad() && EVP_DigestVerify(verify.get(), signature.data(), size, text, sizeof text) == 1;
  }
  /// That were refused.
  std::size_t logins() const {
    std::error_code error;
    const auto size = std::filesystem::file_size(dir / "logins", error);
    return error ? 0 : size;
  }
  void take_away() {
    std::filesystem::rename(dir / "tokens", dir / "away"), std::filesystem::create_directory(dir / "tokens");
  }
  void bring_back() {
    std::filesystem::remove(dir / "tokens"), std::filesystem::rename(dir / "away", dir / "tokens");
  }
  /// It is tried again no sooner than that.
  static void wait() { std::this_thread::sleep_for(std::chrono::milliseconds(2100)); }

  static inline int count = 0;
  const std::string label = "gateway-" + std::to_string(++count);  // keys of a former test stay known
  const std::filesystem::path dir =
      std::filesystem::temp_directory_path() / ("token-" + std::to_string(::getpid()) + label);
  std::map<std::string, PrivateKey> made;
};

TEST_F(TokenTest, signs_by_a_key_that_never_leaves_it) {
  const auto rsa = open("tls");
  ASSERT_TRUE(rsa) << rsa.error();
  EXPECT_EQ(EVP_PKEY_eq(rsa->get(), made["tls"].get()), 1);
  EXPECT_TRUE(signs(rsa->get(), "tls"));
  EXPECT_TRUE(signs(rsa->get(), "tls", true));
  const auto ec = open("ec");
  ASSERT_TRUE(ec) << ec.error();
  EXPECT_TRUE(signs(ec->get(), "ec"));
  EXPECT_TRUE(signs(rsa->get(), "tls")) << "also when another was opened since";
  // The secret is not in what we have.
  BIGNUM* secret = nullptr;
  EXPECT_NE(EVP_PKEY_get_bn_param(rsa->get(), "d", &secret), 1);
  ERR_clear_error();
}

TEST_F(TokenTest, is_used_by_many_threads_at_once) {
  const auto rsa = open("tls");
  const auto ec = open("ec");
  ASSERT_TRUE(rsa && ec);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n)
        good += (signs(rsa->get(), "tls", true) ? 1 : 0) + (signs(ec->get(), "ec") ? 1 : 0);
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(good, 400);
}

TEST_F(TokenTest, works_again_when_the_token_is_back_for_whoever_has_the_key) {
  const auto rsa = open("tls");
  const auto ec = open("ec");
  ASSERT_TRUE(rsa && ec);
  EXPECT_TRUE(signs(rsa->get(), "tls"));
  take_away();
  EXPECT_FALSE(signs(rsa->get(), "tls"));
  EXPECT_FALSE(signs(ec->get(), "ec"));
  EXPECT_FALSE(signs(rsa->get(), "tls", true));
  EXPECT_FALSE(open("ec"));
  look_after_keys();
  EXPECT_EQ(std::ranges::count_if(
                states(), [&](const State& state) { return state.name.starts_with(label) && state.fault; }),
            2);
  bring_back();
  wait();
  look_after_keys();
  EXPECT_TRUE(signs(rsa->get(), "tls", true));
  EXPECT_TRUE(signs(ec->get(), "ec"));
  EXPECT_TRUE(open("ec"));
  EXPECT_EQ(ERR_peek_error(), 0U) << "nothing is left for the next handshake to stumble over";
  EXPECT_EQ(std::ranges::count_if(
                states(), [&](const State& state) { return state.name.starts_with(label) && state.fault; }),
            0);
}

TEST_F(TokenTest, goes_away_and_comes_back_under_the_hands_of_threads) {
  const auto rsa = open("tls");
  ASSERT_TRUE(rsa);
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      while (!stop) signs(rsa->get(), "tls");
    });
  for (int i = 0; i < 2; ++i) {
    take_away();
    wait();
    look_after_keys();
    bring_back();
    wait();
    look_after_keys();
  }
  stop = true;
  for (auto& each : threads) each.join();
  EXPECT_TRUE(signs(rsa->get(), "tls"));
}

TEST_F(TokenTest, does_not_try_a_pin_twice_that_was_refused) {
  const auto first = open("tls", "fout");
  ASSERT_FALSE(first);
  EXPECT_NE(first.error().find("weigert de PIN"), std::string::npos) << first.error();
  EXPECT_EQ(first.error().find("9999"), std::string::npos);
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(open("tls", "fout"));
    EXPECT_FALSE(open("ec", "ook-fout"));
    look_after_keys();
  }
  EXPECT_EQ(logins(), 2U) << "a token shuts after some, and this one saw each but once";
  EXPECT_TRUE(open("tls")) << open("tls").error();
  // The file is mended.
  std::ofstream(dir / "fout") << "1234\n";
  EXPECT_TRUE(open("tls", "fout"));
}

TEST_F(TokenTest, says_what_is_wrong) {
  const auto said = [&](const std::string& of, const char* pin = "pin") {
    const auto opened = open_key({of, *pin == '\0' ? std::filesystem::path() : dir / pin});
    return opened ? std::string() : opened.error();
  };
  // Before anybody is let in; after that a token asks no more.
  EXPECT_NE(said(uri("tls"), "").find("wachtwoord_bestand"), std::string::npos) << said(uri("tls"), "");
  EXPECT_NE(said(uri("tls"), "is-er-niet").find("bestaat niet"), std::string::npos);
  EXPECT_NE(said(uri("niet")).find("staat geen private sleutel niet"), std::string::npos)
      << said(uri("niet"));
  auto elsewhere = uri("tls");
  elsewhere.replace(elsewhere.find(label), label.size(), "ander");
  EXPECT_NE(said(elsewhere).find("token ander is er niet"), std::string::npos) << said(elsewhere);
  EXPECT_NE(said("pkcs11:token=a;object=b?module-path=/is/er/niet.so").find("niet te laden"),
            std::string::npos);
  EXPECT_NE(said("pkcs11:token=a;object=b?module-path=/etc/passwd").find("niet te laden"), std::string::npos);
}

TEST_F(TokenTest, does_not_use_another_key_that_came_in_its_place) {
  const auto former = open("tls");
  ASSERT_TRUE(former);
  EXPECT_TRUE(signs(former->get(), "tls"));
  take_away();
  std::filesystem::remove_all(dir / "away");
  std::filesystem::create_directory(dir / "away");
  EXPECT_FALSE(signs(former->get(), "tls"));
  bring_back();
  SetUp();
  EXPECT_FALSE(signs(former->get(), "tls"));
  std::string why;
  for (const auto& state : states())
    if (state.name == label + "/tls") why = state.fault.value_or("");
  EXPECT_NE(why.find("andere sleutel"), std::string::npos) << why;
  // Who reads his certificate anew gets the new one.
  const auto present = open("tls");
  ASSERT_TRUE(present) << present.error();
  EXPECT_TRUE(signs(present->get(), "tls"));
}

}  // namespace
}  // namespace inburgering::adapters::token
