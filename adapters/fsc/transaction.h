#pragma once
// The record of a transaction (FSC Logging 1.0; logging.yaml).
#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/fsc/token.h"

namespace inburgering::adapters::fsc {

enum class Direction { incoming, outgoing };

/// The id of a transaction, as the header has it: a UUID of version 7 (Digikoppeling). The code by which the
/// Inway refuses another.
std::expected<std::string, Code> read_transaction(std::string_view header);

boost::json::object transaction_record(std::string_view transaction, Direction direction, const Token& token,
                                       std::int64_t created_at);
/// The peers that a record names: they may see it.
std::vector<std::string> peers_of_record(const boost::json::object& record);

}  // namespace inburgering::adapters::fsc
