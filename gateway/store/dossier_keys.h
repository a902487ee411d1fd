#pragma once
// The keys of dossiers, each sealed under the store's key: once one is destroyed, what it sealed is dark in
// each copy of the store that was ever made, as far as that copy does not hold the key.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "gateway/base/store_place.h"

namespace inburgering::gateway::store {

/// Numbered records of at most `longest` bytes; the first is number 1. Several processes may use them at
/// once. What fails throws Unavailable, as the store does.
class DossierKeys {
 public:
  static constexpr std::size_t longest = 127;

  DossierKeys() = default;
  DossierKeys(const DossierKeys&) = delete;
  DossierKeys& operator=(const DossierKeys&) = delete;
  virtual ~DossierKeys() = default;

  /// Where they stand, as an operator is told: "het bestand …".
  virtual std::string name() const = 0;
  /// How many numbers were ever given.
  virtual std::int64_t count() const = 0;
  /// Nothing when it was destroyed, or never was.
  virtual std::optional<std::string> read(std::int64_t number) const = 0;
  /// Adds records, made by their number, and is back when they are on disk. The number of the first.
  virtual std::int64_t add(std::int64_t count,
                           const std::function<std::string(std::int64_t number)>& make) = 0;
  /// Overwrites records, and is back when that is on disk.
  virtual void destroy(std::span<const std::int64_t> numbers) = 0;
  /// Rises with each destruction by this process.
  virtual std::uint64_t destructions() const = 0;
};

/// Those of a store: with SQLite in a file beside it (dossier_key_file.h), with PostgreSQL in a table
/// (dossier_key_table.h).
std::shared_ptr<DossierKeys> dossier_keys(const StorePlace& place);

}  // namespace inburgering::gateway::store
