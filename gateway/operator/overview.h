#pragma once
// What the pages Overzicht and Ketenpartners show, and the command line too. Of a gemeente that the operator
// does not work for nothing is told.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/operator/queue_state.h"
#include "gateway/operator/readiness.h"
#include "gateway/operator/visitor.h"

namespace inburgering::gateway::operation {

/// What only the running gateway knows.
struct Live {
  Sinks sinks{};
  Readiness readiness{};
  std::optional<schemas::Moment> logboek_failing_since{};
};

/// Something that is not well, and what to do about it.
struct Concern {
  bool outage = false;  ///< messages stand still; else it only asks attention
  std::string what;     ///< Dutch
  std::string todo;     ///< Dutch
  std::string page;     ///< of the monitor, where it can be seen to
  /// The last day of a term of somebody whom it may cost that: such are told before all others.
  std::optional<schemas::Day> termijn{};
};

/// What an overview is made of, for whom, and when.
struct View {
  const config::Config& config;
  const Visitor& visitor;
  schemas::Moment now;
  const Live& live;
};

/// The worst first.
std::vector<Concern> concerns(store::Session& sql, const View& view);
boost::json::object overview(store::Session& sql, const View& view);
/// Parties with their certificates and when each was last seen, and our own certificates.
boost::json::object partners(store::Session& sql, const View& view);

}  // namespace inburgering::gateway::operation
