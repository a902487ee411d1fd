#include "adapters/transport/judge.h"

#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "adapters/revocation/statuses.h"
#include "adapters/transport/await.h"
#include "adapters/transport/peer.h"

namespace inburgering::adapters::transport {
namespace {

constexpr std::chrono::seconds judged_for{30};       // lists and certificates also end by time alone
constexpr std::chrono::milliseconds looked_each{5};  // whether an answer about a certificate has come

}  // namespace

Judge::Judge(const Host& host, const Peer& peer, SSL* connection, Secrets made_by)
    : host_(host),
      peer_(peer),
      connection_(connection),
      distrust_(connection_fault(connection, PeerRole::client)) {
  // Of a resumed session the chain was judged when it began: long ago, by other lists.
  if (SSL_session_reused(connection) != 0) return;
  judged_by_ = std::move(made_by);
  judged_at_ = std::chrono::steady_clock::now();
  if (!distrust_) take(verified_chain(connection));
}

/// Whether its chain is also one for this party.
void Judge::take(revocation::Chain chain) {
  chain_ = std::move(chain);
  distrust_ = anchor_fault(host_.handler.rules_for(peer_.serial_number), chain_);
}

bool Judge::refuses() {
  const auto now = std::chrono::steady_clock::now();
  auto present = host_.present_tls();
  if (!distrust_ && (present != judged_by_ || now - judged_at_ > judged_for)) {
    if (auto chain = verify_anew(connection_, present->native_handle()))
      take(std::move(*chain));
    else
      distrust_ = std::move(chain.error());
    judged_by_ = std::move(present);
    judged_at_ = now;
  }
  return told();
}

bool Judge::asks() {
  if (host_.statuses == nullptr) return false;
  const auto former = std::exchange(mode_, host_.handler.rules_for(peer_.serial_number).ocsp);
  return mode_ != revocation::Ocsp::off &&
         (mode_ != former || std::chrono::steady_clock::now() >= status_again_);
}

boost::asio::awaitable<bool> Judge::refuses_by_status(boost::asio::any_io_executor executor) {
  if (chain_.size() < 2) {
    distrust_ = "de uitgever van het certificaat is niet te vinden";
    co_return told();
  }
  const auto pending = host_.statuses->ask({chain_[0], chain_[1]});
  boost::asio::steady_timer timer(executor);
  boost::system::error_code error;
  auto verdict = pending->verdict();
  while (!verdict && !error) {
    timer.expires_after(looked_each);
    co_await timer.async_wait(await(error));
    verdict = pending->verdict();
  }
  if (!verdict) co_return true;
  distrust_ = revocation::status_fault(mode_, *verdict);
  status_again_ = verdict->again;
  co_return told();
}

bool Judge::told() const {
  if (distrust_)
    host_.handler.connection_refused(
        {peer_.address, peer_.subject, peer_.serial_number, *distrust_, stands_});
  return distrust_.has_value();
}

}  // namespace inburgering::adapters::transport
