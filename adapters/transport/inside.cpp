#include "adapters/transport/inside.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace inburgering::adapters::transport {

using boost::asio::ip::tcp;
using boost::system::error_code;

Doorman::Knock Inside::knock(const std::string& address) {
  const std::lock_guard lock(door_mutex_);
  auto knock = doorman_.knock(address, std::chrono::steady_clock::now());
  if (knock.out) put_out(*knock.out);
  return knock;
}

void Inside::renew(DoorLimits limits) {
  const std::lock_guard lock(door_mutex_);
  doorman_.renew(limits);
}

/// Ends a connection on which nobody is known yet. Under door_mutex_.
void Inside::put_out(Doorman::Id id) {
  const auto found = standing_.find(id);
  if (found == standing_.end()) return;
  boost::asio::post(found->second.executor, [this, id] {
    const std::lock_guard lock(door_mutex_);
    const auto still = standing_.find(id);
    error_code ignored;
    if (still != standing_.end()) still->second.socket->close(ignored);
  });
}

void Inside::tell_closing() {
  const std::lock_guard lock(door_mutex_);
  for (const auto& [id, standing] : standing_)
    boost::asio::post(standing.executor, [this, id] {
      const std::lock_guard again(door_mutex_);
      if (const auto still = standing_.find(id); still != standing_.end()) still->second.closing();
    });
}

bool Inside::empty() const {
  const std::lock_guard lock(door_mutex_);
  return standing_.empty() && doorman_.inside() == 0;
}

Place::Place(std::shared_ptr<Inside> inside, Doorman::Id id, tcp::socket& socket,
             std::function<void()> closing)
    : inside_(std::move(inside)), id_(id) {
  const std::lock_guard lock(inside_->door_mutex_);
  // Whoever had to leave before it could begin finds a closed socket.
  error_code ignored;
  if (inside_->doorman_.is_inside(id_))
    inside_->standing_.emplace(id_, Inside::Standing{socket.get_executor(), &socket, std::move(closing)});
  else
    socket.close(ignored);
}

Place::~Place() {
  const std::lock_guard lock(inside_->door_mutex_);
  inside_->standing_.erase(id_);
  inside_->doorman_.left(id_);
}

bool Place::lost() const {
  const std::lock_guard lock(inside_->door_mutex_);
  return !inside_->doorman_.is_inside(id_);
}

void Place::came_in() const {
  const std::lock_guard lock(inside_->door_mutex_);
  inside_->doorman_.came_in(id_);
}

void Place::is_party() const {
  const std::lock_guard lock(inside_->door_mutex_);
  inside_->doorman_.is_party(id_);
}

OfParty::OfParty(std::shared_ptr<Inside> inside, const std::string& party, std::size_t most)
    : inside_(std::move(inside)), party_(party) {
  const std::lock_guard lock(inside_->parties_mutex_);
  welcome_ = ++inside_->parties_[party_] <= most;
}

OfParty::~OfParty() {
  const std::lock_guard lock(inside_->parties_mutex_);
  if (--inside_->parties_[party_] == 0) inside_->parties_.erase(party_);
}

}  // namespace inburgering::adapters::transport
