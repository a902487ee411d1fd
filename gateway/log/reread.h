#pragma once
// How a message that is kept is read again by the present program, by what the log says of it. The one table
// for who explains a message and for who replays it.
#include <string_view>

#include "gateway/config/config.h"
#include "gateway/log/exchange_log.h"
#include "mapping/lineage/reread.h"

namespace inburgering::gateway::log {

/// The rule that reads messages of this kind; null: such a message is not read for what it says of a person.
const mapping::Rule* rule_by_kind(const Entry& entry, std::string_view body);

/// What reading again takes beside the message. Both outlive what is read by it.
struct Again {
  const config::Config& config;
  const schemas::xml::Grammar* stuf_bg;  ///< null: messages in StUF are not read
};

/// Empty of a rule that reads no message. `subject`: whom it proved to be about.
mapping::lineage::Read reader_of(const Again& again, const mapping::RuleName& rule, const Entry& entry,
                                 const mapping::Subject& subject);

}  // namespace inburgering::gateway::log
