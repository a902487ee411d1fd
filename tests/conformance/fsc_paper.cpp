// For tests/conformance/fsc_test.py: each line of the input is a text of JSON; each line of the output its
// canonical form, or "geweigerd". With the word `contract` before it on the command line, its hashes instead.
#include <iostream>
#include <string>

#include "adapters/fsc/contract.h"
#include "adapters/fsc/jcs.h"

int main(int count, char**) {
  using namespace inburgering::adapters;
  const bool hashes = count > 1;
  for (std::string line; std::getline(std::cin, line);) {
    const auto value = fsc::read_ijson(line);
    if (!value) {
      std::cout << "geweigerd\n";
      continue;
    }
    if (!hashes) {
      std::cout << fsc::canonical(*value) << '\n';
      continue;
    }
    const auto contract = fsc::read_contract(*value);
    if (!contract) {
      std::cout << "geweigerd\n";
      continue;
    }
    std::cout << contract->hash;
    for (const auto& hash : contract->grant_hashes) std::cout << ' ' << hash;
    std::cout << '\n';
  }
  return 0;
}
