#include "gateway/http/logged.h"

#include <spdlog/spdlog.h>

#include "adapters/transport/doorman.h"
#include "gateway/log/security.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::http {

using adapters::transport::Response;

namespace {

/// "10.0.0.1:51234" and "::1:51234" without the port, an IPv6 address by its network.
std::string address_of(const std::string& address_and_port) {
  return adapters::transport::door_address(address_and_port.substr(0, address_and_port.rfind(':')));
}

}  // namespace

void do_logged(exchange::Pipeline& pipeline, log::Entry entry, std::function<Response(store::Session&)> work,
               Response unavailable, adapters::transport::Handler::Done done) {
  const auto response = std::make_shared<Response>();
  pipeline.record(
      std::move(entry),
      [response, work = std::move(work)](store::Session& sql, log::Entry& logged) {
        *response = work(sql);
        logged.http_status = response->status;
        logged.outcome = response->status < 300    ? log::outcome::verwerkt
                         : response->status == 404 ? log::outcome::niet_gevonden
                                                   : log::outcome::geweigerd;
      },
      [response, unavailable = std::move(unavailable), done = std::move(done)](bool written) {
        done(written ? std::move(*response) : unavailable);
      });
}

void answer_logged(exchange::Pipeline& pipeline, log::Entry entry, Response response, Response unavailable,
                   adapters::transport::Handler::Done done) {
  entry.http_status = response.status;
  pipeline.note(std::move(entry),
                [response = std::move(response), unavailable = std::move(unavailable),
                 done = std::move(done)](bool written) { done(written ? response : unavailable); });
}

void note_refused(exchange::Pipeline& pipeline, log::Refusals& refusals, std::string_view feed,
                  const adapters::transport::RefusedConnection& refused) {
  auto entry = pipeline.new_entry(log::direction::in, feed,
                                  refused.stood ? log::kind::connection_ended : log::kind::handshake);
  constexpr std::size_t oin = 20;
  constexpr std::size_t longest_subject = 500;
  entry.party = schemas::cut_bytes(refused.serial_number, oin);
  entry.subject = schemas::cut_bytes(refused.subject, longest_subject);
  entry.outcome = log::outcome::geweigerd;
  entry.faults = {{"verbinding", "tls", refused.reason}};
  if (!refusals.is_first(address_of(refused.address), entry)) return pipeline.metrics().count(entry);
  entry.faults.push_back(log::from_address(address_of(refused.address)));
  spdlog::warn("{}TLS geweigerd van {}: {} (certificaat: {})", feed.empty() ? "" : std::string(feed) + ": ",
               refused.address, refused.reason, entry.subject.empty() ? "geen" : entry.subject);
  pipeline.note(std::move(entry), [](bool) {});
}

void answer_refused(exchange::Pipeline& pipeline, log::Refusals& refusals, const std::string& address,
                    log::Entry entry, Response response, Response unavailable,
                    adapters::transport::Handler::Done done) {
  if (refusals.is_first(address_of(address), entry)) {
    entry.faults.push_back(log::from_address(address_of(address)));
    return answer_logged(pipeline, std::move(entry), std::move(response), std::move(unavailable),
                         std::move(done));
  }
  entry.http_status = response.status;
  pipeline.metrics().count(entry);
  done(std::move(response));
}

void tell_refusals(exchange::Pipeline& pipeline, log::Refusals& refusals, bool last_time) {
  for (auto& entry : refusals.ended(pipeline.now(), last_time)) {
    entry.message_id = pipeline.new_id();
    spdlog::warn("{} geweigerd: {}; {}", entry.kind, entry.faults.front().message,
                 entry.faults.back().message);
    pipeline.transact([entry = std::move(entry)](store::Session& sql) {
      auto written = entry;
      log::append(sql, written);
    });
  }
}

}  // namespace inburgering::gateway::http
