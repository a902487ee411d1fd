#include "gateway/schedule/log_keeper.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "adapters/token/key.h"
#include "gateway/base/milliseconds.h"
#include "gateway/exchange/under.h"
#include "gateway/identity/certificates.h"
#include "gateway/log/security.h"
#include "gateway/log/time_stamp.h"
#include "gateway/store/schijf.h"
#include "gateway/store/traffic.h"
#include "gateway/subscriptions/standing.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::schedule {
namespace {

constexpr std::chrono::milliseconds rest{1000};
constexpr std::chrono::hours a_day{24};
constexpr std::chrono::days samples_kept{40};
constexpr std::string_view task = "onderhoud van het logboek";

}  // namespace

log::Removed clean_up(const config::Config& config, const store::Database& database,
                      const store::Writer::Write& write, const store::Keys& keys, const log::Signer& signer,
                      Surroundings around) {
  auto entry = log::new_entry(around, log::direction::in, log::feed::gateway, "bewaartermijnen");
  entry.outcome = log::outcome::verwerkt;
  const auto removed =
      log::CleanUp(config.retention, database, write, {keys, around}, signer, entry.moment).run();
  entry.duration_ms = (around.clock.now().time() - entry.moment.time()).count();
  entry.faults = {{"", "verwijderd",
                   schemas::counted(removed.bodies, "inhoud", "inhouden") + ", " +
                       schemas::counted(removed.events, "gebeurtenis", "gebeurtenissen") + ", " +
                       std::to_string(removed.dead_letters) + " onbestelbare, " +
                       schemas::counted(removed.entries, "logregel", "logregels") + ", " +
                       schemas::counted(removed.dossiers, "dossier", "dossiers") + ", " +
                       schemas::counted(removed.references, "referentie", "referenties") + "; " +
                       schemas::counted(removed.pages, "pagina", "pagina's") + " teruggegeven; " +
                       (removed.from_disk ? "ook uit de bestanden gewist"
                                          : "nog niet uit de bestanden gewist, want er werd gelezen")}};
  write([&](store::Session& sql) {
    const auto ago = [&](std::chrono::milliseconds time) {
      return milliseconds(entry.moment) - time.count();
    };
    store::forget_traffic(sql, ago(samples_kept));
    store::forget_minutes(sql, ago(std::chrono::days(1)));
    log::append(sql, entry);
  });
  return removed;
}

LogKeeper::LogKeeper(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer,
                     adapters::transport::HttpClient& client, log::Signer signer)
    : pipeline_(pipeline), database_(database), writer_(writer), client_(client), signer_(std::move(signer)) {
  const auto now = pipeline_.now();
  next_checkpoint_ = schemas::Moment(now.time() + pipeline_.config().log.checkpoint);
}

void LogKeeper::stop() {
  loop_.stop();
  try {
    if (const auto lease = pipeline_.hold(std::string(task))) checkpoint(*lease);
  } catch (const std::exception& error) {
    spdlog::error("het laatste ijkpunt van het logboek kon niet worden gezet ({})", error.what());
  }
}

std::chrono::milliseconds LogKeeper::step() {
  try {
    if (!reader_) reader_ = database_.session();
    const auto now = pipeline_.now();
    if (const auto* config = &pipeline_.config(); planned_by_ != config) {
      planned_by_ = config;
      next_clean_up_ = config->retention_at.next(now);
    }
    if (const auto lease = pipeline_.hold(std::string(task))) keep(now, *lease);
    if (now >= next_look_) {
      next_look_ = schemas::Moment(now.time() + a_day);
      look_at_certificates();
    }
    if (now >= next_look_at_tokens_) {
      next_look_at_tokens_ = schemas::Moment(now.time() + std::chrono::seconds(5));
      look_at_tokens();
    }
    if (now >= next_wipe_) wipe(now);
  } catch (const std::exception& error) {
    spdlog::error("onderhoud van het logboek: {}", error.what());
    reader_.reset();
  }
  return rest;
}

/// What one node does for all.
void LogKeeper::keep(schemas::Moment now, const store::Lease& lease) {
  if (now >= next_checkpoint_) {
    next_checkpoint_ = schemas::Moment(now.time() + pipeline_.config().log.checkpoint);
    checkpoint(lease);
  }
  if (milliseconds(now) / store::traffic_bucket != sampled_ / store::traffic_bucket) sample(lease);
  if (now >= next_measurement_) measure(now, lease);
  if (now >= next_clean_up_) {
    constexpr std::chrono::minutes when_it_fails{10};
    next_clean_up_ = schemas::Moment(now.time() + when_it_fails);
    const auto removed =
        schedule::clean_up(pipeline_.config(), database_, exchange::writing_under(writer_, lease),
                           pipeline_.sealing().keys, signer_, pipeline_.sealing().surroundings);
    spdlog::info("bewaartermijnen: {} inhouden, {} gebeurtenissen en {} logregels verwijderd", removed.bodies,
                 removed.events, removed.entries);
    next_clean_up_ = pipeline_.config().retention_at.next(now);
    if (!removed.from_disk) {
      owed_ = true;
      next_wipe_ = now;
    }
  }
}

