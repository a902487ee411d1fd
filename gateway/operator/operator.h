#pragma once
#include "gateway/base/rate_limit.h"
#include "gateway/base/turned_work.h"
#include "gateway/metrics/metrics.h"
#include "gateway/operator/desk.h"

namespace inburgering::gateway::operation {

/// The operator listener: /healthz the process lives, /readyz it can take messages, /metrics, the operator
/// API under /beheer/v1 and the pages of the monitor.
///
/// Who may come in: with mutual TLS a party with the role beheerder, by its certificate; without it, on
/// loopback, who came by a one-time link and holds the cookie that it gave. A request that changes something
/// must be JSON and must not come from a page of another site, so that no such page can use either.
///
/// Visitors take turns: who asks for page after page on many connections waits for itself.
class Operator : public adapters::transport::Handler {
 public:
  /// That serve its listener: one of them is always free to hear the next visitor.
  static constexpr int threads = 3;
  Operator(Desk desk, metrics::Metrics& metrics);
  bool admit(Request&) override { return true; }
  void answer(Request request, Done done) override;
  void connection_refused(const adapters::transport::RefusedConnection& refused) override;
  adapters::transport::PeerRules rules_for(const std::string& serial_number) override {
    auto rules = desk_.registry.rules_for(serial_number);
    // A stranger is told that he is none, by whichever root he comes.
    if (desk_.registry.party(serial_number) == nullptr) rules.anchors = nullptr;
    return rules;
  }

 private:
  void answer_in_turn(Request request, bool known, std::optional<Visitor> visitor, const Done& done);
  bool secured() const { return desk_.config().operation_tls.has_value(); }
  std::optional<Visitor> visitor_of(const Request& request);
  void log_in(const Request& request, const Done& done);
  void log_out(const Request& request, const Done& done);
  void route(Request request, const std::string& path, std::optional<Visitor> visitor, const Done& done);
  void show_state(std::string_view path, const Done& done);

  Desk desk_;
  metrics::Metrics& metrics_;
  RateLimit attempts_{5};  ///< to log in, per second
  TurnedWork turns_{threads - 1};
};

}  // namespace inburgering::gateway::operation
