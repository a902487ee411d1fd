#include "gateway/schedule/key_writer.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>

#include "gateway/exchange/under.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"

namespace inburgering::gateway::schedule {
namespace {

/// In one transaction: short for who waits behind it, and enough to find keys that lie together.
constexpr std::int64_t at_once = 200;
/// A search looks through no more entries than come in meanwhile.
constexpr std::chrono::seconds while_all_is_written{2};

}  // namespace

std::chrono::milliseconds KeyWriter::step() {
  try {
    if (!reader_) reader_ = database_.session();
    const auto last = log::last_seq(*reader_);
    if (last == log::keys_until(*reader_) && last == log::journey_keys_until(*reader_))
      return while_all_is_written;
  } catch (const store::Unavailable& error) {
    spdlog::error("sleutels van het berichtenlog: de opslag is niet leesbaar ({})", error.what());
    reader_.reset();
    return while_all_is_written;
  }
  const auto lease = pipeline_.hold("sleutels van het logboek");
  if (!lease) return while_all_is_written;
  std::promise<std::int64_t> written;
  std::int64_t count = 0;
  pipeline_.transact(exchange::under(*lease,
                                     [&count](store::Session& sql) {
                                       count = std::max(log::write_keys(sql, at_once),
                                                        log::write_journey_keys(sql, at_once));
                                     }),
                     [&](bool done) { written.set_value(done ? count : 0); });
  return written.get_future().get() == at_once ? std::chrono::milliseconds(0) : while_all_is_written;
}

}  // namespace inburgering::gateway::schedule
