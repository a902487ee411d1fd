#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "adapters/transport/http_server.h"

namespace inburgering::simulator {

/// The files of one role in a folder that `pki dev` made: <name>.pem, <name>.key, root.pem.
adapters::transport::TlsFiles identity(const std::filesystem::path& pki, const std::string& name);

/// Serves until SIGINT or SIGTERM; prints where. Answers the exit code.
int serve(const adapters::transport::HttpServer::Options& options, adapters::transport::Handler& handler,
          const std::string& role);

}  // namespace inburgering::simulator
