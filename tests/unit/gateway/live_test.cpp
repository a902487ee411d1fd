// The configuration becomes another while everything goes on.
#include "gateway/config/live.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "gateway/identity/registry.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::config {
namespace {

Config of_text(const std::string& text) {
  Config config;
  config.text = text;
  return config;
}

std::vector<std::string> differing(const std::string& one, const std::string& other) {
  return needs_restart(of_text(one), of_text(other));
}

TEST(NeedsRestart, names_what_only_a_restart_changes) {
  const std::string base = "oin: x\ntls: {server: a}\nlimits: {body: 10, requests_per_second: 5}\n";
  const std::vector<std::string> none;
  EXPECT_EQ(differing(base, base), none);
  EXPECT_EQ(
      differing(base, "# a word\nlimits:\n  body: 10\n  requests_per_second: 5\noin: x\ntls:\n  server: a\n"),
      none)
      << "the same, written otherwise";
  for (const char* any_time : {"parties: [1]", "tenants: [1]", "subscriptions: [1]", "schedules: [1]",
                               "delivery: {horizon: 1d}", "retention: {log: 1d}"})
    EXPECT_EQ(differing(base, base + any_time + "\n"), none) << any_time;
  EXPECT_EQ(differing(base, "oin: x\ntls: {server: a}\nlimits: {body: 10, requests_per_second: 9}\n"), none);
  EXPECT_EQ(differing(base, "oin: y\ntls: {server: b}\nlimits: {body: 11, requests_per_second: 5}\n"),
            (std::vector<std::string>{"oin", "tls"}));
  EXPECT_EQ(differing(base, "oin: x\nlimits: {body: 10, requests_per_second: 5}\nduo: {}\n"),
            (std::vector<std::string>{"duo", "tls"}))
      << "also what comes and what goes";
}

TEST(Live, whoever_is_at_work_goes_on_with_what_it_began_with) {
  const Config first = tests::two_tenants();
  const Live live(first);
  const identity::Registry registry(live);
  const auto* tenant = registry.tenant_by_code("0518");
  ASSERT_NE(tenant, nullptr);
  const auto& begun = live.now();
  auto second = std::make_unique<Config>(tests::two_tenants());
  second->tenants.erase(second->tenants.begin());
  second->tenants.front().naam = "Utrecht aan de Vecht";
  second->parties.clear();
  const auto copy = live;
  copy.renew(std::move(second));
  EXPECT_EQ(&begun, &first);
  EXPECT_EQ(tenant->naam, "Den Haag") << "and may hold on to it";
  EXPECT_EQ(registry.tenant_by_code("0518"), nullptr);
  EXPECT_EQ(registry.tenant_by_code("0344")->naam, "Utrecht aan de Vecht");
  EXPECT_EQ(registry.party(first.parties.front().oin.digits()), nullptr);
  EXPECT_EQ(live.now().tenants.size(), 1U);
}

TEST(Live, many_look_while_it_changes_again_and_again) {
  const Config first = tests::two_tenants();
  const Live live(first);
  const identity::Registry registry(live);
  std::atomic<bool> ended = false;
  std::vector<std::thread> lookers;
  std::atomic<int> lost = 0;
  for (int i = 0; i < 3; ++i)
    lookers.emplace_back([&] {
      while (!ended) lost += registry.tenant_by_code("0344") == nullptr ? 1 : 0;
    });
  for (int i = 0; i < 200; ++i) live.renew(std::make_unique<Config>(tests::two_tenants()));
  ended = true;
  for (auto& looker : lookers) looker.join();
  EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace inburgering::gateway::config
