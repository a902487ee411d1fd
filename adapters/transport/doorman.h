#pragma once
// Who may stand at the door: before a certificate was seen nobody is known, and everybody costs a place and a
// handshake. So each address gets few of both, and places are kept for addresses from which a party came
// before. Pure: it holds no sockets, and the time comes in.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

namespace inburgering::adapters::transport {

struct DoorLimits final {
  std::size_t connections = 2000;        ///< places, for everybody together
  std::size_t reserve = 200;             ///< of those, only for addresses from which a party came before
  std::size_t waiting_per_address = 64;  ///< connections of one address on which nobody is known yet
  /// Of one address on average; twice as many at once. Who comes more often waits for its turn.
  int handshakes_per_second = 200;
};

/// An IPv4 address as it is; of an IPv6 address the first 64 bits, for that is what one subscriber gets
/// (RFC 6177). An IPv4 address within an IPv6 one counts as the IPv4 address.
std::string door_address(const std::string& ip);

/// For one listener; not for several threads at once.
class Doorman {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Id = std::uint64_t;

  enum class Verdict {
    enter,
    full,      ///< all places are taken by others who may stay
    too_often  ///< so many of this address wait for their turn that one more has no place to wait
  };
  struct Knock {
    Verdict verdict = Verdict::enter;
    Id id = 0;                          ///< of who entered
    std::chrono::milliseconds turn{0};  ///< until its handshake may begin
    std::optional<Id> out{};  ///< who has to leave for it: the one who stood longest without being known
  };

  explicit Doorman(DoorLimits limits) : limits_(limits) {}

  /// From the next knock on: who is inside stays.
  void renew(DoorLimits limits) { limits_ = limits; }
  /// A connection comes in from an address (as door_address tells it).
  Knock knock(const std::string& address, Time now);
  /// Its certificate is good: it is not put out any more.
  void came_in(Id id);
  /// And it is of a party: who comes from this address finds a place from now on.
  void is_party(Id id);
  void left(Id id);

  bool is_inside(Id id) const { return visitors_.contains(id); }
  std::size_t inside() const { return visitors_.size(); }

 private:
  struct Visitor {
    std::string address;
    bool waits = true;                ///< nobody is known on it yet
    std::list<Id>::iterator place{};  ///< among those who wait of this address
  };
  struct Address {
    std::list<Id> waiting;  ///< who came first stands first
    double tokens = 0;      ///< below zero: so many wait for their turn
    Time filled{};
  };

  std::chrono::milliseconds turn_of(Address& address, Time now) const;
  void stop_waiting(Visitor& visitor);
  std::optional<Id> longest_of(const std::string& address) const;
  std::optional<Id> longest_of_the_most() const;
  void forget_idle(Time now);
  bool is_known(const std::string& address) const { return known_.contains(address); }

  DoorLimits limits_;
  Id last_ = 0;
  std::unordered_map<Id, Visitor> visitors_;
  std::map<std::string, Address> addresses_;
  Time forgot_{};
  std::list<std::string> known_by_age_;  ///< the one that was seen last stands first
  std::unordered_map<std::string, std::list<std::string>::iterator> known_;
};

}  // namespace inburgering::adapters::transport
