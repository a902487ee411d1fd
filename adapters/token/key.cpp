#include "adapters/token/key.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <utility>

#include "adapters/token/module.h"

// OpenSSL 3 deprecates the methods of RSA and EC keys, in favour of a provider: a library of its own that has
// to be configured beside us.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace inburgering::adapters::token {
namespace {

std::string printable(const std::string& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : id) (text += digits[byte >> 4]) += digits[byte & 15];
  return text;
}

class Key {
 public:
  Key(Module& module, Uri uri, std::filesystem::path pin)
      : module_(module), uri_(std::move(uri)), pin_(std::move(pin)) {}

  std::string name() const {
    return uri_.token + "/" + (uri_.object.empty() ? printable(uri_.id) : uri_.object);
  }
  std::optional<std::string> fault() const {
    const std::lock_guard lock(telling_);
    return fault_;
  }
  /// Another stands under its name in the token.
  bool is_replaced() const { return replaced_; }

  /// Does something with it in the token; whether that was done.
  template <class Work>
  bool use(const Work& work) {
    const std::shared_lock lock(module_.mutex());
    return found_ &&
           used(module_.use(*found_, [&](const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session) {
             return work(functions, session, found_->key);
           }));
  }

  /// Whether it is there and the same; takes it up when it is there again. `may_load`: as Module::find has
  /// it.
  bool look(bool may_load) {
    if (use(is_there)) return true;
    const std::unique_lock lock(module_.mutex());
    auto found = module_.find(uri_, pin_, may_load);
    if (!found) return tell(found.error()), false;
    if (first_ && !first_->same_key(*found)) {
      replaced_ = true;
      found_.reset();
      return tell("in token " + uri_.token +
                  " staat nu een andere sleutel onder deze naam; zet er het certificaat bij dat daar hoort"),
             false;
    }
    if (!first_) first_ = *found;
    found_ = std::move(*found);
    return tell(std::nullopt), true;
  }

  /// What OpenSSL is given. Dutch error.
  std::expected<PrivateKey, std::string> outside();

 private:
  static CK_RV is_there(const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key) {
    CK_OBJECT_CLASS of_class = 0;
    CK_ATTRIBUTE asked{CKA_CLASS, &of_class, sizeof of_class};
    return functions.C_GetAttributeValue(session, key, &asked, 1);
  }
  bool used(CK_RV result) {
    if (result == CKR_OK) return tell(std::nullopt), true;
    return tell("de sleutel in token " + uri_.token + " doet niets (PKCS#11-fout " + std::to_string(result) +
                ")"),
           false;
  }
  void tell(std::optional<std::string> fault) {
    const std::lock_guard lock(telling_);
    fault_ = std::move(fault);
  }

  Module& module_;
  const Uri uri_;
  const std::filesystem::path pin_;
  std::optional<Found> found_,
      first_;  ///< under the lock of the module: where it is now, and as it was at first
  std::atomic<bool> replaced_ = false;
  std::once_flag made_;
  PrivateKey public_;  ///< with the methods below
  mutable std::mutex telling_;
  std::optional<std::string> fault_;
};

int place_in_rsa() {
  static const int place = RSA_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return place;
}
int place_in_ec() {
  static const int place = EC_KEY_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return place;
}

/// C_Sign or C_Decrypt by a key: how many bytes it made, -1 when it did not.
template <auto begin, auto act>
int in_token(Key& key, CK_MECHANISM_TYPE how, const unsigned char* from, std::size_t size, unsigned char* to,
             std::size_t room) {
  CK_ULONG made = room;
  const bool done =
      key.use([&](const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE handle) {
        CK_MECHANISM mechanism{how, nullptr, 0};
        if (const auto begun = (functions.*begin)(session, &mechanism, handle); begun != CKR_OK) return begun;
        made = room;
        return (functions.*act)(session, const_cast<unsigned char*>(from), size, to, &made);
      });
  return done ? static_cast<int>(made) : -1;
}

