#pragma once
// Files that have their name only when they are whole and on disk. Made for their owner alone (0600): they
// hold data of persons.
#include <openssl/evp.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace inburgering::gateway::uitvoer {

/// What was made.
struct Gemaakt {
  std::string naam;
  std::int64_t bytes = 0;
  std::string sha256;  ///< lower-case hexadecimal
};

/// A file that is being written, under another name (`.deel` behind it). What was left there by who was cut
/// off is begun anew. All of it throws std::filesystem::filesystem_error.
class Bestand {
 public:
  explicit Bestand(std::filesystem::path file);
  Bestand(const Bestand&) = delete;
  Bestand& operator=(const Bestand&) = delete;
  ~Bestand();

  void write(std::string_view bytes);
  /// Puts it on disk and gives it its name. The name is on disk when the folder is (`make_durable`).
  Gemaakt finish();

 private:
  void flush();

  std::filesystem::path file_;
  std::filesystem::path part_;
  int opened_ = -1;
  std::string waiting_;
  std::int64_t bytes_ = 0;
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> digest_;
};

/// What stands in a folder is on disk. Throws std::filesystem::filesystem_error.
void make_durable(const std::filesystem::path& folder);

/// Holds a folder for one process at a time, until it ends, however it ends. Dutch error.
class Slot {
 public:
  static std::expected<Slot, std::string> take(const std::filesystem::path& file);
  Slot(Slot&& other) noexcept : opened_(std::exchange(other.opened_, -1)) {}
  Slot& operator=(Slot&&) = delete;
  ~Slot();

 private:
  explicit Slot(int opened) : opened_(opened) {}
  int opened_;
};

}  // namespace inburgering::gateway::uitvoer
