#pragma once
// A gateway's store with a clock and a chance that tests control.
#include <filesystem>
#include <fstream>

#include "gateway/config/config.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/engine/writer.h"
#include "tests/unit/gateway/stores.h"

namespace inburgering::tests {

class FixedClock : public gateway::Clock {
 public:
  schemas::Moment time = *schemas::Moment::parse("2026-11-02T09:30:15.000Z");
  schemas::Moment now() const override { return time; }
};

/// Counts instead of throwing dice.
class CountingRandom : public gateway::Random {
 public:
  void fill(std::span<unsigned char> bytes) override {
    ++count_;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<unsigned char>(count_ >> (8 * (i % 4)));
  }

 private:
  unsigned count_ = 0;
};

inline gateway::store::Keys test_keys() {
  const auto file = fresh_folder("keys") / "store.key";
  std::ofstream(file) << "k1:" << std::string(64, 'a') << '\n';
  return *gateway::store::Keys::read(file);
}

inline gateway::config::Config two_tenants() {
  const auto oin = [](const char* text) { return *schemas::Oin::parse(text); };
  gateway::config::Config config;
  config.oin = oin("00000099000000001000");
  config.tenants = {{oin("00000099000000000518"), "0518", "Den Haag"},
                    {oin("00000099000000000344"), "0344", "Utrecht"}};
  config.subscriptions = {
      {"kvs-0518", oin("00000099000000005000"), {"0518"}, {}, "https://a"},
      {"kvs-0344", oin("00000099000000006000"), {"0344"}, {}, "https://b"},
      {"termijnen-0518", oin("00000099000000005000"), {"0518"}, {"Inburgeringstermijn"}, "https://c"}};
  config.parties = {{"KVS 0518", oin("00000099000000005000"), gateway::config::Role::afnemer, {"0518"}, {}},
                    {"KVS 0344", oin("00000099000000006000"), gateway::config::Role::afnemer, {"0344"}, {}}};
  return config;
}

/// Of two gemeenten, without a store.
struct House {
  FixedClock clock{};
  CountingRandom random{};
  gateway::store::Keys keys = test_keys();
  gateway::store::Sealing sealing{keys, {clock, random}};
  gateway::config::Config config = two_tenants();
};

/// With a store of its own, and a session in it.
struct StoredHouse : House {
  explicit StoredHouse(const std::string& name) : database(place(name)) {}
  gateway::store::Database database;
  std::unique_ptr<gateway::store::Session> sql = database.session();
};

}  // namespace inburgering::tests
