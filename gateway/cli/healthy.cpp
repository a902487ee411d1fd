// `healthy`: asks the gateway that runs on this machine whether it is ready, for who cannot ask by HTTP: the
// health check of a container, a supervisor, a person at night.
#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <iostream>
#include <iterator>

#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/store/engine/lock.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::cli {
namespace {

constexpr std::chrono::seconds answered_within{9};  // less than the health check of a container waits

/// What /readyz answers: 200 or 503, and its body. 0: nobody answers there.
struct Ready {
  int status = 0;
  std::string body;
};

Ready ask_ready(const config::Listen& listen, bool only_connect) {
  // Who listens on every address listens on this one too.
  const auto host = listen.address == "0.0.0.0" ? std::string("127.0.0.1") : listen.address;
  boost::asio::ip::tcp::iostream stream;
  stream.expires_after(answered_within);
  stream.connect(host, std::to_string(listen.port));
  if (!stream) return {};
  if (only_connect) return {200, "{}"};
  stream << "GET /readyz HTTP/1.0\r\nHost: " << host << "\r\nConnection: close\r\n\r\n" << std::flush;
  std::string version;
  Ready ready;
  stream >> version >> ready.status;
  for (std::string line; std::getline(stream, line) && line != "\r";) continue;
  ready.body.assign(std::istreambuf_iterator<char>(stream), {});
  return ready;
}

/// A member of the answer; empty without it.
std::string told(const std::string& body, std::string_view name) {
  const auto object = schemas::object_in(body);
  return object ? schemas::text_member(*object, name) : std::string();
}

int healthy(const OfConfig& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  const auto place = config->operation.address + ":" + std::to_string(config->operation.port);
  if (!store::RunningLock::held(config->store.file)) {
    std::cerr << "op deze opslag draait geen gateway; start haar, of kijk waarom zij stopte\n";
    return 1;
  }
  // With tls.operator only a beheerder may ask, whose certificate this command has not.
  const bool closed = config->operation_tls.has_value();
  const auto ready = ask_ready(config->operation, closed);
  if (ready.status == 0) {
    std::cerr << "de gateway draait, en antwoordt niet op " << place
              << " (listen.operator): luistert zij ergens anders, of hangt zij?\n";
    return 1;
  }
  if (ready.status != 200) {
    const auto why = told(ready.body, "detail");
    std::cerr << "de gateway is niet gereed: "
              << (why.empty() ? "antwoord " + std::to_string(ready.status) : why) << '\n';
    return 1;
  }
  std::cout << (closed
                    ? "De gateway draait en neemt aan op " + place + "; of zij gereed is zegt /readyz daar.\n"
                    : "De gateway is gereed.\n");
  if (const auto attention = told(ready.body, "aandacht"); !attention.empty())
    std::cout << "Let op: " << attention << '\n';
  return 0;
}

}  // namespace

void add_healthy(Commands& program) {
  program.add<OfConfig>("healthy", "zegt of de gateway die hier draait gereed is; exit 1 als zij dat niet is",
                        healthy);
}

}  // namespace inburgering::gateway::cli
