#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "gateway/store/dossier_keys.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// In a table of the store itself, for nodes that share it, over a connection of their own: a number is given
/// for good whatever becomes of the transaction that asked for it. Copies of the database that are kept hold
/// the keys too: what was destroyed is dark once those are gone.
class DossierKeyTable : public DossierKeys {
 public:
  explicit DossierKeyTable(StorePlace place) : place_(std::move(place)) {}

  std::string name() const override { return "de tabel dossier_key"; }
  std::int64_t count() const override;
  std::optional<std::string> read(std::int64_t number) const override;
  std::int64_t add(std::int64_t count, const std::function<std::string(std::int64_t number)>& make) override;
  bool is_destroyed(std::int64_t number) const override;
  void destroy(std::span<const std::int64_t> numbers) override;
  void put(std::int64_t number, std::string_view record) override;
  std::uint64_t destructions() const override { return destructions_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Read {
    std::optional<std::string> record;
    Clock::time_point at;
  };
  /// A record that was read a moment ago is not asked for again; who destroyed it may be another node.
  static constexpr std::chrono::seconds remembered{30};
  static constexpr std::size_t remembered_at_most = 50'000;

  Session& sql() const;
  std::int64_t last() const;

  StorePlace place_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Session> session_;
  mutable std::unordered_map<std::int64_t, Read> read_;
  std::atomic<std::uint64_t> destructions_ = 0;
};

}  // namespace inburgering::gateway::store
