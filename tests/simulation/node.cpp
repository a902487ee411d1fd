#include "tests/simulation/node.h"

#include <boost/json/serialize.hpp>
#include <fstream>

#include "gateway/cli/wiring.h"
#include "gateway/identity/dev_pki.h"
#include "gateway/log/chain.h"
#include "gateway/store/own_key.h"
#include "tests/simulation/chain.h"
#include "tests/simulation/fibers.h"

namespace inburgering::simulation {
namespace {

namespace json = boost::json;
using namespace gateway;

/// Chance of a node, from the one seed.
class DrawnRandom : public Random {
 public:
  void fill(std::span<unsigned char> bytes) override {
    std::uint64_t drawn = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i % 8 == 0) drawn = fibers::dice().next();
      bytes[i] = static_cast<unsigned char>(drawn >> (8 * (i % 8)));
    }
  }
};

json::object tls(const std::filesystem::path& pki, const std::string& name) {
  return {{"certificate", (pki / (name + ".pem")).string()},
          {"key", (pki / (name + ".key")).string()},
          {"trust", (pki / "root.pem").string()}};
}

json::object party(const char* naam, std::string_view oin, const char* role, json::array gemeenten) {
  return {{"naam", naam}, {"oin", oin}, {"role", role}, {"gemeenten", std::move(gemeenten)}};
}

json::object configuration(const Ground& ground, int number) {
  json::object store{{"key", (ground.pki / "store.key").string()}};
  if (ground.shared) {
    store["postgres"] = "gesimuleerd " + store_of(ground).string();
    store["map"] = (ground.folder / ("node-" + std::to_string(number))).string();
    store["node"] = "node-" + std::to_string(number);
  } else {
    store["file"] = store_of(ground).string();
  }
  const auto tenant = [](std::string_view oin, std::string_view code) {
    return json::object{{"oin", oin},
                        {"gemeentecode", code},
                        {"naam", "Gemeente " + std::string(code)},
                        {"klokken", {{{"klok", "pip"}}}},
                        {"waarschuwingen", {{"stilte_weken", 6}}}};
  };
  json::array subscriptions;
  for (const auto& each : receivers()) {
    json::object wish{
        {"id", each.id}, {"afnemer", each.oin}, {"gemeenten", {each.gemeente}}, {"bevestiging", "geen"}};
    if (each.host.empty())
      wish["wijze"] = "ophalen";
    else
      wish["url"] = "https://" + std::string(each.host) + "/e";
    if (!each.form.empty()) wish["formaat"] = each.form;
    subscriptions.push_back(std::move(wish));
  }
  auto kvs_0518 = party("KVS 0518", oin::kvs_0518, "afnemer", {"0518"});
  kvs_0518["registraties"] = {"*"};
  return {
      {"oin", oin::gateway},
      {"listen", {{"partner", "127.0.0.1:0"}, {"operator", "127.0.0.1:0"}}},
      {"tls", {{"server", tls(ground.pki, "gateway-server")}, {"client", tls(ground.pki, "gateway-client")}}},
      {"store", std::move(store)},
      {"limits", {{"requests_per_second", 5000}}},
      {"delivery",
       {{"first_retry", "1s"},
        {"max_retry", "60s"},
        {"timeout", "10s"},
        {"horizon", "365d"},
        {"private_networks", {"127.0.0.0/8"}}}},
      {"duo",
       {{"oin", oin::duo},
        {"url", "https://127.0.0.2/v1"},
        {"timeout", "10s"},
        {"requests_per_second", 1000}}},
      {"schedules",
       {{{"id", "nacht"},
         {"gemeenten", {"*"}},
         {"cron", "0 2 * * *"},
         {"resources", {"inburgeringstermijn"}}}}},
      {"retention", {{"bodies", "3d"}}},
      {"tenants", {tenant(oin::den_haag, "0518"), tenant(oin::utrecht, "0344")}},
      {"parties",
       {party("DUO", oin::duo, "duo", {"*"}), party("BRP", oin::brp, "brp", {"*"}),
        party("School", oin::school, "taalschool", {"0518"}),
        party("School 2", oin::school_2, "taalschool", {"0518", "0344"}), std::move(kvs_0518),
        party("KVS 0344", oin::kvs_0344, "afnemer", {"0344"}),
        party("Spiegel 0518", oin::mirror, "afnemer", {"0518"}),
        party("Haalt 0344", oin::fetcher, "afnemer", {"0344"})}},
      {"subscriptions", std::move(subscriptions)}};
}

}  // namespace

