#include "gateway/cli/commands.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "commandline/outline.h"
#include "gateway/cli/english.h"

namespace inburgering::gateway::cli {
namespace {

TEST(Commands, all_say_what_they_are_for_and_what_their_options_mean) {
  CLI::App app;
  app.set_help_flag("-h,--help", "toont deze uitleg");
  int code = 0;
  Commands program(app, code);
  add_commands(program);
  const CLI::App& all = app;
  const std::function<void(const CLI::App*)> look = [&](const CLI::App* command) {
    EXPECT_NE(command->get_description(), "") << command->get_name();
    for (const auto* option : command->get_options())
      EXPECT_NE(option->get_description(), "") << command->get_name() << ' ' << option->get_name();
    for (const auto* below : command->get_subcommands({})) look(below);
  };
  EXPECT_EQ(all.get_subcommands({}).size(), 22U);
  const commandline::Texts texts(commandline::Language::en, {english()});
  for (const auto& each : commandline::all_texts(all))
    EXPECT_TRUE(each.empty() || texts.knows(each)) << each << ": has no English in gateway/cli/english.cpp";
  for (const auto* command : all.get_subcommands({})) look(command);
}
TEST(Commands, the_one_that_is_chosen_gives_the_exit_code) {
  struct Options {
    std::filesystem::path config;
    int number = 0;
  };
  CLI::App app;
  int code = 0;
  Commands program(app, code);
  auto group = program.group("groep", "");
  const auto [command, into] = group.add<Options>("doe", "", [](const Options& options) {
    if (options.number < 0) throw CLI::RequiredError("--nummer");
    return options.number + (options.config == "a b.yaml" ? 1 : 0);
  });
  command->add_option("--nummer", into.number, "");
  app.parse(std::vector<std::string>{"6", "--nummer", "a b.yaml", "--config", "doe", "groep"});
  EXPECT_EQ(code, 7);
  EXPECT_THROW(app.parse(std::vector<std::string>{"-1", "--nummer", "a", "--config", "doe", "groep"}),
               CLI::RequiredError);
  EXPECT_EQ(code, 7);
}
TEST(Commands, a_configuration_that_is_not_named_is_where_it_usually_is) {
  const auto run = [] {
    CLI::App app;
    int code = 0;
    Commands program(app, code);
    program.add<OfConfig>("doe", "",
                          [](const OfConfig& options) { return options.config == "a b.yaml" ? 7 : 1; });
    app.parse(std::vector<std::string>{"doe"});
    return code;
  };
  ::setenv("INBURGERING_CONFIG", "a b.yaml", 1);
  EXPECT_EQ(run(), 7);
  ::setenv("INBURGERING_CONFIG", "", 1);
  if (!std::filesystem::exists(config_of_package)) {
    EXPECT_THROW(run(), CLI::RequiredError);
  }
}

}  // namespace
}  // namespace inburgering::gateway::cli
