// POST /duo/v1/notificaties: DUO Notificatie API 1.8.0, as its specification says: 201, 400, 401 and 403
// without a body, 503 with a Foutmelding.
#include <boost/json/serialize.hpp>

#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/headers.h"
#include "adapters/duo/notificatie.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/store/dossiers.h"
#include "mapping/duo/notificatie.h"

namespace inburgering::gateway::http {
namespace {

using adapters::transport::Response;

Response bare(int status) {
  Response response;
  response.status = status;
  return response;
}

Response no_notification_now() {
  auto response = json_answer(
      503, boost::json::serialize(boost::json::object{
               {"fouttekst", "De notificatie kan nu niet worden vastgelegd; bied haar later opnieuw aan"}}));
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

/// Refuses what cannot be read. Whose dossier it is about is noted where that can: it may cost that person a
/// term.
void refuse_about(House& house, const adapters::duo::Wie& wie, log::Entry entry, Done done) {
  const int status = entry.http_status;
  house.pipeline.record(
      std::move(entry),
      [&keys = house.pipeline.sealing().keys, wie](store::Session& sql, log::Entry& logged) {
        if (!wie.bsn && !wie.v_nummer) return;
        const auto known = store::find_dossier_id(sql, keys, logged.tenant, {wie.bsn, wie.v_nummer});
        if (known) logged.dossier = *known;
      },
      [status, done = std::move(done)](bool written) {
        done(written ? bare(status) : no_notification_now());
      });
}

}  // namespace

void handle_duo_notificatie(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "notificatie";
  const auto refuse = [&](int status, schemas::Faults faults) {
    entry.outcome = log::outcome::geweigerd;
    entry.faults = std::move(faults);
    answer_logged(house, std::move(entry), bare(status), no_notification_now(), std::move(done));
  };

  const auto headers = adapters::duo::read_headers(visit.request.headers);
  if (!headers) return refuse(400, headers.error());
  entry.reference = headers->bericht_id;
  const auto* tenant = house.registry.tenant_by_oin(headers->doel.digits());
  if (tenant == nullptr || !identity::serves(*visit.party, *tenant))
    return refuse(403, {{"header doel", "tenant",
                         "dit OIN is geen gemeente waarvoor deze gateway van deze partij ontvangt"}});
  entry.tenant = tenant->oin.digits();

  const auto notificatie = adapters::duo::parse_notificatie(visit.request.body);
  if (!notificatie) {
    entry.outcome = log::outcome::geweigerd;
    entry.faults = notificatie.error();
    entry.http_status = 400;
    return refuse_about(house, adapters::duo::over_wie(visit.request.body), std::move(entry),
                        std::move(done));
  }
  entry.kind += " " + notificatie->gebeurtenis_id;

  exchange::Incoming incoming;
  incoming.entry = entry;
  incoming.tenant = tenant;
  incoming.sender = "duo|" + headers->bron.digits() + "|" + headers->bericht_id;
  incoming.body = std::move(visit.request.body);
  incoming.translation = mapping::duo::translate(*notificatie, headers->bericht_id);
  const auto questions = adapters::duo::vragen_na(adapters::duo::gebeurtenis(notificatie->gebeurtenis_id));
  incoming.questions.assign(questions.begin(), questions.end());
  incoming.http_status = 201;
  house.pipeline.take(std::move(incoming), [done = std::move(done)](const exchange::Taken& taken) {
    if (taken.fate == exchange::Fate::unavailable) return done(no_notification_now());
    done(bare(taken.fate == exchange::Fate::conflict ? 400 : taken.http_status));
  });
}

}  // namespace inburgering::gateway::http
