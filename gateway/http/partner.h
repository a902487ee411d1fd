#pragma once
// The partner listener: everything that DUO, BRP, taalscholen and afnemers send us over mutual TLS.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/transport/http_server.h"
#include "gateway/base/rate_limit.h"
#include "gateway/delivery/long_polls.h"
#include "gateway/delivery/sink.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/fsc/own.h"
#include "gateway/identity/registry.h"
#include "gateway/intake/file_worker.h"
#include "gateway/log/refusals.h"
#include "schemas/xml/grammar.h"

namespace inburgering::gateway::http {

/// What the handlers of the partner listener work with: what a message needs on its way in. The operator's
/// have a Desk (operator/desk.h), with what they look into and set going.
struct House {
  config::Live live;
  const identity::Registry& registry;
  const schemas::xml::Grammar& grammar;
  exchange::Pipeline& pipeline;
  metrics::Metrics& metrics;
  const store::Database& database;
  delivery::Sinks& sinks;  ///< for test deliveries
  delivery::LongPolls& polls;
  log::Refusals& refusals;
  intake::FileWorker& files;
  const fsc::Own* own = nullptr;  ///< who we are to a group of FSC; null = we are in none
  const config::Config& config() const { return live.now(); }
};

/// A request of a known party on a known route, body read.
struct Visit {
  adapters::transport::Request request;
  const config::Party* party = nullptr;
  std::shared_ptr<const config::Party> held{};  ///< where the party is one that its token makes
  std::string rest;                             ///< what the route serves
  std::string item;                             ///< what stands in the path behind it
  log::Entry entry;                             ///< what is known of the exchange so far
};

using Done = adapters::transport::Handler::Done;
using Handle = void (*)(House&, Visit, Done);

/// As in logged.h, for the handlers of this listener.
void answer_logged(House& house, log::Entry entry, adapters::transport::Response response,
                   adapters::transport::Response unavailable, Done done);

/// The gemeente of this code, when the party works for it; null when it does not.
const config::Tenant* tenant_for(House& house, const Visit& visit, const std::string& code);
extern const schemas::Faults not_served;

/// 503 of our own APIs: nothing was kept, the sender is to come back.
adapters::transport::Response unavailable();
/// Answers no before anything was taken up, once that stands in the log.
void refuse(House& house, log::Entry entry, adapters::transport::Response response, schemas::Faults faults,
            Done done);

// One handler a feed; each is a story from request to answer.
void handle_duo_notificatie(House& house, Visit visit, Done done);
void handle_brp_bericht(House& house, Visit visit, Done done);
void handle_taalschool_push(House& house, Visit visit, Done done);
void handle_taalschool_withdrawal(House& house, Visit visit, Done done);
void handle_taalschool_view(House& house, Visit visit, Done done);
void handle_taalschool_batch(House& house, Visit visit, Done done);
void handle_taalschool_file(House& house, Visit visit, Done done);
void handle_taalschool_template(House& house, Visit visit, Done done);
void handle_taalschool_page(House& house, Visit visit, Done done);
void handle_melding(House& house, Visit visit, Done done);
void handle_uren(House& house, Visit visit, Done done);
void handle_melding_status(House& house, Visit visit, Done done);
void handle_registratie(House& house, Visit visit, Done done);
void handle_registratie_beeindigd(House& house, Visit visit, Done done);
void handle_abonnementen(House& house, Visit visit, Done done);
void handle_abonnement(House& house, Visit visit, Done done);
void handle_gebeurtenissen(House& house, Visit visit, Done done);
void handle_bevestiging(House& house, Visit visit, Done done);
void handle_gegevens(House& house, Visit visit, Done done);
void handle_ondertekensleutels(House& house, Visit visit, Done done);
void handle_dossier(House& house, Visit visit, Done done);
void handle_notificatie_kanaal(House& house, Visit visit, Done done);
void handle_notificatie_abonnement(House& house, Visit visit, Done done);
void handle_gemeente_contract(House& house, Visit visit, Done done);
void handle_schemaversies(House& house, Visit visit, Done done);

class Partner : public adapters::transport::Handler {
 public:
  explicit Partner(House house);
  bool admit(adapters::transport::Request& head) override;
  void answer(adapters::transport::Request request, Done done) override;
  void connection_refused(const adapters::transport::RefusedConnection& refused) override;
  adapters::transport::PeerRules rules_for(const std::string& serial_number) override {
    return house_.registry.rules_for(serial_number);
  }
  void certificates_changed(const std::string& error) override;
  /// The configuration became another.
  void renew() { requests_.set(house_.config().requests_per_second); }

 private:
  struct Route {
    std::string method;
    std::string path;  ///< as compared; see `any_case`
    bool any_case;
    config::Role role;
    std::string api_version;
    std::string rest;
    Handle handle;
    bool prefix = false;  ///< the path goes on with one part, which becomes the visit's `item`
    bool deep = false;    ///< or with more
  };
  struct Verdict;

  static bool matches(const Route& route, std::string_view path);
  Verdict judge(const adapters::transport::Request& head);
  log::Entry entry_of(const adapters::transport::Request& request) const;
  void note_certificate(const adapters::transport::Peer& peer);

  House house_;
  std::vector<Route> routes_;
  RateLimit requests_;
  std::mutex certificates_mutex_;
  struct Noted {
    std::string secured, anchor;  ///< how the connection with it was, and the root that it led to
    schemas::Moment moment{};
  };
  std::map<std::pair<std::string, schemas::Moment>, Noted> certificates_;  ///< by OIN and last moment
};

}  // namespace inburgering::gateway::http
