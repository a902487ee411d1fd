#include "gateway/schedule/list_fetcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "adapters/revocation/fetch.h"
#include "adapters/revocation/points.h"
#include "adapters/revocation/statuses.h"
#include "gateway/base/backoff.h"

namespace inburgering::gateway::schedule {
namespace {

using adapters::revocation::Told;

constexpr std::chrono::seconds looked_each{1};
constexpr std::chrono::seconds first_retry{5};
constexpr std::chrono::minutes longest_retry{15};
constexpr std::chrono::minutes least{1};
constexpr std::size_t most_told = 100;

std::filesystem::file_time_type written_at(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::last_write_time(file, error);
}

}  // namespace

std::chrono::milliseconds until_next_fetch(std::chrono::milliseconds every, std::chrono::milliseconds left,
                                           int failures, double chance) {
  if (failures > 0) return std::min(every, backoff(failures, first_retry, longest_retry, chance));
  // Of what already ended half is nothing: as soon as may be.
  return std::clamp(left / 2, std::min<std::chrono::milliseconds>(least, every), every);
}

ListFetcher::ListFetcher(exchange::Pipeline& pipeline)
    : pipeline_(pipeline), settings_(pipeline.config().revocation) {
  const auto& config = pipeline_.config();
  std::vector<std::string> faults;
  // Before they are read: what changes after that is read again.
  for (const auto& file : identity::trust_files(config)) written_[file] = written_at(file);
  for (const auto& file : identity::list_files(config)) written_[file] = written_at(file);
  keeper_ = identity::open_lists(config, pipeline_.now(), true, faults);
  for (const auto& fault : faults) spdlog::warn("{}", fault);
  if (settings_.statuses) settings_.statuses->keep_ready(keeper_->own());
  for (const auto& address : settings_.addresses) plans_[address].told.address = address;
  for (const auto& grace :
       settings_.lists ? settings_.lists->graces() : std::vector<adapters::revocation::Grace>())
    spdlog::warn("respijt: een verlopen intrekkingslijst van {} telt nog {} minuten, zoals ingesteld",
                 grace.issuer, std::chrono::duration_cast<std::chrono::minutes>(grace.length).count());
}

std::chrono::milliseconds ListFetcher::step() {
  look_at_files();
  if (keeper_->learn())
    for (auto& [address, plan] : plans_)
      if (plan.unknown_issuer) plan.due = {};
  plan_sources();
  watch_ages();
  watch_statuses();
  const auto now = pipeline_.now();
  const auto due = std::ranges::min_element(plans_, {}, [](const auto& each) { return each.second.due; });
  if (due == plans_.end() || due->second.due > now) return looked_each;
  ask(due->first, due->second);
  std::vector<adapters::revocation::Source> sources;
  sources.reserve(plans_.size());
  for (const auto& [address, plan] : plans_) sources.push_back(plan.told);
  settings_.lists->tell_sources(std::move(sources));
  return std::chrono::milliseconds(0);
}

void ListFetcher::look_at_files() {
  const auto lists = identity::list_files(pipeline_.config());
  bool trust = false;
  for (auto& [file, when] : written_) {
    const auto present = written_at(file);
    if (present == when) continue;
    when = present;
    if (std::ranges::find(lists, file) == lists.end()) {
      trust = true;
      continue;
    }
    const auto source = identity::source_of(file);
    const auto bytes = adapters::revocation::read_bytes(file);
    auto& plan = files_[source];
    if (bytes)
      tell(plan, keeper_->take(*bytes, source, true, pipeline_.now()));
    else
      tell(plan, {{Told::Kind::refused, "CRL " + file.string() + ": " + bytes.error()}});
  }
  if (!trust) return;
  keeper_->read_trust();
  if (settings_.statuses) settings_.statuses->keep_ready(keeper_->own());
  for (auto& [address, plan] : plans_)
    if (plan.unknown_issuer) plan.due = {};
}

/// What certificates name, where the configuration allows it.
void ListFetcher::plan_sources() {
  if (!settings_.fetched) return;
  for (const auto& point : keeper_->points()) {
    const auto address = adapters::revocation::address(point, false);
    if (address && adapters::revocation::is_at(*address, settings_.hosts)) {
      plans_[*address].told.address = *address;
      continue;
    }
    if (foreign_.size() >= most_told || !foreign_.insert(point).second ||
        (address && plans_.contains(*address)))
      continue;
    spdlog::warn("een certificaat noemt zijn intrekkingslijst op {}, en die wordt niet opgehaald: {}", point,
                 address ? "de host staat niet onder tls.intrekking.hosts" : address.error());
  }
}

void ListFetcher::ask(const std::string& address, Plan& plan) {
  plan.told.tried = pipeline_.now();
  const auto bytes = adapters::revocation::fetch(address, stopping_);
  if (stopping_) return;
  const auto now = pipeline_.now();
  auto told = bytes ? keeper_->take(*bytes, address, false, now)
                    : std::vector<Told>{{Told::Kind::refused,
                                         "intrekkingslijst ophalen bij " + address + ": " + bytes.error()}};
  tell(plan, told);
  const auto bad = std::ranges::find_if(told, [](const Told& each) {
    return each.kind == Told::Kind::refused || each.kind == Told::Kind::unknown_issuer;
  });
  plan.unknown_issuer = bad != told.end() && bad->kind == Told::Kind::unknown_issuer;
  plan.told.fault = bad == told.end() ? "" : bytes ? bad->what : bytes.error();
  plan.failures = bad == told.end() ? 0 : plan.failures + 1;
  if (bad == told.end()) plan.told.good = now;
  auto left = settings_.every * 2;
  for (const auto& each : *settings_.lists->present())
    if (each->source == address)
      left = std::min(left, std::chrono::duration_cast<std::chrono::milliseconds>(
                                each->list.next_update.time() - now.time()));
  plan.due =
      schemas::Moment(now.time() + until_next_fetch(settings_.every, left, plan.failures,
                                                    pipeline_.sealing().surroundings.random.fraction()));
  plan.told.next = plan.due;
}

/// A refusal is told once for as long as it stays the same.
void ListFetcher::tell(Plan& plan, const std::vector<Told>& told) {
  std::set<std::string> refused;
  for (const auto& each : told) {
    if (each.kind == Told::Kind::taken) spdlog::info("{}", each.what);
    if (each.kind == Told::Kind::not_kept) spdlog::error("{}", each.what);
    const bool unknown = each.kind == Told::Kind::unknown_issuer;
    if (each.kind != Told::Kind::refused && !unknown) continue;
    refused.insert(each.what);
    if (plan.refused.contains(each.what)) continue;
    if (unknown)
      spdlog::warn("{}", each.what);
    else
      alarm(each.what);
  }
  plan.refused = std::move(refused);
}

void ListFetcher::watch_ages() {
  for (const auto& list : identity::revocation_lists(pipeline_.config(), pipeline_.now())) {
    // Past its end there are two marks: in grace, and when that is over.
    constexpr int over = 101;
    const int mark = list.ended() ? over : identity::age_mark(list).value_or(0);
    auto& told = marks_[list.issuer + " " + list.source];
    if (mark > told) {
      if (list.seconds_left < 0)
        alarm(identity::warning_text(list));
      else
        spdlog::warn("{}", identity::warning_text(list));
    }
    told = mark;
  }
}

void ListFetcher::watch_statuses() {
  std::map<std::string, std::string> present;
  for (const auto& status : identity::statuses(pipeline_.config(), pipeline_.now())) {
    const auto warning = identity::warning_text(status).value_or("");
    present[status.key] = warning;
    const auto former = statuses_told_.find(status.key);
    if (!warning.empty() && (former == statuses_told_.end() || former->second != warning)) {
      if (status.own || status.is_revoked())
        alarm(warning);
      else
        spdlog::warn("{}", warning);
    }
  }
  statuses_told_ = std::move(present);
}

/// What can end traffic, or trust that should have ended: in the output, and in the log of the exchange.
void ListFetcher::alarm(const std::string& what) {
  spdlog::error("{}", what);
  auto entry = pipeline_.new_entry(log::direction::in, log::feed::gateway, "intrekkingslijst");
  entry.outcome = log::outcome::alarm;
  entry.faults = {{"tls", "intrekkingslijst", what}};
  pipeline_.note(std::move(entry), [](bool) {});
}

}  // namespace inburgering::gateway::schedule
