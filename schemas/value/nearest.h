#pragma once
// What somebody meant who mistyped a name.
#include <span>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// How many letters apart two names are: one that is missing, too many, another, or changed places with the
/// next (Damerau-Levenshtein, restricted). Case counts for nothing, nor do '_' and '-' differ.
std::size_t letters_apart(std::string_view one, std::string_view other);

/// The name that is near enough to what was typed to be meant: at most one letter in three apart, or one of
/// which it is the beginning. The first of those that are equally near; empty when none is near.
std::string nearest(std::string_view typed, std::span<const std::string> names);

/// "; bedoelt u NAME?", or nothing.
std::string meant(std::string_view typed, std::span<const std::string> names);

}  // namespace inburgering::schemas
