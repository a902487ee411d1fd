// Prints random canonical objects, one JSON object a line, for a validator that is not ours.
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/unit/mapping/random_object.h"

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 1;
  for (int seed = 0; seed < rounds; ++seed) {
    inburgering::tests::Dice dice(static_cast<std::uint64_t>(seed) + 1'000'000);
    for (const auto& object : inburgering::tests::random_objects(dice))
      std::cout << boost::json::serialize(boost::json::object{
                       {"objecttype", inburgering::mapping::canonical::objecttype(object)},
                       {"object", inburgering::mapping::canonical::to_json(object)}})
                << '\n';
  }
}
