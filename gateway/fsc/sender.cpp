#include "gateway/fsc/sender.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/jcs.h"
#include "gateway/base/backoff.h"
#include "gateway/base/milliseconds.h"
#include "gateway/exchange/under.h"
#include "gateway/fsc/calls.h"
#include "gateway/fsc/contracts.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::fsc {

namespace wire = adapters::fsc;

namespace {

constexpr std::chrono::milliseconds rest{1000}, first_pause{1000};
constexpr int at_once = 8;
constexpr std::string_view task = "contracten van FSC";

/// A contract goes with our accept, by which it is ours.
std::string_view verdict_of(const store::FscSending& sending) {
  return sending.type == "contract" ? "accept" : std::string_view(sending.type);
}

}  // namespace

std::chrono::milliseconds Sender::step() {
  auto lease = pipeline_.hold(std::string(task));
  if (!lease) return rest;
  lease_ = std::move(*lease);
  try {
    if (!reader_) reader_ = database_.session();
    if (!announced_) announce();
    for (const auto& each : store::due_fsc_sendings(*reader_, milliseconds(pipeline_.now()), at_once)) {
      const Name name{each.contract, each.peer, each.type};
      {
        const std::lock_guard lock(mutex_);
        if (std::ssize(in_flight_) >= at_once || !in_flight_.insert(name).second) continue;
      }
      try {
        send(each);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        in_flight_.erase(name);
        throw;
      }
    }
  } catch (const store::Unavailable& error) {
    spdlog::error("contracten van FSC: de opslag is niet bruikbaar, nieuwe poging over 1 s ({})",
                  error.what());
    reader_.reset();
  }
  return rest;
}

/// At each start: our address may be another.
void Sender::announce() {
  const auto& config = pipeline_.config();
  announced_ = true;
  if (!config.fsc.directory || *config.fsc.directory == config.oin) return;
  const store::FscSending sending{{}, config.fsc.directory->digits(), "announce",
                                  0,  milliseconds(pipeline_.now()),  {}};
  pipeline_.transact(
      exchange::under(lease_, [sending](store::Session& sql) { store::put_fsc_sending(sql, sending); }));
}

void Sender::send(const store::FscSending& sending) {
  const auto& config = pipeline_.config();
  const auto fail = [&](const std::string& why) {
    Answer answer;
    answer.failure = why;
    conclude(sending, lease_, answer);
  };
  const auto address = manager_of(*reader_, config, sending.peer);
  if (address.empty())
    return fail("het adres van de Manager van deze partij is niet bekend; zet het onder fsc.peers");
  std::string method = "PUT", path = "/v1/announce", body;
  if (!sending.contract.empty()) {
    const auto contract = store::find_fsc_contract(*reader_, sending.contract);
    const auto signatures = store::fsc_signatures_of(*reader_, sending.contract);
    const auto ours = std::ranges::find_if(signatures, [&](const auto& each) {
      return each.peer == config.oin.digits() && each.type == verdict_of(sending);
    });
    if (!contract || ours == signatures.end()) return fail("de handtekening is er niet meer");
    // Nobody needs to hear of what is over.
    if (contract->not_after <= seconds(pipeline_.now())) return drop(sending);
    // The content as it was hashed: it is canonical, and goes as it is.
    body = R"({"contract_content":)" + contract->content + R"(,"signature":)" +
           boost::json::serialize(boost::json::value(ours->jws)) + "}";
    const bool whole = sending.type == "contract";
    method = whole ? "POST" : "PUT";
    path = whole ? "/v1/contracts" : "/v1/contracts/" + sending.contract + "/" + sending.type;
  }
  auto call = call_to(config, sending.peer, address, std::move(method), path, std::move(body));
  if (call.body.empty()) call.headers.emplace_back("Content-Length", "0");
  client_.send(std::move(call),
               [this, sending, lease = lease_](const Answer& answer) { conclude(sending, lease, answer); });
}

void Sender::drop(const store::FscSending& sending) {
  pipeline_.transact(
      exchange::under(lease_, [sending](store::Session& sql) { store::remove_fsc_sending(sql, sending); }),
      [this, name = Name{sending.contract, sending.peer, sending.type}](bool) {
        const std::lock_guard lock(mutex_);
        in_flight_.erase(name);
      });
}

void Sender::conclude(store::FscSending sending, const store::Lease& lease, const Answer& answer) {
  constexpr int fine = 200, not_fine = 300;
  const bool arrived = answer.status >= fine && answer.status < not_fine;
  const Name name{sending.contract, sending.peer, sending.type};
  auto entry = pipeline_.new_entry(log::direction::uit, log::feed::gateway, "fsc " + sending.type);
  entry.party = sending.peer;
  entry.reference = sending.contract;
  entry.http_status = answer.status;
  entry.duration_ms = answer.duration.count();
  entry.outcome = arrived ? log::outcome::afgeleverd : log::outcome::mislukt;
  const bool first = sending.attempts == 0;
  if (!arrived) {
    const auto code = adapters::transport::find_header(answer.headers, wire::header::error);
    constexpr std::size_t longest = 200;
    sending.fault = answer.status == 0 ? answer.failure
                                       : "HTTP " + std::to_string(answer.status) + " " +
                                             std::string(schemas::cut_bytes(schemas::shown(code), longest));
    entry.faults = {{sending.peer, "fsc", sending.fault}};
    ++sending.attempts;
    sending.due = milliseconds(pipeline_.now()) + backoff(sending.attempts, first_pause, longest_pause,
                                                          pipeline_.sealing().surroundings.random.fraction())
                                                      .count();
  }
  const auto done = [this, name](bool) {
    const std::lock_guard lock(mutex_);
    in_flight_.erase(name);
  };
  const auto write = [sending, arrived](store::Session& sql) {
    if (arrived)
      store::remove_fsc_sending(sql, sending);
    else
      store::put_fsc_sending(sql, sending);
  };
  // Of what goes on failing only the first is an exchange to tell of.
  if (!arrived && !first) return pipeline_.transact(exchange::under(lease, write), done);
  pipeline_.record(std::move(entry),
                   exchange::under(lease, [write](store::Session& sql, log::Entry&) { write(sql); }), done);
}

}  // namespace inburgering::gateway::fsc
