#include "adapters/transport/doorman.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace inburgering::adapters::transport {
namespace {

constexpr std::size_t most_known = 10'000;      // addresses of parties that are remembered
constexpr std::size_t many_addresses = 10'000;  // from here on idle ones are forgotten
constexpr double burst = 2;                     // seconds' worth of handshakes at once

}  // namespace

std::string door_address(const std::string& ip) {
  namespace net = boost::asio::ip;
  boost::system::error_code error;
  const auto address = net::make_address(ip, error);
  if (error || address.is_v4()) return ip;
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return net::make_address_v4(net::v4_mapped, v6).to_string();
  auto bytes = v6.to_bytes();
  constexpr std::ptrdiff_t network = 8;
  std::fill(bytes.begin() + network, bytes.end(), static_cast<unsigned char>(0));
  return net::make_address_v6(bytes).to_string() + "/64";
}

Doorman::Knock Doorman::knock(const std::string& address, Time now) {
  forget_idle(now);
  auto& from =
      addresses_.try_emplace(address, Address{{}, burst * limits_.handshakes_per_second, now}).first->second;
  Knock knock;
  knock.turn = turn_of(from, now);
  if (knock.turn.count() > 0 && from.waiting.size() >= limits_.waiting_per_address)
    return {Verdict::too_often};
  if (from.waiting.size() >= limits_.waiting_per_address) {
    knock.out = longest_of(address);
  } else {
    const auto places = is_known(address)
                            ? limits_.connections
                            : limits_.connections - std::min(limits_.reserve, limits_.connections);
    if (visitors_.size() >= places) {
      knock.out = longest_of_the_most();
      if (!knock.out) return {Verdict::full};
    }
  }
  if (knock.out) left(*knock.out);
  from.tokens -= 1.0;
  knock.id = ++last_;
  from.waiting.push_back(knock.id);
  visitors_.emplace(knock.id, Visitor{address, true, std::prev(from.waiting.end())});
  return knock;
}

std::chrono::milliseconds Doorman::turn_of(Address& address, Time now) const {
  const double rate = limits_.handshakes_per_second;
  const double seconds = std::chrono::duration<double>(now - address.filled).count();
  address.tokens = std::min(burst * rate, address.tokens + std::max(0.0, seconds) * rate);
  address.filled = now;
  if (address.tokens >= 1.0) return {};
  return std::chrono::ceil<std::chrono::milliseconds>(
      std::chrono::duration<double>((1.0 - address.tokens) / rate));
}

void Doorman::came_in(Id id) {
  if (const auto found = visitors_.find(id); found != visitors_.end()) stop_waiting(found->second);
}

void Doorman::is_party(Id id) {
  const auto found = visitors_.find(id);
  if (found == visitors_.end()) return;
  const auto& address = found->second.address;
  if (const auto seen = known_.find(address); seen != known_.end()) {
    known_by_age_.splice(known_by_age_.begin(), known_by_age_, seen->second);
    return;
  }
  known_by_age_.push_front(address);
  known_.emplace(address, known_by_age_.begin());
  if (known_.size() <= most_known) return;
  known_.erase(known_by_age_.back());
  known_by_age_.pop_back();
}

void Doorman::left(Id id) {
  const auto found = visitors_.find(id);
  if (found == visitors_.end()) return;
  stop_waiting(found->second);
  visitors_.erase(found);
}

void Doorman::stop_waiting(Visitor& visitor) {
  if (!visitor.waits) return;
  visitor.waits = false;
  addresses_.at(visitor.address).waiting.erase(visitor.place);
}

std::optional<Doorman::Id> Doorman::longest_of(const std::string& address) const {
  const auto found = addresses_.find(address);
  if (found == addresses_.end() || found->second.waiting.empty()) return std::nullopt;
  return found->second.waiting.front();
}

std::optional<Doorman::Id> Doorman::longest_of_the_most() const {
  const auto most =
      std::ranges::max_element(addresses_, {}, [](const auto& each) { return each.second.waiting.size(); });
  if (most == addresses_.end() || most->second.waiting.empty()) return std::nullopt;
  return most->second.waiting.front();
}

/// Addresses from which nobody waits and that have all their handshakes again; when there are far too many,
/// also those that have not.
void Doorman::forget_idle(Time now) {
  if (addresses_.size() < many_addresses || now - forgot_ < std::chrono::seconds(1)) return;
  forgot_ = now;
  const bool far_too_many = addresses_.size() > 10 * many_addresses;
  std::erase_if(addresses_, [&](const auto& each) {
    return each.second.waiting.empty() &&
           (far_too_many || now - each.second.filled > std::chrono::seconds(10));
  });
}

}  // namespace inburgering::adapters::transport
