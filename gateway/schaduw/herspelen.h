#pragma once
// Shadow mapping: the present program's translation of messages that are kept, laid beside what was made of
// them then. Nothing is changed.
//
// Each message is decided on again over the dossier as it stood before it, with what each feed said: put
// together from the events that are kept, from the messages before it, and what these leave open from the
// objects as they stand. After it what holds is what held then, so that one difference does not bring others
// with it. What is not translated (a report that DUO accepted, what the gateway itself concluded, messages of
// which the content is gone) is taken as it was.
#include <map>
#include <string>
#include <vector>

#include "gateway/exchange/draft.h"
#include "gateway/schaduw/vertaler.h"

namespace inburgering::gateway::schaduw {

/// How a message would now be told otherwise.
enum class Hoe : unsigned char { anders, niet_meer, nieuw };
std::string_view to_text(Hoe hoe);

struct Plek {
  std::string objecttype;
  std::string veld;  ///< "(einde)": that the object ended
  Hoe hoe = Hoe::anders;
  auto operator<=>(const Plek&) const = default;
};
struct Verschil {
  std::int64_t aantal = 0;
  std::vector<std::string> voorbeelden;  ///< ids of the first messages
};

struct Verslag {
  std::int64_t berichten = 0;  ///< that were translated anew
  std::int64_t gelijk = 0;
  std::int64_t niet_te_lezen = 0;  ///< would now be refused
  std::vector<std::string> niet_te_lezen_voorbeelden;
  std::map<Plek, Verschil> verschillen;
  /// Of all that was translated, in the order of the dossiers: equal where the same messages say the same.
  std::string digest;
};

/// Reads one moment of the store. `voortgang` hears how many dossiers of how many were looked at.
Verslag herspeel(store::Session& sql, const exchange::Ground& ground, const Vertaler& vertaler,
                 const std::vector<const config::Tenant*>& tenants, schemas::Moment sinds,
                 const std::function<void(std::int64_t done, std::int64_t of)>& voortgang);

}  // namespace inburgering::gateway::schaduw