std::filesystem::path store_of(const Ground& ground) { return ground.folder / "gateway.db"; }

std::string make_pki(const std::filesystem::path& folder) {
  using Purpose = identity::Leaf::Purpose;
  const auto own = *schemas::Oin::parse(oin::gateway);
  if (const auto made = identity::make_dev_pki(folder, {{"gateway-server", "gateway", own, Purpose::server},
                                                        {"gateway-client", "gateway", own, Purpose::client}});
      !made)
    return made.error();
  const auto file = folder / "store.key";
  std::ofstream(file) << "k1:" << std::string(64, 'a') << '\n';
  std::filesystem::permissions(file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return {};
}

Node::Node(const Ground& ground, int number) : ground_(ground), number_(number) {
  std::filesystem::create_directories(ground.folder / ("node-" + std::to_string(number)));
  std::ofstream(ground.folder / ("node-" + std::to_string(number) + ".yaml"))
      << json::serialize(configuration(ground, number));
}

void Node::start() {
  if (running_) return;
  life_ = begin_life(number_);
  running_ = true;
  stopping_ = false;
  fibers::start(number_, [this] {
    try {
      why_not_.clear();
      serve();
    } catch (const std::exception& error) {
      why_not_ = error.what();
    }
    up_ = false;
    end_life(*life_);
    running_ = false;
  });
}

void Node::crash() {
  if (!running_) return;
  up_ = false;
  stopping_ = true;
  end_life(*life_);
  fibers::wake(this);
}

void Node::stop() {
  if (!running_) return;
  stopping_ = true;
  fibers::wake(this);
}

/// As cli/serve.cpp runs it.
void Node::serve() {
  auto read = config::read(ground_.folder / ("node-" + std::to_string(number_) + ".yaml"));
  if (!read) throw std::runtime_error(schemas::to_text(read.error().front()));
  const auto config = std::make_unique<const config::Config>(std::move(*read));
  const SystemClock own_clock;
  store::SharedClock clock(own_clock);
  DrawnRandom random;
  const Surroundings around{clock, random};
  auto keys = store::Keys::read(config->store_key, config->store_token);
  const auto signer = log::Signer::read(config->log.own);
  if (!keys || !signer) throw std::runtime_error("sleutels of certificaat zijn niet te lezen");
  const store::Database database(config->store);
  clock.compare(*database.session());
  store::Writer writer(database);
  store::Upkeep upkeep(database);
  upkeep.start();
  std::expected<void, std::string> own_key;
  writer.run([&](store::Session& sql) { own_key = store::prove_key(sql, database.place(), *keys); });
  if (!own_key) throw std::runtime_error(own_key.error());
  const config::Live live(*config);
  cli::Wiring wiring(
      {live, *ground_.grammar, *keys, {*keys, around}, database, writer, upkeep, clock, *signer});
  if (const auto listening = wiring.listen({}); !listening) throw std::runtime_error(listening.error());
  wiring.start();
  up_ = !stopping_;
  while (!stopping_) fibers::wait(this, std::chrono::hours(1000));
  up_ = false;
  wiring.stop();
}

std::string wrong_in_log(const Ground& ground) {
  const auto config = config::read(ground.folder / "node-0.yaml");
  auto keys = store::Keys::read(config->store_key, config->store_token);
  const store::Database database(config->store);
  const auto sql = database.session();
  if (const auto own = store::prove_key(*sql, database.place(), *keys); !own) return own.error();
  const auto found = log::verify(
      *sql, {.keys = *keys, .anchors = ground.pki / "root.pem", .oin = std::string(oin::gateway)});
  return found.broken ? "regel " + std::to_string(found.broken->seq) + ": " + found.broken->what : "";
}

}  // namespace inburgering::simulation
