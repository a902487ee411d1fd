#include "gateway/store/sealed.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <stdexcept>

#include "adapters/transport/guard.h"
#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::store {

std::optional<std::string> try_open(const Keys& keys, std::string_view sealed, std::string_view bound_to) {
  try {
    return keys.open(sealed, bound_to);
  } catch (const Unavailable&) {
    throw;  // the keys cannot be read now
  } catch (const std::runtime_error&) {
    adapters::transport::note_caught("opslag: onleesbare rij");
    return std::nullopt;
  }
}

std::optional<boost::json::object> try_open_object(const Keys& keys, std::string_view sealed,
                                                   std::string_view bound_to) {
  const auto plain = try_open(keys, sealed, bound_to);
  if (!plain) return std::nullopt;
  boost::system::error_code error;
  auto value = boost::json::parse(*plain, error);
  if (!error && value.is_object()) return std::move(value.get_object());
  adapters::transport::note_caught("opslag: onleesbare rij");
  return std::nullopt;
}

}  // namespace inburgering::gateway::store
