#include "gateway/meldingen/uren.h"

#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/meldingen/known.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/sealed.h"
#include "mapping/duo/uren.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::meldingen {
namespace {

namespace json = boost::json;
namespace canonical = mapping::canonical;

/// Whether the latest report of this kind told the same: it is on its way, or DUO did not want it.
bool told_before(store::Rows& rows, const store::Sealing& sealing, const store::Dossier& dossier,
                 const mapping::duo::TeMelden& report) {
  const auto last = rows.last_melding(dossier.tenant, dossier.id, report.soort->operatie);
  if (!last) return false;
  const auto text = store::try_open_object(sealing.keys, last->sealed, "melding:" + last->id);
  const auto* uren = text ? text->if_contains(schemas::fields<canonical::GevolgdeUren>.name) : nullptr;
  const auto* told = uren == nullptr ? nullptr : uren->if_object();
  const auto* total = told == nullptr ? nullptr : told->if_contains(report.soort->field);
  return total != nullptr && *total == json::value(report.uren.count());
}

}  // namespace

schemas::Result<std::vector<std::string>> meld_uren(store::Rows& rows, const store::Sealing& sealing,
                                                    const config::Tenant& tenant,
                                                    const store::Dossier& dossier, const Bevestiging& by,
                                                    schemas::Moment now) {
  std::vector<std::string> ids;
  std::vector<store::StoredMelding> made;
  const auto counted = store::find_object(rows, sealing, dossier, canonical::Urenstand{});
  if (!counted || !dossier.subject.bsn) return ids;
  canonical::GevolgdeUren like;
  like.gemeentecode = tenant.gemeentecode;
  const auto at_duo = store::find_object(rows, sealing, dossier, like);
  auto reports = mapping::duo::te_melden(std::get<canonical::Urenstand>(*counted),
                                         at_duo ? &std::get<canonical::GevolgdeUren>(*at_duo) : nullptr);
  std::erase_if(reports, [&](const auto& report) { return told_before(rows, sealing, dossier, report); });
  if (reports.empty()) return ids;
  const auto known = known_of(rows, sealing, dossier);
  for (const auto& report : reports) {
    json::object body{{"gemeente", tenant.gemeentecode}, {"dossier", dossier.id}};
    if (!by.kenmerk.empty()) body["kenmerk"] = by.kenmerk;
    body[schemas::fields<canonical::GevolgdeUren>.name] =
        json::object{{"gemeentecode", tenant.gemeentecode}, {report.soort->field, report.uren.count()}};
    const auto* operatie = adapters::duo::find_operatie("PUT", report.soort->operatie);
    const auto melding = mapping::duo::read_melding(*operatie, body);
    if (!melding) return std::unexpected(melding.error());
    if (auto faults = mapping::duo::toets({*melding, known, schemas::day_in_the_netherlands(now)});
        !faults.empty())
      return std::unexpected(std::move(faults));
    store::StoredMelding row;
    row.id = uuid7(sealing.surroundings);
    row.tenant = dossier.tenant;
    row.dossier = dossier.id;
    row.afnemer = by.afnemer;
    row.method = operatie->method;
    row.operatie = operatie->name;
    row.sealed = sealing.keys.seal(json::serialize(body), "melding:" + row.id, sealing.surroundings.random,
                                   dossier.key);
    row.created = row.due = milliseconds(now);
    ids.push_back(row.id);
    made.push_back(std::move(row));
  }
  // All or none.
  for (const auto& row : made) rows.add_melding(row);
  return ids;
}

}  // namespace inburgering::gateway::meldingen
