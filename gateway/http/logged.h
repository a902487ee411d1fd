#pragma once
// What handlers of both listeners write down.
#include <functional>

#include "adapters/transport/http_server.h"
#include "gateway/pipeline/pipeline.h"

namespace inburgering::gateway::http {

/// Does `work` in one transaction with a log entry that tells how it ended; its response is sent when both
/// are durable, and until then `unavailable` is the answer. A response of 400 and higher undoes nothing: such
/// work must not have changed anything. `then` is called before a response goes out that was written.
void do_logged(pipeline::Pipeline& pipeline, log::Entry entry,
               std::function<adapters::transport::Response(store::Session&)> work,
               adapters::transport::Response unavailable, std::function<void()> then,
               adapters::transport::Handler::Done done);

/// The entry of a connection that did not come to be.
log::Entry entry_of(const pipeline::Pipeline& pipeline, std::string_view feed,
                    const adapters::transport::RefusedConnection& refused);

}  // namespace inburgering::gateway::http
