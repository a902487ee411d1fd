#include <iostream>

#include "simulator/misbehaving.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {

int serve_duo(const DuoServe& options) {
  auto api = DuoApi::load(options.fixtures);
  if (!api) {
    std::cerr << "de voorbeeldgegevens van DUO zijn niet goed:\n";
    for (const auto& fault : api.error()) std::cerr << schemas::to_text(fault) << '\n';
    return 2;
  }
  Misbehaving duo([&](const adapters::transport::Request& request) { return api->answer(request); },
                  options.behaviour);
  return serve({"127.0.0.1", options.port, options.threads, identity(options.pki, options.name), {}}, duo,
               "DUO");
}

}  // namespace inburgering::simulator
