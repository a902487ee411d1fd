#pragma once
#include <functional>
#include <optional>
#include <string>

#include "gateway/base/surroundings.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/operator/visitor.h"

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

/// Who is logged in, on whichever node: a session ends half an hour after it was last used, and after eight
/// hours. It outlives a restart.
class Sessions {
 public:
  Sessions(const store::Database& database, exchange::Pipeline& pipeline)
      : database_(database), pipeline_(pipeline) {}
  /// The secret that goes into the cookie. Inside the caller's transaction.
  std::string open(store::Session& sql, const Visitor& visitor) const;
  /// Who has this secret. Throws store::Unavailable.
  std::optional<Visitor> find(std::string_view secret) const;
  /// Ends one; `done` tells whether that is durable.
  void close(std::string_view secret, std::function<void(bool)> done) const;

 private:
  const store::Database& database_;
  exchange::Pipeline& pipeline_;
};

}  // namespace inburgering::gateway::operation
