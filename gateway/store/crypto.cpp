#include "gateway/store/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "gateway/store/engine/failure.h"
#include "gateway/store/wrapped.h"
#include "schemas/small_file.h"

namespace inburgering::gateway::store {
namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype([](EVP_CIPHER_CTX* c) { EVP_CIPHER_CTX_free(c); })>;

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string hex(std::string_view data) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(data.size() * 2);
  for (const char c : data) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string unhex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  std::string data;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    data += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  return data;
}

using Mac = std::unique_ptr<EVP_MAC_CTX, decltype([](EVP_MAC_CTX* mac) { EVP_MAC_CTX_free(mac); })>;

/// An HMAC-SHA256 under a key, before anything is put in.
std::shared_ptr<EVP_MAC_CTX> keyed(std::string_view key) {
  static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
  std::shared_ptr<EVP_MAC_CTX> mac(EVP_MAC_CTX_new(hmac), EVP_MAC_CTX_free);
  char sha256[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256, 0),
                                   OSSL_PARAM_construct_end()};
  if (EVP_MAC_init(mac.get(), bytes(key), key.size(), parameters) != 1)
    throw std::runtime_error("HMAC-SHA256 cannot be had from the library");
  return mac;
}

/// A copy of what is keyed already: looking the algorithm up and taking the key in costs more than the rest.
std::string hmac(const EVP_MAC_CTX* keyed, std::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  const Mac mac(EVP_MAC_CTX_dup(keyed));
  std::size_t length = 0;
  if (!mac || EVP_MAC_update(mac.get(), bytes(data), data.size()) != 1 ||
      EVP_MAC_final(mac.get(), bytes(digest), &length, digest.size()) != 1)
    throw std::runtime_error("HMAC-SHA256 cannot be made");
  return digest;
}

void check(int result) {
  if (result != 1) throw std::runtime_error("AES-256-GCM cannot be had from the library");
}

}  // namespace

