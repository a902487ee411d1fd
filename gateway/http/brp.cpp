// POST …/OntvangAsynchroon: npsLk01 and npsSa01 in, Bv03 or Fo03 out; …/VerwerkSynchroneKennisgeving: npsLk02
// and npsSa02 in, Bv02 or Fo02 out (StUF 03.01 §4.4; SOAP 1.1: a fault goes with HTTP 500).
#include "gateway/intake/brp.h"

#include "gateway/http/partner.h"

namespace inburgering::gateway::http {
namespace {

using adapters::brp::Binding;
using adapters::transport::Response;

Response soap(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/xml; charset=utf-8");
  response.body = std::move(body);
  return response;
}

/// An asynchronous message cannot be stored; a synchronous one cannot be processed. Either may come again.
adapters::brp::StufFault not_now(Binding binding) {
  return {binding == Binding::synchroon ? "StUF049" : "StUF046", ""};
}

}  // namespace

void handle_brp_bericht(House& house, Visit visit, Done done) {
  const auto binding = visit.rest == "synchroon" ? Binding::synchroon : Binding::asynchroon;
  visit.entry.kind = binding == Binding::synchroon ? "VerwerkSynchroneKennisgeving" : "OntvangAsynchroon";
  const auto content_type = adapters::transport::find_header(visit.request.headers, "Content-Type");
  auto judged = intake::judge_stuf(house.pipeline.ground(), house.grammar,
                                   {std::move(visit.request.body), std::string(content_type), visit.party,
                                    binding, std::move(visit.entry)});
  if (!judged) {
    auto& refused = judged.error();
    return answer_logged(house, std::move(refused.entry),
                         soap(500, adapters::brp::foutbericht(refused.antwoord, refused.fault)),
                         soap(500, adapters::brp::foutbericht(refused.antwoord, not_now(binding))),
                         std::move(done));
  }
  house.pipeline.take(std::move(judged->incoming), [binding, reply = std::move(judged->antwoord),
                                                    done = std::move(done)](const exchange::Taken& taken) {
    switch (taken.fate) {
      case exchange::Fate::accepted:
      case exchange::Fate::repeated:
        return done(soap(taken.http_status, taken.answer));
      case exchange::Fate::conflict:
        return done(soap(500, adapters::brp::foutbericht(reply, {"StUF016", ""})));
      case exchange::Fate::refused:  // only `also` refuses, and there is none here
      case exchange::Fate::unavailable:
        return done(soap(500, adapters::brp::foutbericht(reply, not_now(binding))));
    }
  });
}

}  // namespace inburgering::gateway::http
