#pragma once
// The seven things that somebody must say before a gateway can run for them. Each is one row of a list: asked
// on a terminal, or given as an option.
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/value/oin.h"

namespace inburgering::gateway::cli {

struct Answers {
  bool production = false;
  std::string naam;
  schemas::Oin oin;
  struct Gemeente {
    std::string code;
    schemas::Oin oin;
    std::string naam;
  };
  std::vector<Gemeente> gemeenten;
  std::string host;
  std::uint16_t port = 0;
  schemas::Oin duo_oin;
  std::string duo_url;
  struct Afnemer {
    std::string naam;
    schemas::Oin oin;
    std::string url;
  };
  std::optional<Afnemer> afnemer;
};

struct Question {
  const char* option;  ///< "--naam"
  const char* help;    ///< what is asked, for the explanation of the option
  const char* asked;   ///< on a terminal
  const char* how;     ///< beneath it: how to write the answer
  /// The answer of who says nothing, by what was answered before; empty = there is none.
  std::string (*usual)(const Answers& before);
  /// Takes the answer, or says in Dutch why it cannot be.
  std::expected<void, std::string> (*take)(const std::string& text, Answers& into);
};
/// In the order in which they are asked: each may go by what came before.
std::span<const Question> questions();
inline constexpr std::size_t how_many = 7;

/// The answers to those that are asked, in that order: from what was given, else from `ask`, which is asked
/// again with the reason when an answer cannot be; nothing = whoever is asked went away. Without `ask` the
/// usual answers count, and all that is missing or wrong is told at once. Dutch error.
using AskPerson = std::function<std::optional<std::string>(
    std::size_t number, const Question& question, const std::string& usual, const std::string& refused)>;
std::expected<Answers, std::vector<std::string>> answered(
    std::span<const std::optional<std::string>, how_many> given, const AskPerson& ask);

/// What the options alone say, each judged; what was not given stays empty.
std::expected<Answers, std::vector<std::string>> given_alone(
    std::span<const std::optional<std::string>, how_many> given);

}  // namespace inburgering::gateway::cli
