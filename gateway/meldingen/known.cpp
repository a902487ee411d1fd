#include "gateway/meldingen/known.h"

#include "gateway/config/askable.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::meldingen {

mapping::duo::Bekend known_of(store::Session& sql, const store::Sealing& sealing,
                              const store::Dossier& dossier) {
  mapping::duo::Bekend known;
  known.objects = store::all_objects(sql, sealing, dossier);
  if (const auto lists = store::find_dossier_id(sql, sealing.keys, dossier.tenant, {}))
    if (const auto found = store::find_dossier(sql, sealing, dossier.tenant, *lists))
      known.instellingen = store::objects_of_type(sql, sealing, *found, "Instelling", "duo");
  for (const auto resource : config::duo_questions())
    if (const auto asked = store::last_asked(sql, dossier.tenant, dossier.id, resource);
        asked && asked->answered > 0)
      known.beantwoord.emplace(resource);
  return known;
}

}  // namespace inburgering::gateway::meldingen
