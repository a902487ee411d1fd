#pragma once
// Keys of a store under a key in a token (PKCS#11): who has the key file without the token has nothing.
#include <expected>
#include <string>
#include <string_view>

#include "adapters/token/key.h"

namespace inburgering::gateway::store {

/// How such a key begins, in its line of the key file.
inline constexpr std::string_view wrapped_mark = "token:";

/// The secret in such a text. Dutch error; also when the token is not there.
std::expected<std::string, std::string> unwrap(std::string_view text, const adapters::token::Place& token);
/// A key file's content with each key under the one in the token; those that were stay. As it is when there
/// is no token. Dutch error.
std::expected<std::string, std::string> wrap_lines(const std::string& content,
                                                   const adapters::token::Place& token);
/// The same content with each key readable. Dutch error.
std::expected<std::string, std::string> unwrap_lines(const std::string& content,
                                                     const adapters::token::Place& token);
/// Whether the key in the token can be used for that. Dutch error.
std::expected<void, std::string> check_token(const adapters::token::Place& token);
/// How many of its keys stand there readably.
std::size_t plain_lines(const std::string& content);

}  // namespace inburgering::gateway::store
