#pragma once
// The Outway (FSC Core 1.0): calls to parties of which we call a service of the group go with a token, to the
// Inway that it names, once the record of the transaction is written down.
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/fsc/token.h"
#include "adapters/transport/http_client.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/fsc/own.h"

namespace inburgering::gateway::fsc {

class Outway {
 public:
  using Call = adapters::transport::Call;
  using Answer = adapters::transport::Answer;
  using Done = adapters::transport::HttpClient::Done;

  Outway(config::Live live, exchange::Pipeline& pipeline, const store::Database& database,
         adapters::transport::HttpClient& client)
      : live_(live),
        own_(live, Own::Side::client),
        pipeline_(pipeline),
        database_(database),
        client_(&client) {}
  Outway(const Outway&) = delete;
  Outway& operator=(const Outway&) = delete;

  /// Takes a call over that goes to such a party (HttpClient::go_by); false for another. `done` hears of it
  /// later, on another thread.
  bool take(Call& call, Done& done);
  /// No call goes from here on; what waits is dropped, as the client drops it.
  void close();

 private:
  /// A token as it was given, and what it says.
  struct Held {
    std::string compact;
    adapters::fsc::Token says;
  };
  /// What a call may go by.
  struct Way {
    std::string grant;       ///< hash
    std::string peer;        ///< that gives the token
    std::string manager;     ///< its address
    std::string thumbprint;  ///< of our certificate
    std::string service;
    std::string on_behalf_of;  ///< OIN of who lets us call in its name; empty = our own
  };
  using Name = std::pair<std::string, std::string>;  ///< grant and thumbprint

  std::expected<Way, std::string> way_for(const config::Party& party, const std::optional<std::string>& bron);
  std::optional<Held> held(const Way& way);
  void fetch(const Way& way, Call call, Done done);
  std::expected<Held, std::string> token_in(const Way& way, const Answer& answer) const;
  void go(const Way& way, const Held& token, Call call, Done done);
  void fail(Done done, std::string why);
  void send(Call call, Done done);

  config::Live live_;
  Own own_;
  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  std::mutex client_mutex_;
  adapters::transport::HttpClient* client_;  ///< null = closed
  std::mutex tokens_mutex_;
  std::map<Name, Held> tokens_;
};

}  // namespace inburgering::gateway::fsc
