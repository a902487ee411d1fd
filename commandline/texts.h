#pragma once
// The language in which a program speaks at the command line: Dutch, or English for who asks that. Texts are
// written in Dutch where they are used; their English stands in a table beside the commands, and a test walks
// all commands to see that none lacks it.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inburgering::commandline {

enum class Language { nl, en };

/// By --taal when it was given, else by LC_ALL, LC_MESSAGES or LANG (POSIX: the first that is set counts).
/// What is neither Dutch nor English is Dutch.
Language language_by(std::string_view asked);

/// A text in Dutch, and the same in English. "{}" stands for what is known only when it is said, the same in
/// both and in the same order.
using Row = std::pair<std::string_view, std::string_view>;

/// What stood for each "{}" of a pattern in a text that it fits; nothing where it does not fit.
std::optional<std::vector<std::string>> fitted(std::string_view pattern, std::string_view text);
/// The pattern with those put in.
std::string filled(std::string_view pattern, std::span<const std::string> with);

class Texts {
 public:
  /// Besides the tables given: that of what every program says (common_english).
  Texts(Language language, std::vector<std::span<const Row>> tables);

  Language language() const { return language_; }
  /// In that language; as it is where no table has it.
  std::string operator()(std::string_view dutch) const;
  /// Whether it has English.
  bool knows(std::string_view dutch) const;

 private:
  std::optional<std::string> english(std::string_view dutch) const;

  Language language_;
  std::vector<std::span<const Row>> tables_;
};

/// A text in the language that was asked for at the command line; Dutch until `speak` was called.
std::string said(std::string_view dutch);
/// With what stands for each "{}".
std::string said(std::string_view dutch, std::span<const std::string> with);
Language spoken_language();
/// The texts by which `said` speaks from now on.
void speak(Texts texts);

/// What every program says.
std::span<const Row> common_english();

}  // namespace inburgering::commandline