/// How RSA is padded by the token, or that it is not.
std::optional<CK_MECHANISM_TYPE> mechanism_of(int padding) {
  if (padding == RSA_NO_PADDING) return CKM_RSA_X_509;
  if (padding == RSA_PKCS1_PADDING) return CKM_RSA_PKCS;
  return std::nullopt;
}

template <auto begin, auto act>
int rsa_in_token(int size, const unsigned char* from, unsigned char* to, RSA* rsa, int padding) {
  const auto how = mechanism_of(padding);
  if (!how || size < 0) return -1;
  return in_token<begin, act>(*static_cast<Key*>(RSA_get_ex_data(rsa, place_in_rsa())), *how, from,
                              static_cast<std::size_t>(size), to, static_cast<std::size_t>(RSA_size(rsa)));
}

const RSA_METHOD* rsa_method() {
  static const RSA_METHOD* const method = [] {
    RSA_METHOD* made = RSA_meth_dup(RSA_PKCS1_OpenSSL());
    RSA_meth_set1_name(made, "token");
    RSA_meth_set_priv_enc(made, rsa_in_token<&CK_FUNCTION_LIST::C_SignInit, &CK_FUNCTION_LIST::C_Sign>);
    RSA_meth_set_priv_dec(made, rsa_in_token<&CK_FUNCTION_LIST::C_DecryptInit, &CK_FUNCTION_LIST::C_Decrypt>);
    RSA_meth_set_flags(made, RSA_meth_get_flags(made) | RSA_FLAG_EXT_PKEY);
    return made;
  }();
  return method;
}

/// What a token gives is r and s, each as long as the other.
ECDSA_SIG* ec_in_token(const unsigned char* digest, int size, const BIGNUM*, const BIGNUM*, EC_KEY* ec) {
  constexpr std::size_t longest = 2 * 66;
  std::array<unsigned char, longest> both{};
  const int made = in_token<&CK_FUNCTION_LIST::C_SignInit, &CK_FUNCTION_LIST::C_Sign>(
      *static_cast<Key*>(EC_KEY_get_ex_data(ec, place_in_ec())), CKM_ECDSA, digest,
      static_cast<std::size_t>(size), both.data(), both.size());
  if (made <= 0 || made % 2 != 0) return nullptr;
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(both.data(), made / 2, nullptr),
                 BN_bin2bn(both.data() + made / 2, made / 2, nullptr));
  return signature;
}

const EC_KEY_METHOD* ec_method() {
  static const EC_KEY_METHOD* const method = [] {
    EC_KEY_METHOD* made = EC_KEY_METHOD_new(EC_KEY_OpenSSL());
    int (*sign)(int, const unsigned char*, int, unsigned char*, unsigned*, const BIGNUM*, const BIGNUM*,
                EC_KEY*) = nullptr;
    int (*setup)(EC_KEY*, BN_CTX*, BIGNUM**, BIGNUM**) = nullptr;
    EC_KEY_METHOD_get_sign(made, &sign, &setup, nullptr);
    EC_KEY_METHOD_set_sign(made, sign, setup, ec_in_token);
    return made;
  }();
  return method;
}

const unsigned char* bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

PrivateKey with_rsa(Key& key, const Found& found) {
  RSA* rsa = RSA_new();
  PrivateKey made(EVP_PKEY_new());
  const bool good =
      RSA_set0_key(rsa, BN_bin2bn(bytes(found.modulus), static_cast<int>(found.modulus.size()), nullptr),
                   BN_bin2bn(bytes(found.exponent), static_cast<int>(found.exponent.size()), nullptr),
                   nullptr) == 1 &&
      RSA_set_method(rsa, rsa_method()) == 1 && RSA_set_ex_data(rsa, place_in_rsa(), &key) == 1 &&
      EVP_PKEY_assign_RSA(made.get(), rsa) == 1;
  if (good) return made;
  RSA_free(rsa);
  return nullptr;
}

