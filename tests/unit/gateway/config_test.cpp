#include "gateway/config/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "gateway/config/file_modes.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::config {
namespace {

constexpr const char* good = R"(oin: "00000099000000001000"
tls:
  server: {certificate: a.pem, key: a.key, trust: root.pem}
  client: {certificate: b.pem, key: b.key, trust: root.pem}
store: {file: x.db, key: x.key}
duo: {oin: "00000099000000002000", url: "https://duo/v1"}
tenants:
  - {oin: "00000099000000000518", gemeentecode: "0518", naam: Den Haag}
parties:
  - {naam: KVS, oin: "00000099000000005000", role: afnemer, gemeenten: ["0518"]}
subscriptions:
  - {id: kvs, afnemer: "00000099000000005000", gemeenten: ["0518"], url: "https://kvs/"}
)";

schemas::Result<Config> read_text(std::string text) {
  const auto file = tests::fresh_folder("config") / "gateway.yaml";
  std::ofstream(file) << text;
  return read(file);
}
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}
/// "pointer rule" of the first fault.
std::string fault(const std::string& from, const std::string& to) {
  const auto config = read_text(replaced(good, from, to));
  return config ? "" : config.error()[0].pointer + " " + config.error()[0].rule;
}

TEST(Config, is_read_with_its_defaults) {
  const auto config = read_text(good);
  ASSERT_TRUE(config) << to_text(config.error()[0]);
  EXPECT_FALSE(config->production);
  EXPECT_EQ(config->limits.body, 1024u * 1024u);
  EXPECT_EQ(config->tenants[0].gemeentecode, "0518");
  EXPECT_TRUE(config->server.certificate.is_absolute());
}
TEST(Config, the_demonstration_is_one) {
  const auto config = read(std::filesystem::path(PROJECT_DIR) / "deploy" / "demo.yaml");
  EXPECT_TRUE(config) << to_text(config.error()[0]);
}
TEST(Config, a_fault_names_line_and_key) {
  EXPECT_EQ(fault("oin: \"00000099000000001000\"", "oin: \"123\""), "regel 1, oin oin");
  EXPECT_EQ(fault("role: afnemer", "role: kok"), "regel 10, parties[0].role codelijst");
  EXPECT_EQ(fault("store: {file: x.db, key: x.key}", "store: {file: x.db}"), "regel 5, store.key verplicht");
  EXPECT_EQ(fault("store:", "stor:"), "store.file verplicht");
  EXPECT_EQ(fault("naam: Den Haag}", "naam: Den Haag, naaam: x}"), "regel 8, tenants[0].naaam onbekend");
  EXPECT_EQ(fault("https://kvs/", "http://kvs/"), "regel 12, subscriptions[0].url https");
  EXPECT_EQ(fault("id: kvs,", "id: kvs, objecttypes: [Toverboek],"),
            "regel 12, subscriptions[0].objecttypes codelijst");
  EXPECT_EQ(fault("tls:", "limits: {body: 3}\ntls:"), "regel 2, limits.body bereik");
  EXPECT_EQ(fault("tls:", "limits: {read_body: 3 uur}\ntls:"), "regel 2, limits.read_body duur");
}
TEST(Config, a_group_of_fsc_has_addresses_with_a_port_and_its_own_roots) {
  const std::string group = R"(fsc:
  groep: fsc.toets
  manager: {adres: "https://m.example:8443"}
  inway: {adres: "https://i.example:443"}
  peers: [{oin: "00000099000000002000", manager: "https://duo.example:8443"}]
  directory: "00000099000000002000"
tenants:
)";
  const auto with = [&](const std::string& from, const std::string& to) {
    const auto config = read_text(replaced(replaced(good, "tenants:\n", group), from, to));
    return config ? "" : config.error()[0].pointer.substr(config.error()[0].pointer.find(' ') + 1);
  };
  EXPECT_EQ(with("role: afnemer", "role: afnemer, verbinding: fsc, dienst: ontvangen"), "");
  const auto config = read_text(
      replaced(replaced(good, "tenants:\n", group), "role: afnemer", "role: afnemer, verbinding: fsc"));
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->parties[0].by_fsc);
  EXPECT_EQ(config->fsc.server.trust, config->server.trust);
  EXPECT_EQ(with("https://m.example:8443", "https://m.example"), "9, fsc.manager.adres");
  EXPECT_EQ(with("https://i.example:443", "http://i.example:443"), "10, fsc.inway.adres");
  EXPECT_EQ(with("https://duo.example:8443", "https://duo.example:8443/v1"), "11, fsc.peers[0].manager");
  EXPECT_EQ(with("groep: fsc.toets", "groep: a b"), "8, fsc.groep");
  EXPECT_EQ(with("directory: \"00000099000000002000\"", "directory: \"00000099000000003000\""),
            "12, fsc.directory");
  EXPECT_EQ(fault("role: afnemer", "role: afnemer, verbinding: fsc"), "regel 10, parties[0].verbinding fsc");
  EXPECT_EQ(fault("role: afnemer", "role: afnemer, dienst: x"), "regel 10, parties[0].dienst fsc");
  EXPECT_EQ(fault("role: afnemer", "role: afnemer, verbinding: post"),
            "regel 10, parties[0].verbinding codelijst");
}

