#include "tests/simulation/network.h"

#include <algorithm>
#include <vector>

#include "tests/simulation/faults.h"

namespace inburgering::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// On its way.
Span passage() {
  auto& dice = fibers::dice();
  auto& faults = simulation::faults();
  // Less than DUO gets before it is asked what became of a report (duo.ask_back): who is later than that
  // cannot be told from who never came.
  if (faults.use(faults.delays, "bericht laat")) return milliseconds(1'000 + dice.below(24'000));
  return milliseconds(1 + dice.below(dice.one_in(20) ? 800 : 15));
}

std::string host_of(const std::string& url) {
  const auto begin = url.find("//") + 2;
  return url.substr(begin, url.find_first_of("/:", begin) - begin);
}

Answer answer_of(Response response, Span took) {
  Answer answer;
  answer.status = response.status;
  answer.headers = std::move(response.headers);
  answer.body = std::move(response.body);
  answer.sent = true;
  answer.duration = std::chrono::duration_cast<milliseconds>(took);
  return answer;
}

Answer no_answer(std::chrono::milliseconds after, bool sent) {
  Answer answer;
  answer.failure = "gesimuleerd: er kwam geen antwoord";
  answer.sent = sent;
  answer.duration = after;
  return answer;
}

}  // namespace

Network& network() {
  static Network one;
  return one;
}
Faults& faults() {
  static Faults one;
  return one;
}

void Network::send(std::shared_ptr<Life> life, Call call, std::function<void(Answer)> told) {
  if (life->dead) return;
  auto& faults = simulation::faults();
  const bool lost = faults.use(faults.loses_request, "verzoek verloren");
  // A connection that was kept may be found dead after the request was written, which is then sent again; who
  // asked for one of its own is spared that.
  const bool twice = !call.once && faults.use(faults.doubles, "bericht dubbel");
  if (lost) {
    fibers::at(fibers::now() + call.timeout, [life, told, timeout = call.timeout] {
      if (!life->dead) told(no_answer(timeout, true));
    });
    return;
  }
  if (twice) bring(life, call, nullptr, false);
  bring(life, call, std::move(told), true);
}

void Network::bring(const std::shared_ptr<Life>& life, const Call& call, std::function<void(Answer)> told,
                    bool answered) {
  const auto began = fibers::now();
  fibers::at(began + passage(), [this, life, call, told = std::move(told), answered, began] {
    const auto partner = partners_.find(host_of(call.url));
    if (partner == partners_.end()) {
      if (answered && !life->dead) told(no_answer(milliseconds(5), false));
      return;
    }
    auto reply = partner->second(call);
    if (!answered) return;
    auto& faults = simulation::faults();
    const auto comes = fibers::now() + reply.takes + passage();
    if (faults.use(faults.loses_answer, "antwoord verloren") || comes - began >= call.timeout) {
      fibers::at(began + call.timeout, [life, told, timeout = call.timeout] {
        if (!life->dead) told(no_answer(timeout, true));
      });
      return;
    }
    fibers::at(comes, [life, told, reply, took = comes - began] {
      if (!life->dead) told(answer_of(reply.response, took));
    });
  });
}

void Network::request(Request request, Said said, Told told) {
  struct Exchange {
    Said said;
    Told told;
    bool over = false;
    void end(std::optional<Response> response) {
      if (over) return;
      over = true;
      told(std::move(response));
    }
  };
  const auto exchange = std::make_shared<Exchange>(std::move(said), std::move(told));
  auto& faults = simulation::faults();
  fibers::at(fibers::now() + seconds(40), [exchange] { exchange->end(std::nullopt); });
  if (faults.use(faults.loses_request, "verzoek verloren")) return;
  const int times = faults.use(faults.doubles, "bericht dubbel") ? 2 : 1;
  for (int i = 0; i < times; ++i)
    fibers::at(fibers::now() + passage(), [this, request, exchange] {
      std::vector<const Opened*> up;
      for (const auto& [who, opened] : doors_) up.push_back(&opened);
      std::ranges::sort(up, {}, &Opened::node);
      if (up.empty()) return;
      const auto& opened = *up[fibers::dice().below(up.size())];
      opened.door(request, [exchange](const Response& response) {
        exchange->said(response);
        auto& lost = simulation::faults();
        if (lost.use(lost.loses_answer, "antwoord verloren")) return;
        fibers::at(fibers::now() + passage(), [exchange, response] { exchange->end(response); });
      });
    });
}

}  // namespace inburgering::simulation
