// Roles, rights and deeds as they are written.
#include <algorithm>
#include <array>
#include <utility>

#include "gateway/config/config.h"

namespace inburgering::gateway::config {
namespace {

constexpr std::array<std::pair<std::string_view, Deed>, 3> deeds{
    {{"inhoud", Deed::inhoud}, {"vergeten", Deed::vergeten}, {"sleutel", Deed::sleutel}}};
constexpr std::array<std::pair<std::string_view, Role>, 5> roles{{{"duo", Role::duo},
                                                                  {"brp", Role::brp},
                                                                  {"taalschool", Role::taalschool},
                                                                  {"afnemer", Role::afnemer},
                                                                  {"beheerder", Role::beheerder}}};

constexpr std::array<std::pair<std::string_view, Right>, 3> rights{
    {{"kijker", Right::kijker}, {"beheerder", Right::beheerder}, {"privacy", Right::privacy}}};

}  // namespace

std::string_view to_text(Right right) {
  return std::ranges::find(rights, right, &std::pair<std::string_view, Right>::second)->first;
}

std::optional<Right> right_named(std::string_view text) {
  const auto* found = std::ranges::find(rights, text, &std::pair<std::string_view, Right>::first);
  if (found == rights.end()) return std::nullopt;
  return found->second;
}

std::string_view to_text(Deed deed) {
  return std::ranges::find(deeds, deed, &std::pair<std::string_view, Deed>::second)->first;
}

std::optional<Deed> deed_named(std::string_view text) {
  const auto* found = std::ranges::find(deeds, text, &std::pair<std::string_view, Deed>::first);
  if (found == deeds.end()) return std::nullopt;
  return found->second;
}

std::string_view to_text(Role role) {
  return std::ranges::find(roles, role, &std::pair<std::string_view, Role>::second)->first;
}

std::optional<Role> role_named(std::string_view text) {
  const auto* found = std::ranges::find(roles, text, &std::pair<std::string_view, Role>::first);
  if (found == roles.end()) return std::nullopt;
  return found->second;
}

}  // namespace inburgering::gateway::config
