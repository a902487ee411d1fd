#include "gateway/config/live.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace inburgering::gateway::config {
namespace {

constexpr std::array<std::string_view, 7> any_time{"parties",  "tenants",   "subscriptions", "schedules",
                                                   "delivery", "retention", "limits"};

std::set<std::string> keys_of(const YAML::Node& one, const YAML::Node& other) {
  std::set<std::string> keys;
  for (const auto* node : {&one, &other})
    if (node->IsMap())
      for (const auto& each : *node) keys.insert(each.first.as<std::string>());
  return keys;
}

bool same(const YAML::Node& one, const YAML::Node& other);

bool same_at(const YAML::Node& one, const YAML::Node& other, const std::string& key) {
  const bool there = one.IsMap() && one[key];
  const bool there_too = other.IsMap() && other[key];
  return there == there_too && (!there || same(one[key], other[key]));
}

/// By what is said, however it is written down.
bool same(const YAML::Node& one, const YAML::Node& other) {
  if (one.Type() != other.Type()) return false;
  if (one.IsScalar()) return one.Scalar() == other.Scalar();
  if (one.IsMap())
    return std::ranges::all_of(keys_of(one, other),
                               [&](const std::string& key) { return same_at(one, other, key); });
  if (one.IsSequence()) {
    if (one.size() != other.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i)
      if (!same(one[i], other[i])) return false;
  }
  return true;
}

}  // namespace

Live::Live(const Config& config) : shared_(std::make_shared<Shared>(&config)) {}

void Live::renew(std::unique_ptr<const Config> config) const {
  const std::lock_guard lock(shared_->renewing);
  shared_->own.push_back(std::move(config));
  shared_->present = shared_->own.back().get();
}

void keep_in_use(const Config& running, Config& read) {
  read.server = running.server;
  read.client = running.client;
  read.operation_tls = running.operation_tls;
  read.clients = running.clients;
  read.revocation = running.revocation;
  read.fsc = running.fsc;
}

std::vector<std::string> needs_restart(const Config& running, const Config& read) {
  const auto before = YAML::Load(running.text);
  const auto after = YAML::Load(read.text);
  std::vector<std::string> names;
  for (const auto& key : keys_of(before, after))
    if (std::ranges::find(any_time, key) == any_time.end() && !same_at(before, after, key))
      names.push_back(key);
  return names;
}

}  // namespace inburgering::gateway::config
