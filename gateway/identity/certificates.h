#pragma once
// Certificates that will expire: our own, and those that parties showed.
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::identity {

struct ExpiringCertificate {
  std::string name;   ///< "tls.server", or the party's name with the side on which it showed it
  std::string party;  ///< OIN; empty = our own
  std::string subject;
  schemas::Moment valid_until;
  std::int64_t days_left = 0;  ///< negative = expired
  std::string key{};           ///< "RSA 3072"; empty = not known
  std::string anchor{};        ///< the root that it led to; empty = not known, or our own
  std::string secured{};       ///< how the last connection with it was; empty = not known, or our own
};
/// What is wrong with its key, in Dutch: NCSC rates it uit te faseren.
std::optional<std::string> key_warning(const ExpiringCertificate& certificate);
/// Those that expire first come first.
std::vector<ExpiringCertificate> certificates(const config::Config& config, store::Session& sql,
                                              schemas::Moment now);

/// Which of our own certificates or lists stops all traffic now, in Dutch, with what to do; nothing when none
/// does.
std::optional<std::string> stops_traffic(const config::Config& config, schemas::Moment now);

/// The mark that was passed: 90, 60, 30, 14, 7 or 0 days; nothing while it is far away.
std::optional<int> warning_mark(std::int64_t days_left);
/// What to do about it, in Dutch.
std::string warning_text(const ExpiringCertificate& certificate);

}  // namespace inburgering::gateway::identity
