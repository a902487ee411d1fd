#include "commandline/texts.h"

#include <array>
#include <cstdlib>

namespace inburgering::commandline {

Language language_by(std::string_view asked) {
  if (asked == "en") return Language::en;
  if (asked == "nl") return Language::nl;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    const bool english = locale == "en" || locale.starts_with("en_") || locale.starts_with("en.");
    return english ? Language::en : Language::nl;
  }
  return Language::nl;
}

std::optional<std::vector<std::string>> fitted(std::string_view pattern, std::string_view text) {
  std::vector<std::string> found;
  for (;;) {
    const auto hole = pattern.find("{}");
    if (hole == std::string_view::npos)
      return pattern == text ? std::optional(std::move(found)) : std::nullopt;
    if (!text.starts_with(pattern.substr(0, hole))) return std::nullopt;
    text.remove_prefix(hole);
    pattern.remove_prefix(hole + 2);
    const auto behind = pattern.substr(0, pattern.find("{}"));
    // What comes after the last hole must be the end; after any other the nearest will do.
    const auto end = behind.empty()                    ? text.size()
                     : behind.size() == pattern.size() ? text.rfind(behind)
                                                       : text.find(behind);
    if (end == std::string_view::npos) return std::nullopt;
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string filled(std::string_view pattern, std::span<const std::string> with) {
  std::string made;
  for (const auto& each : with) {
    const auto hole = pattern.find("{}");
    if (hole == std::string_view::npos) break;
    made.append(pattern.substr(0, hole)).append(each);
    pattern.remove_prefix(hole + 2);
  }
  return made.append(pattern);
}

Texts::Texts(Language language, std::vector<std::span<const Row>> tables)
    : language_(language), tables_(std::move(tables)) {
  tables_.push_back(common_english());
}

std::optional<std::string> Texts::english(std::string_view dutch) const {
  for (const auto& table : tables_)
    for (const auto& [text, translated] : table)
      if (text == dutch) return std::string(translated);
  for (const auto& table : tables_)
    for (const auto& [text, translated] : table)
      if (text.contains("{}"))
        if (const auto with = fitted(text, dutch)) return filled(translated, *with);
  return std::nullopt;
}

std::string Texts::operator()(std::string_view dutch) const {
  if (language_ == Language::nl) return std::string(dutch);
  return english(dutch).value_or(std::string(dutch));
}

namespace {
std::optional<Texts>& spoken() {
  static std::optional<Texts> texts;
  return texts;
}
}  // namespace

std::string said(std::string_view dutch) { return spoken() ? (*spoken())(dutch) : std::string(dutch); }

std::string said(std::string_view dutch, std::span<const std::string> with) {
  return filled(said(dutch), with);
}

Language spoken_language() { return spoken() ? spoken()->language() : Language::nl; }

void speak(Texts texts) { spoken() = std::move(texts); }

bool Texts::knows(std::string_view dutch) const { return english(dutch).has_value(); }

std::span<const Row> common_english() {
  static constexpr std::array rows{
      Row{"toont deze uitleg", "shows this explanation"},
      Row{"toont de versie", "shows the version"},
      Row{"de taal van uitleg en meldingen; zonder: die van de omgeving (LC_ALL, LC_MESSAGES, LANG), en "
          "anders nl",
          "the language of explanations and messages; without: that of the environment (LC_ALL, LC_MESSAGES, "
          "LANG), else nl"},
      Row{"handleiding en aanvulling voor de shell, uit deze opdrachten zelf",
          "manual pages and completion for the shell, made of these commands themselves"},
      Row{"schrijft handleidingpagina's (man)", "writes manual pages (man)"},
      Row{"de map; zij wordt gemaakt", "the folder; it is made"},
      Row{"aanvulling voor bash, op standaarduitvoer", "completion for bash, on standard output"},
      Row{"aanvulling voor zsh, op standaarduitvoer", "completion for zsh, on standard output"},
      Row{"teksten die geen Engels hebben, voor wie opdrachten toevoegt",
          "texts that have no English, for who adds commands"},
      Row{"Gebruik", "Usage"},
      Row{"Opdrachten", "Commands"},
      Row{"Argumenten", "Arguments"},
      Row{"Opties", "Options"},
      Row{"OPDRACHT", "COMMAND"},
      Row{"OPTIES", "OPTIONS"},
      Row{"verplicht", "required"},
      Row{"zonder: {}", "default: {}"},
      Row{"een van: {}", "one of: {}"},
      Row{"van {} tot en met {}", "from {} to {}"},
      Row{"TEKST", "TEXT"},
      Row{"GETAL", "NUMBER"},
      Row{"mag vaker", "may be repeated"},
      Row{"Uitleg over een opdracht: {} --help", "More about a command: {} --help"},
      Row{"noem een opdracht: {}", "name a command: {}"},
      Row{"{} is geen opdracht van {}", "{} is no command of {}"},
      Row{"{} is geen optie van {}", "{} is no option of {}"},
      Row{"{} hoort hier niet: {} neemt er niet meer", "{} does not belong here: {} takes no more"},
      Row{"{}; bedoelt u {}?", "{}; do you mean {}?"},
      Row{"{} ontbreekt", "{} is missing"},
      Row{"{} gaat alleen samen met {}", "{} goes only together with {}"},
      Row{"{} gaat niet samen met {}", "{} does not go together with {}"},
      Row{"{}: {} kan hier niet; kies uit {}", "{}: {} cannot be here; choose from {}"},
      Row{"{}: {} ligt niet tussen {} en {}", "{}: {} is not between {} and {}"},
      Row{"{}: bestand {} bestaat niet", "{}: file {} does not exist"},
      Row{"{}: {} is een map, en geen bestand", "{}: {} is a folder, and no file"},
      Row{"{}: map {} bestaat niet", "{}: folder {} does not exist"},
      Row{"{}: {} is een bestand, en geen map", "{}: {} is a file, and no folder"},
      Row{"{}: {} bestaat niet", "{}: {} does not exist"},
      Row{"{}: {} bestaat al", "{}: {} exists already"},
      Row{"{}: {} is hier geen goede waarde", "{}: {} is no good value here"},
      Row{"achter {} hoort een waarde", "{} wants a value"},
      Row{"{} neemt geen waarde", "{} takes no value"},
      Row{"{} mag maar eenmaal", "{} may be given only once"},
      Row{"map {} is niet te maken of te beschrijven: {}", "folder {} cannot be made or written: {}"},
      // Headings of manual pages.
      Row{"NAAM", "NAME"},
      Row{"OVERZICHT", "SYNOPSIS"},
      Row{"BESCHRIJVING", "DESCRIPTION"},
      Row{"OPDRACHTEN", "COMMANDS"},
      Row{"ARGUMENTEN", "ARGUMENTS"},
      Row{"ZIE OOK", "SEE ALSO"},
      Row{"OMGEVING", "ENVIRONMENT"},
      Row{"EINDCODES", "EXIT STATUS"},
      Row{"BESTANDEN", "FILES"},
      Row{"gedaan", "done"},
      Row{"de invoer of de andere kant is fout", "the input or the other side is at fault"},
      Row{"gebruik of configuratie is fout", "usage or configuration is at fault"},
      Row{"de taal van uitleg en meldingen: nl, of en",
          "the language of explanations and messages: nl, or en"},
  };
  return rows;
}

}  // namespace inburgering::commandline
