#pragma once
// The keys of dossiers, each sealed under the store's key: once one is destroyed, what it sealed is dark in
// each copy of the store that was ever made, as far as that copy does not hold the key.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/store_place.h"

namespace inburgering::gateway::store {

/// Numbered records of at most `longest` bytes; the first is number 1. Several processes may use them at
/// once. What fails throws Unavailable, as the store does.
class DossierKeys {
 public:
  static constexpr std::size_t longest = 127;
  /// What stands in a copy for a record that was destroyed, until it is destroyed there too.
  static constexpr std::string_view no_record = "-";

  DossierKeys() = default;
  DossierKeys(const DossierKeys&) = delete;
  DossierKeys& operator=(const DossierKeys&) = delete;
  virtual ~DossierKeys() = default;

  /// Where they stand, as an operator is told: "het bestand …".
  virtual std::string name() const = 0;
  /// How many numbers were ever given.
  virtual std::int64_t count() const = 0;
  /// Nothing when it was destroyed, was lost, or never was.
  virtual std::optional<std::string> read(std::int64_t number) const = 0;
  /// Whether it was destroyed on purpose: of that a mark is left. One that is not there without a mark was
  /// lost.
  virtual bool is_destroyed(std::int64_t number) const = 0;
  /// By which a record is known again, also after it was destroyed as far as that is kept; no two are alike.
  /// Nothing when that is not known.
  virtual std::optional<std::string> mark(std::int64_t number) const;
  /// Adds records, made by their number, and is back when they are on disk. The number of the first.
  virtual std::int64_t add(std::int64_t count,
                           const std::function<std::string(std::int64_t number)>& make) = 0;
  /// Overwrites records, and is back when that is on disk.
  virtual void destroy(std::span<const std::int64_t> numbers) = 0;
  /// Puts back one that was lost, as another copy has it.
  virtual void put(std::int64_t number, std::string_view record) = 0;
  /// Rises with each destruction by this process.
  virtual std::uint64_t destructions() const = 0;

 protected:
  static constexpr std::size_t mark_size = 32;
  /// What is left of one of which nobody knows what it was.
  static constexpr char no_mark = '\xff';
};

/// Those of a store: with SQLite in a file beside it (dossier_key_file.h), with PostgreSQL in a table
/// (dossier_key_table.h).
std::shared_ptr<DossierKeys> dossier_keys(const StorePlace& place);

/// Whether `latest` goes on where `former` was: the same keys under the same numbers, and no fewer. If not,
/// they are those of two stores, or of one of which the newest were lost.
bool goes_on(const DossierKeys& former, const DossierKeys& latest);

/// Those of `former` that `present` lost: it has them no more, and did not destroy them.
std::vector<std::int64_t> lost_since(const DossierKeys& former, const DossierKeys& present);

}  // namespace inburgering::gateway::store
