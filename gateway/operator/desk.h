#pragma once
// What the handlers of the operator API work with, and what they share.
#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/http_server.h"
#include "gateway/delivery/dispatcher.h"
#include "gateway/delivery/long_polls.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/identity/registry.h"
#include "gateway/log/refusals.h"
#include "gateway/log/search.h"
#include "gateway/logboek/exporter.h"
#include "gateway/operator/kerncijfers.h"
#include "gateway/operator/readiness.h"
#include "gateway/operator/sessions.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::operation {

/// What the handlers of the operator API work with: what they look into and set going. Those of the partner
/// listener have a House (http/partner.h). Its references outlive it.
struct Desk {
  config::Live live;
  const identity::Registry& registry;
  const store::Database& database;
  exchange::Pipeline& pipeline;
  const schemas::xml::Grammar& grammar;  ///< of StUF-BG
  delivery::Sinks& sinks;                ///< for test deliveries
  const delivery::Dispatcher& dispatcher;
  const logboek::Exporter& logboek;
  const Sessions& sessions;
  delivery::LongPolls& tail;  ///< who follows the log
  log::Refusals& refusals;
  Kerncijfers& kerncijfers;
  std::function<Readiness()> readiness;
  const config::Config& config() const { return live.now(); }
};

using adapters::transport::Request;
using adapters::transport::Response;
using Done = adapters::transport::Handler::Done;

/// A request of someone who may make it.
struct Visit {
  Request request;
  Visitor visitor;
  std::string item{};  ///< what the path names: the part of `*` in its route
  std::string rest{};  ///< what the route serves
};
using Handle = void (*)(Desk&, Visit, Done);

/// Parts of a query string, decoded; the last of each name counts.
std::optional<std::string> query_of(const Request& request, std::string_view name);
/// The JSON object in a body; an empty body is an empty object. Members that are not known are faults, and so
/// are values that are no text, number, truth or list of texts.
schemas::Result<boost::json::object> body_of(const Request& request,
                                             std::initializer_list<std::string_view> known);
/// The same, for who goes on to look at the rest: the faults are added, and what is at fault is left out.
boost::json::object body_of(const Request& request, std::initializer_list<std::string_view> known,
                            schemas::Faults& faults);
std::string text_in(const boost::json::object& body, std::string_view name);  ///< empty when it is not there
Response wrong(const schemas::Faults& faults);
Response not_found(std::string_view what);
Response unavailable();

/// Answers what `read` makes of the store; 503 when it cannot be read.
void answer_read(Desk& desk, const Done& done, const std::function<Response(store::Session&)>& read);
/// Does `work` in one transaction with an entry of the log that says who did it; answered when both are
/// durable. Work that answers 400 or higher must not have changed anything.
struct Deed {
  std::string kind;       ///< as the log calls it
  std::string reference;  ///< what it was done to
};
void answer_logged(Desk& desk, const Visitor& visitor, Deed deed,
                   std::function<Response(store::Session&)> work, Done done);

/// An entry of the log with the names that its numbers have in the configuration.
boost::json::object told(const Desk& desk, const log::Entry& entry);
/// Adds those names.
void add_names(const Desk& desk, const log::Entry& entry, boost::json::object& into);
/// Which entries the address asks for, or journeys. A gemeente is named by its code.
schemas::Result<log::Filter> filter_of(const Desk& desk, const Visit& visit);

// The handlers, by subject.
void show_session(Desk& desk, Visit visit, Done done);
void show_overview(Desk& desk, Visit visit, Done done);
void list_messages(Desk& desk, Visit visit, Done done);
void list_journeys(Desk& desk, Visit visit, Done done);
void follow_messages(Desk& desk, Visit visit, Done done);
void find_messages_of_person(Desk& desk, Visit visit, Done done);
void show_message(Desk& desk, Visit visit, Done done);
void show_message_body(Desk& desk, Visit visit, Done done);
void show_message_origin(Desk& desk, Visit visit, Done done);
void report_of_person(Desk& desk, Visit visit, Done done);
void list_subscriptions(Desk& desk, Visit visit, Done done);
void show_subscription(Desk& desk, Visit visit, Done done);
void list_dead_letters(Desk& desk, Visit visit, Done done);
void act_on_subscription(Desk& desk, Visit visit, Done done);
void test_subscription(Desk& desk, Visit visit, Done done);
void list_synchronisations(Desk& desk, Visit visit, Done done);
void show_synchronisation(Desk& desk, Visit visit, Done done);
void start_synchronisation(Desk& desk, Visit visit, Done done);
void change_synchronisation(Desk& desk, Visit visit, Done done);
void list_termijnen(Desk& desk, Visit visit, Done done);
void list_schedules(Desk& desk, Visit visit, Done done);
void show_completeness(Desk& desk, Visit visit, Done done);
void list_consents(Desk& desk, Visit visit, Done done);
void ask_consent(Desk& desk, Visit visit, Done done);
void answer_consent(Desk& desk, Visit visit, Done done);
void show_kerncijfers(Desk& desk, Visit visit, Done done);
void list_partners(Desk& desk, Visit visit, Done done);
void show_contract(Desk& desk, Visit visit, Done done);

}  // namespace inburgering::gateway::operation
