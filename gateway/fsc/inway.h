#pragma once
// The Inway (FSC Core 1.0): whether a call with a token goes on to the service, and as whom.
#include <expected>
#include <memory>
#include <string>

#include "adapters/fsc/token.h"
#include "adapters/transport/http.h"
#include "gateway/config/config.h"
#include "gateway/fsc/own.h"
#include "gateway/fsc/tokens.h"

namespace inburgering::gateway::fsc {

/// A call that was let in.
struct IncomingCall {
  adapters::fsc::Token token;
  std::string transaction;
  const Service* service = nullptr;
  /// The party that calls, with no more than the token gives: of a call for another, or to a service that is
  /// offered for another, for that one alone.
  std::shared_ptr<const config::Party> party;

  /// Its record, for the entry of the log (log::Entry::fsc).
  std::string record(std::int64_t now) const;
};
struct NotLetIn {
  std::string rule;
  adapters::transport::Response answer;
};

std::expected<IncomingCall, NotLetIn> judge_call(const adapters::transport::Request& head,
                                                 const config::Config& config, const config::Party& party,
                                                 const Own& own, std::int64_t now);

/// The party as it may act by a token: for `delegator` alone where it calls for one, which is a gemeente that
/// it serves or an OIN of which it holds a mandate; about the gemeente `offered_for` alone where the service
/// is offered for one. An afnemer has its events and subscriptions for all of its gemeenten together: it is
/// not let in for some of them. Dutch error.
std::expected<config::Party, std::string> narrowed(const config::Config& config, const config::Party& party,
                                                   const std::optional<std::string>& delegator,
                                                   const std::optional<std::string>& offered_for);

/// Whether one of the gemeenten that the party serves is not among those of `narrow`.
bool is_narrowed(const config::Config& config, const config::Party& party, const config::Party& narrow);

/// The answer to a call as it goes back: with the id of its transaction; and where nothing could be written,
/// as the standard tells that.
adapters::transport::Response answered(adapters::transport::Response response,
                                       const std::string& transaction);

}  // namespace inburgering::gateway::fsc
