#pragma once
// What the commands on the log share, and the files that hold them.
#include <chrono>

#include "gateway/cli/commands.h"
#include "gateway/config/config.h"
#include "gateway/log/outlook.h"

namespace inburgering::gateway::cli {

/// The name of the party in the configuration, else its OIN.
std::string name_of(const config::Config& config, const std::string& oin);
/// Entries as a table.
void print_header();
void print_row(const config::Config& config, const log::Entry& entry);

/// Journeys as a table.
void print_journeys_header();
void print_journey(const config::Config& config, const log::Journey& journey);

/// How long a search goes on before it tells what it has.
constexpr std::chrono::seconds search_patience{30};

void add_log_search(Commands& log);   ///< list, tail, export
void add_log_look(Commands& log);     ///< show, body, person
void add_log_explain(Commands& log);  ///< explain
void add_log_keep(Commands& log);     ///< verify, clean, hold

}  // namespace inburgering::gateway::cli
