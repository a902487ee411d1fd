#pragma once
// The clocks that run in dossiers, and when which of them asks to be looked at. A day stands as YYYY-MM-DD.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

/// The day on which a dossier is due that was not looked at yet.
inline constexpr std::string_view klok_unseen = "0001-01-01";

struct KlokRow {
  std::string key_hash;  ///< of the object that tells of it
  std::string klok;
  std::string stand;
  std::string begin_dag;  ///< empty = not known
  std::string laatste_dag;
  std::string message_id;  ///< that started it; empty = not known
  auto operator<=>(const KlokRow&) const = default;
};
/// Those of one dossier, in the order of their keys.
std::vector<KlokRow> klokken_of(Session& sql, std::string_view tenant, std::string_view dossier);
/// Makes them those of the dossier, and `due` the day on which it is to be looked at again; empty = never.
void put_klokken(Session& sql, std::string_view tenant, std::string_view dossier,
                 const std::vector<KlokRow>& rows, std::string_view due);

/// A place in the order in which dossiers are due.
struct DueDossier {
  std::string day;
  std::string dossier;
};
/// Dossiers of a tenant that are due by a day, behind `after`.
std::vector<DueDossier> due_dossiers(Session& sql, std::string_view tenant, std::string_view until,
                                     const DueDossier& after, int count);
/// Whether the clocks of a tenant were last settled by these definitions.
bool settled_by(Session& sql, std::string_view tenant, std::string_view digest);
/// They are from now on, and every dossier that is kept is due.
void settle_by(Session& sql, std::string_view tenant, std::string_view digest);

// ---- what there is to see

/// A clock that runs, and in which dossier.
struct RunningKlok {
  std::string tenant;
  std::string dossier;
  KlokRow row;
};
/// Those of a tenant that stand so, the earliest last day first; with `klok` only that one.
std::vector<RunningKlok> running_klokken(Session& sql, std::string_view tenant, std::string_view stand,
                                         std::string_view klok, int count);
struct KlokCount {
  std::string klok;
  std::string stand;
  std::int64_t count = 0;
};
std::vector<KlokCount> count_klokken(Session& sql, std::string_view tenant);

/// Of each tenant that has any: how many terms are over that nothing stopped.
std::vector<std::pair<std::string, std::int64_t>> overrun_klokken(Session& sql);

/// A clock that nears its last day or is over it, of somebody about whom an exchange fails.
struct Endangered {
  enum class By { question, melding, delivery, dead_letter, notification };
  std::string tenant;
  std::string dossier;
  std::string klok;
  std::string laatste_dag;
  By by = By::question;
  std::string what;  ///< resource, operation of the report, subscription, or kind of message
  std::int64_t attempts = 0;
};
/// Of a tenant. Of each kind at most `count`, the earliest last day first: what is over comes before what
/// nears.
std::vector<Endangered> endangered_klokken(Session& sql, std::string_view tenant, int count);

}  // namespace inburgering::gateway::store