/// CKA_EC_POINT is an OCTET STRING around the point; not every token puts that around it.
std::string point_of(const std::string& told) {
  const unsigned char* at = bytes(told);
  ASN1_OCTET_STRING* inside = d2i_ASN1_OCTET_STRING(nullptr, &at, static_cast<long>(told.size()));
  if (inside == nullptr) return told;
  std::string point(reinterpret_cast<const char*>(ASN1_STRING_get0_data(inside)),
                    static_cast<std::size_t>(ASN1_STRING_length(inside)));
  ASN1_OCTET_STRING_free(inside);
  return point;
}

PrivateKey with_ec(Key& key, const Found& found) {
  const unsigned char* at = bytes(found.curve);
  EC_KEY* ec = d2i_ECParameters(nullptr, &at, static_cast<long>(found.curve.size()));
  PrivateKey made(EVP_PKEY_new());
  const auto point = point_of(found.point);
  const bool good = ec != nullptr && EC_KEY_oct2key(ec, bytes(point), point.size(), nullptr) == 1 &&
                    EC_KEY_set_method(ec, ec_method()) == 1 &&
                    EC_KEY_set_ex_data(ec, place_in_ec(), &key) == 1 &&
                    EVP_PKEY_assign_EC_KEY(made.get(), ec) == 1;
  if (good) return made;
  EC_KEY_free(ec);
  return nullptr;
}

std::expected<PrivateKey, std::string> Key::outside() {
  std::call_once(made_, [this] {
    const std::shared_lock lock(module_.mutex());
    public_ = first_->kind == CKK_RSA ? with_rsa(*this, *first_) : with_ec(*this, *first_);
    ERR_clear_error();
  });
  if (!public_)
    return std::unexpected("de sleutel in token " + uri_.token + " is van een soort die hier niet kan");
  EVP_PKEY_up_ref(public_.get());
  return PrivateKey(public_.get());
}

/// Never destroyed: keys may be in use until the process ends.
struct Opened {
  std::mutex mutex;
  std::map<std::filesystem::path, Module> modules;
  std::map<std::pair<std::string, std::filesystem::path>, std::unique_ptr<Key>> keys;
  std::vector<std::unique_ptr<Key>> replaced;
};
Opened& opened() {
  static auto* const all = new Opened();
  return *all;
}

/// It, and whether it can be used is for look() to say. Dutch error.
std::expected<Key*, std::string> known(const Place& place) {
  auto parsed = parse(place.uri);
  if (!parsed) return std::unexpected(parsed.error());
  std::error_code error;
  auto file = std::filesystem::canonical(parsed->module, error);
  if (error) file = parsed->module;
  auto& all = opened();
  const std::lock_guard lock(all.mutex);
  auto& key = all.keys[{place.uri, place.pin}];
  if (key && key->is_replaced()) all.replaced.push_back(std::move(key));
  if (!key)
    key = std::make_unique<Key>(all.modules.try_emplace(file, file).first->second, std::move(*parsed),
                                place.pin);
  return key.get();
}

std::vector<std::pair<std::string, Key*>> all_keys() {
  const std::lock_guard lock(opened().mutex);
  std::vector<std::pair<std::string, Key*>> all;
  for (const auto& [place, key] : opened().keys) all.emplace_back(place.first, key.get());
  return all;
}

}  // namespace

void PrivateKeyDeleter::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

std::expected<PrivateKey, std::string> open_key(const Place& place) {
  for (bool again = false;; again = true) {
    const auto key = known(place);
    if (!key) return std::unexpected(key.error());
    // To begin a module anew is for look_after_keys: whoever else has a key in it would be kept waiting.
    if ((*key)->look(false)) return (*key)->outside();
    // Another that came in its place is known as a key of its own.
    if (again || !(*key)->is_replaced())
      return std::unexpected((*key)->fault().value_or("het token is er niet"));
  }
}

std::vector<State> states() {
  std::vector<State> states;
  for (const auto& [uri, key] : all_keys()) states.push_back({key->name(), uri, key->fault()});
  return states;
}

void look_after_keys() {
  for (const auto& [uri, key] : all_keys()) key->look(true);
}

}  // namespace inburgering::adapters::token
