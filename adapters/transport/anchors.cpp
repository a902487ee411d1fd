#include "adapters/transport/anchors.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>

#include "adapters/revocation/kept.h"

namespace inburgering::adapters::transport {
namespace {

std::string digest_of_root(const X509* root) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  X509_digest(root, EVP_sha256(), digest.data(), &length);
  return revocation::text({reinterpret_cast<const char*>(digest.data()), length});
}

}  // namespace

bool Anchors::hold(const X509* root) const {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file_, error);
  const std::lock_guard lock(mutex_);
  const auto size = std::filesystem::file_size(file_, error);
  if (written != written_ || size != size_ || digests_.empty()) {
    // A file that cannot be used now leaves it as it was: so do the listeners, which tell of it.
    std::set<std::string> digests;
    if (const auto pem = revocation::read_bytes(file_))
      for (const auto& each : revocation::certificates_in(*pem, in_a_file))
        digests.insert(digest_of_root(each.get()));
    if (!digests.empty()) digests_ = std::move(digests);
    written_ = written;
    size_ = size;
  }
  return digests_.contains(digest_of_root(root));
}

std::optional<std::string> anchor_fault(const PeerRules& rules, const revocation::Chain& chain) {
  if (!rules.anchors) return std::nullopt;
  if (chain.empty()) return "de stam van het certificaat is niet te vinden";
  if (rules.anchors->hold(chain.back().get())) return std::nullopt;
  return "het certificaat komt van een andere stam dan bij deze partij hoort (vertrouwen): " +
         name_of_root(chain.back().get());
}

std::string name_of_root(const X509* root) {
  constexpr std::size_t enough = 16;
  return revocation::text_of(X509_get_subject_name(root)) + " (" + digest_of_root(root).substr(0, enough) +
         ")";
}

}  // namespace inburgering::adapters::transport
