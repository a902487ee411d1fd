#include "gateway/siem/stream.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>

#include "gateway/base/backoff.h"
#include "gateway/exchange/under.h"
#include "gateway/log/search.h"
#include "gateway/log/security.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::siem {
namespace {

constexpr std::chrono::milliseconds rest{500};
constexpr std::chrono::milliseconds first_pause{1000};
constexpr std::chrono::milliseconds longest_pause{std::chrono::minutes(1)};
constexpr int at_once = 100;
/// Of entries that are nothing for a SIEM: how far was looked is only written down now and then.
constexpr std::int64_t seldom = 10'000;

}  // namespace

Stream::Stream(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer)
    : pipeline_(pipeline),
      database_(database),
      writer_(writer),
      sink_(sink_of(pipeline.config().siem, [this] { return stopping_.load(); })) {}

void Stream::begin() {
  if (!sink_) return;
  writer_.run([&](store::Session& sql) {
    if (!log::is_reader(sql, reader_name)) log::set_reader_position(sql, reader_name, log::last_seq(sql));
    position_ = log::reader_position(sql, reader_name);
  });
  saved_ = position_;
}

void Stream::start() {
  if (sink_) loop_.start();
}

void Stream::stop() {
  stopping_ = true;
  loop_.stop();
}

std::optional<Stream::Trouble> Stream::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::chrono::milliseconds Stream::step() {
  try {
    const auto lease = pipeline_.hold(std::string(reader_name));
    if (!lease) return rest;
    if (!reader_) reader_ = database_.session();
    take_up(*lease);
    pass_over(*lease);
    return tell(*lease);
  } catch (const store::LeaseLost&) {
    return rest;  // another node goes on
  } catch (const store::Unavailable& error) {
    reader_.reset();
    return failed(std::string("de opslag is niet bruikbaar: ") + error.what());
  }
}

/// Another node may have told meanwhile.
void Stream::take_up(const store::Lease& lease) {
  if (fence_ == lease.fence) return;
  position_ = saved_ = std::max(position_, log::reader_position(*reader_, reader_name));
  fence_ = lease.fence;
}

std::chrono::milliseconds Stream::tell(const store::Lease& lease) {
  const auto last = log::last_seq(*reader_);
  const auto entries = log::security_entries(*reader_, position_, last, at_once);
  if (!entries.empty()) {
    std::vector<Told> events;
    for (const auto& entry : entries)
      if (const auto* event = log::security_event_of(entry)) events.push_back(told_of(*event, entry));
    if (const auto done = sink_->tell(events); !done) return failed(done.error());
  }
  const bool more = static_cast<int>(entries.size()) == at_once;
  if (const auto reached = more ? entries.back().seq : std::max(last, position_);
      !entries.empty() || reached - saved_ >= seldom)
    save(reached, lease);
  else
    position_ = reached;
  attempts_ = 0;
  {
    const std::lock_guard lock(mutex_);
    if (trouble_) spdlog::info("siem: beveiligingsgebeurtenissen worden weer verteld");
    trouble_.reset();
  }
  return more ? std::chrono::milliseconds(0) : rest;
}

/// What waits beyond the bound is given up, the oldest first, and that is an event itself.
void Stream::pass_over(const store::Lease& lease) {
  const auto most = pipeline_.config().siem.most;
  const auto waiting = log::count_security_entries(*reader_, position_, std::int64_t{2} * most);
  pipeline_.metrics().set_siem_untold(waiting);
  if (waiting <= most) return;
  // A tenth more makes room: for the event that tells of it, and so that not each next one needs another.
  const auto kept = most - std::max(1, most / 10);
  std::int64_t passed = 0;
  std::int64_t reached = 0;
  exchange::writing_under(writer_, lease)([&](store::Session& sql) {
    reached = log::security_entry_before_last(sql, kept);
    passed = log::count_security_entries(sql, position_, std::numeric_limits<std::int64_t>::max()) -
             log::count_security_entries(sql, reached, std::numeric_limits<std::int64_t>::max());
    log::set_reader_position(sql, reader_name, reached);
    auto entry = pipeline_.new_entry(log::direction::uit, log::feed::gateway, log::kind::untold);
    entry.outcome = log::outcome::alarm;
    entry.faults = {{"siem", "verloren",
                     schemas::counted(passed, "gebeurtenis is", "gebeurtenissen zijn") +
                         " niet verteld, want er wachtten er meer dan " + std::to_string(most) +
                         " (siem.hoogstens): regels " + std::to_string(position_ + 1) + " tot en met " +
                         std::to_string(reached) + " van het logboek"}};
    log::append(sql, entry);
  });
  position_ = saved_ = reached;
  pipeline_.metrics().siem_lost(passed);
  spdlog::error("siem: {} beveiligingsgebeurtenissen zijn niet verteld; zij staan in het logboek", passed);
}

void Stream::save(std::int64_t position, const store::Lease& lease) {
  exchange::writing_under(
      writer_, lease)([&](store::Session& sql) { log::set_reader_position(sql, reader_name, position); });
  position_ = saved_ = position;
}

std::chrono::milliseconds Stream::failed(const std::string& why) {
  ++attempts_;
  const std::lock_guard lock(mutex_);
  if (!trouble_) {
    trouble_ = Trouble{pipeline_.now(), why};
    spdlog::error(
        "siem: beveiligingsgebeurtenissen komen niet aan ({}); zij blijven in het logboek staan en volgen "
        "later",
        why);
  }
  trouble_->why = why;
  return backoff(attempts_, first_pause, longest_pause, pipeline_.sealing().surroundings.random.fraction());
}

}  // namespace inburgering::gateway::siem
