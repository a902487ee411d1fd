#include "gateway/doctor/house.h"

#include <algorithm>
#include <atomic>
#include <boost/url/parse.hpp>
#include <condition_variable>

#include "adapters/revocation/fetch.h"
#include "adapters/revocation/points.h"
#include "adapters/transport/tls_stream.h"
#include "gateway/delivery/call.h"
#include "gateway/delivery/handshake.h"
#include "gateway/store/engine/database.h"
#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::doctor {
namespace {

constexpr std::chrono::milliseconds for_a_call{5000};

Peer http_peer(std::string name, std::string key, const std::string& url, adapters::transport::TlsFiles tls,
               std::optional<adapters::transport::ServerIdentity> server) {
  Peer peer{.name = std::move(name), .url = url, .key = std::move(key)};
  peer.call.url = url;
  peer.call.tls = std::move(tls);
  peer.call.server = std::move(server);
  return peer;
}

std::vector<wishes::Subscription> wishes_of(const config::Config& config) {
  auto wishes = config.subscriptions;
  try {
    if (!store::exists(config.store)) return wishes;
    const auto sql = store::open(config.store, store::Access::read);
    if (!store::made_by_newer(*sql).empty() || sql->engine().version() != sql->engine().migrations().size())
      return wishes;
    for (const auto& standing : subscriptions::present(*sql))
      if (!standing->unreadable &&
          std::ranges::find(wishes, standing->id(), &wishes::Subscription::id) == wishes.end())
        wishes.push_back(standing->wish);
  } catch (const std::exception&) {
    // That the store cannot be read is for another check to tell.
  }
  return wishes;
}

}  // namespace

Place place_of(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return {};
  auto host = std::string(parsed->host_address());
  auto port = std::string(parsed->port());
  if (port.empty()) port = parsed->scheme() == "http" ? "80" : "443";
  return {std::move(host), std::move(port)};
}

House::House(config::Config config, const Clock& clock) : config_(std::move(config)), clock_(clock) {}

void House::find_peers() {
  const auto& config = config_;
  peers_.push_back(http_peer("DUO", "duo.url", config.duo.url, config::tls_to(config, config.duo.hierarchy),
                             config.duo.servers));
  peers_.back().is_base = true;
  for (const auto& brp : config.brp) {
    const auto tls = config::tls_to(config, brp.hierarchy);
    peers_.push_back(http_peer("BRP " + brp.naam, "brp.url", brp.url, tls, brp.servers));
    peers_.back().is_base = brp.wijze == config::Brp::Wijze::personen;
    if (brp.volgen.empty() || brp.volgen == brp.url) continue;
    peers_.push_back(http_peer("BRP " + brp.naam + " (volgen)", "brp.volgen", brp.volgen, tls, brp.servers));
    peers_.back().is_base = true;
  }
  for (const auto& wish : wishes_of(config)) {
    if (!wish.url || !wish.way().is_http()) continue;
    if (!wish.way().cloudevents) {
      const auto call = delivery::call_to(config, wish, "GET");
      peers_.push_back(
          http_peer("abonnement " + wish.id, "url van het abonnement", *wish.url, call.tls, *call.server));
      continue;
    }
    Peer peer{.name = "abonnement " + wish.id, .url = *wish.url, .key = "url van het abonnement"};
    peer.call = delivery::handshake_to(config, wish);
    peer.must_allow = wish.needs_handshake();
    peers_.push_back(std::move(peer));
  }
  auto beside = config.client;
  if (!config.logboek.url.empty()) {
    if (!config.logboek.trust.empty()) beside.trust = config.logboek.trust;
    peers_.push_back(http_peer("logboek dataverwerkingen", "logboek.url", config.logboek.url, beside, {}));
  }
  if (!config.log.time_stamp_url.empty()) {
    beside = config.client;
    beside.trust = config.log.time_stamp_trust;
    peers_.push_back(
        http_peer("tijdstempeldienst", "log.timestamp.url", config.log.time_stamp_url, beside, {}));
  }
  if (!config.siem.host.empty())
    peers_.push_back({.name = "SIEM",
                      .url = "syslog://" + config.siem.host + ":" + std::to_string(config.siem.port),
                      .key = "siem.syslog",
                      .is_http = false});
}

const std::vector<Peer>& House::peers() {
  std::call_once(found_, [this] { find_peers(); });
  return peers_;
}

const std::vector<Peer>& House::reached() {
  std::call_once(called_, [this] {
    peers();
    lists();  // who is judged without them is refused
    struct Waiting {
      std::mutex mutex;
      std::condition_variable changed;
      std::size_t left = 0;
    } waiting;
    adapters::transport::HttpClient client;
    for (auto& peer : peers_) {
      if (!peer.is_http) continue;
      {
        const std::lock_guard lock(waiting.mutex);
        ++waiting.left;
      }
      auto call = peer.call;
      call.timeout = std::min(call.timeout, for_a_call);
      call.connect_timeout = std::min(call.connect_timeout, for_a_call);
      call.status_decides = true;
      client.send(std::move(call), [&](adapters::transport::Answer answer) {
        const std::lock_guard lock(waiting.mutex);
        peer.answer = std::move(answer);
        peer.answered = clock_.now();
        --waiting.left;
        waiting.changed.notify_all();
      });
    }
    for (auto& peer : peers_) {
      if (peer.is_http) continue;
      const auto stream = adapters::transport::TlsStream::connect(
          {config_.siem.host, config_.siem.port, config_.siem.tls, for_a_call}, [] { return false; });
      peer.answer.status = stream ? 200 : 0;
      if (!stream) peer.answer.failure = stream.error();
    }
    std::unique_lock lock(waiting.mutex);
    waiting.changed.wait(lock, [&] { return waiting.left == 0; });
  });
  return peers_;
}

const Lists& House::lists() {
  std::call_once(listed_, [this] {
    if (!config_.revocation.lists) return;
    const auto keeper = identity::open_lists(config_, now(), false, lists_.faults);
    if (config_.revocation.fetched) {
      auto addresses = config_.revocation.addresses;
      for (const auto& point : keeper->points())
        if (adapters::revocation::is_at(point, config_.revocation.hosts) &&
            std::ranges::find(addresses, point) == addresses.end())
          addresses.push_back(point);
      const std::atomic<bool> stopping = false;
      for (const auto& address : addresses) {
        const auto bytes =
            adapters::revocation::fetch(address, stopping, {.total = for_a_call, .slow = for_a_call});
        if (!bytes) {
          lists_.faults.push_back(address + ": " + bytes.error());
          continue;
        }
        for (const auto& told : keeper->take(*bytes, address, false, now()))
          if (told.kind == adapters::revocation::Told::Kind::refused ||
              told.kind == adapters::revocation::Told::Kind::unknown_issuer)
            lists_.faults.push_back(told.what);
      }
    }
    lists_.states = identity::revocation_lists(config_, now());
    lists_.without = keeper->without_list();
  });
  return lists_;
}

}  // namespace inburgering::gateway::doctor
