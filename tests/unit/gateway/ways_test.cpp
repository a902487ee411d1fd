#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>
#include <list>
#include <memory>
#include <new>
#include <thread>

#include "adapters/broker/amqp.h"
#include "adapters/broker/kafka.h"
#include "gateway/config/references.h"
#include "gateway/delivery/broker.h"
#include "gateway/delivery/message.h"
#include "gateway/delivery/zgw.h"
#include "gateway/subscriptions/decisions.h"
#include "gateway/subscriptions/notificaties.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway {
namespace {

const auto kvs = *schemas::Oin::parse("00000099000000005000");

wishes::Subscription wish_of(std::string_view wijze) {
  wishes::Subscription wish{"kvs", kvs, {"0518"}, {}, "https://kvs.example/api/v1"};
  wish.wijze = wijze;
  return wish;
}
boost::json::object event_of(std::string_view handeling) {
  return boost::json::
      parse(R"({"specversion":"1.0","id":"019a","source":"urn:nld:oin:1:systeem:x","type":"nl.inburgering.pip.)" +
            std::string(handeling) +
            R"(","subject":"dossier-1","time":"2026-11-02T09:00:00Z","datacontenttype":"application/json",
    "sequence":"3","data":{"bsn":"999990639","gemeente":"0344","objecttype":"PIP","object":{"dagtekening":"2026-11-01"}}})")
          .as_object();
}
/// "pointer rule" of all that is wrong.
std::vector<std::string> faults_of(const wishes::Subscription& wish) {
  std::vector<std::string> list;
  for (const auto& fault : wishes::check(wish)) list.push_back(fault.pointer + " " + fault.rule);
  return list;
}
using List = std::vector<std::string>;

TEST(Ways, each_has_a_row_and_no_other_is_known) {
  for (const auto& way : wishes::wijzen) EXPECT_EQ(wish_of(way.name).way().name, way.name);
  EXPECT_EQ(wishes::Subscription().way().name, "push");
  EXPECT_TRUE(wish_of("ophalen").pulls());
  EXPECT_FALSE(wish_of("zgw").pulls());
}

TEST(Ways, what_does_not_go_together_is_told_with_its_place) {
  EXPECT_EQ(faults_of(wish_of("zgw")), List());
  auto wish = wish_of("zgw");
  wish.formaat = "binair";
  wish.informatie = "vol";
  wish.sleutel = "x";
  EXPECT_EQ(faults_of(wish),
            (List{"/formaat wijze", "/informatie wijze", "/sleutel wijze", "/sleutel sleutel"}));
  wish = wish_of("push");
  wish.informatie = "arm";
  EXPECT_EQ(faults_of(wish), List());
  wish.formaat = "xml";
  EXPECT_EQ(faults_of(wish), List{"/informatie formaat"});
  wish = wish_of("ophalen");
  wish.url = {};
  wish.informatie = "arm";
  wish.ondertekening = "http";
  EXPECT_EQ(faults_of(wish), (List{"/informatie wijze", "/ondertekening wijze"}));
}

TEST(Ways, who_is_at_an_address_is_known_of_each_way) {
  for (const auto& [url, authority] :
       {std::pair{"https://Brp.example/x", "brp.example:443"},
        std::pair{"HTTPS://brp.example", "brp.example:443"},
        std::pair{"amqps://brp.example:443/v", "brp.example:443"}, std::pair{"amqps://mq", "mq:5671"},
        std::pair{"kafka://K", "k:9093"}, std::pair{"http://brp.example", ""}, std::pair{"", ""}})
    EXPECT_EQ(wishes::authority_of(url), authority) << url;
}

