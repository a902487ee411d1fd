#pragma once
// What becomes of contracts and signatures: taken up, and told what they come to.
#include <optional>
#include <string>
#include <vector>

#include "adapters/fsc/contract.h"
#include "adapters/fsc/signature.h"
#include "gateway/base/surroundings.h"
#include "gateway/config/config.h"
#include "gateway/store/fsc.h"

namespace inburgering::gateway::fsc {

/// Seconds since 1970.
std::int64_t seconds(schemas::Moment moment);

/// A signature that was found good, with the contract under which it stands.
struct Submission {
  adapters::fsc::Contract contract;
  std::string peer;  ///< who signed and brought it
  std::string jws;
  adapters::fsc::Verdict verdict = adapters::fsc::Verdict::accept;
  std::int64_t signed_at = 0;
  std::int64_t certificate_until = 0;
};
/// Why it is not taken, in Dutch; a 4xx of HTTP besides.
struct NotTaken {
  int status = 0;
  std::string rule;
  std::string why;
};
/// Contracts that one peer may have brought and that we did not answer.
inline constexpr std::int64_t most_unanswered = 500;

/// The gemeente to which a contract belongs: that of its peers which is one; empty when none or several are.
std::string tenant_of(const config::Config& config, const adapters::fsc::Contract& contract);
/// Writes both down, in the caller's transaction; nothing where it is refused. The same once more changes
/// nothing.
std::optional<NotTaken> take(store::Session& sql, const config::Config& config, const Submission& submission,
                             std::int64_t now);
/// Puts our own signature on it and on its way to each other peer; the contract goes along to who may not
/// have it.
void send_to_others(store::Session& sql, const config::Config& config, const Submission& ours,
                    bool with_contract, Milliseconds now);

/// What a contract comes to.
enum class Stand { proposed, valid, not_yet, rejected, revoked, expired };
/// In Dutch.
std::string_view to_text(Stand stand);
Stand stand_of(const adapters::fsc::Contract& contract, const std::vector<store::FscSignature>& signatures,
               std::int64_t now);

/// A contract of the store, read again; nothing where it is not what its hash says (the program's log tells).
std::optional<adapters::fsc::Contract> reread(const store::FscContract& row);

}  // namespace inburgering::gateway::fsc
