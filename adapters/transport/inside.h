#pragma once
// Who is inside a server: the sockets that its doorman let in, and how many connections each party has.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "adapters/transport/doorman.h"

namespace inburgering::adapters::transport {

/// A handler may keep the answer to a request longer than the server lives: then the connection ends later,
/// and still gives back its place here.
class Inside {
 public:
  explicit Inside(DoorLimits limits) : doorman_(limits) {}
  /// From the next knock on.
  void renew(DoorLimits limits);
  /// Someone knocks from an address (door_address); whoever has to leave for it is put out.
  Doorman::Knock knock(const std::string& address);

  /// Has each that stands here told, by its executor, that the server closes.
  void tell_closing();
  bool empty() const;

 private:
  friend class Place;
  friend class OfParty;
  struct Standing {
    boost::asio::any_io_executor executor;
    boost::asio::ip::tcp::socket* socket;
    std::function<void()> closing;
  };
  void put_out(Doorman::Id id);

  std::mutex parties_mutex_;
  std::map<std::string, std::size_t> parties_;
  mutable std::mutex door_mutex_;
  Doorman doorman_;
  std::unordered_map<Doorman::Id, Standing> standing_;  ///< under door_mutex_
};

/// A place inside, given back at the end.
class Place {
 public:
  /// `closing`: called when the server closes.
  Place(std::shared_ptr<Inside> inside, Doorman::Id id, boost::asio::ip::tcp::socket& socket,
        std::function<void()> closing);
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place();
  bool lost() const;
  void came_in() const;
  void is_party() const;

 private:
  const std::shared_ptr<Inside> inside_;
  const Doorman::Id id_;
};

/// One more connection of a party, until the end.
class OfParty {
 public:
  OfParty(std::shared_ptr<Inside> inside, const std::string& party, std::size_t most);
  OfParty(const OfParty&) = delete;
  OfParty& operator=(const OfParty&) = delete;
  ~OfParty();
  bool welcome() const { return welcome_; }

 private:
  const std::shared_ptr<Inside> inside_;
  const std::string party_;
  bool welcome_ = false;
};

}  // namespace inburgering::adapters::transport
