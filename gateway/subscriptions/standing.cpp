#include "gateway/subscriptions/standing.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <tuple>

#include "adapters/transport/guard.h"
#include "mapping/versions/step_down.h"

namespace inburgering::gateway::subscriptions {
namespace {

/// What a session keeps of them.
struct Kept {
  std::int64_t version = -1;
  List list;
};

/// Nothing when it cannot be read.
std::optional<Standing> read_standing(const store::SubscriptionRow& row) {
  boost::system::error_code error;
  const auto json = boost::json::parse(row.definition, error);
  auto wish = error ? std::unexpected(schemas::Faults{}) : schemas::read_json<wishes::Subscription>(json);
  if (!wish || wish->id != row.id || wish->afnemer.digits() != row.afnemer) return std::nullopt;
  Standing standing{row, std::move(*wish)};
  // What was written before subscriptions had a version is of the one that there was.
  if (!standing.wish.schemaversie) standing.wish.schemaversie = mapping::versions::oldest;
  if (!standing.wish.voorwaarde) return standing;
  auto condition = wishes::Condition::parse(*standing.wish.voorwaarde);
  if (!condition) return std::nullopt;
  standing.condition = std::move(*condition);
  return standing;
}

/// What is left of one that cannot be read: of no gemeente, and nothing is sent.
Standing unreadable_one(const store::SubscriptionRow& row) {
  adapters::transport::note_caught("opslag: onleesbaar abonnement");
  Standing standing{row, {}};
  standing.unreadable = true;
  standing.wish.id = row.id;
  standing.wish.afnemer = schemas::Oin::parse(row.afnemer).value_or(schemas::Oin());
  standing.wish.wijze = "ophalen";
  return standing;
}

std::shared_ptr<const Standing> standing_of(store::Session& sql, const store::SubscriptionRow& row) {
  auto read = read_standing(row);
  auto standing = std::make_shared<Standing>(read ? std::move(*read) : unreadable_one(row));
  standing->loading = store::present_job(sql, standing->id()).has_value();
  return standing;
}

bool listed(const std::vector<std::string>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

}  // namespace

std::string_view Standing::state() const {
  if (row.removed) return "wordt-verwijderd";
  if (unreadable) return "onleesbaar";
  if (row.paused) return "gepauzeerd";
  return row.confirmed || !wish.needs_handshake() ? "actief" : "te-bevestigen";
}

std::string Standing::metric_name() const {
  constexpr std::size_t enough = 8;
  if (row.origin != store::origin::api) return row.id;
  return row.afnemer + ":" + store::sha256(row.id).substr(0, enough);
}

const List& present(store::Session& sql) {
  auto& kept = sql.memory<Kept>();
  const auto version = store::subscription_version(sql);
  if (version == kept.version) return kept.list;
  List list;
  for (auto& row : store::subscriptions(sql)) list.push_back(standing_of(sql, row));
  kept = {version, std::move(list)};
  return kept.list;
}

std::shared_ptr<const Standing> find(store::Session& sql, std::string_view id) {
  const auto& list = present(sql);
  const auto found =
      std::ranges::find(list, id, [](const auto& each) { return std::string_view(each->id()); });
  return found == list.end() ? nullptr : *found;
}

bool of_gemeente(const wishes::Subscription& wish, const config::Tenant& tenant) {
  return listed(wish.gemeenten, tenant.gemeentecode);
}

bool may_have(const config::Config& config, const Standing& standing, const config::Tenant& tenant) {
  const auto party = std::ranges::find(config.parties, standing.wish.afnemer, &config::Party::oin);
  return party != config.parties.end() && party->role == config::Role::afnemer &&
         (listed(party->gemeenten, tenant.gemeentecode) || listed(party->gemeenten, "*"));
}

bool serves(const config::Config& config, const Standing& standing, const config::Tenant& tenant) {
  return of_gemeente(standing.wish, tenant) && may_have(config, standing, tenant);
}

bool wants(store::Rows& rows, const store::Keys& keys, const config::Config& config, const Standing& standing,
           const Told& told) {
  const auto& wish = standing.wish;
  if (standing.row.removed || !of_gemeente(wish, told.tenant)) return false;
  if (wish.objecttypes.empty() ? mapping::canonical::on_request(told.objecttype)
                               : !listed(wish.objecttypes, told.objecttype))
    return false;
  if (!wish.handelingen.empty() && !told.handeling.empty() && !listed(wish.handelingen, told.handeling))
    return false;
  if (!mapping::versions::tells(wish.version(), told.handeling, told.data)) return false;
  if (!may_have(config, standing, told.tenant)) return false;
  if (wish.own_list() &&
      !std::ranges::any_of(store::number_hashes(keys, standing.id(), told.dossier.subject),
                           [&](const auto& hash) { return rows.has_person(standing.id(), hash); }))
    return false;
  if (!standing.condition) return true;
  // A condition speaks of what its afnemer gets.
  return wish.version() == mapping::versions::newest
             ? standing.condition->holds(told.data)
             : standing.condition->holds(
                   mapping::versions::step_down(wish.version(), told.data).value_or(told.data));
}

bool is_followed(store::Rows& rows, const Standing& standing, const store::Dossier& dossier) {
  if (!standing.loading) return true;
  const auto job = rows.present_job(standing.id());
  if (!job || !job->dossier.empty()) return true;
  return std::tie(dossier.tenant, dossier.id) <= std::tie(job->cursor_tenant, job->cursor_dossier);
}

}  // namespace inburgering::gateway::subscriptions
