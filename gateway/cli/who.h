#pragma once
#include <string>

namespace inburgering::gateway::cli {

/// Who gives a command, as the log tells it: "opdrachtregel (naam)". The account that logged in on this
/// machine, also behind sudo (the login uid of the kernel's audit, which the environment cannot change);
/// where that is not known, the account that runs the command.
std::string who_commands();

}  // namespace inburgering::gateway::cli
