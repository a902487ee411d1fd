#pragma once
// What the store keeps of persons is encrypted, and persons are found by a keyed hash (DESIGN: trust, store).
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/token/key.h"
#include "gateway/base/surroundings.h"
#include "gateway/store/dossier_keys.h"

namespace inburgering::gateway::store {

/// Lower-case hexadecimal SHA-256.
std::string sha256(std::string_view data);
std::string base64(std::string_view data);
/// Empty text for what is not base64.
std::string unbase64(std::string_view text);
/// Whether two secrets are equal, in a time that does not tell where they differ.
bool same_secret(std::string_view one, std::string_view other);

/// The keys of one store, each derived from a secret of 32 bytes. The present one seals; former ones only
/// open what they sealed, until that is sealed anew (reseal.h). What is found by hash is found by one key for
/// ever: the numbers that were hashed are not kept. Copies are the same keys.
class Keys {
 public:
  /// Reads a key file: a line "<name>:<64 hexadecimal digits>" for each key, the present one first; or
  /// "<name>:token:<base64>", which the key in `token` opens (wrapped.h). Dutch error.
  static std::expected<Keys, std::string> read(const std::filesystem::path& file,
                                               const adapters::token::Place& token = {});
  static constexpr std::size_t at_most = 8;
  /// A new key file's content.
  static std::string generate(Random& random) { return line("k1", random); }
  /// A line of it, with a new key.
  static std::string line(std::string_view name, Random& random);

  /// The name of the present key; a label: what it sealed opens by the secret alone.
  std::string id() const { return names().front(); }
  /// The names of all of them, the present one first.
  std::vector<std::string> names() const;
  /// Whether any of them stood readably in the file.
  bool are_plain() const;
  /// What each of them is known by whatever its name: tells nothing of the key. In the order of names().
  std::vector<std::string> marks() const;
  /// What this one of names() alone opens; nothing when it does not.
  std::optional<std::string> open_with(std::size_t name, std::string_view sealed,
                                       std::string_view bound_to) const;
  /// Called when a value names a key that is not among these: another process may have put one in the file a
  /// moment ago. It renews these when that is so. Before threads share these keys; it is called by any of
  /// them.
  /// `is_elsewhere` tells of a name whether the store knows that key though it is not among these, after all:
  /// what it sealed is not damaged, but cannot be opened here now. That throws Unavailable.
  void when_unknown(std::function<void()> look, std::function<bool(std::string_view)> is_elsewhere) const;
  /// Takes what another reading of the file says, for all who have these keys: what is sealed from now on is
  /// sealed under its first. How things are found stays.
  void renew(const Keys& read);

  /// From now on dossiers get keys of their own, which stand in this file. Before threads share these keys.
  void use(std::shared_ptr<DossierKeys> dossiers) const;
  /// Whether they do.
  bool per_dossier() const;
  /// The number of a new key for one dossier, which is on disk; 0 when dossiers have none of their own.
  /// Throws Unavailable.
  std::int64_t new_dossier_key(Random& random) const;
  /// Whether it is there, itself sealed under the present key of the store.
  bool is_present(std::int64_t dossier_key) const;
  /// Whether a value was sealed under the key of a dossier that was destroyed.
  bool is_dark(std::string_view sealed) const;
  /// Whether it is under one that is not there or cannot be opened, and that nobody destroyed.
  bool is_lost(std::string_view sealed) const { return is_lost(dossier_key_of(sealed)); }
  bool is_lost(std::int64_t dossier_key) const;
  /// Nobody opens what was sealed under these any more, wherever a copy of it lies. Throws Unavailable.
  void destroy(std::span<const std::int64_t> dossier_keys) const;
  /// Those that only a former key of the store opens. Only when nobody else has these keys.
  void destroy_former() const;

  /// Finds by the key that this one of names() gives. So it is at first, with 0.
  void find_by(std::size_t name);
  /// Finds by the key that was sealed; false when none of these keys opens it.
  bool find_by_sealed(std::string_view sealed);
  /// The key that things are found by, sealed under the present one.
  std::string sealed_find_key(Random& random) const;

  /// AES-256-GCM under a fresh nonce: bytes, with the name of the key before them, or the number of that of a
  /// dossier. `bound_to` says where the value belongs (table and row): opened anywhere else it fails, so that
  /// rows cannot be swapped. 0 = of no dossier: under the key of the store. Throws std::runtime_error when
  /// the key of the dossier is gone.
  std::string seal(std::string_view plain, std::string_view bound_to, Random& random,
                   std::int64_t dossier_key = 0) const;
  /// Throws std::runtime_error when the value was altered, moved, or sealed under another key.
  std::string open(std::string_view sealed, std::string_view bound_to) const;
  /// The name of the key of the store that a value was sealed under, or that its dossier's key is; empty when
  /// it says none.
  std::string key_of(std::string_view sealed) const;
  /// The number of the dossier's key that a value was sealed under; 0 = of none.
  static std::int64_t dossier_key_of(std::string_view sealed);
  /// HMAC-SHA256, hexadecimal: finds a BSN, v-nummer or natural key again without storing it. Each scope (the
  /// OIN of a gemeente, a subscription) has hashes of its own: what two of them hold about one person cannot
  /// be laid side by side.
  std::string find_hash(std::string_view scope, std::string_view value) const {
    return scoped(scope, find_hash(value));
  }
  /// Without a scope: for what is about no person.
  std::string find_hash(std::string_view value) const;
  /// The hash in a scope, from the one without. Stores of before version 14 hold those (former_hashes.h).
  std::string scoped(std::string_view scope, std::string_view hash) const;
  /// A keyed digest of content: tells within a scope whether two bodies are equal, and to who has no key
  /// nothing of what stands in them.
  std::string digest(std::string_view scope, std::string_view content) const {
    return scoped(scope, digest_of_sha256(sha256(content)));
  }
  /// Without a scope, where only the SHA-256 is known.
  std::string digest_of_sha256(std::string_view sha256_of_content) const {
    return find_hash("inhoud:" + std::string(sha256_of_content));
  }

 private:
  struct Key {
    std::string name, seal, find;
  };
  using Ring = std::vector<Key>;
  struct Shared;

  const Ring& ring() const;
  std::optional<std::string> dossier_secret(std::int64_t number, std::optional<std::size_t> name) const;
  std::optional<std::string> opened_by_any(std::string_view sealed, std::string_view bound_to) const;

  std::shared_ptr<Shared> shared_;
};

}  // namespace inburgering::gateway::store
