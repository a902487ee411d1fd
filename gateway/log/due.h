#pragma once
// What was kept long enough: decided from the terms and the legal holds, without a store or a clock.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/terms.h"
#include "schemas/value/moment.h"

namespace inburgering::gateway::log {

/// What must be kept whatever the terms say.
struct Hold {
  std::string id;
  std::string tenant;   ///< OIN
  std::string dossier;  ///< empty = all of this gemeente
  std::string reason;   ///< why, for who asks; names no person
  std::int64_t since = 0;
};

class Due {
 public:
  /// The terms must outlive it.
  Due(const config::Retention& terms, std::vector<Hold> holds, schemas::Moment now)
      : terms_(terms), holds_(std::move(holds)), now_(now) {}

  bool held(std::string_view tenant, std::string_view dossier) const;
  /// A moment so long ago.
  schemas::Moment before(std::chrono::milliseconds term) const { return schemas::Moment(now_.time() - term); }

  /// Of an event that was given up at this moment.
  bool dead_letter(std::string_view tenant, std::string_view dossier, schemas::Moment died) const;
  /// Of a dossier that ended on this day (YYYY-MM-DD).
  bool dossier(std::string_view tenant, std::string_view id, std::string_view closed) const;
  /// Whether what carries this id (a UUIDv7, so it tells when) may go by its age alone: a body of a feed, or
  /// an event.
  bool old_enough(std::string_view id, std::string_view tenant, std::string_view feed) const;
  /// The same for the last exchange that followed from a message.
  bool over(std::string_view last_moment, std::string_view tenant, std::string_view feed) const;
  /// Ids from here on are too young for every term.
  std::string youngest_body() const;
  /// References of messages before this id are forgotten.
  std::string first_reference() const;
  /// The terms of log entries, of whatever gemeente and feed, each once and rising.
  std::vector<std::chrono::milliseconds> terms_of_entries() const;
  /// Whether an entry goes when what is as old as `term` is looked at.
  bool entry(std::chrono::milliseconds term, std::string_view tenant, std::string_view feed,
             std::string_view dossier, std::string_view moment) const;
  /// Nothing has terms of its own: when one is too young, so are those behind it.
  bool same_for_all() const { return terms_.exceptions.empty(); }

 private:
  const config::Retention& terms_;
  std::vector<Hold> holds_;
  schemas::Moment now_;
};

}  // namespace inburgering::gateway::log
