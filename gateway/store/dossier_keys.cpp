#include "gateway/store/dossier_keys.h"

#include "gateway/store/dossier_key_file.h"
#include "gateway/store/dossier_key_table.h"

namespace inburgering::gateway::store {

std::shared_ptr<DossierKeys> dossier_keys(const StorePlace& place) {
  if (place.is_postgres()) return std::make_shared<DossierKeyTable>(place);
  return std::make_shared<DossierKeyFile>(place.file);
}

}  // namespace inburgering::gateway::store
