#include "gateway/identity/revocation.h"

#include <algorithm>
#include <tuple>

#include "adapters/revocation/statuses.h"
#include "gateway/config/revocation.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::identity {
namespace {

constexpr std::int64_t a_day = 24 * 60 * 60;

void add(std::vector<std::filesystem::path>& files, const std::filesystem::path& file) {
  if (!file.empty() && std::ranges::find(files, file) == files.end()) files.push_back(file);
}

std::vector<std::filesystem::path> anchors_of(const config::Config& config) {
  std::vector<std::filesystem::path> files;
  for (const auto& [name, block] : config::blocks_of(config)) add(files, block->trust);
  for (const auto& [name, anchors] : config.anchors) add(files, anchors->file());
  add(files, config.log.time_stamp_trust);
  add(files, config.logboek.trust);
  return files;
}

/// As PEM, each with its intermediates; one that cannot be read is told elsewhere.
std::vector<std::string> own_certificates(const config::Config& config) {
  std::vector<std::string> all;
  const auto add_own = [&](const adapters::transport::OwnFiles& files) {
    if (adapters::transport::is_pkcs12(files.certificate)) {
      if (const auto own = adapters::transport::read_own(files)) all.push_back(own->pem());
    } else if (auto pem = adapters::revocation::read_bytes(files.certificate)) {
      all.push_back(std::move(*pem));
    }
  };
  for (const auto& [name, block] : config::blocks_of(config)) add_own(block->own());
  for (const auto& each : config.server.named) add_own(each.own);
  return all;
}

std::int64_t seconds_between(schemas::Moment from, schemas::Moment until) {
  return std::chrono::floor<std::chrono::seconds>(until.time() - from.time()).count();
}

/// "3 dagen", "5 uur", "12 minuten"
std::string duration_text(std::int64_t seconds) {
  if (seconds >= 2 * a_day) return schemas::counted(seconds / a_day, "dag", "dagen");
  if (seconds >= 2 * 3600) return schemas::counted(seconds / 3600, "uur", "uur");
  return schemas::counted(seconds / 60, "minuut", "minuten");
}

}  // namespace

std::string source_of(const std::filesystem::path& file) { return "bestand " + file.string(); }

std::vector<std::filesystem::path> list_files(const config::Config& config) {
  std::vector<std::filesystem::path> files;
  for (const auto& [name, block] : config::blocks_of(config)) add(files, block->crl.value_or(""));
  return files;
}

std::vector<std::filesystem::path> trust_files(const config::Config& config) {
  auto files = anchors_of(config);
  for (const auto& [name, block] : config::blocks_of(config)) add(files, block->certificate);
  for (const auto& each : config.server.named) add(files, each.own.certificate);
  return files;
}

std::unique_ptr<adapters::revocation::Keeper> open_lists(const config::Config& config, schemas::Moment now,
                                                         bool keeps, std::vector<std::string>& faults) {
  if (!config.revocation.lists) return nullptr;
  auto keeper = std::make_unique<adapters::revocation::Keeper>(
      config.revocation.lists,
      adapters::revocation::Keeper::Files{anchors_of(config), [&config] { return own_certificates(config); },
                                          config.revocation.folder, keeps});
  keeper->read_trust();
  faults = keeper->read_kept();
  for (const auto& file : list_files(config)) {
    const auto bytes = adapters::revocation::read_bytes(file);
    if (!bytes) {
      faults.push_back("CRL " + file.string() + ": " + bytes.error());
      continue;
    }
    for (const auto& told : keeper->take(*bytes, source_of(file), true, now))
      if (told.kind == adapters::revocation::Told::Kind::refused ||
          told.kind == adapters::revocation::Told::Kind::not_kept)
        faults.push_back(told.what);
  }
  return keeper;
}

std::vector<ListState> revocation_lists(const config::Config& config, schemas::Moment now) {
  std::vector<ListState> found;
  if (!config.revocation.lists) return found;
  const auto& lists = *config.revocation.lists;
  const auto sources = lists.sources();
  const auto files = list_files(config);
  for (const auto& each : *lists.present()) {
    const auto& list = each->list;
    ListState state{.issuer = list.issuer,
                    .number = list.number,
                    .source = each->source,
                    .this_update = list.this_update,
                    .next_update = list.next_update,
                    .revoked = list.revoked,
                    .not_kept = each->not_kept};
    state.configured =
        std::ranges::find(config.revocation.addresses, each->source) != config.revocation.addresses.end() ||
        std::ranges::any_of(files, [&](const auto& file) { return source_of(file) == each->source; });
    state.seconds_left = seconds_between(now, list.next_update);
    state.age_seconds = seconds_between(list.this_update, now);
    state.grace_seconds =
        std::chrono::duration_cast<std::chrono::seconds>(lists.grace_of(list.issuer)).count();
    const auto source = std::ranges::find(sources, each->source, &adapters::revocation::Source::address);
    if (source != sources.end() && !source->fault.empty()) state.fault = source->fault;
    found.push_back(std::move(state));
  }
  std::ranges::sort(found, {}, &ListState::next_update);
  return found;
}

