#include "gateway/cli/workers.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace inburgering::gateway::cli {
namespace {

struct Loop {
  std::string name;
  std::string& told;
  void start() { told += "+" + name; }
  void stop() { told += "-" + name; }
};

TEST(Workers, stop_in_the_reverse_of_the_order_in_which_they_start_and_once) {
  std::string told;
  Loop below{"a", told};
  Loop above{"b", told};
  {
    Workers workers;
    workers.add("onder", below);
    workers.add({"alleen aan het eind", {}, [&] { told += "-x"; }});
    workers.add("boven", above);
    workers.start();
    workers.stop();
    EXPECT_EQ(told, "+a+b-b-x-a");
  }
  EXPECT_EQ(told, "+a+b-b-x-a");
}
TEST(Workers, that_did_not_start_are_not_stopped) {
  std::string told;
  Loop below{"a", told};
  {
    Workers workers;
    workers.add("onder", below);
    workers.add({"kan niet", [] { throw std::runtime_error("vol"); }, [&] { told += "-x"; }});
    EXPECT_THROW(workers.start(), std::runtime_error);
  }
  EXPECT_EQ(told, "+a-a");
}

}  // namespace
}  // namespace inburgering::gateway::cli
