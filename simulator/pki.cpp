#include "simulator/pki.h"

#include <signal.h>

#include <iostream>

namespace inburgering::simulator {

adapters::transport::TlsFiles identity(const std::filesystem::path& pki, const std::string& name) {
  return {pki / (name + ".pem"), pki / (name + ".key"), pki / "root.pem", {}};
}

int serve(const adapters::transport::HttpServer::Options& options, adapters::transport::Handler& handler,
          const std::string& role) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  auto server = adapters::transport::HttpServer::start(options, handler);
  if (!server) {
    std::cerr << role << ": " << server.error() << '\n';
    return 2;
  }
  std::cout << role << ": https://" << options.address << ':' << (*server)->port() << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  (*server)->stop();
  return 0;
}

}  // namespace inburgering::simulator
