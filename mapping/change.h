#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "schemas/value/bsn.h"
#include "schemas/value/moment.h"

namespace inburgering::mapping {

using schemas::Stated;

/// vastgelegd: the source states the object; gewijzigd: it states the fields that changed; beeindigd: the
/// object no longer holds. Either of the first two is laid over what is known: fields that it leaves out
/// stay.
enum class Actie { vastgelegd, gewijzigd, beeindigd };
std::string_view to_text(Actie actie);

/// Where a statement comes from.
struct Bron {
  std::string feed;     ///< duo, brp or taalschool
  std::string bericht;  ///< the sender's own reference: berichtId, referentienummer, kenmerk; may be empty
  std::optional<schemas::Moment> moment;  ///< at the source, when the message tells
};

struct Change {
  Actie actie = Actie::vastgelegd;
  canonical::Object object;
};

/// About whom a message speaks: at least one of the two.
struct Subject {
  std::optional<schemas::Bsn> bsn;
  std::optional<std::int64_t> v_nummer;
};

/// What one message means.
struct Translation {
  Subject subject;
  Bron bron;
  std::vector<Change> changes;
  /// Object types of which `changes` holds all there are at this feed: what is known from it and not listed,
  /// has ended.
  std::vector<std::string_view> complete;
};

/// {"objecttype", "actie", "sleutel", "object", "bron"}, as `translate` prints it.
boost::json::object to_json(const Change& change, const Bron& bron);
boost::json::object to_json(const Bron& bron);

}  // namespace inburgering::mapping
