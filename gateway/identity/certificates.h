#pragma once
// Certificates that will expire: our own, and those that parties showed.
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/database.h"

namespace inburgering::gateway::identity {

struct ExpiringCertificate {
  std::string name;   ///< "tls.server", or the party's name with the side on which it showed it
  std::string party;  ///< OIN; empty = our own
  std::string subject;
  schemas::Moment valid_until;
  std::int64_t days_left = 0;  ///< negative = expired
};
/// Those that expire first come first.
std::vector<ExpiringCertificate> certificates(const config::Config& config, store::Session& sql,
                                              schemas::Moment now);

/// The mark that was passed: 90, 60, 30, 14, 7 or 0 days; nothing while it is far away.
std::optional<int> warning_mark(std::int64_t days_left);
/// What to do about it, in Dutch.
std::string warning_text(const ExpiringCertificate& certificate);

}  // namespace inburgering::gateway::identity
