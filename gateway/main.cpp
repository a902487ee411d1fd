#include <sys/resource.h>
#include <sys/stat.h>

#include "commandline/program.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/english.h"
#include "gateway/cli/usual_config.h"
#include "gateway/wipe.h"

int main(int argc, char** argv) {
  using namespace inburgering;
  // What we write is for us alone, and memory with data of persons is never dumped to disk.
  ::umask(S_IRWXG | S_IRWXO);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::unsetenv("SSLKEYLOGFILE");  // libcurl would write the secrets of each connection to where this points
  gateway::wipe_what_libraries_free();

  commandline::Program program(
      "inburgering-gateway",
      "Uitwisseling van inburgeringsgegevens tussen DUO, BRP, taalscholen en gemeenten",
      {.version = INBURGERING_VERSION,
       .environment = {{gateway::cli::config_variable, "het configuratiebestand, zonder --config"}},
       .files = {{gateway::cli::config_of_package, "het configuratiebestand, zonder beide"}}},
      gateway::cli::english());
  gateway::cli::Commands commands(program.app(), program.code());
  gateway::cli::add_commands(commands);
  program.add_documentation();
  return program.run(argc, argv);
}
