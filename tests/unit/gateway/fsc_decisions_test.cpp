// What a token lets a party do, and what a contract comes to.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "adapters/fsc/jcs.h"
#include "gateway/config/fsc.h"
#include "gateway/fsc/contracts.h"
#include "gateway/fsc/inway.h"
#include "tests/unit/gateway/stores.h"

namespace inburgering::gateway::fsc {
namespace {

namespace wire = adapters::fsc;

const std::string us = "00000099000000001000", them = "00000099000000007000",
                  den_haag = "00000099000000000518", utrecht = "00000099000000000344",
                  duo = "00000099000000002000", nobody = "00000099000000009999";

config::Config house() {
  config::Config config;
  config.oin = *schemas::Oin::parse(us);
  config.tenants = {{*schemas::Oin::parse(den_haag), "0518", "Den Haag"},
                    {*schemas::Oin::parse(utrecht), "0344", "Utrecht"}};
  return config;
}
config::Party supplier(std::vector<std::string> gemeenten) {
  config::Party party;
  party.oin = *schemas::Oin::parse(them);
  party.role = config::Role::duo;
  party.gemeenten = std::move(gemeenten);
  party.mandates = {*schemas::Oin::parse(duo)};
  return party;
}

struct Narrow {
  const char* name;
  std::vector<std::string> gemeenten;
  std::optional<std::string> delegator, offered_for;
  std::optional<std::vector<std::string>> left;  ///< none: refused
  std::size_t mandates = 0;
};
class Narrowed : public testing::TestWithParam<Narrow> {};
TEST_P(Narrowed, is_no_more_than_the_token_and_the_configuration_give) {
  const auto& wanted = GetParam();
  const auto party = narrowed(house(), supplier(wanted.gemeenten), wanted.delegator, wanted.offered_for);
  ASSERT_EQ(party.has_value(), wanted.left.has_value());
  if (!party) return;
  EXPECT_EQ(party->gemeenten, *wanted.left);
  EXPECT_EQ(party->mandates.size(), wanted.mandates);
}
using All = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Table, Narrowed,
    testing::Values(Narrow{"for_itself", {"0518", "0344"}, {}, {}, All{"0518", "0344"}, 1},
                    Narrow{"for_a_gemeente", {"0518", "0344"}, den_haag, {}, All{"0518"}, 0},
                    Narrow{"for_a_gemeente_of_all", {"*"}, utrecht, {}, All{"0344"}, 0},
                    Narrow{"for_a_gemeente_that_it_does_not_serve", {"0344"}, den_haag, {}, {}},
                    Narrow{"for_who_gave_a_mandate_of_no_gemeente", {"0518"}, duo, {}, {}},
                    Narrow{"for_who_gave_a_mandate", {"*"}, duo, den_haag, All{"0518"}, 1},
                    Narrow{"for_who_gave_none", {"*"}, nobody, {}, {}},
                    Narrow{"offered_for_a_gemeente", {"*"}, {}, den_haag, All{"0518"}, 1},
                    Narrow{"offered_for_who_is_none", {"*"}, {}, duo, {}},
                    Narrow{"for_one_and_offered_for_another", {"*"}, den_haag, utrecht, {}},
                    Narrow{"for_one_and_offered_for_the_same", {"*"}, den_haag, den_haag, All{"0518"}, 0}),
    [](const auto& each) { return each.param.name; });

TEST(NarrowedAfnemer, has_all_of_its_gemeenten_or_is_not_let_in) {
  auto afnemer = supplier({"0518"});
  afnemer.role = config::Role::afnemer;
  EXPECT_TRUE(narrowed(house(), afnemer, den_haag, {}));
  afnemer.gemeenten = {"0518", "0344"};
  EXPECT_TRUE(narrowed(house(), afnemer, {}, {}));
  EXPECT_FALSE(narrowed(house(), afnemer, den_haag, {}));
  EXPECT_FALSE(narrowed(house(), afnemer, {}, den_haag));
}

constexpr std::int64_t now = 1'790'000'000;
wire::Contract contract() {
  return *wire::read_contract(*wire::read_ijson(
      R"({"iv":"06338364-8305-7b74-8000-de4963503139","group_id":"g","validity":{"not_before":1789999990,"not_after":1790000100},
          "grants":[{"data":{"type":"GRANT_TYPE_SERVICE_CONNECTION","outway":{"peer_id":")" +
      them + R"(","public_key_thumbprint":")" + std::string(64, 'a') +
      R"("},"service":{"type":"SERVICE_TYPE_SERVICE","peer_id":")" + us +
      R"(","name":"gemeente"}}}],"hash_algorithm":"HASH_ALGORITHM_SHA3_512","created_at":1789999990})"));
}
store::FscSignature by(const std::string& peer, std::string type, std::int64_t until = now + 1000) {
  return {"", peer, std::move(type), "", now, until};
}

struct Signed {
  const char* name;
  std::vector<store::FscSignature> signatures;
  std::int64_t at;
  Stand stand;
};
class StandOf : public testing::TestWithParam<Signed> {};
TEST_P(StandOf, is_valid_when_all_accepted_and_nobody_thinks_otherwise) {
  EXPECT_EQ(to_text(stand_of(contract(), GetParam().signatures, GetParam().at)), to_text(GetParam().stand));
}
INSTANTIATE_TEST_SUITE_P(
    Table, StandOf,
    testing::Values(
        Signed{"by_one", {by(us, "accept")}, now, Stand::proposed},
        Signed{"by_all", {by(us, "accept"), by(them, "accept")}, now, Stand::valid},
        Signed{"too_early", {by(us, "accept"), by(them, "accept")}, now - 11, Stand::not_yet},
        Signed{"too_late", {by(us, "accept"), by(them, "accept")}, now + 100, Stand::expired},
        Signed{"with_a_certificate_that_ran_out",
               {by(us, "accept"), by(them, "accept", now)},
               now,
               Stand::proposed},
        Signed{"rejected", {by(us, "accept"), by(them, "accept"), by(them, "reject")}, now, Stand::rejected},
        Signed{"revoked", {by(us, "accept"), by(them, "accept"), by(us, "revoke")}, now, Stand::revoked},
        Signed{"by_strangers", {by(us, "accept"), by(nobody, "accept")}, now, Stand::proposed}),
    [](const auto& each) { return each.param.name; });

TEST(GrantsToCall, are_not_pushed_out_by_contracts_that_we_did_not_accept) {
  const store::Database database{tests::place("fsc_grants")};
  const auto sql = database.session();
  const auto add = [&](int number, std::int64_t not_before, std::int64_t not_after) {
    const auto name = std::to_string(number);
    store::add_fsc_contract(*sql,
                            {"c" + name, "iv" + name, "", "{}", not_before, not_after, now + number, them},
                            {them, us}, {{"g" + name, "c" + name, 0, 3, us, them, "dienst"}});
  };
  const auto sign = [&](const std::string& contract, const std::string& peer, const std::string& type) {
    store::put_fsc_signature(*sql, {contract, peer, type, "", now, now + 1000});
  };
  const auto found = [&](std::int64_t at) {
    std::vector<std::string> hashes;
    for (const auto& each : store::fsc_grants_to_call(*sql, them, "dienst", us, at))
      hashes.push_back(each.hash);
    return hashes;
  };
  constexpr int most = 120;
  for (int i = 0; i < most; ++i) {
    add(i, now - 10, now + 100);
    sign("c" + std::to_string(i), them, "accept");
  }
  EXPECT_EQ(store::unsigned_fsc_contracts(*sql, them, us, now), most);
  EXPECT_EQ(store::unsigned_fsc_contracts(*sql, them, us, now + 100), 0) << "what is over waits for nobody";
  EXPECT_TRUE(found(now).empty());
  sign("c0", us, "accept");
  EXPECT_EQ(found(now), std::vector<std::string>{"g0"});
  EXPECT_TRUE(found(now - 11).empty());
  EXPECT_TRUE(found(now + 100).empty());
  sign("c0", them, "revoke");
  EXPECT_TRUE(found(now).empty());
}

TEST(PeerOfGroup, has_the_rules_of_its_party_and_the_roots_of_the_group) {
  auto config = house();
  config.parties = {supplier({"0518"})};
  config.parties[0].servers.rules.ocsp = adapters::revocation::Ocsp::require;
  config.parties[0].servers.rules.anchors =
      std::make_shared<const adapters::transport::Anchors>("elders.pem");
  config.fsc.anchors = std::make_shared<const adapters::transport::Anchors>("groep.pem");
  const auto known = config::peer_of_group(config, them), other = config::peer_of_group(config, nobody);
  EXPECT_EQ(known.rules.ocsp, adapters::revocation::Ocsp::require);
  EXPECT_EQ(known.rules.anchors, config.fsc.anchors);
  EXPECT_EQ(other.rules.ocsp, adapters::revocation::Ocsp::off);
  EXPECT_EQ(other.rules.anchors, config.fsc.anchors);
}

TEST(Reread, is_nothing_where_the_store_holds_something_else) {
  const auto whole = contract();
  store::FscContract row{whole.hash, "", "", whole.text, 0, 0, 0, them};
  EXPECT_TRUE(reread(row));
  row.content.replace(row.content.find("gemeente"), 1, "G");
  EXPECT_FALSE(reread(row));
  row.content = R"({"n":1e20})";
  EXPECT_FALSE(reread(row));
}

TEST(TenantOf, is_the_one_gemeente_among_the_peers) {
  auto config = house();
  EXPECT_EQ(tenant_of(config, contract()), "");
  config.tenants[0].oin = *schemas::Oin::parse(us);
  EXPECT_EQ(tenant_of(config, contract()), us);
  config.tenants[1].oin = *schemas::Oin::parse(them);
  EXPECT_EQ(tenant_of(config, contract()), "") << "of two it is neither's";
}

}  // namespace
}  // namespace inburgering::gateway::fsc
