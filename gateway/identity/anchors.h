#pragma once
// The roots that are trusted, and who depends on each: what would stop if one of them went.
#include <string>
#include <vector>

#include "adapters/transport/http_client.h"
#include "gateway/config/config.h"
#include "gateway/store/traffic.h"

namespace inburgering::gateway::identity {

struct AnchorState {
  std::string name;  ///< as name_of_root tells it (adapters/transport/anchors.h)
  schemas::Moment valid_until;
  std::int64_t days_left = 0;
  std::vector<std::string> places{};     ///< "tls.server", "tls.anchors g4"
  std::vector<std::string> needed_by{};  ///< "DUO (client)": who came or was called by it in the last month
};
/// Each root once; those that end first come first.
std::vector<AnchorState> anchors(const config::Config& config, store::Session& sql, schemas::Moment now);

/// Parties of whom no handshake led to any root in the last month: nothing is known of what they need.
std::vector<std::string> unseen(const config::Config& config, store::Session& sql, schemas::Moment now);

/// What a server that was called showed, to be noted; nothing when no connection was made for it.
std::optional<store::PartyCertificate> shown_by(const adapters::transport::Answer& answer,
                                                std::string_view party, schemas::Moment now);

}  // namespace inburgering::gateway::identity
