#pragma once
#include <string>

namespace inburgering::gateway::cli {

/// How the program tells on standard error what happens: "tekst", or "json" with an object a line. Under
/// systemd each line says to the journal how serious it is (sd-daemon(3)), and leaves the time to it.
void set_log_format(const std::string& format);

}  // namespace inburgering::gateway::cli
