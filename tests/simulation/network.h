#pragma once
// Everything between the nodes and their partners: messages take their time, and get lost, come twice or late
// as faults.h says.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/transport/http_client.h"
#include "adapters/transport/http_server.h"
#include "tests/simulation/fibers.h"
#include "tests/simulation/life.h"

namespace inburgering::simulation {

using adapters::transport::Answer;
using adapters::transport::Call;
using adapters::transport::Request;
using adapters::transport::Response;

/// What a partner answers a gateway, and how long it takes over it.
struct Reply {
  Response response;
  Span takes{0};
};

class Network {
 public:
  using Partner = std::function<Reply(const Call&)>;
  /// Who answers at an address ("127.0.0.2").
  void connect(const std::string& host, Partner partner) { partners_[host] = std::move(partner); }

  /// A call of a node; `told` is called once, unless the node dies first.
  void send(std::shared_ptr<Life> life, Call call, std::function<void(Answer)> told);

  /// A request of a partner to any node that is up. `said` sees what the gateway answers, at the moment when
  /// it lets go of the answer; `told` what the partner hears of it: nothing when it hears nothing.
  using Said = std::function<void(const Response&)>;
  using Told = std::function<void(std::optional<Response>)>;
  void request(Request request, Said said, Told told);

  /// Of a server of a node: takes a request, unless the node is no more.
  using Door = std::function<void(Request, std::function<void(Response)>)>;
  void open(const void* who, int node, Door door) { doors_[who] = {node, std::move(door)}; }
  void close(const void* who) { doors_.erase(who); }
  void forget_all() { partners_.clear(), doors_.clear(); }

 private:
  struct Opened {
    int node;
    Door door;
  };
  void bring(const std::shared_ptr<Life>& life, const Call& call, std::function<void(Answer)> told,
             bool answered);
  std::map<std::string, Partner> partners_;
  std::map<const void*, Opened> doors_;
};
Network& network();

}  // namespace inburgering::simulation
