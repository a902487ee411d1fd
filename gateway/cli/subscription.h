#pragma once
// What the commands on subscriptions share. They work on the store, beside a running gateway or without one.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/log/exchange_log.h"
#include "gateway/subscriptions/requests.h"

namespace inburgering::gateway::cli {

/// The options of a command on one subscription.
struct OfSubscription {
  std::filesystem::path config;
  std::string id;
};
struct ListedOne : OfSubscription {
  bool json = false;
};

/// A command on one subscription, which it names first.
template <class Options, std::invocable<const Options&> Run>
Command<Options> add_on_one(Commands& subscription, const std::string& name, const std::string& help,
                            Run run) {
  auto made = subscription.add<Options>(name, help, std::move(run));
  made.app->add_option("ID", made.options.id, "zie subscription list")->required();
  return made;
}

/// Says that there is no such subscription, and answers the exit code.
int unknown(const std::string& id);

log::Entry entry_of(OpenedWithKeys& house, const std::string& id, std::string_view kind);
/// Does what is asked in one transaction with its log entry, which is written also when it cannot be done.
/// `ask` answers what to say. Answers the exit code.
using Ask = std::function<subscriptions::Outcome<std::string>(const subscriptions::Place&)>;
int logged(OpenedWithKeys& house, const std::string& id, std::string_view kind, const Ask& ask);
/// The same with a subscription that is there.
using Act = std::function<subscriptions::Outcome<std::string>(const subscriptions::Place&,
                                                              const subscriptions::Standing&)>;
int act_on(const OfSubscription& one, std::string_view kind, const Act& act);

/// load, replay, dead, retry, blocked, skip: what waits for a subscription, and what does not arrive.
void add_subscription_queue(Commands& subscription);

}  // namespace inburgering::gateway::cli
