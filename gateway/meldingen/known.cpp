#include "gateway/meldingen/known.h"

#include "gateway/config/askable.h"
#include "gateway/log/words.h"
#include "gateway/store/sync.h"

namespace inburgering::gateway::meldingen {

mapping::duo::Bekend known_of(store::Rows& rows, const store::Sealing& sealing,
                              const store::Dossier& dossier) {
  mapping::duo::Bekend known;
  known.objects = store::all_objects(rows, sealing, dossier);
  if (const auto lists = store::find_dossier_id(rows, sealing.keys, dossier.tenant, {}))
    if (const auto found = store::find_dossier(rows, sealing, dossier.tenant, *lists))
      known.instellingen = store::objects_of_type(rows, sealing, *found, "Instelling", log::feed::duo);
  for (const auto resource : config::duo_questions())
    if (const auto asked = rows.last_asked(dossier.tenant, dossier.id, resource);
        asked && asked->answered > 0)
      known.beantwoord.emplace(resource);
  return known;
}

}  // namespace inburgering::gateway::meldingen
