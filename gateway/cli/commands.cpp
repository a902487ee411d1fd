#include "gateway/cli/commands.h"

namespace inburgering::gateway::cli {

void add_commands(Commands& program) {
  // In this order the help tells them.
  for (const auto add :
       {add_init,    add_serve,   add_check,  add_doctor,  add_reload,       add_healthy, add_translate,
        add_model,   add_log,     add_sync,   add_melding, add_subscription, add_brp,     add_taalschool,
        add_monitor, add_cijfers, add_export, add_shadow,  add_store,        add_consent, add_pki})
    add(program);
}

}  // namespace inburgering::gateway::cli
