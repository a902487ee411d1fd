#pragma once
// A program's commands and options as CLI11 has them, in the few words that help, manual pages, completion
// and suggestions are made of. One walk, so that none of these can tell another story.
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "commandline/texts.h"

namespace inburgering::commandline {

struct Parameter {
  std::vector<std::string> names;  ///< "--json", "-f"; of an argument its one name, "FILE"
  bool positional = false;
  bool takes_value = true;
  bool number = false;
  bool required = false;
  bool repeated = false;
  std::string help;
  std::string usual;                ///< what it is when it is not given; empty = nothing to tell
  std::vector<std::string> values;  ///< those there are; empty = any
  std::string least, most;          ///< of a number

  /// The name that it is spoken of by.
  const std::string& name() const { return names.front(); }
};

struct Outline {
  std::string name;
  std::string path;  ///< with the words before it: "inburgering-gateway log list"
  std::string help;
  std::vector<Parameter> parameters;
  std::vector<Outline> commands;

  /// The names of the commands below it, or of its options.
  std::vector<std::string> command_names() const;
  std::vector<std::string> option_names() const;
};

/// The texts in one.
std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ");

/// The words by which a command is called, the program's name first.
std::string path_of(const CLI::App& command);

/// In the language of `texts`.
Outline outline(const CLI::App& app, const Texts& texts);

/// Every text of a program that a person reads, in Dutch: for the test that looks for their English.
std::vector<std::string> all_texts(const CLI::App& app);

}  // namespace inburgering::commandline
