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

/// The connection broke while a commit was under way, and nobody could be asked what became of it. What asked
/// for it may be repeated, as whoever was not answered does.
class UnclearCommit : public Failure {
 public:
  explicit UnclearCommit(const std::string& what) : Failure(what, false) {}
};

}  // namespace inburgering::gateway::store
