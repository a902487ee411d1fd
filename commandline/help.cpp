#include "commandline/help.h"

#include <algorithm>
#include <sstream>

namespace inburgering::commandline {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t widest_name = 26;  ///< a longer one gets a line of its own

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

struct Line {
  std::string name, help;
};

std::string table(const std::vector<Line>& lines) {
  std::size_t widest = 0;
  for (const auto& line : lines)
    if (const auto length = characters(line.name); length <= widest_name) widest = std::max(widest, length);
  const auto column = indent + widest + 2;
  std::string made;
  for (const auto& [name, help] : lines) {
    made += std::string(indent, ' ') + name;
    auto at = indent + characters(name);
    if (at + 2 > column) {
      made += '\n';
      at = 0;
    }
    for (const auto& line : wrapped(help, terminal_width - column)) {
      made += std::string(column - at, ' ') + line + '\n';
      at = 0;
    }
    if (help.empty()) made += '\n';
  }
  return made;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    if (lines.empty() || characters(lines.back()) + 1 + characters(word) > width)
      lines.push_back(word);
    else
      lines.back() += ' ' + word;
  }
  return lines;
}

std::string usage_of(const Outline& command, const Texts& texts) {
  std::string made = command.path;
  if (!command.option_names().empty()) made += " [" + texts("OPTIES") + "]";
  for (const auto& each : command.parameters)
    if (each.positional) made += each.required ? " " + each.name() : " [" + each.name() + "]";
  if (!command.commands.empty()) made += " " + texts("OPDRACHT");
  return made;
}

std::string named(const Parameter& parameter, const Texts& texts) {
  if (parameter.positional) return parameter.name();
  auto made = joined(parameter.names);
  if (parameter.takes_value) made += " " + texts(parameter.number ? "GETAL" : "TEKST");
  return made;
}

std::string explained(const Parameter& parameter, const Texts& texts) {
  std::vector<std::string> notes;
  const auto note = [&](std::string_view pattern, std::vector<std::string> with) {
    // A pattern with its holes filled is what the tables know.
    notes.push_back(texts(filled(pattern, with)));
  };
  if (!parameter.values.empty()) note("een van: {}", {joined(parameter.values)});
  if (!parameter.least.empty()) note("van {} tot en met {}", {parameter.least, parameter.most});
  if (!parameter.usual.empty() && parameter.usual != "[]") note("zonder: {}", {parameter.usual});
  if (parameter.repeated) note("mag vaker", {});
  if (parameter.required) note("verplicht", {});
  return parameter.help + (notes.empty() ? "" : " (" + joined(notes, "; ") + ")");
}

std::string help_of(const Outline& command, const Texts& texts) {
  std::string made;
  for (const auto& line : wrapped(command.help, terminal_width)) made += line + '\n';
  made += '\n' + texts("Gebruik") + ":\n";
  made += std::string(indent, ' ') + usage_of(command, texts) + '\n';
  const auto section = [&](std::string_view heading, const std::vector<Line>& lines) {
    if (!lines.empty()) made += '\n' + texts(heading) + ":\n" + table(lines);
  };
  std::vector<Line> commands, arguments, options;
  for (const auto& each : command.commands) commands.push_back({each.name, each.help});
  for (const auto& each : command.parameters)
    (each.positional ? arguments : options).push_back({named(each, texts), explained(each, texts)});
  section("Opdrachten", commands);
  section("Argumenten", arguments);
  section("Opties", options);
  if (!command.commands.empty())
    made += '\n' +
            texts(filled("Uitleg over een opdracht: {} --help",
                         std::vector{command.path + " " + texts("OPDRACHT")})) +
            '\n';
  return made;
}

}  // namespace inburgering::commandline