/// What was replaced or removed since, by whatever, is gone from the files within the hour.
void LogKeeper::wipe(schemas::Moment now) {
  constexpr std::chrono::milliseconds usual{std::chrono::hours(1)};
  constexpr std::chrono::milliseconds soon{std::chrono::seconds(5)};
  const bool wiped = reader_->engine().wipe_removed();
  next_wipe_ = schemas::Moment(now.time() + (wiped ? usual : soon));
  if (!wiped && !owed_)
    spdlog::warn(
        "wat is verwijderd staat nog in het -wal-bestand, want er wordt gelezen; het wordt herhaald");
  if (wiped && owed_) {
    auto entry = pipeline_.new_entry(log::direction::in, log::feed::gateway, "bewaartermijnen");
    entry.outcome = log::outcome::verwerkt;
    entry.faults = {{"", "verwijderd", "wat eerder is verwijderd is nu ook uit de bestanden gewist"}};
    pipeline_.note(std::move(entry), [](bool) {});
  }
  owed_ = !wiped;
}

void LogKeeper::checkpoint(const store::Lease& lease) {
  std::optional<log::Checkpoint> made;
  exchange::writing_under(writer_, lease)(
      [&](store::Session& sql) { made = log::make_checkpoint(sql, signer_, pipeline_.now()); });
  if (!made) return;
  const auto line = log::to_line(*made);
  spdlog::info("ijkpunt van het logboek: {}", line);
  if (const auto& file = pipeline_.config().log.checkpoints; !file.empty()) {
    if (const auto error = schemas::add_line(file, line))
      spdlog::error("het ijkpunt kon niet worden bijgeschreven in {} ({})", file.string(),
                    schemas::reason_of(error));
  }
  if (!pipeline_.config().log.time_stamp_url.empty()) stamp(*made, lease);
}

void LogKeeper::stamp(const log::Checkpoint& checkpoint, const store::Lease& lease) {
  const auto& config = pipeline_.config();
  adapters::transport::Call call;
  call.method = "POST";
  call.url = config.log.time_stamp_url;
  call.headers = {{"Content-Type", "application/timestamp-query"}};
  call.body = log::time_stamp_request(checkpoint.signature, pipeline_.sealing().surroundings.random);
  call.tls = config.client;
  call.tls.trust = config.log.time_stamp_trust;
  const auto answer = adapters::transport::send_and_wait(client_, std::move(call));
  const auto token =
      answer.status == 200
          ? log::read_time_stamp(answer.body, checkpoint.signature)
          : std::unexpected(answer.status == 0 ? answer.failure : "HTTP " + std::to_string(answer.status));
  if (!token) return spdlog::error("ijkpunt {} kreeg geen tijdstempel: {}", checkpoint.seq, token.error());
  exchange::writing_under(writer_, lease)(
      [&](store::Session& sql) { log::add_time_stamp(sql, checkpoint.seq, store::base64(*token)); });
}

void LogKeeper::sample(const store::Lease& lease) {
  sampled_ = milliseconds(pipeline_.now());
  exchange::writing_under(writer_, lease)([&](store::Session& sql) {
    for (const auto& standing : subscriptions::present(sql)) {
      const auto counts = store::queue_counts(sql, standing->id());
      store::sample_queue(sql, standing->id(), {sampled_, counts.waiting, counts.dead});
    }
  });
}

void LogKeeper::measure(schemas::Moment now, const store::Lease& lease) {
  next_measurement_ = schemas::Moment(now.time() + std::chrono::hours(1));
  const auto measured = store::measure_room(*reader_, database_.place(), milliseconds(now));
  if (!measured) return;
  exchange::writing_under(writer_,
                          lease)([&](store::Session& sql) { store::keep_measurement(sql, *measured); });
}

void LogKeeper::look_at_certificates() {
  writer_.run([&](store::Session& sql) {
    for (const auto& each : identity::certificates(pipeline_.config(), sql, pipeline_.now())) {
      const auto mark = identity::warning_mark(each.days_left);
      if (!mark) continue;
      constexpr Milliseconds once = std::chrono::milliseconds(std::chrono::days(400)).count();
      if (!store::alert_now(sql, each.name + " " + each.valid_until.text(), "over " + std::to_string(*mark),
                            milliseconds(pipeline_.now()), once))
        continue;
      auto entry = pipeline_.new_entry(log::direction::uit, log::feed::gateway, log::kind::certificate_alarm);
      entry.party = each.party;
      entry.reference = each.name;
      entry.outcome = log::outcome::alarm;
      entry.faults = {{each.name, "certificaat", identity::warning_text(each)}};
      log::append(sql, entry);
      pipeline_.metrics().alert("certificaat");
      spdlog::warn("{}", entry.faults.front().message);
    }
  });
}

void LogKeeper::look_at_tokens() {
  adapters::token::look_after_keys();
  for (const auto& [name, uri, fault] : adapters::token::states()) {
    if (fault && std::exchange(gone_[name], *fault) != *fault)
      spdlog::error("sleutel {} in een token is niet te gebruiken: {}", name, *fault);
    else if (!fault && gone_.erase(name) == 1)
      spdlog::info("sleutel {} in een token is weer te gebruiken", name);
  }
}

}  // namespace inburgering::gateway::schedule
