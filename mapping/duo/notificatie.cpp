#include "mapping/duo/notificatie.h"

namespace inburgering::mapping::duo {

Translation translate(const adapters::duo::Notificatie& notificatie, std::string_view bericht_id) {
  Translation translation;
  translation.subject = {notificatie.bsn, notificatie.v_nummer};
  translation.bron = {"duo", std::string(bericht_id), notificatie.registratie_datum_tijd};
  translation.rule = rule("duo", "notificatie");
  const auto& row = adapters::duo::gebeurtenis(notificatie.gebeurtenis_id);
  translation.changes.push_back({Actie::vastgelegd, canonical::Gebeurtenis{notificatie.gebeurtenis_id,
                                                                           notificatie.registratie_datum_tijd,
                                                                           std::string(row.betekenis)}});
  if (notificatie.bsn && notificatie.v_nummer) {
    canonical::Persoon persoon;
    persoon.v_nummer = std::to_string(*notificatie.v_nummer);
    translation.changes.push_back({Actie::gewijzigd, std::move(persoon)});
  }
  if (row.attentiesignaal)
    translation.changes.push_back(
        {Actie::vastgelegd,
         canonical::Attentiesignaal{notificatie.gebeurtenis_id, notificatie.registratie_datum_tijd,
                                    std::string(row.betekenis)}});
  return translation;
}

}  // namespace inburgering::mapping::duo
