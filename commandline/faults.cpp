#include "commandline/faults.h"

#include <array>

#include "commandline/outline.h"
#include "schemas/value/nearest.h"

namespace inburgering::commandline {
namespace {

/// How CLI11 says it, and how we do, with the same holes.
struct Said {
  std::string_view by_parser, dutch;
};
constexpr std::array as_we_say_it{
    Said{"{} is required", "{} ontbreekt"},
    Said{"{} requires {}", "{} gaat alleen samen met {}"},
    Said{"{} excludes {}", "{} gaat niet samen met {}"},
    Said{"{}: Value {} not in range {} to {}", "{}: {} ligt niet tussen {} en {}"},
    Said{"{}: {} not in {{}}", "{}: {} kan hier niet; kies uit {}"},
    Said{"{}: File does not exist: {}", "{}: bestand {} bestaat niet"},
    Said{"{}: File is actually a directory: {}", "{}: {} is een map, en geen bestand"},
    Said{"{}: Directory does not exist: {}", "{}: map {} bestaat niet"},
    Said{"{}: Directory is actually a file: {}", "{}: {} is een bestand, en geen map"},
    Said{"{}: Path does not exist: {}", "{}: {} bestaat niet"},
    Said{"{}: Path already exists: {}", "{}: {} bestaat al"},
    Said{"Could not convert: {} = {}", "{}: {} is hier geen goede waarde"},
    Said{"{}: At Most 1 required but received {}", "{} mag maar eenmaal"},
};

/// Of those that say what was expected in numbers, which are about one option and its value.
std::optional<std::string> about_values(std::string_view message) {
  if (const auto none = fitted("{}: 1 required {} missing", message))
    return filled("achter {} hoort een waarde", *none);
  if (const auto none = fitted("{}: At least 1 required but received 0", message))
    return filled("achter {} hoort een waarde", *none);
  if (const auto given = fitted("{}: Should be true/false or a number", message))
    return filled("{} neemt geen waarde", *given);
  if (const auto given = fitted("{} was given a disallowed flag override", message))
    return filled("{} neemt geen waarde", *given);
  return std::nullopt;
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const auto comma = list.find(',');
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return names;
}

std::string with_meant(std::string fault, const std::string& meant, const Texts& texts) {
  return meant.empty() ? fault : texts(filled("{}; bedoelt u {}?", std::vector{std::move(fault), meant}));
}

/// A command of this name that stands elsewhere: "verify" → "log verify".
std::string elsewhere(const Outline& within, std::string_view name) {
  for (const auto& each : within.commands) {
    if (each.name == name) return each.path;
    if (auto found = elsewhere(each, name); !found.empty()) return found;
  }
  return {};
}

std::string mistyped(const std::string& word, const CLI::App& program, const Texts& texts) {
  const auto all = outline(program, texts);
  const auto at = outline(reached(program), texts);
  const auto& path = at.path;
  if (word.starts_with('-') && word.size() > 1) {
    const auto name = word.substr(0, word.find('='));
    return with_meant(texts(filled("{} is geen optie van {}", std::vector{name, path})),
                      schemas::nearest(name, at.option_names()), texts);
  }
  if (at.commands.empty())
    return texts(filled("{} hoort hier niet: {} neemt er niet meer", std::vector{word, path}));
  auto meant = schemas::nearest(word, at.command_names());
  if (const auto other = elsewhere(all, word); !other.empty() && schemas::letters_apart(word, meant) > 1)
    meant = other;
  return with_meant(texts(filled("{} is geen opdracht van {}", std::vector{word, path})), meant, texts);
}

}  // namespace

const CLI::App& reached(const CLI::App& app) {
  const CLI::App* at = &app;
  for (auto below = at->get_subcommands(); !below.empty(); below = at->get_subcommands()) at = below.back();
  return *at;
}

std::string fault_of(const CLI::ParseError& error, const CLI::App& app, const Texts& texts) {
  // What nobody knows explains what is lacking.
  if (const auto unknown = app.remaining(true); !unknown.empty())
    return mistyped(unknown.front(), app, texts);
  const std::string message = error.what();
  if (message == "A subcommand is required")
    return texts(
        filled("noem een opdracht: {}", std::vector{joined(outline(reached(app), texts).command_names())}));
  if (const auto about = about_values(message)) return texts(*about);
  for (const auto& [by_parser, dutch] : as_we_say_it) {
    auto with = fitted(by_parser, message);
    if (!with) continue;
    if (by_parser == "{}: {} not in {{}}") {
      const auto values = split((*with)[2]);
      const auto meant = schemas::nearest((*with)[1], values);
      (*with)[2] = joined(values);
      return with_meant(texts(filled(dutch, *with)), meant, texts);
    }
    return texts(filled(dutch, *with));
  }
  return texts(message);
}

}  // namespace inburgering::commandline
