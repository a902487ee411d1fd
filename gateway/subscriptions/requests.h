#pragma once
// What is asked of a subscription: by its afnemer over the API, by an operator on the pages or at the
// terminal. It is read, judged and done here in one way, inside the caller's transaction. The caller answers
// in its own words, and writes the log entry, of the kind that stands here.
#include <boost/json/object.hpp>
#include <expected>
#include <initializer_list>

#include "gateway/subscriptions/changes.h"

namespace inburgering::gateway::subscriptions {

/// What each is called in the log.
namespace kind {
inline constexpr std::string_view made = "abonnement gemaakt";
inline constexpr std::string_view changed = "abonnement gewijzigd";
inline constexpr std::string_view paused = "abonnement gepauzeerd";
inline constexpr std::string_view resumed = "abonnement hervat";
inline constexpr std::string_view removed = "abonnement verwijderd";
inline constexpr std::string_view loaded = "beginstand gevraagd";
inline constexpr std::string_view repeated = "herhaling gevraagd";
inline constexpr std::string_view retried = "onbestelbaar opnieuw";
inline constexpr std::string_view skipped = "gebeurtenis overgeslagen";
inline constexpr std::string_view tried = "proefaflevering";
}  // namespace kind

/// Why something is not done.
enum class Refusal {
  unknown,          ///< there is none of this id, or it is not for who asks
  taken,            ///< there is one of this id
  configured,       ///< it stands in the configuration, and is ended there
  unchangeable,     ///< it stands in the configuration, or is being removed
  loading,          ///< its present state is being queued already
  unknown_dossier,  ///< or not one that it may have
  unknown_event,    ///< the same
  no_period,        ///< nothing says what to repeat, or the period ends before it begins
  not_dead,         ///< the event is not among the dead letters
  not_blocked,      ///< no event of the dossier fails
};
template <class T>
using Outcome = std::expected<T, Refusal>;

/// Reads the wish of an afnemer, or of an operator for one: all that is wrong with it, by itself and in this
/// house.
schemas::Result<wishes::Subscription> read_wish(const config::Config& config, const boost::json::value& json,
                                                std::string_view origin);

/// What comes with a request; each asks what it needs.
struct Particulars {
  std::optional<std::string> dossier{}, event{};
  std::optional<schemas::Moment> from{}, until{}, since{};
};
/// As both APIs have them: dossier, gebeurtenis, van, tot, sinds.
schemas::Result<Particulars> read_particulars(const boost::json::object& body);
/// A moment that may be left out. `place` is told in the fault.
std::optional<schemas::Moment> read_moment(const std::optional<std::string>& text, std::string_view place,
                                           schemas::Faults& faults);

/// Where it is done.
struct Place {
  store::Session& sql;
  const store::Sealing& sealing;
  const config::Config& config;
};

Outcome<void> ask_to_make(const Place& place, const wishes::Subscription& wish, std::string_view origin);
Outcome<void> ask_to_change(const Place& place, const Standing& standing, const wishes::Subscription& wish);
/// Answers how many events will not be delivered any more.
Outcome<std::int64_t> ask_to_remove(const Place& place, const Standing& standing);
/// Of one dossier, or of all.
Outcome<void> ask_to_load(const Place& place, const Standing& standing, const Particulars& given);
/// One event, those of a dossier, or those of a period until now. Answers how many will be gone through.
Outcome<std::int64_t> ask_to_repeat(const Place& place, const Standing& standing, const Particulars& given);
/// One event, or those that died since a moment. Answers how many wait again.
Outcome<std::int64_t> ask_to_retry(const Place& place, const Standing& standing, const Particulars& given);
/// Answers the event that blocked the dossier.
Outcome<std::string> ask_to_skip(const Place& place, const Standing& standing, const Particulars& given);

/// What both APIs let someone do to a subscription with POST.
struct Verb {
  /// What to tell; nothing: how the subscription stands.
  struct Told {
    boost::json::object body{};
    bool goes_on = false;  ///< it was begun, and is done later
  };
  std::string_view name;  ///< what stands in the path behind the id
  std::string_view kind;
  std::initializer_list<std::string_view> members;  ///< that its body may have
  Outcome<Told> (*act)(const Place&, const Standing&, const Particulars&);
};
/// Null when there is none of this name.
const Verb* find_verb(std::string_view name);

}  // namespace inburgering::gateway::subscriptions