std::optional<int> age_mark(const ListState& list) {
  const auto life = list.age_seconds + list.seconds_left;
  std::optional<int> passed;
  for (const int mark : {50, 75, 90, 100})
    if (life > 0 && list.age_seconds * 100 >= life * mark) passed = mark;
  return passed;
}

std::string warning_text(const ListState& list) {
  const auto whose = "de intrekkingslijst (CRL) van " + list.issuer;
  const auto why = list.fault ? " Het ophalen bij " + list.source + " mislukt: " + *list.fault + "." : "";
  if (list.ended())
    return whose +
           " is verlopen: iedereen met een certificaat van deze uitgever wordt geweigerd tot er een "
           "nieuwe is." +
           why + " Controleer " + list.source + ", of zet zelf een nieuwe lijst in een bestand (crl)";
  if (list.in_grace())
    return whose + " is verlopen en telt nog " + duration_text(list.seconds_left + list.grace_seconds) +
           " door het respijt uit de configuratie: een intrekking van na " + list.next_update.text() +
           " is niet bekend." + why + " Controleer " + list.source;
  if (!list.not_kept.empty() && !age_mark(list)) return list.not_kept + "; na een herstart is zij er niet";
  return whose + " verloopt over " + duration_text(list.seconds_left) +
         "; daarna wordt iedereen met een certificaat van deze uitgever geweigerd." + why + " Controleer " +
         list.source;
}

bool asks_attention(const ListState& list) {
  if (list.seconds_left < 0 || !list.not_kept.empty()) return true;
  return age_mark(list) && (list.fault || list.seconds_left < a_day);
}

namespace {

constexpr std::string_view revoked = "ingetrokken";

}  // namespace

bool StatusState::is_revoked() const { return status == revoked; }

std::vector<StatusState> statuses(const config::Config& config, schemas::Moment now) {
  std::vector<StatusState> found;
  if (!config.revocation.statuses) return found;
  using Kind = adapters::revocation::Status::Kind;
  for (const auto& each : config.revocation.statuses->all()) {
    StatusState state{.key = each.key,
                      .subject = each.subject,
                      .serial = each.serial,
                      .source = each.responder,
                      .own = each.own};
    if (const auto& status = each.verdict.status) {
      state.status = status->kind == Kind::good      ? "goed"
                     : status->kind == Kind::revoked ? revoked
                                                     : "onbekend";
      state.until = status->until.text();
      state.seconds_left = seconds_between(now, status->until);
      state.age_seconds = seconds_between(status->this_update, now);
    }
    state.fault = each.verdict.fault;
    found.push_back(std::move(state));
  }
  std::ranges::sort(found, {},
                    [](const StatusState& each) { return std::tuple(!each.own, each.subject, each.serial); });
  return found;
}

std::optional<std::string> warning_text(const StatusState& status) {
  const auto whose = (status.own ? "ons eigen certificaat " : "het certificaat ") + status.subject;
  if (status.is_revoked())
    return whose + " is ingetrokken, zegt de OCSP-dienst " + status.source +
           (status.own ? "; vraag een nieuw aan en vervang de bestanden: wie dit nakijkt, weigert ons" : "");
  if (status.status == "onbekend")
    return whose + " is bij de OCSP-dienst " + status.source + " niet bekend; vraag het de uitgever";
  if (status.fault.empty()) return std::nullopt;
  return "de OCSP-dienst " + status.source + " vertelt niets over " + whose + ": " + status.fault +
         (status.status.empty() ? "" : "; het laatste antwoord telt nog tot " + status.until);
}

std::optional<std::string> lists_stop_traffic(const config::Config& config, schemas::Moment now) {
  if (!config.revocation.lists) return std::nullopt;
  const auto lists = revocation_lists(config, now);
  if (lists.empty())
    return "er is nog geen enkele intrekkingslijst (CRL), en zonder wordt niemand vertrouwd; controleer de "
           "adressen onder tls.intrekking en de uitvoer van de dienst";
  for (const auto& list : lists)
    if (list.ended() && list.configured) return warning_text(list);
  return std::nullopt;
}

}  // namespace inburgering::gateway::identity
