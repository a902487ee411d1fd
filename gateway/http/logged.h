#pragma once
// What handlers of both listeners write down.
#include <functional>

#include "adapters/transport/http_server.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/log/refusals.h"

namespace inburgering::gateway::http {

/// Does `work` in one transaction with a log entry that tells how it ended; its response is sent when both
/// are durable, and until then `unavailable` is the answer. A response of 400 and higher undoes nothing: such
/// work must not have changed anything.
void do_logged(exchange::Pipeline& pipeline, log::Entry entry,
               std::function<adapters::transport::Response(store::Session&)> work,
               adapters::transport::Response unavailable, adapters::transport::Handler::Done done);

/// Writes the log entry and only then answers; where it cannot be written the answer is `unavailable`.
void answer_logged(exchange::Pipeline& pipeline, log::Entry entry, adapters::transport::Response response,
                   adapters::transport::Response unavailable, adapters::transport::Handler::Done done);
/// Writes down that a connection did not come to be, or counts it with those before (log::Refusals).
void note_refused(exchange::Pipeline& pipeline, log::Refusals& refusals, std::string_view feed,
                  const adapters::transport::RefusedConnection& refused);
/// Answers no before anything was taken up: once that stands in the log, or at once where it is one of many.
void answer_refused(exchange::Pipeline& pipeline, log::Refusals& refusals, const std::string& address,
                    log::Entry entry, adapters::transport::Response response,
                    adapters::transport::Response unavailable, adapters::transport::Handler::Done done);
/// Writes down the sums of what was counted. To be called every few seconds, and once more at the end.
void tell_refusals(exchange::Pipeline& pipeline, log::Refusals& refusals, bool last_time = false);

}  // namespace inburgering::gateway::http
