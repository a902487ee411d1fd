#include "commandline/program.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "commandline/faults.h"
#include "commandline/help.h"
#include "schemas/reason.h"

namespace inburgering::commandline {
namespace {

constexpr std::string_view language_option = "--taal";

/// What stands behind --taal, wherever it stands; it is taken out, because it may stand behind any command.
std::string take_language(std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i].starts_with(std::string(language_option) + "=")) {
      auto value = arguments[i].substr(language_option.size() + 1);
      arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i));
      return value;
    }
    if (arguments[i] != language_option || i + 1 == arguments.size()) continue;
    auto value = arguments[i + 1];
    arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i),
                    arguments.begin() + static_cast<std::ptrdiff_t>(i + 2));
    return value;
  }
  return {};
}

bool asks_version(const std::vector<std::string>& unknown) {
  return std::ranges::any_of(unknown, [](const auto& each) { return each == "--version" || each == "-V"; });
}

}  // namespace

Program::Program(const std::string& name, const std::string& help, Facts facts, std::span<const Row> english)
    : app_(help, name), facts_(std::move(facts)), english_(english) {
  app_.require_subcommand(1);
  app_.set_help_flag("-h,--help", "toont deze uitleg");
  app_.set_version_flag("-V,--version", name + " " + facts_.version, "toont de versie");
  app_.add_option(std::string(language_option),
                  "de taal van uitleg en meldingen; zonder: die van de omgeving (LC_ALL, LC_MESSAGES, LANG), "
                  "en anders nl")
      ->check(CLI::IsMember({"nl", "en"}));
}

void Program::add_documentation() {
  auto* documentation = app_.add_subcommand(
      "documentatie", "handleiding en aanvulling voor de shell, uit deze opdrachten zelf");
  documentation->require_subcommand(1);
  const auto all = [this] { return outline(app_, Texts(language_, {english_})); };

  auto* manual = documentation->add_subcommand("man", "schrijft handleidingpagina's (man)");
  const auto to = std::make_shared<std::filesystem::path>();
  manual->add_option("--naar", *to, "de map; zij wordt gemaakt")->required();
  manual->callback([this, all, to] {
    const Texts texts(language_, {english_});
    std::error_code error;
    std::filesystem::create_directories(*to, error);
    for (const auto& [file, text] : manual_pages(all(), facts_, texts)) {
      std::ofstream out(*to / file, std::ios::binary);
      out << text;
      if (out.flush()) continue;
      std::cerr << texts(filled(
                       "map {} is niet te maken of te beschrijven: {}",
                       std::vector{to->string(), schemas::reason_of(errno, texts.language() == Language::en
                                                                               ? schemas::Tongue::en
                                                                               : schemas::Tongue::nl)}))
                << '\n';
      code_ = 2;
      return;
    }
  });
  documentation->add_subcommand("bash", "aanvulling voor bash, op standaarduitvoer")->callback([all] {
    std::cout << bash_completion(all());
  });
  documentation->add_subcommand("zsh", "aanvulling voor zsh, op standaarduitvoer")->callback([all] {
    std::cout << zsh_completion(all());
  });
  documentation->add_subcommand("onvertaald", "teksten die geen Engels hebben, voor wie opdrachten toevoegt")
      ->callback([this] {
        const Texts texts(Language::en, {english_});
        for (const auto& each : all_texts(app_))
          if (!texts.knows(each)) {
            std::cout << each << '\n';
            code_ = 1;
          }
      });
}

std::string Program::help() const {
  const Texts texts(language_, {english_});
  return help_of(outline(reached(app_), texts), texts);
}

int Program::run(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv + std::min(1, argc), argv + argc);
  const auto asked = take_language(arguments);
  language_ = language_by(asked);
  const Texts texts(language_, {english_});
  speak(texts);
  if (!asked.empty() && asked != "nl" && asked != "en") {
    std::cerr << texts(filled("{}: {} kan hier niet; kies uit {}",
                              std::vector{std::string(language_option), asked, std::string("nl, en")}))
              << '\n';
    return 2;
  }
  std::ranges::reverse(arguments);  // as CLI11 takes them
  try {
    app_.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    std::cout << help();
    return 0;
  } catch (const CLI::CallForVersion&) {
    std::cout << app_.version() << '\n';
    return 0;
  } catch (const CLI::ParseError& error) {
    if (asks_version(app_.remaining(true))) {
      std::cout << app_.version() << '\n';
      return 0;
    }
    std::cerr << fault_of(error, app_, texts) << '\n'
              << texts(filled("Uitleg over een opdracht: {} --help", std::vector{path_of(reached(app_))}))
              << '\n';
    return 2;
  }
  return code_;
}

}  // namespace inburgering::commandline
