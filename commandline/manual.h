#pragma once
// What somebody reads or types beside a program, made of its commands: pages for man(1), and completion.
#include <map>
#include <string>

#include "commandline/outline.h"

namespace inburgering::commandline {

/// What a program has beside its commands, for the pages.
struct Facts {
  std::string version;
  /// Sections "OMGEVING" and "BESTANDEN": a name, and in Dutch what it is for.
  std::vector<std::pair<std::string, std::string>> environment{}, files{};
};

/// By file name: "PROGRAM.1" with all commands, and "PROGRAM-GROUP.1" for each word with commands below it.
/// For man's macros; no date in it, so that the same commands give the same bytes.
std::map<std::string, std::string> manual_pages(const Outline& program, const Facts& facts,
                                                const Texts& texts);

/// Completes commands, options, and values where a list of them is known; else files.
std::string bash_completion(const Outline& program);
std::string zsh_completion(const Outline& program);

}  // namespace inburgering::commandline
