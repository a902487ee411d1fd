#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/exchange/draft.h"
#include "mapping/change.h"

namespace inburgering::gateway::exchange {

enum class Fate {
  accepted,
  repeated,    ///< answered as the first time, nothing done
  conflict,    ///< the reference was used before for other content
  refused,     ///< by `Incoming::check`; `Taken::faults` says why
  unavailable  ///< the store cannot take it now: nothing was kept, nothing may be acknowledged
};

/// Why a message is not taken up.
struct Refusal {
  int http_status = 422;
  schemas::Faults faults;
};

struct Taken {
  Fate fate = Fate::unavailable;
  int http_status = 503;
  std::string answer{};
  schemas::Faults faults{};  ///< why it was refused
  std::string dossier{};     ///< that it was about
  std::int64_t events = 0;
};

/// A message that was read, translated and may be taken up. Deciding about it changes nothing in it.
struct Incoming {
  log::Entry entry;  ///< who, when, what; the decision adds dossier, outcome and events
  const config::Tenant* tenant = nullptr;
  std::string body;
  std::string
      sender;  ///< feed, sender and reference together; empty: repeats are not recognised by reference
  mapping::Translation translation;
  std::vector<std::string> questions;  ///< DUO resources to ask because of this message
  int http_status = 201;               ///< what the sender is answered once all is durable
  std::string answer;
  /// Only about persons whom this gemeente keeps a dossier of: of anyone else nothing is kept, not even who
  /// it was (outcome::niet_relevant).
  bool known_only = false;
  /// The dossier that the message is about, where it names that instead of a person.
  std::string dossier{};
  /// Judges before anything is taken up; a refusal keeps nothing of the message but its log entry, so what it
  /// writes itself it writes last. With the dossier that the message names; null: it names a person instead,
  /// or a dossier that is not there.
  std::function<std::optional<Refusal>(Draft&, const store::Dossier*)> check{};
  /// More to do with the dossier of the person, once all else was taken up.
  std::function<void(Draft&, const store::Dossier&)> also{};
  /// The afnemer whose own word this is (Cause::sender).
  std::optional<schemas::Oin> own_word_of{};
  bool measured = false;  ///< the entry holds the digest and the size of the body
  bool together = false;  ///< one of many: what is concluded from all of them comes when all were taken up
};

/// What becomes of one message: all that it changes stands in the draft, its log entry last.
Taken decide(Draft& draft, const Incoming& incoming);

}  // namespace inburgering::gateway::exchange