TEST(Ways, a_broker_can_say_the_name_of_its_exchange_or_topic) {
  struct Case {
    const char* wijze;
    std::string onderwerp;
    bool good;
  };
  const Case cases[] = {{"kafka", "Inburgering_1.x-y", true},
                        {"kafka", std::string(249, 'a'), true},
                        {"kafka", std::string(250, 'a'), false},
                        {"kafka", "\xE2\x82\xAC", false},
                        {"kafka", "a b", false},
                        {"amqp", "in burgering/\xE2\x82\xAC", true},
                        {"amqp", std::string(255, 'a'), true},
                        {"amqp", std::string(256, 'a'), false},
                        {"amqp", "a\nb", false}};
  for (const auto& [wijze, onderwerp, good] : cases) {
    auto wish = wish_of(wijze);
    wish.url = std::string(wish.way().scheme) + "://mq.example";
    wish.onderwerp = onderwerp;
    EXPECT_EQ(faults_of(wish), good ? List() : List{"/onderwerp onderwerp"}) << wijze << " " << onderwerp;
  }
}

TEST(Ways, an_address_of_a_broker_names_no_user_and_nothing_else) {
  using namespace adapters::broker;
  const auto amqp = parse_amqps("amqps://mq.example:5672/in%20burgering");
  ASSERT_TRUE(amqp);
  EXPECT_EQ(std::tuple(amqp->host, amqp->port, amqp->vhost), std::tuple("mq.example", 5672, "in burgering"));
  EXPECT_EQ(std::tuple(parse_amqps("amqps://mq")->port, parse_amqps("amqps://mq/")->vhost),
            std::tuple(5671, "/"));
  for (const auto* text : {"", "amqp://mq/", "amqps://", "amqps://a:b@mq/", "amqps://mq/a/b",
                           "amqps://mq/?x=1", "amqps://mq:0/", "amqps://mq:99999/", "https://mq/"})
    EXPECT_FALSE(parse_amqps(text)) << text;
  EXPECT_EQ(parse_kafka("kafka://k.example")->port, 9093);
  EXPECT_EQ(parse_kafka("kafka://k.example:19093/")->port, 19093);
  for (const auto* text : {"", "kafka://", "kafka://k/topic", "kafka://a@k", "kafka://k#x", "amqps://k"})
    EXPECT_FALSE(parse_kafka(text)) << text;
  auto wish = wish_of("amqp");
  EXPECT_EQ(faults_of(wish), (List{"/url amqps", "/onderwerp verplicht"}));
  wish.url = "amqps://mq/v";
  wish.onderwerp = "x";
  EXPECT_EQ(faults_of(wish), List());
  wish.formaat = "bundel";
  wish.ondertekening = "http";
  EXPECT_EQ(faults_of(wish), (List{"/formaat wijze", "/ondertekening wijze"}));
  wish = wish_of("push");
  wish.onderwerp = "x";
  EXPECT_EQ(faults_of(wish), List{"/onderwerp wijze"});
}

TEST(Ways, who_refers_to_the_gateway_must_know_where_it_is) {
  auto config = tests::two_tenants();
  const auto faults = [&](std::string_view wijze, std::optional<std::string> informatie = {}) {
    auto wish = wish_of(wijze);
    wish.informatie = std::move(informatie);
    return config::check_against(config, wish).size();
  };
  EXPECT_EQ(config::address_of(config), "");
  EXPECT_EQ(faults("push"), 0);
  EXPECT_EQ(faults("push", "arm"), 1);
  EXPECT_EQ(faults("zgw"), 1);
  config.server_hosts = {"gateway.example"};
  EXPECT_EQ(config::address_of(config), "https://gateway.example:" + std::to_string(config.partner.port));
  config.address = "https://elders.example";
  EXPECT_EQ(config::address_of(config), "https://elders.example");
  EXPECT_EQ(faults("push", "arm"), 0);
  EXPECT_EQ(faults("zgw-abonnee"), 0);
}

TEST(Ways, a_thin_event_has_no_data_and_says_where_it_is) {
  auto event = event_of("gewijzigd");
  delivery::make_thin(event, "https://gw", "kvs");
  EXPECT_EQ(event.at("dataref").as_string(),
            "https://gw/gemeente/v1/gebeurtenissen/019a/gegevens?abonnement=kvs");
  const auto text = boost::json::serialize(event);
  for (const auto* told : {"999990639", "0344", "PIP", "2026-11-01", "\"data\"", "datacontenttype"})
    EXPECT_EQ(text.find(told), std::string::npos) << told;
  auto wish = wish_of("push");
  wish.formaat = "binair";
  const auto message = *delivery::compose(wish, {event});
  EXPECT_EQ(message.body, "");
  EXPECT_EQ(adapters::transport::find_header(message.headers, "ce-dataref"), event.at("dataref").as_string());
}

