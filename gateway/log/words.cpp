#include "gateway/log/words.h"

#include "gateway/config/config.h"

namespace inburgering::gateway::log {

std::string_view feed::of(config::Role role) {
  switch (role) {
    case config::Role::duo:
      return duo;
    case config::Role::brp:
      return brp;
    case config::Role::taalschool:
      return taalschool;
    case config::Role::afnemer:
      return afnemer;
    case config::Role::beheerder:
      return beheer;
  }
  return gateway;
}

std::string listed(std::span<const std::string_view> words, std::string_view before_last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? before_last : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace inburgering::gateway::log
