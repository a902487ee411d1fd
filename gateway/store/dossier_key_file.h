#pragma once
#include <atomic>
#include <filesystem>
#include <mutex>

#include "gateway/store/dossier_keys.h"

namespace inburgering::gateway::store {

/// In a file of their own beside the store, `<store>.dossiersleutels`. That asks of who makes copies that of
/// this file only the newest is kept. It is made when the first record comes.
class DossierKeyFile : public DossierKeys {
 public:
  explicit DossierKeyFile(const std::filesystem::path& store_file);
  ~DossierKeyFile() override;

  const std::filesystem::path& file() const { return file_; }
  std::string name() const override { return "het bestand " + file_.string(); }
  std::int64_t count() const override;
  std::optional<std::string> read(std::int64_t number) const override;
  std::optional<std::string> mark(std::int64_t number) const override;
  std::int64_t add(std::int64_t count, const std::function<std::string(std::int64_t number)>& make) override;
  bool is_destroyed(std::int64_t number) const override;
  void destroy(std::span<const std::int64_t> numbers) override;
  void put(std::int64_t number, std::string_view record) override;
  std::uint64_t destructions() const override { return destructions_; }

 private:
  /// Negative when it is not there.
  int opened() const;
  int made();
  /// As it stands; nothing when it is not there whole.
  std::optional<std::string> slot_of(std::int64_t number) const;
  void write_slot(std::int64_t number, std::string bytes);

  std::filesystem::path store_file_, file_;
  mutable std::mutex opening_;
  mutable std::atomic<int> descriptor_ = -1;
  std::atomic<std::uint64_t> destructions_ = 0;
};

}  // namespace inburgering::gateway::store