/// A gateway and a broker of which the test says how it is connected with.
class Brokers : public testing::Test, protected tests::House {
 protected:
  using Place = adapters::broker::Place;
  using Connected = adapters::broker::Connected;
  using Said = std::shared_ptr<std::promise<adapters::transport::Answer>>;

  void bring(delivery::Broker& broker, const std::string& id, const Said& said) {
    auto& standing = standings.emplace_back();
    standing.row.id = id;
    standing.wish = wish_of("amqp");
    standing.wish.url = "amqps://mq.example/v";
    standing.wish.onderwerp = "x";
    broker.bring({config, sealing, standing}, {}, [said](const auto& answer) { said->set_value(answer); });
  }
  adapters::transport::Answer answer_of(delivery::Broker& broker, const std::string& id) {
    const auto said = std::make_shared<Said::element_type>();
    bring(broker, id, said);
    return said->get_future().get();
  }
  std::list<subscriptions::Standing> standings;
};

TEST_F(Brokers, what_is_thrown_is_no_answer_and_the_next_is_brought) {
  delivery::Broker broker(adapters::broker::parse_amqps,
                          [](const Place&, std::stop_token) -> Connected { throw std::bad_alloc(); });
  for (int i = 0; i < 2; ++i) {
    const auto answer = answer_of(broker, "a");
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.failure, "");
  }
}

