#pragma once
// The commands of inburgering-gateway. Each file of this folder that has commands adds them itself, with
// their options beside what they do; commands.cpp lists them all.
#include <CLI/CLI.hpp>
#include <concepts>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "gateway/cli/usual_config.h"

namespace inburgering::gateway::cli {

/// The options of a command that takes none but the configuration.
struct OfConfig {
  std::filesystem::path config;
};
/// Those of one that tells something, on request as JSON.
struct Telling {
  std::filesystem::path config;
  bool json = false;
};

/// A command that is being described: what is added to `app` is read into `options`.
template <class Options>
struct Command {
  CLI::App* app;
  Options& options;
};

/// Runs a command; a store that fails it is told, with 1, or 2 where trying again will not help.
int told_when_it_fails(const std::function<int()>& run);

/// Where commands are added: the program itself, or a word of it that has commands below it.
class Commands {
 public:
  /// `code` becomes the exit code of the command that was chosen. Both outlive this.
  Commands(CLI::App& app, int& code) : app_(&app), code_(&code) {}

  /// A word with commands below it, one of which must be given.
  Commands group(const std::string& name, const std::string& help) {
    auto* app = app_->add_subcommand(name, help);
    app->require_subcommand(1);
    return {*app, *code_};
  }

  /// A command. Options that have a `config` get it from --config, or from where it usually is. `run` answers
  /// the exit code: 0 done, 1 the input or the other side is at fault, 2 usage or configuration. Where
  /// options do not go together it throws a CLI::ParseError before it does anything, so that this is told as
  /// the parser tells it.
  template <class Options, std::invocable<const Options&> Run>
  Command<Options> add(const std::string& name, const std::string& help, Run run) {
    auto* app = app_->add_subcommand(name, help);
    const auto options = std::make_shared<Options>();
    if constexpr (requires { options->config; }) app->add_option("--config", options->config, config_help);
    app->callback([options, run = std::move(run), code = code_] {
      if constexpr (requires { options->config; })
        if (options->config.empty()) options->config = usual_config();
      *code = told_when_it_fails([&] { return run(*options); });
    });
    return {app, *options};
  }
  void add_telling(const std::string& name, const std::string& help, int (*run)(const Telling&)) {
    const auto [app, options] = add<Telling>(name, help, run);
    app->add_flag("--json", options.json, "als JSON");
  }

 private:
  CLI::App* app_;
  int* code_;
};

/// Adds them all.
void add_commands(Commands& program);

void add_serve(Commands& program);
void add_check(Commands& program);
void add_init(Commands& program);
void add_doctor(Commands& program);
void add_reload(Commands& program);
void add_healthy(Commands& program);
void add_translate(Commands& program);
void add_model(Commands& program);
void add_log(Commands& program);
void add_sync(Commands& program);
void add_melding(Commands& program);
void add_subscription(Commands& program);
void add_brp(Commands& program);
void add_taalschool(Commands& program);
void add_monitor(Commands& program);
void add_pki(Commands& program);
void add_cijfers(Commands& program);
void add_export(Commands& program);
void add_shadow(Commands& program);
void add_store(Commands& program);
void add_consent(Commands& program);
void add_fsc(Commands& program);

}  // namespace inburgering::gateway::cli
