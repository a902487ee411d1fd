#pragma once
// Why a field says what it says: which message set it, at which place that stands there, by which rule.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <expected>
#include <string_view>
#include <vector>

#include "gateway/log/look.h"
#include "gateway/log/reread.h"
#include "gateway/store/dossiers.h"
#include "mapping/testimony.h"

namespace inburgering::gateway::log {

/// A message, and what is known of whom it is about.
struct Explainable {
  Inside inside;
  mapping::Subject subject{};
  std::vector<mapping::Testimony> known{};
};

/// What is wrong with a field that is asked for ("veld" or "Objecttype.veld"; empty: all): the model does not
/// know it.
schemas::Faults check_field(std::string_view wanted);

/// Reads them, and writes the look down in the caller's transaction (look_inside).
std::expected<Explainable, NotShown> look_to_explain(store::Session& sql, const store::Sealing& sealing,
                                                     std::string_view message_id, const Looker& looker,
                                                     const FourEyes& eyes);

/// What is known of a person, each field with who said it, in which message and by which rule:
/// [{"objecttype", "sleutel", "velden": [{"veld", "waarde", "feed", "berichtId", "regel", "regelTekst"}]}].
/// Without `values` neither those nor the keys are told: only which fields there are, and who told them.
boost::json::array origins(const std::vector<mapping::Testimony>& known, bool values = true);

/// Each field that the message set: {"berichtId", "soort", "moment", "inhoud" or "geenInhoud", "volledig",
/// "objecten": [{"objecttype", "sleutel", "velden": [{"veld", "waarde", "stand", "regel", "regelTekst",
/// "bron", "gezetDoor", "plaatsen": [{"pad", "lijn"}], "grondslag": [{"objecttype", "sleutel",
/// "velden": [{"veld", "waarde", "berichtId"}]}]}]}]}.
/// `stand`: geldt, wijkt (another feed is believed), herhaalt (its feed had said so: `gezetDoor`), vervangen
/// (its feed said something else since) or beeindigd (its feed ended the object since). `grondslag`: the
/// objects from which it was concluded, where no message tells it. `field`: only that one (check_field);
/// empty: all. Of what has no body any more the places are not known; `bron` says where the rule looks. Pure,
/// and may take a second.
boost::json::object explain(const Explainable& message, const Again& again, std::string_view field = {});

}  // namespace inburgering::gateway::log