TEST_F(Brokers, an_afnemer_has_so_many_lines_and_no_more) {
  delivery::Broker broker(adapters::broker::parse_amqps, [](const Place&, std::stop_token) -> Connected {
    return std::unexpected("niemand thuis");
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(answer_of(broker, "s" + std::to_string(i)).failure, "niemand thuis");
  EXPECT_NE(answer_of(broker, "s20").failure.find("al 20 abonnementen"), std::string::npos);
  EXPECT_EQ(answer_of(broker, "s0").failure, "niemand thuis");
}

TEST_F(Brokers, brokers_that_hang_do_not_hold_up_the_end) {
  static std::atomic<int> waiting = 0;
  static std::atomic<int> let_go = 0;
  delivery::Broker broker(adapters::broker::parse_amqps, [](const Place&, std::stop_token stop) -> Connected {
    ++waiting;
    constexpr int looks = 6000;  // a minute
    for (int i = 0; i < looks && !stop.stop_requested(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (stop.stop_requested()) ++let_go;
    return std::unexpected("gestopt");
  });
  for (int i = 0; i < 3; ++i) bring(broker, "s" + std::to_string(i), std::make_shared<Said::element_type>());
  while (waiting < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  broker.stop();
  EXPECT_EQ(let_go, 3);
}

TEST(Ways, a_notification_of_zgw_names_the_dossier_and_nobody) {
  auto config = tests::two_tenants();
  config.address = "https://gw";
  for (const auto& [handeling, actie] : {std::pair{"vastgelegd", "create"}, std::pair{"gewijzigd", "update"},
                                         std::pair{"beeindigd", "destroy"}}) {
    const auto told = delivery::zgw::notification_of(config, wish_of("zgw"), event_of(handeling));
    EXPECT_EQ(told, boost::json::parse(R"({"kanaal":"inburgering","source":"urn:nld:oin:1:systeem:x",
      "hoofdObject":"https://gw/gemeente/v1/dossiers/dossier-1","resource":"pip",
      "resourceUrl":"https://gw/gemeente/v1/dossiers/dossier-1","actie":")" +
                                       std::string(actie) + R"(","aanmaakdatum":"2026-11-02T09:00:00Z",
      "kenmerken":{"gemeente":"0344","objecttype":"PIP","handeling":")" +
                                       handeling + R"("}})"));
  }
}

TEST(Ways, a_component_must_have_our_kanaal_with_our_filters) {
  adapters::transport::HttpClient client;
  const delivery::ZgwComponent zgw(client);
  const auto agreed = [&](int status, std::string body) {
    adapters::transport::Answer answer;
    answer.status = status;
    answer.body = std::move(body);
    return zgw.agreed({}, answer).has_value();
  };
  const std::string ours =
      R"({"naam":"inburgering","filters":["objecttype","gemeente","handeling"],"url":"x"})";
  EXPECT_TRUE(agreed(200, "[" + ours + "]"));
  EXPECT_TRUE(agreed(200, R"({"count":1,"results":[)" + ours + "]}"));
  EXPECT_TRUE(agreed(201, ours));
  for (const auto* body : {"[]", "", "{", "null", "[[]]", R"([{"naam":"zaken","filters":[]}])",
                           R"([{"naam":"inburgering","filters":["gemeente"]}])",
                           R"([{"naam":"inburgering"}])", R"({"naam":"inburgering","filters":"gemeente"})"})
    EXPECT_FALSE(agreed(200, body)) << body;
  EXPECT_FALSE(agreed(403, "[" + ours + "]"));
}

TEST(Ways, an_abonnement_of_zgw_is_a_subscription_and_back) {
  auto config = tests::two_tenants();
  config.address = "https://gw";
  namespace notificaties = subscriptions::notificaties;
  notificaties::Abonnement asked{{}, "https://kvs.example/cb", "Bearer x", {{"inburgering", {}}}};
  const auto all = notificaties::read(config, asked, kvs, "id-1", nullptr);
  ASSERT_TRUE(all) << all.error()[0].message;
  EXPECT_EQ(std::tuple(all->wijze, all->url, all->gemeenten, all->objecttypes.empty()),
            std::tuple(std::optional<std::string>("zgw-abonnee"),
                       std::optional<std::string>("https://kvs.example/cb"), std::vector<std::string>{"0518"},
                       true));
  auto narrow = *all;
  narrow.objecttypes = {"PIP", "Leerroute"};
  narrow.handelingen = {"gewijzigd"};
  const auto kept = notificaties::read(config, asked, kvs, "id-1", &narrow, true);
  ASSERT_TRUE(kept);
  EXPECT_EQ(*kept, narrow) << "who names no kanalen keeps its filters";
  asked.kanalen[0].filters = notificaties::Filters{"*", "PIP", "gewijzigd"};
  const auto some = notificaties::read(config, asked, kvs, "id-1", &*all);
  ASSERT_TRUE(some) << some.error()[0].message;
  EXPECT_EQ(notificaties::to_json(*some, "https://gw/notificaties/api/v1"),
            boost::json::parse(R"({"url":"https://gw/notificaties/api/v1/abonnement/id-1",
    "callbackUrl":"https://kvs.example/cb","kanalen":[{"naam":"inburgering","filters":{"gemeente":"0518",
    "objecttype":"PIP","handeling":"gewijzigd"}}]})"));
  for (const auto& [kanalen, pointer] :
       {std::pair<std::vector<notificaties::Kanaal>, std::string>{{}, "/kanalen"},
        {{{"zaken", {}}}, "/kanalen"},
        {{{"inburgering", {}}, {"inburgering", {}}}, "/kanalen"},
        {{{"inburgering", notificaties::Filters{"0344", {}, {}}}}, "/kanalen/0/filters/gemeente"}}) {
    asked.kanalen = kanalen;
    const auto refused = notificaties::read(config, asked, kvs, "id-1", nullptr);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error()[0].pointer, pointer);
  }
}

TEST(Ways, another_way_must_confirm_anew) {
  subscriptions::Standing standing{{}, wish_of("push")};
  standing.row.confirmed = true;
  EXPECT_TRUE(subscriptions::change(standing, wish_of("push"), {}).row->confirmed);
  EXPECT_FALSE(subscriptions::change(standing, wish_of("zgw"), {}).row->confirmed);
}

}  // namespace
}  // namespace inburgering::gateway
