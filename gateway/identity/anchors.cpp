#include "gateway/identity/anchors.h"

#include <openssl/x509.h>

#include <algorithm>
#include <map>

#include "adapters/revocation/kept.h"
#include "adapters/transport/anchors.h"
#include "gateway/base/milliseconds.h"
#include "gateway/config/revocation.h"

namespace inburgering::gateway::identity {
namespace {

/// Where roots come from, by the name that the configuration has for it.
std::vector<std::pair<std::string, std::filesystem::path>> bundles_of(const config::Config& config) {
  std::vector<std::pair<std::string, std::filesystem::path>> all;
  for (const auto& [name, block] : config::blocks_of(config)) all.emplace_back(name, block->trust);
  for (const auto& [name, each] : config.anchors) all.emplace_back("tls.anchors " + name, each->file());
  return all;
}

std::vector<store::AnchorUse> of_late(store::Session& sql, schemas::Moment now) {
  constexpr std::chrono::days month{31};
  return store::anchors_in_use(sql, milliseconds(schemas::Moment(now.time() - month)));
}

/// By OIN, those that are called among them.
std::map<std::string, std::string> names_of_parties(const config::Config& config) {
  std::map<std::string, std::string> names{{config.duo.oin.digits(), "DUO"}};
  for (const auto& each : config.brp) names[each.oin.digits()] = each.naam;
  for (const auto& each : config.parties) names[each.oin.digits()] = each.naam;
  return names;
}

}  // namespace

std::vector<AnchorState> anchors(const config::Config& config, store::Session& sql, schemas::Moment now) {
  std::map<std::string, AnchorState> found;
  for (const auto& [place, file] : bundles_of(config)) {
    const auto pem = adapters::revocation::read_bytes(file);
    if (!pem) continue;
    for (const auto& root : adapters::revocation::certificates_in(*pem, adapters::transport::in_a_file)) {
      if (X509_self_signed(root.get(), 0) != 1) continue;  // a step on the way to one
      const auto name = adapters::transport::name_of_root(root.get());
      auto& state = found.try_emplace(name, AnchorState{.name = name, .valid_until = {}}).first->second;
      state.valid_until = adapters::transport::valid_until(root.get());
      state.days_left = std::chrono::floor<std::chrono::days>(state.valid_until.time() - now.time()).count();
      if (std::ranges::find(state.places, place) == state.places.end()) state.places.push_back(place);
    }
  }
  const auto names = names_of_parties(config);
  for (const auto& each : of_late(sql, now)) {
    const auto party = names.find(each.party);
    const auto state = found.find(each.anchor);
    if (party != names.end() && state != found.end())
      state->second.needed_by.push_back(party->second + " (" + each.side + ")");
  }
  std::vector<AnchorState> all;
  all.reserve(found.size());
  for (auto& [name, state] : found) all.push_back(std::move(state));
  std::ranges::sort(all, {}, &AnchorState::valid_until);
  return all;
}

std::vector<std::string> unseen(const config::Config& config, store::Session& sql, schemas::Moment now) {
  auto names = names_of_parties(config);
  for (const auto& each : of_late(sql, now)) names.erase(each.party);
  std::vector<std::string> left;
  for (auto& [oin, name] : names) left.push_back(std::move(name));
  std::ranges::sort(left);
  return left;
}

std::optional<store::PartyCertificate> shown_by(const adapters::transport::Answer& answer,
                                                std::string_view party, schemas::Moment now) {
  if (!answer.certificate_until) return std::nullopt;
  return store::PartyCertificate{.party = std::string(party),
                                 .side = "server",
                                 .subject = {},
                                 .valid_until = answer.certificate_until->text(),
                                 .first_seen = milliseconds(now),
                                 .key = answer.key,
                                 .secured = answer.secured,
                                 .anchor = answer.anchor};
}

}  // namespace inburgering::gateway::identity
