#include "gateway/store/dossier_keys.h"

#include <algorithm>

#include "gateway/store/crypto.h"
#include "gateway/store/dossier_key_file.h"
#include "gateway/store/dossier_key_table.h"

namespace inburgering::gateway::store {

/// It is sealed with a nonce of its own, so its hash is of no other, and tells nothing of the key in it.
std::optional<std::string> DossierKeys::mark(std::int64_t number) const {
  const auto record = read(number);
  if (!record) return std::nullopt;
  return sha256(*record).substr(0, mark_size);
}

bool goes_on(const DossierKeys& former, const DossierKeys& latest) {
  const auto count = former.count();
  if (latest.count() < count) return false;
  for (std::int64_t number = 1; number <= count; ++number) {
    const auto was = former.mark(number);
    const auto is = latest.mark(number);
    if (was && is && *was != *is) return false;
  }
  return true;
}

std::vector<std::int64_t> lost_since(const DossierKeys& former, const DossierKeys& present) {
  std::vector<std::int64_t> lost;
  const auto count = std::min(former.count(), present.count());
  for (std::int64_t number = 1; number <= count; ++number)
    if (!present.read(number) && !present.is_destroyed(number) && former.read(number)) lost.push_back(number);
  return lost;
}

std::shared_ptr<DossierKeys> dossier_keys(const StorePlace& place) {
  if (place.is_postgres()) return std::make_shared<DossierKeyTable>(place);
  return std::make_shared<DossierKeyFile>(place.file);
}

}  // namespace inburgering::gateway::store
