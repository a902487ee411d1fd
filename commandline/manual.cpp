#include "commandline/manual.h"

#include <cctype>

#include "commandline/help.h"

namespace inburgering::commandline {
namespace {

/// Text for roff: no line of it begins a request, no hyphen becomes a dash.
std::string roff(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\')
      made += "\\e";
    else if (c == '-')
      made += "\\-";
    else
      made += c;
  }
  if (made.starts_with('.') || made.starts_with('\'')) made.insert(0, "\\&");
  return made;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }

std::string upper(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string page_of(const Outline& group) {
  auto name = group.path;
  for (auto& c : name)
    if (c == ' ') c = '-';
  return name;
}

std::string tagged(const std::string& tag, const std::string& text) {
  return ".TP\n" + tag + "\n" + roff(text) + "\n";
}

std::string parameters(const Outline& command, const Texts& texts) {
  std::string made;
  for (const auto& each : command.parameters)
    made += tagged(bold(named(each, texts)), explained(each, texts));
  return made;
}

/// A command and what it takes; a group within the page of another points at its own.
std::string section(const Outline& command, const Texts& texts) {
  auto made =
      ".SS " + bold(command.path.substr(command.path.find(' ') + 1)) + "\n" + roff(command.help) + "\n";
  if (!command.commands.empty()) return made + ".PP\n" + bold(page_of(command) + "(1)") + "\n";
  made += ".PP\n" + bold(usage_of(command, texts)) + "\n";
  return made + parameters(command, texts);
}

std::string listed(const std::vector<std::pair<std::string, std::string>>& names, const Texts& texts) {
  std::string made;
  for (const auto& [name, text] : names) made += tagged(bold(name), texts(text));
  return made;
}

std::string page(const Outline& of, const Outline& program, const Facts& facts, const Texts& texts) {
  const auto heading = [&](std::string_view name) { return ".SH " + texts(name) + "\n"; };
  auto made = ".TH \"" + roff(upper(page_of(of))) + "\" 1 \"\" \"" +
              roff(program.name + " " + facts.version) + "\" \"" + roff(program.help) + "\"\n";
  made += heading("NAAM") + roff(page_of(of)) + " \\- " + roff(of.help) + "\n";
  made += heading("OVERZICHT") + bold(usage_of(of, texts)) + "\n";
  made += heading("BESCHRIJVING") + roff(of.help) + "\n";
  made += heading("OPTIES") + parameters(of, texts);
  made += heading("OPDRACHTEN");
  for (const auto& each : of.commands) made += section(each, texts);
  if (&of == &program) {
    made += heading("EINDCODES") + tagged("0", texts("gedaan")) +
            tagged("1", texts("de invoer of de andere kant is fout")) +
            tagged("2", texts("gebruik of configuratie is fout"));
    made += heading("OMGEVING") + listed(facts.environment, texts) +
            tagged(bold("LC_ALL, LC_MESSAGES, LANG"), texts("de taal van uitleg en meldingen: nl, of en"));
    if (!facts.files.empty()) made += heading("BESTANDEN") + listed(facts.files, texts);
  }
  made += heading("ZIE OOK");
  std::string others;
  const auto mention = [&](const Outline& other) {
    if (&other != &of) others += (others.empty() ? "" : ",\n") + bold(page_of(other)) + "(1)";
  };
  mention(program);
  for (const auto& each : program.commands)
    if (!each.commands.empty()) mention(each);
  return made + others + "\n";
}

}  // namespace

std::map<std::string, std::string> manual_pages(const Outline& program, const Facts& facts,
                                                const Texts& texts) {
  std::map<std::string, std::string> pages;
  pages[page_of(program) + ".1"] = page(program, program, facts, texts);
  for (const auto& each : program.commands)
    if (!each.commands.empty()) pages[page_of(each) + ".1"] = page(each, program, facts, texts);
  return pages;
}

}  // namespace inburgering::commandline
