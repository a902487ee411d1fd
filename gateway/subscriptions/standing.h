#pragma once
// Subscriptions as they stand now, and which events they want.
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/deliveries.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/rows.h"
#include "gateway/store/subscriptions.h"
#include "gateway/wishes/condition.h"
#include "gateway/wishes/subscription.h"

namespace inburgering::gateway::subscriptions {

struct Standing {
  store::SubscriptionRow row;
  wishes::Subscription wish;
  std::optional<wishes::Condition> condition{};
  bool loading = false;  ///< its present state is being queued
  /// What it wants cannot be read: it gets nothing until it is told anew, and whoever looks is told so.
  bool unreadable = false;

  const std::string& id() const { return row.id; }
  store::Destination destination() const { return {row.id, wish.ordered(), !wish.pulls()}; }
  /// te-bevestigen, actief, gepauzeerd, wordt-verwijderd or onleesbaar
  std::string_view state() const;
  /// Its name in metrics, which hold no text of partners: the id when the operator chose that, otherwise the
  /// afnemer's OIN and the beginning of the id's SHA-256.
  std::string metric_name() const;
};

using List = std::vector<std::shared_ptr<const Standing>>;

/// All of them. Read anew when one changed; inside a transaction that is exact, so that an event and a change
/// of a subscription never miss each other.
const List& present(store::Session& sql);
std::shared_ptr<const Standing> find(store::Session& sql, std::string_view id);

/// A change of a dossier, as far as a subscription looks at it.
struct Told {
  const config::Tenant& tenant;
  const store::Dossier& dossier;
  std::string_view objecttype;
  std::string_view handeling;  ///< empty: tells what holds, whatever changed it
  const boost::json::object& data;
};
/// Whether the afnemer may have it and wants it.
bool wants(store::Rows& rows, const store::Keys& keys, const config::Config& config, const Standing& standing,
           const Told& told);
/// Whether a subscription is about this gemeente too.
bool of_gemeente(const wishes::Subscription& wish, const config::Tenant& tenant);
/// Whether the afnemer of a subscription may still receive what is about this gemeente.
bool may_have(const config::Config& config, const Standing& standing, const config::Tenant& tenant);
/// Both: it is about this gemeente, and its afnemer may still receive that.
bool serves(const config::Config& config, const Standing& standing, const config::Tenant& tenant);
/// Whether an event of this dossier goes into the queue as it happens. Not while the present state of the
/// dossiers is being queued and this one's turn has not come: then it will be in that.
bool is_followed(store::Rows& rows, const Standing& standing, const store::Dossier& dossier);

}  // namespace inburgering::gateway::subscriptions
