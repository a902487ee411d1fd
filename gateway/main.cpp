#include <sys/resource.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "gateway/cli/commands.h"
#include "gateway/wipe.h"

int main(int argc, char** argv) {
  using namespace inburgering;
  // What we write is for us alone, and memory with data of persons is never dumped to disk.
  ::umask(S_IRWXG | S_IRWXO);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::unsetenv("SSLKEYLOGFILE");  // libcurl would write the secrets of each connection to where this points
  gateway::wipe_what_libraries_free();

  CLI::App app{"Uitwisseling van inburgeringsgegevens tussen DUO, BRP, taalscholen en gemeenten"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "inburgering-gateway " INBURGERING_VERSION);
  int code = 0;
  gateway::cli::Commands program(app, code);
  gateway::cli::add_commands(program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return code;
}
