#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "mapping/rule.h"
#include "mapping/testimony.h"
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
  std::string feed;     ///< duo, brp, taalschool, gemeente (what it registers itself) or gateway
  std::string bericht;  ///< the sender's own reference: berichtId, referentienummer, kenmerk; may be empty
  std::optional<schemas::Moment> moment;  ///< at the source, when the message tells
};

struct Change {
  Actie actie = Actie::vastgelegd;
  canonical::Object object;
  const Rule* rule = nullptr;      ///< the one that concluded it; null: that of the whole translation
  std::optional<Source> source{};  ///< of what was told before and is taken along: where it was told
  /// What other rules say of the same object at once: together they are one change of it.
  std::vector<std::pair<canonical::Object, const Rule*>> with{};
};

/// About whom a message speaks: at least one of these.
struct Subject {
  std::optional<schemas::Bsn> bsn;
  std::optional<std::int64_t> v_nummer;
  /// Other numbers by which a feed knows this person, each with what it is: "a-nummer:…",
  /// "sleutel:<zender>:…". They find the person, and are remembered of one who was found.
  std::vector<std::string> kenmerken{};
  /// Our own id of the dossier, where the sender knows it; only good when it is one of ours.
  std::string dossier{};
};

/// How a source orders what it says, so that an older statement does not put old data back (StUF 03.01 §4.3,
/// §5.2). Moments are digits as StUF writes them, 8 to 17, Dutch local time.
struct Volgorde {
  std::string tijdstip;      ///< when it was said
  std::string geldig_vanaf;  ///< since when it holds; empty when not told
  bool correctie = false;    ///< what was said before was wrong
};

/// Whether what is said may take the place of what is known of the same field: not when it was said earlier;
/// not when it holds from an earlier day, unless it corrects; and at the same moment a correction overtakes a
/// change, never the reverse.
bool overtakes(const Volgorde& said, const Volgorde& known);

/// What one message means.
struct Translation {
  Subject subject;
  Bron bron;
  std::vector<Change> changes;
  /// Object types of which `changes` holds all there are at this feed: what is known from it and not listed,
  /// has ended.
  std::vector<std::string_view> complete;
  /// How these statements stand to earlier ones of the same feed; none: they come in order.
  std::optional<Volgorde> volgorde{};
  /// The number by which the person was known until now, when that proves wrong; `subject` has the right one.
  std::optional<schemas::Bsn> vorig_bsn{};
  /// The feed will tell no more of this person by itself (StUF mutatiesoort V).
  bool laatste = false;
  /// The rule that read the message.
  const Rule* rule = nullptr;
  /// Of what was read otherwise than it was told, or was not taken up: for the log. Without personal data.
  schemas::Faults remarks{};
};

/// {"objecttype", "actie", "sleutel", "object", "bron"}, as `translate` prints it.
boost::json::object to_json(const Change& change, const Bron& bron);
boost::json::object to_json(const Bron& bron);
/// The numbers that are told: {"bsn", "vNummer", "kenmerken"}.
boost::json::object to_json(const Subject& subject);

}  // namespace inburgering::mapping
