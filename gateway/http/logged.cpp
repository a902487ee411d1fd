#include "gateway/http/logged.h"

#include "schemas/value/text.h"

namespace inburgering::gateway::http {

using adapters::transport::Response;

void do_logged(pipeline::Pipeline& pipeline, log::Entry entry, std::function<Response(store::Session&)> work,
               Response unavailable, std::function<void()> then, adapters::transport::Handler::Done done) {
  const auto response = std::make_shared<Response>();
  pipeline.record(
      std::move(entry),
      [response, work = std::move(work)](store::Session& sql, log::Entry& logged) {
        *response = work(sql);
        logged.http_status = response->status;
        logged.outcome = response->status < 300    ? "verwerkt"
                         : response->status == 404 ? "niet-gevonden"
                                                   : "geweigerd";
      },
      [response, unavailable = std::move(unavailable), then = std::move(then),
       done = std::move(done)](bool written) {
        if (!written) return done(unavailable);
        then();
        done(std::move(*response));
      });
}

log::Entry entry_of(const pipeline::Pipeline& pipeline, std::string_view feed,
                    const adapters::transport::RefusedConnection& refused) {
  auto entry = pipeline.new_entry("in", feed, "TLS-handshake");
  constexpr std::size_t oin = 20;
  constexpr std::size_t longest_subject = 500;
  entry.party = schemas::cut_bytes(refused.serial_number, oin);
  entry.subject = schemas::cut_bytes(refused.subject, longest_subject);
  entry.outcome = "geweigerd";
  entry.faults = {{"verbinding", "tls", refused.reason}};
  return entry;
}

}  // namespace inburgering::gateway::http
