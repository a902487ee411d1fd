#include "gateway/delivery/signing.h"

#include <boost/json/array.hpp>
#include <map>
#include <mutex>
#include <set>

#include "adapters/jose/signature.h"

namespace inburgering::gateway::delivery {
namespace {

using adapters::transport::OwnFiles;
using adapters::transport::OwnIdentity;
using Identity = std::shared_ptr<const OwnIdentity>;

/// What was read of our own certificates: opening a key may take long (PKCS#12, a token), and each event
/// needs one.
class Known {
 public:
  std::expected<Identity, std::string> of(const OwnFiles& files) {
    std::error_code error;
    const Written written{std::filesystem::last_write_time(files.certificate, error),
                          std::filesystem::last_write_time(files.key, error)};
    const std::lock_guard lock(mutex_);
    auto& kept = kept_[files.certificate];
    if (kept.identity && kept.written == written) return kept.identity;
    auto read = adapters::transport::read_own(files);
    if (!read) return std::unexpected("ondertekenen: " + read.error());
    kept = {written, std::make_shared<const OwnIdentity>(std::move(*read))};
    return kept.identity;
  }

 private:
  using Written = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;
  struct Kept {
    Written written;
    Identity identity;
  };
  std::mutex mutex_;
  std::map<std::filesystem::path, Kept> kept_;
};

Known& known() {
  static Known all;
  return all;
}

}  // namespace

std::expected<void, std::string> sign(const adapters::transport::TlsFiles& tls, std::string_view url,
                                      schemas::Moment now, Message& message) {
  const auto own = known().of(tls.own());
  if (!own) return std::unexpected(own.error());
  return adapters::jose::sign(**own, "POST", url, message.body, now, message.headers);
}

boost::json::object signing_keys(const config::Config& config) {
  boost::json::array keys;
  std::set<std::string> told;
  const auto tell = [&](const adapters::transport::TlsFiles& files) {
    const auto own = known().of(files.own());
    if (!own) return;
    auto key = adapters::jose::key_of(**own);
    if (!key.empty() && told.insert(std::string(key.at("kid").as_string())).second)
      keys.emplace_back(std::move(key));
  };
  tell(config.client);
  for (const auto& [name, files] : config.clients) tell(files);
  return {{"keys", std::move(keys)}};
}

}  // namespace inburgering::gateway::delivery
