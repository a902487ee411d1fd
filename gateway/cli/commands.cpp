#include "gateway/cli/commands.h"

#include <iostream>

#include "gateway/store/engine/failure.h"

namespace inburgering::gateway::cli {

int told_when_it_fails(const std::function<int()>& run) {
  try {
    return run();
  } catch (const store::Gone& gone) {
    return std::cerr << gone.what() << '\n', 2;
  } catch (const store::Damaged& damaged) {
    return std::cerr << damaged.what() << '\n', 2;
  } catch (const store::Failure& failure) {
    return std::cerr << "de opslag doet nu niet wat zij moet (" << failure.what()
                     << "): zij is bezet, vol of weg. Er is niets half gedaan; geef het zo nog eens, en kijk "
                        "met doctor als het blijft\n",
           1;
  } catch (const store::Unavailable& failure) {
    return std::cerr << failure.what() << '\n', 1;
  }
}

void add_commands(Commands& program) {
  // In this order the help tells them.
  for (const auto add :
       {add_init,      add_serve,      add_check,   add_doctor,  add_reload,  add_healthy,
        add_translate, add_model,      add_log,     add_sync,    add_melding, add_subscription,
        add_brp,       add_taalschool, add_monitor, add_cijfers, add_export,  add_shadow,
        add_store,     add_consent,    add_fsc,     add_pki})
    add(program);
}

}  // namespace inburgering::gateway::cli
