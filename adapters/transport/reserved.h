#pragma once
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

struct sockaddr;

namespace inburgering::adapters::transport {

/// Addresses that some calls may never reach, whatever name they were given: those of peers that we call
/// ourselves with more rights. Compared when a connection is made, after the name was resolved: as text one
/// address has many names (127.1, localhost, a port with a zero before it). For several threads at once.
class ReservedAddresses {
 public:
  /// Of these URLs; one that cannot be read reserves nothing.
  explicit ReservedAddresses(const std::vector<std::string>& urls);
  /// Asks the resolver what the names stand for now; an address that was ever told stays. Waits for the
  /// resolver: not for a thread that others wait for.
  void resolve();
  bool holds(const sockaddr& address) const;

 private:
  struct Name {
    std::string host;
    std::string port;
  };
  std::vector<Name> names_;
  mutable std::mutex mutex_;
  std::set<std::string> addresses_;  ///< "<ip> <port>"
};

}  // namespace inburgering::adapters::transport
