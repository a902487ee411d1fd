#pragma once
// The roots in a file: whom the chains of some parties must lead to.
#include <openssl/ossl_typ.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "adapters/revocation/status.h"

namespace inburgering::adapters::transport {

/// More roots than any bundle has.
inline constexpr std::size_t in_a_file = 10'000;

/// Read again when the file changes. From several threads at once.
class Anchors {
 public:
  explicit Anchors(std::filesystem::path file) : file_(std::move(file)) {}
  bool hold(const X509* root) const;
  const std::filesystem::path& file() const { return file_; }

 private:
  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::filesystem::file_time_type written_;
  mutable std::uintmax_t size_ = 0;
  mutable std::set<std::string> digests_;
};

/// What a party's certificate must be, besides good.
struct PeerRules {
  revocation::Ocsp ocsp = revocation::Ocsp::off;  ///< whether its status is asked (status.h)
  std::shared_ptr<const Anchors> anchors{};  ///< where its chain must end; null = at any root that is trusted
};
/// Why a chain does not lead to where this party's must, in Dutch.
std::optional<std::string> anchor_fault(const PeerRules& rules, const revocation::Chain& chain);

/// A root by its name and the beginning of its SHA-256, so that two of one name stay apart.
std::string name_of_root(const X509* root);

}  // namespace inburgering::adapters::transport
