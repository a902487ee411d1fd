#include "commandline/outline.h"

#include <algorithm>
#include <sstream>

namespace inburgering::commandline {
namespace {

/// CLI11 keeps what a validator allows in the type of an option: "TEXT:{duo,brp}", "INT:INT in [1 - 1440]".
void read_type(const std::string& type, Parameter& into) {
  if (const auto open = type.find('{'), close = type.rfind('}');
      open != std::string::npos && close != std::string::npos && close > open) {
    std::istringstream list(type.substr(open + 1, close - open - 1));
    for (std::string each; std::getline(list, each, ',');) into.values.push_back(each);
  }
  if (const auto within = fitted("{} in [{} - {}]", type)) {
    into.least = (*within)[1];
    into.most = (*within)[2];
    into.most.erase(into.most.find_last_not_of(']') + 1);
  }
  into.number = type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
}

Parameter parameter(const CLI::Option& option, const Texts& texts) {
  Parameter made;
  made.positional = option.get_positional();
  if (made.positional) {
    made.names.push_back(option.get_name(true, false));
  } else {
    for (const auto& name : option.get_lnames()) made.names.push_back("--" + name);
    for (const auto& name : option.get_snames()) made.names.push_back("-" + name);
  }
  made.takes_value = option.get_items_expected_max() != 0;  // a flag takes none
  made.required = option.get_required();
  made.repeated = option.get_items_expected_max() >= CLI::detail::expected_max_vector_size;
  made.help = texts(option.get_description());
  if (made.takes_value) made.usual = option.get_default_str();
  read_type(option.get_type_name(), made);
  return made;
}

}  // namespace

std::vector<std::string> Outline::command_names() const {
  std::vector<std::string> names;
  for (const auto& each : commands) names.push_back(each.name);
  return names;
}

std::vector<std::string> Outline::option_names() const {
  std::vector<std::string> names;
  for (const auto& each : parameters)
    if (!each.positional) names.insert(names.end(), each.names.begin(), each.names.end());
  return names;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string made;
  for (const auto& each : texts) made.append(made.empty() ? "" : between).append(each);
  return made;
}

std::string path_of(const CLI::App& command) {
  const auto* above = command.get_parent();
  return (above == nullptr ? "" : path_of(*above) + " ") + command.get_name();
}

Outline outline(const CLI::App& app, const Texts& texts) {
  Outline made;
  made.name = app.get_name();
  made.path = path_of(app);
  made.help = texts(app.get_description());
  // How to ask for help comes last.
  for (const auto* option : app.get_options())
    if (option != app.get_help_ptr()) made.parameters.push_back(parameter(*option, texts));
  if (const auto* help = app.get_help_ptr(); help != nullptr)
    made.parameters.push_back(parameter(*help, texts));
  for (const auto* below : app.get_subcommands({})) made.commands.push_back(outline(*below, texts));
  return made;
}

std::vector<std::string> all_texts(const CLI::App& app) {
  std::vector<std::string> texts{app.get_description()};
  for (const auto* option : app.get_options()) texts.push_back(option->get_description());
  for (const auto* below : app.get_subcommands({}))
    for (auto& each : all_texts(*below)) texts.push_back(std::move(each));
  return texts;
}

}  // namespace inburgering::commandline
