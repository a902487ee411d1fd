// The configuration file: an operator's typing errors must never crash the gateway.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>

#include "gateway/config/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string file = "/tmp/fuzz-config-" + std::to_string(getpid()) + ".yaml";
  if (std::FILE* out = std::fopen(file.c_str(), "wb")) {
    std::fwrite(data, 1, size, out);
    std::fclose(out);
  }
  (void)inburgering::gateway::config::read(file);
  return 0;
}
