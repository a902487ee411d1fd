#include "gateway/operator/sessions.h"

#include <array>

#include "gateway/base/milliseconds.h"
#include "gateway/store/crypto.h"
#include "gateway/store/login_codes.h"
#include "gateway/store/operator_sessions.h"

namespace inburgering::gateway::operation {
namespace {

constexpr Milliseconds longest_ms = std::chrono::milliseconds(std::chrono::hours(8)).count();
constexpr Milliseconds longest_unused_ms = std::chrono::milliseconds(std::chrono::minutes(30)).count();

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

std::string Sessions::open(store::Session& sql, const Visitor& visitor) const {
  auto made = secret(pipeline_.sealing().surroundings.random);
  const auto now = milliseconds(pipeline_.now());
  store::remove_operator_sessions(sql, now - longest_ms, now - longest_unused_ms);
  store::put_operator_session(sql, store::sha256(made),
                              {visitor.name, std::string(config::to_text(visitor.right)), now, now});
  return made;
}

std::optional<Visitor> Sessions::find(std::string_view given) const {
  if (given.empty()) return std::nullopt;
  const auto now = milliseconds(pipeline_.now());
  auto hash = store::sha256(given);
  auto session = store::find_operator_session(*database_.reader(), hash);
  if (!session || now - session->opened > longest_ms || now - session->used > longest_unused_ms)
    return std::nullopt;
  const auto right = config::right_named(session->role);
  if (!right) return std::nullopt;
  // Of each minute one use is written down.
  constexpr Milliseconds a_minute = std::chrono::milliseconds(std::chrono::minutes(1)).count();
  if (now - session->used > a_minute)
    pipeline_.transact(
        [hash = std::move(hash), now](store::Session& sql) { store::use_operator_session(sql, hash, now); });
  return Visitor{std::move(session->name), *right, {}};
}

void Sessions::close(std::string_view given, std::function<void(bool)> done) const {
  pipeline_.transact(
      [hash = store::sha256(given)](store::Session& sql) { store::remove_operator_session(sql, hash); },
      std::move(done));
}

}  // namespace inburgering::gateway::operation
