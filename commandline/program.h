#pragma once
// A program of commands: what inburgering-gateway and keten-simulator have in common at the command line.
// Help, faults and manual in the language that was asked for, the version, and what may have been meant.
#include <CLI/CLI.hpp>
#include <memory>
#include <span>

#include "commandline/manual.h"
#include "commandline/texts.h"

namespace inburgering::commandline {

class Program {
 public:
  /// `help` in Dutch. `english`: the table of what its commands say (texts.h).
  Program(const std::string& name, const std::string& help, Facts facts, std::span<const Row> english);

  CLI::App& app() { return app_; }
  /// That of the command that was chosen; its callback sets it.
  int& code() { return code_; }

  /// Adds `documentatie`: to be called after the other commands, so that help tells it last.
  void add_documentation();

  /// Parses and runs. Answers the exit code: 2 for what cannot be.
  int run(int argc, const char* const* argv);

 private:
  std::string help() const;

  CLI::App app_;
  Facts facts_;
  std::span<const Row> english_;
  Language language_ = Language::nl;
  int code_ = 0;
};

}  // namespace inburgering::commandline
