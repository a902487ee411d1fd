#include "gateway/logboek/exporter.h"

#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <future>

#include "gateway/exchange/under.h"
#include "gateway/log/search.h"
#include "gateway/logboek/otlp.h"

namespace inburgering::gateway::logboek {
namespace {

constexpr std::chrono::milliseconds rest{500};
constexpr std::chrono::milliseconds rest_after_failure{5000};
constexpr int at_once = 500;

}  // namespace

void Exporter::start() {
  if (!pipeline_.config().logboek.url.empty()) loop_.start();
}

std::optional<schemas::Moment> Exporter::failing_since() const {
  const std::lock_guard lock(mutex_);
  return failing_since_;
}

std::chrono::milliseconds Exporter::step() {
  bool good = false;
  std::int64_t from = 0;
  try {
    const auto lease = pipeline_.hold("logboek dataverwerkingen");
    if (!lease) return rest;
    if (!reader_) reader_ = database_.session();
    from = log::reader_position(*reader_, reader_name);
    if (log::last_seq(*reader_) <= from) return rest;
    good = tell(from, *lease);
  } catch (const std::exception& error) {
    spdlog::error("logboek dataverwerkingen: de opslag is niet leesbaar ({})", error.what());
    reader_.reset();
  }
  const std::lock_guard lock(mutex_);
  if (good)
    failing_since_.reset();
  else if (!failing_since_)
    failing_since_ = pipeline_.now();
  return good ? std::chrono::milliseconds(1) : rest_after_failure;
}

/// Tells what came after `from`, at most one request; false when the logboek did not confirm.
bool Exporter::tell(std::int64_t from, const store::Lease& lease) {
  log::Filter filter;
  filter.count = at_once;
  auto entries = log::after(*reader_, filter, from);
  if (entries.empty()) return true;
  const auto last = entries.back().seq;
  std::erase_if(entries, [](const log::Entry& entry) { return entry.dossier.empty(); });
  if (!entries.empty()) {
    const auto& config = pipeline_.config();
    adapters::transport::Call call;
    call.method = "POST";
    call.url = config.logboek.url;
    call.headers = {{"Content-Type", "application/json"}};
    call.body = boost::json::serialize(export_request(config, entries));
    call.tls = config.client;
    if (!config.logboek.trust.empty()) call.tls.trust = config.logboek.trust;
    const auto answer = adapters::transport::send_and_wait(client_, std::move(call));
    if (answer.status < 200 || answer.status >= 300) {
      if (!failing_since())
        spdlog::error("logboek dataverwerkingen: niet bijgewerkt na regel {} ({}); wordt herhaald", from,
                      answer.status == 0 ? answer.failure : "HTTP " + std::to_string(answer.status));
      return false;
    }
  }
  std::promise<bool> written;
  pipeline_.transact(
      exchange::under(lease,
                      [last](store::Session& sql) { log::set_reader_position(sql, reader_name, last); }),
      [&](bool good) { written.set_value(good); });
  return written.get_future().get();
}

}  // namespace inburgering::gateway::logboek