std::string base64(std::string_view data) {
  std::string text(4 * ((data.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(bytes(text), bytes(data), static_cast<int>(data.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string unbase64(std::string_view text) {
  std::string data(3 * (text.size() / 4) + 3, '\0');
  if (text.size() % 4 != 0) return {};
  const int length = EVP_DecodeBlock(bytes(data), bytes(text), static_cast<int>(text.size()));
  if (length < 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  data.resize(static_cast<std::size_t>(length) - padding);
  return data;
}

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string sha256(std::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes(data), data.size(), bytes(digest));
  return hex(digest);
}

struct Keys::Shared {
  /// Former rings stay: a thread may be at work with one. There are as many as keys were ever renewed.
  std::vector<std::unique_ptr<const Ring>> rings;
  std::mutex renewing;
  std::atomic<const Ring*> present = nullptr;
  bool plain = false;                     ///< a key stood readably in the file
  std::string find;                       ///< set before threads share it
  std::shared_ptr<EVP_MAC_CTX> find_mac;  ///< keyed; only copied

  void renew(Ring ring) {
    const std::lock_guard lock(renewing);
    rings.push_back(std::make_unique<const Ring>(std::move(ring)));
    present = rings.back().get();
  }
  void find_by(std::string key) {
    find = std::move(key);
    find_mac = keyed(find);
  }

  std::function<bool(std::string_view)> is_elsewhere;
  std::function<void()> when_unknown;  ///< set before threads share it, as is the next
  std::shared_ptr<DossierKeys> dossiers;
  std::mutex giving;
  std::int64_t next_number = 0, last_number = 0;  ///< what was made and not given yet
  /// Tells those of one process apart.
  const std::uint64_t own_number = [] {
    static std::atomic<std::uint64_t> count = 0;
    return ++count;
  }();
};

const Keys::Ring& Keys::ring() const { return *shared_->present.load(); }

std::expected<Keys, std::string> Keys::read(const std::filesystem::path& file,
                                            const adapters::token::Place& token) {
  const auto content = schemas::read_small_file(file);
  if (!content) {
    // Where there is none yet, how one comes there.
    std::error_code error;
    const bool absent = !std::filesystem::exists(file, error) && !error;
    return std::unexpected("opslagsleutel " + file.string() + " is niet leesbaar: " + content.error() +
                           (absent ? "; maak er een met 'pki dev' of beheer haar in uw kluis" : ""));
  }
  std::istringstream in(*content);
  Ring ring;
  bool plain = false;
  const auto refused = [&](std::string_view why) {
    return std::unexpected("opslagsleutel " + file.string() + ": " + std::string(why));
  };
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(':');
    auto secret_text = colon == std::string::npos ? std::string() : line.substr(colon + 1);
    const bool wrapped = secret_text.starts_with(wrapped_mark);
    if (wrapped) {
      auto opened = unwrap(secret_text, token);
      if (!opened) return refused("sleutel " + line.substr(0, colon) + ": " + opened.error());
      secret_text = std::move(*opened);
    }
    constexpr std::size_t longest_name = 60;
    if (colon == 0 || (colon != std::string::npos && colon > longest_name) || secret_text.size() != 64 ||
        secret_text.find_first_not_of("0123456789abcdef") != std::string::npos)
      return refused(
          "verwacht is op elke regel <naam>:<64 hexadecimale cijfers>, de naam van ten hoogste 60 tekens, "
          "en " +
          std::string("de sleutel van nu bovenaan; regel ") + std::to_string(ring.size() + 1) + " is anders");
    auto name = line.substr(0, colon);
    if (std::ranges::find(ring, name, &Key::name) != ring.end())
      return refused("twee sleutels heten " + name + "; elke heeft een eigen naam");
    if (ring.size() == at_most)
      return refused("er staan er te veel in, hoogstens " + std::to_string(at_most));
    plain = plain || !wrapped;
    const auto derive = keyed(unhex(secret_text));
    ring.push_back({std::move(name), hmac(derive.get(), "inburgering-gateway seal 1"),
                    hmac(derive.get(), "inburgering-gateway find 1")});
  }
  if (ring.empty())
    return std::unexpected("opslagsleutel " + file.string() +
                           " is niet leesbaar; maak er een met 'pki dev' of beheer haar in uw kluis");
  Keys keys;
  keys.shared_ = std::make_shared<Shared>();
  keys.shared_->plain = plain;
  keys.shared_->find_by(ring.front().find);
  keys.shared_->renew(std::move(ring));
  return keys;
}

std::string Keys::line(std::string_view name, Random& random) {
  std::string secret(32, '\0');
  random.fill({bytes(secret), secret.size()});
  return std::string(name) + ":" + hex(secret) + "\n";
}

std::vector<std::string> Keys::names() const {
  std::vector<std::string> names;
  for (const auto& key : ring()) names.push_back(key.name);
  return names;
}

bool Keys::are_plain() const { return shared_->plain; }

std::vector<std::string> Keys::marks() const {
  constexpr std::size_t enough = 16;
  std::vector<std::string> marks;
  for (const auto& key : ring())
    marks.push_back(hex(hmac(keyed(key.seal).get(), "inburgering-gateway mark 1")).substr(0, enough));
  return marks;
}

void Keys::renew(const Keys& read) {
  const std::lock_guard lock(shared_->giving);
  shared_->renew(read.ring());
  // What was made is sealed under the former.
  shared_->next_number = shared_->last_number;
}

void Keys::find_by(std::size_t name) { shared_->find_by(ring().at(name).find); }

namespace {

constexpr std::string_view find_place = "store_key:find";

}  // namespace

bool Keys::find_by_sealed(std::string_view sealed) {
  try {
    shared_->find_by(open(sealed, find_place));
    return true;
  } catch (const Unavailable&) {
    throw;  // the keys cannot be read now
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::string Keys::sealed_find_key(Random& random) const { return seal(shared_->find, find_place, random); }

namespace {

/// A sealed value begins with this and the length of its key's name; or with the other and the number of its
/// dossier's key, in eight bytes. Those of before were text: "<key>.<base64>".
constexpr char binary = 1;
constexpr char of_dossier = 2;
constexpr std::size_t dossier_head = 1 + sizeof(std::uint64_t);

/// The name of the key, and what was sealed: nonce, ciphertext and tag.
std::optional<std::pair<std::string_view, std::string>> parts_of(std::string_view sealed) {
  if (sealed.size() > 1 && sealed[0] == binary) {
    const auto name = static_cast<unsigned char>(sealed[1]);
    if (sealed.size() < std::size_t{2} + name) return std::nullopt;
    return std::pair(sealed.substr(2, name), std::string(sealed.substr(std::size_t{2} + name)));
  }
  const auto dot = sealed.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  return std::pair(sealed.substr(0, dot), unbase64(sealed.substr(dot + 1)));
}

std::string place_of_dossier_key(std::int64_t number) { return "dossiersleutel:" + std::to_string(number); }

/// Looked up once: the library would do it anew for each value.
const EVP_CIPHER* aes_256_gcm() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

/// Nothing when it was altered or moved, or stands under another key.
std::optional<std::string> opened(std::string_view key, std::string_view in, std::string_view bound_to) {
  if (in.size() < nonce_size + tag_size) return std::nullopt;
  const auto text = in.substr(nonce_size, in.size() - nonce_size - tag_size);
  std::string tag(in.substr(in.size() - tag_size));
  std::string plain(text.size(), '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  const bool right = EVP_DecryptInit_ex2(cipher.get(), aes_256_gcm(), bytes(key), bytes(in), nullptr) == 1 &&
                     EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1 &&
                     EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(bound_to),
                                       static_cast<int>(bound_to.size())) == 1 &&
                     EVP_DecryptUpdate(cipher.get(), bytes(plain), &length, bytes(text),
                                       static_cast<int>(text.size())) == 1 &&
                     EVP_DecryptFinal_ex(cipher.get(), bytes(plain) + plain.size(), &length) == 1;
  if (!right) return std::nullopt;
  return plain;
}

}  // namespace

std::int64_t Keys::dossier_key_of(std::string_view sealed) {
  if (sealed.size() < dossier_head || sealed[0] != of_dossier) return 0;
  std::uint64_t number = 0;
  for (std::size_t i = 1; i < dossier_head; ++i)
    number = number << 8U | static_cast<unsigned char>(sealed[i]);
  return static_cast<std::int64_t>(number);
}

std::string Keys::key_of(std::string_view sealed) const {
  if (const auto number = dossier_key_of(sealed); number != 0) {
    const auto record = shared_->dossiers ? shared_->dossiers->read(number) : std::nullopt;
    return record && record->front() == binary ? key_of(*record) : std::string();
  }
  const auto parts = parts_of(sealed);
  return parts ? std::string(parts->first) : std::string();
}

std::string Keys::seal(std::string_view plain, std::string_view bound_to, Random& random,
                       std::int64_t dossier_key) const {
  const auto& present = ring().front();
  std::string out;
  std::string secret;
  if (dossier_key == 0) {
    out = {binary, static_cast<char>(present.name.size())};
    out += present.name;
  } else {
    auto own = dossier_secret(dossier_key, {});
    if (!own) throw std::runtime_error("the key of a dossier is gone");
    secret = std::move(*own);
    out = {of_dossier};
    for (int shift = 56; shift >= 0; shift -= 8)
      out += static_cast<char>(static_cast<std::uint64_t>(dossier_key) >> static_cast<unsigned>(shift));
  }
  const auto head = out.size();
  out.resize(head + nonce_size + plain.size() + tag_size);
  auto* nonce = bytes(out) + head;
  random.fill({nonce, nonce_size});
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  const std::string_view key = dossier_key == 0 ? present.seal : secret;
  check(EVP_EncryptInit_ex2(cipher.get(), aes_256_gcm(), bytes(key), nonce, nullptr));
  check(
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(bound_to), static_cast<int>(bound_to.size())));
  check(EVP_EncryptUpdate(cipher.get(), nonce + nonce_size, &length, bytes(plain),
                          static_cast<int>(plain.size())));
  check(EVP_EncryptFinal_ex(cipher.get(), nonce + nonce_size + plain.size(), &length));
  check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, nonce + nonce_size + plain.size()));
  return out;
}

std::optional<std::string> Keys::open_with(std::size_t name, std::string_view sealed,
                                           std::string_view bound_to) const {
  if (const auto number = dossier_key_of(sealed); number != 0) {
    const auto secret = dossier_secret(number, name);
    return secret ? opened(*secret, sealed.substr(dossier_head), bound_to) : std::nullopt;
  }
  const auto parts = parts_of(sealed);
  return parts ? opened(ring().at(name).seal, parts->second, bound_to) : std::nullopt;
}

std::optional<std::string> Keys::opened_by_any(std::string_view sealed, std::string_view bound_to) const {
  const auto parts = parts_of(sealed);
  const auto named_here = [&] {
    return !parts || std::ranges::find(ring(), parts->first, &Key::name) != ring().end();
  };
  if (shared_->when_unknown && !named_here()) shared_->when_unknown();
  const auto& keys = ring();
  // Its name is a label: a key that was given another one still opens what it sealed.
  const auto named = parts ? std::ranges::find(keys, parts->first, &Key::name) : keys.end();
  if (named != keys.end())
    if (auto plain = opened(named->seal, parts->second, bound_to)) return plain;
  for (auto key = keys.begin(); parts && key != keys.end(); ++key)
    if (key != named)
      if (auto plain = opened(key->seal, parts->second, bound_to)) return plain;
  if (parts && named == keys.end() && shared_->is_elsewhere && shared_->is_elsewhere(parts->first))
    throw Unavailable(
        "sleutel " + std::string(parts->first) +
        " van de opslag staat niet in store.key van deze node: zet het bestand van de andere hier");
  return std::nullopt;
}

std::string Keys::open(std::string_view sealed, std::string_view bound_to) const {
  std::optional<std::string> plain;
  if (const auto number = dossier_key_of(sealed); number == 0)
    plain = opened_by_any(sealed, bound_to);
  else if (const auto secret = dossier_secret(number, {}))
    plain = opened(*secret, sealed.substr(dossier_head), bound_to);
  if (plain) return std::move(*plain);
  throw std::runtime_error("a sealed value cannot be opened: altered, moved or under another key");
}

void Keys::use(std::shared_ptr<DossierKeys> dossiers) const { shared_->dossiers = std::move(dossiers); }

void Keys::when_unknown(std::function<void()> look,
                        std::function<bool(std::string_view)> is_elsewhere) const {
  shared_->when_unknown = std::move(look);
  shared_->is_elsewhere = std::move(is_elsewhere);
}

bool Keys::per_dossier() const { return shared_->dossiers != nullptr; }

/// Opened by one key of the store, or by any. A message asks for that of its dossier many times.
std::optional<std::string> Keys::dossier_secret(std::int64_t number, std::optional<std::size_t> name) const {
  struct Last {
    std::uint64_t owner = 0, destructions = 0;
    std::int64_t number = 0;
    std::string secret{};
  };
  thread_local Last last;
  const auto& file = shared_->dossiers;
  if (!file) return std::nullopt;
  const auto destructions = file->destructions();
  if (!name && last.owner == shared_->own_number && last.number == number &&
      last.destructions == destructions)
    return last.secret;
  const auto record = file->read(number);
  if (!record || record->front() != binary) return std::nullopt;
  const auto place = place_of_dossier_key(number);
  if (name) return open_with(*name, *record, place);
  auto secret = opened_by_any(*record, place);
  if (secret) last = {shared_->own_number, destructions, number, *secret};
  return secret;
}

std::int64_t Keys::new_dossier_key(Random& random) const {
  // On disk a batch costs as much as one.
  constexpr std::int64_t at_once = 64;
  constexpr std::size_t size = 32;
  if (!shared_->dossiers) return 0;
  const std::lock_guard lock(shared_->giving);
  if (shared_->next_number == shared_->last_number) {
    const auto first = shared_->dossiers->add(at_once, [&](std::int64_t number) {
      std::string secret(size, '\0');
      random.fill({bytes(secret), secret.size()});
      return seal(secret, place_of_dossier_key(number), random);
    });
    shared_->next_number = first;
    shared_->last_number = first + at_once;
  }
  return shared_->next_number++;
}

bool Keys::is_present(std::int64_t dossier_key) const {
  return dossier_key != 0 && dossier_secret(dossier_key, 0).has_value();
}

bool Keys::is_dark(std::string_view sealed) const {
  const auto number = dossier_key_of(sealed);
  return number > 0 && shared_->dossiers && !shared_->dossiers->read(number) &&
         shared_->dossiers->is_destroyed(number);
}

bool Keys::is_lost(std::int64_t dossier_key) const {
  return dossier_key != 0 && shared_->dossiers && !dossier_secret(dossier_key, {}) &&
         !shared_->dossiers->is_destroyed(dossier_key);
}

void Keys::destroy(std::span<const std::int64_t> dossier_keys) const {
  if (shared_->dossiers) shared_->dossiers->destroy(dossier_keys);
}

void Keys::destroy_former() const {
  if (!shared_->dossiers) return;
  std::vector<std::int64_t> former;
  for (std::int64_t number = 1; number <= shared_->dossiers->count(); ++number)
    if (shared_->dossiers->read(number) && !is_present(number)) former.push_back(number);
  destroy(former);
}

std::string Keys::find_hash(std::string_view value) const {
  return hex(hmac(shared_->find_mac.get(), value));
}

std::string Keys::scoped(std::string_view scope, std::string_view hash) const {
  return find_hash("binnen:" + std::string(scope) + ":" + std::string(hash));
}

}  // namespace inburgering::gateway::store
