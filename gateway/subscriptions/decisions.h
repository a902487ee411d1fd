#pragma once
// What becomes of a subscription when something is asked of it: decided from how it stands, without store,
// thread or clock. changes.h loads what is needed, and writes what was decided.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/subscriptions/standing.h"

namespace inburgering::gateway::subscriptions {

/// What is written together.
struct Decision {
  std::optional<store::SubscriptionRow> row{};
  bool ends_jobs = false;  ///< those that it had are gone
  bool hurries = false;    ///< what waits out a failure is tried at once
  std::optional<store::Job> job{};
};

/// A job gets this name and begins at this moment.
struct Begun {
  std::string id;
  schemas::Moment moment;
};

/// How it begins. Its address must confirm, which is asked at once.
Decision make(const wishes::Subscription& wish, std::string_view origin, schemas::Moment now);
/// What is queued stays, and goes to where it points from now on. Another address or another server must
/// confirm anew, and has set no pace yet.
Decision change(const Standing& standing, const wishes::Subscription& wish, schemas::Moment now);
Decision pause(const Standing& standing, bool paused);
/// Its queue, of which so many wait, is emptied; nothing when that is being done already.
Decision end(const Standing& standing, std::int64_t waiting, Begun begun);

/// To queue the present state of one dossier, or of so many.
store::Job present_one(const Standing& standing, const store::Dossier& dossier, Begun begun);
store::Job present_all(const Standing& standing, std::int64_t dossiers, Begun begun);
/// To queue all events of one dossier anew.
store::Job repeat_one(const Standing& standing, const store::Dossier& dossier, Begun begun);
/// The events of each gemeente in a stretch of time, by the ids that lie in it, [from, until).
struct Stretch {
  std::string from;
  std::string until;
  std::vector<store::Span> spans{};  ///< those without events may be among them
};
store::Job repeat_stretch(const Standing& standing, const Stretch& stretch, Begun begun);

}  // namespace inburgering::gateway::subscriptions
