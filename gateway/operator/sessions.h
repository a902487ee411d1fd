#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/base/surroundings.h"
#include "gateway/operator/visitor.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::operation {

/// A link with which someone logs in once: kept by its hash, so that who reads the store cannot use it.
/// Answers the code that stands in the link.
std::string make_login_code(store::Session& sql, const Visitor& visitor, Surroundings around,
                            std::chrono::milliseconds valid);
/// Whether this code would let someone in at this moment.
bool is_login_code(store::Session& sql, std::string_view code, schemas::Moment now);
/// Who may log in with this code, which counts no more after this; nothing when it is unknown, used or too
/// old.
std::optional<Visitor> use_login_code(store::Session& sql, std::string_view code, schemas::Moment now);

/// Who is logged in. In memory only: a restart logs everybody out.
class Sessions {
 public:
  explicit Sessions(Surroundings around) : around_(around) {}
  /// The secret that goes into the cookie.
  std::string open(Visitor visitor);
  /// Who has this secret; a session ends half an hour after it was last used, and after eight hours.
  std::optional<Visitor> find(std::string_view secret);
  void close(std::string_view secret);

 private:
  struct Session {
    Visitor visitor;
    schemas::Moment opened;
    schemas::Moment used;
  };
  Surroundings around_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;  ///< by the hash of the secret
};

}  // namespace inburgering::gateway::operation
