#include "gateway/operator/sessions.h"

#include <array>

#include "gateway/base/milliseconds.h"
#include "gateway/store/crypto.h"
#include "gateway/store/login_codes.h"

namespace inburgering::gateway::operation {
namespace {

constexpr std::chrono::hours longest{8};
constexpr std::chrono::minutes longest_unused{30};
constexpr std::size_t most_sessions = 1000;

/// 256 random bits, hexadecimal.
std::string secret(Random& random) {
  constexpr std::size_t size = 32;
  std::array<unsigned char, size> bytes{};
  random.fill(bytes);
  return store::sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

std::string make_login_code(store::Session& sql, const Visitor& visitor, Surroundings around,
                            std::chrono::milliseconds valid) {
  auto code = secret(around.random);
  const auto now = milliseconds(around.clock.now());
  store::delete_expired_login_codes(sql, now);
  store::add_login_code(sql, store::sha256(code),
                        {visitor.name, std::string(config::to_text(visitor.right)), now + valid.count()});
  return code;
}

bool is_login_code(store::Session& sql, std::string_view code, schemas::Moment now) {
  const auto found = store::find_login_code(sql, store::sha256(code));
  return found && found->expires >= milliseconds(now);
}

std::optional<Visitor> use_login_code(store::Session& sql, std::string_view code, schemas::Moment now) {
  const auto hash = store::sha256(code);
  auto found = store::find_login_code(sql, hash);
  if (!found) return std::nullopt;
  store::delete_login_code(sql, hash);
  const auto right = config::right_named(found->role);
  if (!right || found->expires < milliseconds(now)) return std::nullopt;
  return Visitor{std::move(found->name), *right, {}};
}

std::string Sessions::open(Visitor visitor) {
  auto made = secret(around_.random);
  const auto now = around_.clock.now();
  const std::lock_guard lock(mutex_);
  if (sessions_.size() >= most_sessions) sessions_.clear();
  sessions_[store::sha256(made)] = {std::move(visitor), now, now};
  return made;
}

std::optional<Visitor> Sessions::find(std::string_view given) {
  const auto now = around_.clock.now();
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(store::sha256(given));
  if (found == sessions_.end()) return std::nullopt;
  auto& session = found->second;
  if (now.time() - session.opened.time() > longest || now.time() - session.used.time() > longest_unused) {
    sessions_.erase(found);
    return std::nullopt;
  }
  session.used = now;
  return session.visitor;
}

void Sessions::close(std::string_view given) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(store::sha256(given));
}

}  // namespace inburgering::gateway::operation
