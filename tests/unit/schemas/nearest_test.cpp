#include "schemas/value/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace inburgering::schemas {
namespace {

TEST(Nearest, letters_are_counted_as_a_typist_errs) {
  for (const auto& [one, other, apart] :
       {std::tuple{"log", "log", 0}, std::tuple{"lgo", "log", 1}, std::tuple{"lo", "log", 1},
        std::tuple{"logg", "log", 1}, std::tuple{"leg", "log", 1}, std::tuple{"", "log", 3},
        std::tuple{"LOG", "log", 0}, std::tuple{"a_b", "a-b", 0}})
    EXPECT_EQ(letters_apart(one, other), static_cast<std::size_t>(apart)) << one << ' ' << other;
}
TEST(Nearest, only_what_is_near_was_meant) {
  const std::vector<std::string> names{"check", "serve", "subscription", "log"};
  for (const auto& [typed, meant] : {std::pair{"chekc", "check"}, std::pair{"subs", "subscription"},
                                     std::pair{"subscriptoin", "subscription"}, std::pair{"toveren", ""},
                                     std::pair{"x", ""}, std::pair{"", ""}})
    EXPECT_EQ(nearest(typed, names), meant) << typed;
  EXPECT_EQ(meant("lgo", names), "; bedoelt u log?");
  EXPECT_EQ(meant("toveren", names), "");
  EXPECT_EQ(nearest(std::string(100000, 'a'), names), "") << "and at once";
}

}  // namespace
}  // namespace inburgering::schemas
