#pragma once
// The transactions of FSC (FSC Logging 1.0): the record of each is part of the entry of its exchange, written
// with it and within its hash. A peer sees those that name it.
#include <boost/json/array.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

struct TransactionsAsked {
  std::string peer;
  std::vector<std::string> ids;               ///< where there are any nothing else counts
  std::vector<std::string> grants, services;  ///< of either
  std::optional<std::int64_t> after, before;  ///< seconds since 1970
  std::optional<std::int64_t> beyond;         ///< the seq with which the former answer ended
  bool ascending = false;
  int count = 25;
};

/// The records, and the seq to go on from when there may be more.
std::pair<boost::json::array, std::optional<std::int64_t>> transactions(store::Session& sql,
                                                                        const TransactionsAsked& asked);

/// By whom and by what id the record of an entry is found, in the transaction of that entry.
void note_transaction(store::Session& sql, const Entry& entry);
/// Before an entry is removed.
void forget_transaction(store::Session& sql, std::int64_t seq);

}  // namespace inburgering::gateway::log
