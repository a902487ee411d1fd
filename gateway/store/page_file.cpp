#include "gateway/store/page_file.h"

#include <openssl/evp.h>

#include <array>

namespace inburgering::gateway::store {

struct PageDigest::Context {
  EVP_MD_CTX* own = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(own); }
};
void PageDigest::Gone::operator()(Context* context) const { delete context; }

PageDigest::PageDigest() : context_(new Context) { EVP_DigestInit_ex(context_->own, EVP_sha256(), nullptr); }
void PageDigest::add(std::string_view bytes) { EVP_DigestUpdate(context_->own, bytes.data(), bytes.size()); }
std::string PageDigest::value() {
  std::array<unsigned char, 32> bytes{};
  EVP_DigestFinal_ex(context_->own, bytes.data(), nullptr);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// SQLite, "Database File Format" §1.3.2: big-endian; 1 stands for 65536.
std::int64_t page_size_in(std::string_view first_page) {
  constexpr std::size_t place = 16;
  if (first_page.size() < place + 2) return 0;
  const auto told =
      static_cast<unsigned char>(first_page[place]) << 8 | static_cast<unsigned char>(first_page[place + 1]);
  return told == 1 ? 65'536 : told;
}

Pages::Pages(const std::filesystem::path& file) : in_(file, std::ios::binary) {
  std::array<char, 18> head{};
  in_.read(head.data(), head.size());
  size_ = page_size_in({head.data(), head.size()});
  std::error_code error;
  const auto length = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
  if (!in_ || size_ == 0 || length % size_ != 0) throw BadArchive("de kopie van de opslag is niet te lezen");
  count_ = length / size_;
  in_.seekg(0);
}

std::string Pages::next() {
  std::string page(static_cast<std::size_t>(size_), '\0');
  if (!in_.read(page.data(), size_)) throw BadArchive("de kopie van de opslag is niet te lezen");
  return page;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) (text += digits[byte >> 4U]) += digits[byte & 15U];
  return text;
}

}  // namespace inburgering::gateway::store