TEST(Config, an_afnemer_cannot_subscribe_to_a_gemeente_that_is_not_its_own) {
  EXPECT_EQ(fault("role: afnemer, gemeenten: [\"0518\"]", "role: afnemer, gemeenten: []"),
            "subscriptions, kvs gemeenten");
  EXPECT_EQ(fault("gemeenten: [\"0518\"], url", "gemeenten: [\"*\"], url"),
            "regel 12, subscriptions[0].gemeenten patroon");
  EXPECT_EQ(fault("gemeenten: [\"0518\"], url", "gemeenten: [\"0344\"], url"),
            "subscriptions, kvs verwijzing");
}
TEST(Config, an_afnemer_registers_what_it_was_given_and_a_gemeente_may) {
  const std::string role = "role: afnemer";
  EXPECT_EQ(fault(role, role + ", registraties: [\"*\"]"), "");
  EXPECT_EQ(fault(role, role + ", registraties: [BredeIntake, Hoofddoel]"), "");
  EXPECT_EQ(fault(role, role + ", registraties: [GevolgdeUren]"),
            "regel 10, parties[0].registraties codelijst");
  EXPECT_EQ(fault(role, "role: taalschool, registraties: [Hoofddoel]"),
            "regel 10, parties[0].registraties rol");
}
TEST(Config, a_key_stands_by_itself_or_with_its_certificate_in_one_file) {
  const std::string server = "server: {certificate: a.pem, key: a.key, trust: root.pem}";
  const auto together = read_text(
      replaced(good, server, "server: {certificate: a.p12, wachtwoord_bestand: w, trust: root.pem}"));
  ASSERT_TRUE(together) << to_text(together.error()[0]);
  EXPECT_TRUE(together->server.key.empty());
  EXPECT_EQ(together->server.password.filename(), "w");
  EXPECT_EQ(together->log.own.certificate, together->client.certificate) << "the log is signed as the client";
  EXPECT_EQ(fault(server, "server: {certificate: a.pfx, key: a.key, trust: root.pem}"),
            "regel 3, tls.server.key pkcs12");
  EXPECT_EQ(fault(server, "server: {certificate: a.pem, trust: root.pem}"),
            "regel 3, tls.server.key verplicht");
  EXPECT_EQ(fault("store: {", "log: {signing: {certificate: s.pem}}\nstore: {"),
            "regel 5, log.signing.key verplicht");
}
TEST(Config, a_file_may_be_a_credential_of_the_service) {
  const std::string key = "key: x.key";
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(fault(key, "key: credential:opslag"), "regel 5, store.key credential");
  ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/g.service", 1);
  EXPECT_EQ(read_text(replaced(good, key, "key: credential:opslag"))->store_key,
            "/run/credentials/g.service/opslag");
  for (const auto* name : {"", "../etc/passwd", "a/b", ".."})
    EXPECT_EQ(fault(key, "key: \"credential:" + std::string(name) + "\""), "regel 5, store.key credential")
        << name;
  ::unsetenv("CREDENTIALS_DIRECTORY");
}
TEST(Config, text_that_is_not_yaml_is_refused_with_its_place) {
  const auto config = read_text("a: [1,\nb: 2");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error()[0].rule, "yaml");
  EXPECT_FALSE(read("/nonexistent.yaml"));
}
TEST(Config, a_key_that_stands_twice_is_named_with_both_lines) {
  EXPECT_EQ(fault("store: {file: x.db", "store: {file: x.db, file: y.db"), "regel 5, store.file dubbel");
  EXPECT_EQ(fault("tenants:\n", "oin: \"00000099000000001000\"\ntenants:\n"), "regel 7, oin dubbel");
  EXPECT_EQ(fault("role: afnemer,", "role: afnemer, role: duo,"), "regel 10, parties[0].role dubbel");
  const auto config = read_text(replaced(good, "tenants:\n", "oin: \"00000099000000001000\"\ntenants:\n"));
  EXPECT_TRUE(config.error()[0].message.contains("regel 1"));
}
TEST(Config, an_alias_that_leads_to_itself_or_multiplies_is_refused) {
  EXPECT_EQ(read_text("a: &x {b: *x}\n").error()[0].rule, "omvang");
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) laughs += (k > 0 ? ", *a" : "*a") + std::to_string(i - 1);
    laughs += "]\n";
  }
  EXPECT_EQ(read_text(laughs).error()[0].rule, "omvang");
}
TEST(Config, lists_that_are_fetched_judge_every_side_and_a_file_judges_its_own) {
  const auto with = [](const std::string& block) {
    return read_text(replaced(good, "tls:\n", "tls:\n  intrekking: " + block + "\n"));
  };
  const auto none = read_text(good);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->revocation.lists, nullptr);
  const auto fetched = with("{adressen: [\"http://CRL.nl:80/a\"], hosts: [crl.nl], elke: 1h}");
  ASSERT_TRUE(fetched) << to_text(fetched.error()[0]);
  EXPECT_EQ(fetched->revocation.addresses, std::vector<std::string>{"http://crl.nl/a"});
  EXPECT_NE(fetched->server.lists, nullptr);
  EXPECT_EQ(fetched->server.lists, fetched->client.lists);
  EXPECT_EQ(fetched->revocation.folder.filename(), "intrekkingslijsten");
  const auto file = read_text(replaced(good, "a.key, trust: root.pem", "a.key, trust: root.pem, crl: x.crl"));
  ASSERT_TRUE(file);
  EXPECT_NE(file->server.lists, nullptr);
  EXPECT_EQ(file->client.lists, nullptr);
  EXPECT_FALSE(file->revocation.fetched);
  const auto grace = with("{hosts: [crl.nl], respijt: [{uitgever: \"CN=x\", duur: 2h, reden: storing}]}");
  ASSERT_TRUE(grace) << to_text(grace.error()[0]);
  EXPECT_EQ(grace->revocation.lists->grace_of("CN=x"), std::chrono::hours(2));
  EXPECT_EQ(grace->revocation.lists->grace_of("CN=y"), std::chrono::hours(0));
  for (const auto& [block, rule] :
       {std::pair{"{}", "verplicht"}, std::pair{"{elke: 1h}", "verplicht"},
        std::pair{"{adressen: [\"https://crl.nl/a\"]}", "adres"},
        std::pair{"{hosts: [\"crl.nl/a\"]}", "host"}, std::pair{"{hosts: [crl.nl], elke: 5h}", "bereik"},
        std::pair{"{hosts: [crl.nl], elke: 0s}", "bereik"},
        std::pair{"{hosts: [crl.nl], respijt: [{uitgever: x, reden: y}]}", "bereik"},
        std::pair{"{hosts: [crl.nl], respijt: [{uitgever: x, duur: 8d, reden: y}]}", "bereik"},
        std::pair{"{hosts: [crl.nl], respijt: [{uitgever: x, duur: 1h}]}", "verplicht"},
        std::pair{"{hosts: [crl.nl], ocsp: x}", "onbekend"}}) {
    const auto refused = with(block);
    ASSERT_FALSE(refused) << block;
    EXPECT_EQ(refused.error()[0].rule, rule) << block;
  }
}
TEST(Config, test_material_does_not_start_in_production) {
  auto config = read_text(std::string("mode: production\n") + good);
  ASSERT_TRUE(config);
  int refused = 0;
  for (const auto& each : check_surroundings(*config)) refused += each.rule == "productie" ? 1 : 0;
  EXPECT_EQ(refused, 7) << "gateway, DUO, tenant, party and its subscription carry test OINs; two lists lack";
}
TEST(Config, every_oin_of_the_test_register_is_found_wherever_it_stands) {
  const auto config = read_text(replaced(
      good, "gemeenten: [\"0518\"]}",
      "gemeenten: [\"0518\"], mandates: [\"00000099000000007000\"], servers: [\"00000099000000008000\"]}"));
  ASSERT_TRUE(config);
  const auto names = [&](const char* oin) {
    return std::ranges::any_of(config->test_oins, [&](const auto& place) { return place.contains(oin); });
  };
  EXPECT_EQ(config->test_oins.size(), 7);
  EXPECT_TRUE(names("regel 10, 00000099000000007000"));
  EXPECT_TRUE(names("regel 10, 00000099000000008000"));
  EXPECT_TRUE(names("00000099000000002000"));
}
TEST(Config, files_that_others_may_read_or_change_are_told_with_what_mends_it) {
  using std::filesystem::perms;
  const auto folder = tests::fresh_folder("modes");
  Config config;
  config.store_key = folder / "store.key";
  config.file = folder / "gateway.yaml";
  config.server = {folder / "a.pem", folder / "a.key", folder / "root.pem", folder / "list.crl"};
  config.client = {folder / "b.pem", folder / "b.key", folder / "root.pem", folder / "list.crl"};
  config.operation_tls = {folder / "c.pem", folder / "c.key", folder / "root2.pem", folder / "list2.crl"};
  config.clients["x"] = {folder / "d.pem", folder / "d.key", folder / "root.pem", {}};
  config.anchors["y"] = std::make_shared<adapters::transport::Anchors>(folder / "y.pem");
  config.log.own.certificate = folder / "s.pem";
  config.log.own.key = folder / "s.key";
  config.log.time_stamp_trust = folder / "t.pem";
  config.logboek.trust = folder / "l.pem";
  std::vector<std::filesystem::path> keys;
  std::vector<std::filesystem::path> open;
  for (const auto* name : {"store.key", "a.key", "b.key", "c.key", "d.key", "s.key"})
    keys.push_back(folder / name);
  for (const auto* name : {"gateway.yaml", "a.pem", "b.pem", "c.pem", "d.pem", "root.pem", "root2.pem",
                           "list.crl", "list2.crl", "y.pem", "s.pem", "t.pem", "l.pem"})
    open.push_back(folder / name);
  const auto set = [](const std::filesystem::path& file, unsigned mode) {
    std::ofstream(file) << "x";
    std::filesystem::permissions(file, static_cast<perms>(mode));
  };
  for (const auto& each : keys) set(each, 0640);
  for (const auto& each : open) set(each, 0644);
  EXPECT_TRUE(check_file_modes(config).empty());
  for (const auto& [files, right, wrong] : {std::tuple{&keys, 0600U, 0644U}, std::tuple{&keys, 0600U, 0660U},
                                            std::tuple{&open, 0644U, 0664U}, std::tuple{&open, 0644U, 0646U}})
    for (const auto& each : *files) {
      set(each, wrong);
      const auto faults = check_file_modes(config);
      ASSERT_EQ(faults.size(), 1) << each;
      EXPECT_TRUE(faults[0].message.contains("chmod") && faults[0].message.ends_with(each.string()));
      set(each, right);
    }
}

}  // namespace
}  // namespace inburgering::gateway::config
