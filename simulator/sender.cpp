#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

#include "adapters/transport/http_client.h"
#include "schemas/value/moment.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

int send(const Sending& to, adapters::transport::Call call) {
  call.method = "POST";
  call.url = to.url;
  call.tls = identity(to.pki, to.name);
  adapters::transport::HttpClient client;
  const auto answer = adapters::transport::send_and_wait(client, std::move(call));
  if (answer.status == 0) {
    std::cerr << "geen antwoord: " << answer.failure << '\n';
    return 1;
  }
  std::cout << "HTTP " << answer.status << (answer.body.empty() ? "" : "\n" + answer.body) << '\n';
  return answer.status >= 200 && answer.status < 300 ? 0 : 1;
}

}  // namespace

int notify(const Notification& notification) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  boost::json::object body{{"registratieDatumTijd", schemas::Moment(now).text()},
                           {"gebeurtenisId", notification.gebeurtenis}};
  if (!notification.bsn.empty()) body["bsn"] = notification.bsn;
  if (!notification.v_nummer.empty()) body["vNummer"] = std::stoll(notification.v_nummer);
  adapters::transport::Call call;
  const auto id = notification.bericht_id.empty() ? to_string(boost::uuids::random_generator()())
                                                  : notification.bericht_id;
  call.headers = {{"Content-Type", "application/json"},
                  {"bron", notification.bron},
                  {"doel", notification.doel},
                  {"berichtId", id}};
  call.body = boost::json::serialize(body);
  return send(notification.to, std::move(call));
}

int send_file(const Sending& to, const std::string& content_type, const std::string& file) {
  adapters::transport::Call call;
  if (file == "-") {
    call.body.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
      std::cerr << file << ": dit bestand is niet te lezen\n";
      return 2;
    }
    call.body.assign(std::istreambuf_iterator<char>(in), {});
  }
  call.headers = {{"Content-Type", content_type}};
  return send(to, std::move(call));
}

}  // namespace inburgering::simulator
