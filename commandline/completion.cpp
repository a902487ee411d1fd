// Completion for bash and zsh. The scripts hold the tree of commands as data: what was typed is walked along
// it, so that nothing needs to be asked of the program.
#include "commandline/manual.h"

namespace inburgering::commandline {
namespace {

std::string function_name(const Outline& program) {
  auto name = "_" + program.name;
  for (auto& c : name)
    if (c == '-') c = '_';
  return name;
}

std::string words(const std::vector<std::string>& names) { return joined(names, " "); }

/// For between single quotes of a shell.
std::string in_quotes(std::string_view text) {
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? "'\\''" : std::string(1, c);
  return made + "'";
}

/// A case for each command, then for each of its options that has a list of values or takes any.
void bash_cases(const Outline& command, std::string& made) {
  made += "    " + in_quotes(command.path) +
          ")\n      commands=" + in_quotes(words(command.command_names())) +
          "\n      options=" + in_quotes(words(command.option_names())) + "\n";
  std::string valued, listed, positional;
  for (const auto& each : command.parameters) {
    if (each.positional) {
      if (!each.values.empty()) positional += (positional.empty() ? "" : " ") + words(each.values);
      continue;
    }
    if (!each.takes_value) continue;
    std::string names;
    for (const auto& name : each.names) names += (names.empty() ? "" : "|") + name;
    valued += (valued.empty() ? "" : "|") + names;
    if (!each.values.empty())
      listed += "        " + names + ") values=" + in_quotes(words(each.values)) + " ;;\n";
  }
  if (!positional.empty()) made += "      arguments=" + in_quotes(positional) + "\n";
  if (!valued.empty()) made += "      case $previous in " + valued + ") wants=yes ;; esac\n";
  if (!listed.empty()) made += "      case $previous in\n" + listed + "      esac\n";
  made += "      ;;\n";
  for (const auto& each : command.commands) bash_cases(each, made);
}

void paths(const Outline& command, std::string& made) {
  for (const auto& each : command.commands) {
    made += "      " + in_quotes(each.path) + ") at=$next ;;\n";
    paths(each, made);
  }
}

/// Descriptions for zsh stand behind a colon.
std::string described(const std::string& name, const std::string& help) {
  std::string made;
  for (const char c : name) made += c == ':' ? "\\:" : std::string(1, c);
  return in_quotes(made + ":" + help);
}

void zsh_cases(const Outline& command, std::string& made) {
  made += "    " + in_quotes(command.path) + ")\n      commands=(";
  for (const auto& each : command.commands) made += " " + described(each.name, each.help);
  made += ")\n      options=(";
  for (const auto& each : command.parameters)
    if (!each.positional)
      for (const auto& name : each.names) made += " " + described(name, each.help);
  made += ")\n";
  std::string cases, positional;
  for (const auto& each : command.parameters) {
    if (each.positional) {
      if (!each.values.empty()) positional += " " + words(each.values);
      continue;
    }
    if (!each.takes_value) continue;
    std::string names;
    for (const auto& name : each.names) names += (names.empty() ? "" : "|") + name;
    cases += "        " + names + ") wants=yes; values=(" + words(each.values) + ") ;;\n";
  }
  if (!positional.empty()) made += "      arguments=(" + positional.substr(1) + ")\n";
  if (!cases.empty()) made += "      case $previous in\n" + cases + "      esac\n";
  made += "      ;;\n";
  for (const auto& each : command.commands) zsh_cases(each, made);
}

}  // namespace

std::string bash_completion(const Outline& program) {
  const auto name = function_name(program);
  std::string made = "# bash completion for " + program.name + "; made by: " + program.name +
                     " documentatie bash\n" + name + "() {\n  local at=" + in_quotes(program.name) +
                     " next word i commands='' options='' values='' arguments='' wants=''\n"
                     "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
                     "  for ((i = 1; i < COMP_CWORD; i++)); do\n    word=${COMP_WORDS[i]}\n"
                     "    next=\"$at $word\"\n    case $next in\n";
  paths(program, made);
  made += "    esac\n  done\n  case $at in\n";
  bash_cases(program, made);
  made +=
      "  esac\n"
      "  if [[ -n $values ]]; then\n    mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$current\")\n"
      "  elif [[ -n $wants ]]; then\n    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "  elif [[ $current == -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
      "  elif [[ -n $commands$arguments ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$commands $arguments\" -- \"$current\")\n"
      "  else\n    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n  fi\n}\n"
      "complete -o filenames -F " +
      name + " " + program.name + "\n";
  return made;
}

std::string zsh_completion(const Outline& program) {
  const auto name = function_name(program);
  std::string made = "#compdef " + program.name + "\n# made by: " + program.name + " documentatie zsh\n" +
                     name + "() {\n  local at=" + in_quotes(program.name) +
                     " next word wants='' previous=${words[CURRENT-1]}\n"
                     "  local -a commands options values arguments\n"
                     "  for word in ${words[2,CURRENT-1]}; do\n    next=\"$at $word\"\n    case $next in\n";
  paths(program, made);
  made += "    esac\n  done\n  case $at in\n";
  zsh_cases(program, made);
  made +=
      "  esac\n"
      "  if (( $#values )); then\n    compadd -- $values\n"
      "  elif [[ -n $wants ]]; then\n    _files\n"
      "  elif [[ ${words[CURRENT]} == -* ]]; then\n    _describe -o option options\n"
      "  elif (( $#commands )); then\n    _describe command commands\n"
      "  elif (( $#arguments )); then\n    compadd -- $arguments\n"
      "  else\n    _files\n  fi\n}\n" +
      name + " \"$@\"\n";
  return made;
}

}  // namespace inburgering::commandline
