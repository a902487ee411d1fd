#pragma once
#include <stdexcept>
#include <string>

namespace inburgering::gateway::store {

/// The store cannot be read or written now: disk full, locked, or gone. Whoever asked must not be told 2xx.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the engine said when a statement failed.
class Failure : public Unavailable {
 public:
  Failure(const std::string& what, bool lasting) : Unavailable(what), lasting_(lasting) {}
  /// It fails however often it is tried: a row that may not be, a value too large. It is then the failure of
  /// whoever asked, and no fault of the store: who shares the transaction goes on.
  bool lasting() const { return lasting_; }

 private:
  bool lasting_;
};

/// What stands on the disk is no whole store: no try will make it better. Says in Dutch what to do.
class Damaged : public Failure {
 public:
  explicit Damaged(const std::string& words)
      : Failure("de opslag is beschadigd (" + words +
                    "). Bewaar de vorige back-up; store check zegt wat er mis is, en store restore --from … "
                    "--vervang zet een back-up terug. Kijk ook naar de schijf",
                false),
        words_(words) {}
  /// What the engine said.
  const std::string& words() const { return words_; }

 private:
  std::string words_;
};

/// The store is not there, though what belongs to it is: nobody may silently begin anew. Says in Dutch what
/// to do.
class Gone : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The connection broke while a commit was under way, and nobody could be asked what became of it. What asked
/// for it may be repeated, as whoever was not answered does.
class UnclearCommit : public Failure {
 public:
  explicit UnclearCommit(const std::string& what) : Failure(what, false) {}
};

}  // namespace inburgering::gateway::store
