// `doctor`: what usually goes wrong, as a table or as JSON.
#include "gateway/doctor/doctor.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>

#include "commandline/help.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "schemas/value/counted.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

using doctor::Finding;
using doctor::Verdict;

struct Doctor {
  std::filesystem::path file;  ///< not needed for the list
  std::vector<std::string> only;
  bool json = false;
  bool list = false;
};

/// Colour on a terminal, unless somebody asked for none (no-color.org).
bool in_colour() {
  const char* none = std::getenv("NO_COLOR");
  return ::isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0');
}

std::string verdict_text(Verdict verdict, bool colour) {
  std::string text(doctor::to_text(verdict));
  if (verdict == Verdict::fout) text = "FOUT";
  const auto shown = padded(text, 7);
  if (!colour) return shown;
  const char* code = verdict == Verdict::goed ? "32" : verdict == Verdict::let_op ? "33" : "1;31";
  return std::string("\x1b[") + code + "m" + shown + "\x1b[0m";
}

void print_finding(const doctor::Check& check, const Finding& finding, bool first, bool colour) {
  constexpr std::size_t name_width = 17;
  constexpr std::size_t column = 7 + name_width;
  constexpr std::size_t width = commandline::terminal_width - column;
  std::cout << verdict_text(finding.verdict, colour)
            << padded(first ? std::string(check.name) : "", name_width);
  const auto lines = commandline::wrapped(schemas::shown(finding.about + ": " + finding.seen), width);
  for (std::size_t i = 0; i < lines.size(); ++i)
    std::cout << (i == 0 ? "" : std::string(column, ' ')) << lines[i] << '\n';
  if (finding.todo.empty()) return;
  const auto todo = commandline::wrapped(schemas::shown(finding.todo), width - 3);
  for (std::size_t i = 0; i < todo.size(); ++i)
    std::cout << std::string(column, ' ') << (i == 0 ? "-> " : "   ") << todo[i] << '\n';
}

void print_table(const doctor::Outcome& outcome) {
  const bool colour = in_colour();
  std::size_t faults = 0;
  std::size_t attention = 0;
  for (const auto& [check, findings] : outcome.told)
    for (const auto& finding : findings) {
      print_finding(*check, finding, &finding == &findings.front(), colour);
      faults += finding.verdict == Verdict::fout ? 1 : 0;
      attention += finding.verdict == Verdict::let_op ? 1 : 0;
    }
  std::cout << '\n'
            << (faults == 0 ? "Geen fouten" : schemas::counted(faults, "fout", "fouten"))
            << (attention == 0 ? ""
                               : ", " + schemas::counted(attention, "ding", "dingen") + " om op te letten")
            << ".\n";
}

void print_json(const doctor::Outcome& outcome, bool good) {
  boost::json::array list;
  for (const auto& [check, findings] : outcome.told)
    for (const auto& finding : findings)
      list.push_back(boost::json::object{{"controle", check->name},
                                         {"over", finding.about},
                                         {"oordeel", doctor::to_text(finding.verdict)},
                                         {"gezien", finding.seen},
                                         {"doen", finding.todo}});
  std::cout << boost::json::serialize(boost::json::object{{"goed", good}, {"bevindingen", std::move(list)}})
            << '\n';
}

/// As it stands in docs/beheer.md.
int print_list() {
  std::cout << "| controle | waar naar wordt gekeken | wat u meestal doet |\n|---|---|---|\n";
  for (const auto& check : doctor::checks())
    std::cout << "| " << check.name << " | " << check.looks_at << " | " << check.todo << " |\n";
  return 0;
}

/// Without a configuration there is nothing else to look at.
int tell_unreadable(const std::filesystem::path& file, const schemas::Faults& faults, bool json) {
  doctor::Findings findings;
  for (const auto& fault : faults)
    findings.push_back({Verdict::fout, file.string(), schemas::to_text(fault),
                        "verbeter dit eerst; naar de rest is niet gekeken"});
  const doctor::Outcome outcome{{{&doctor::checks().front(), std::move(findings)}}};
  json ? print_json(outcome, false) : print_table(outcome);
  return 2;
}

int examine(const Doctor& options) {
  if (options.list) return print_list();
  const auto file = options.file.empty() ? usual_config() : options.file;
  auto config = config::read(file);
  if (!config) return tell_unreadable(file, config.error(), options.json);
  static const SystemClock clock;  // a check that hangs may look at it until the very end
  const auto house = std::make_shared<doctor::House>(std::move(*config), clock);
  constexpr std::chrono::seconds patience{20};
  const auto outcome = doctor::look(house, options.only, patience);
  const bool good = std::ranges::none_of(outcome.told, [](const doctor::Told& told) {
    return std::ranges::any_of(told.findings,
                               [](const Finding& finding) { return finding.verdict == Verdict::fout; });
  });
  options.json ? print_json(outcome, good) : print_table(outcome);
  std::cout.flush();
  if (!outcome.all_ended) std::_Exit(1);  // nobody waits for what hangs
  return good ? 0 : 1;
}

}  // namespace

void add_doctor(Commands& program) {
  const auto [command, into] = program.add<Doctor>(
      "doctor", "kijkt na wat er meestal misgaat en zegt wat te doen; verandert niets", examine);
  std::vector<std::string> names;
  for (const auto& check : doctor::checks()) names.emplace_back(check.name);
  command->add_option("--config", into.file, config_help);
  command->add_option("--alleen", into.only, "alleen deze controles")
      ->check(CLI::IsMember(names))
      ->delimiter(',');
  command->add_flag("--json", into.json, "als JSON");
  command->add_flag("--lijst", into.list, "de lijst van controles, als tabel in Markdown");
}

}  // namespace inburgering::gateway::cli
