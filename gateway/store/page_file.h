#pragma once
// A store of SQLite as pages, which is how a backup holds it (backup.h).
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/store/archive.h"

namespace inburgering::gateway::store {

/// SHA-256, over all that is added.
class PageDigest {
 public:
  PageDigest();
  void add(std::string_view bytes);
  std::string value();

 private:
  struct Context;
  struct Gone {
    void operator()(Context* context) const;
  };
  std::unique_ptr<Context, Gone> context_;
};

/// The bytes of a store, page by page.
class Pages {
 public:
  explicit Pages(const std::filesystem::path& file);
  std::int64_t size() const { return size_; }
  std::int64_t count() const { return count_; }
  std::string next();

 private:
  std::ifstream in_;
  std::int64_t size_ = 0, count_ = 0;
};

/// The size of the pages of a store, as its first page tells; 0 when that is too short.
std::int64_t page_size_in(std::string_view first_page);
std::string hexadecimal(std::string_view bytes);

}  // namespace inburgering::gateway::store
