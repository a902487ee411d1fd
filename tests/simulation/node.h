#pragma once
// One gateway of the chain: the whole program as `serve` wires it, but for its sockets, its signals and its
// configuration that is read anew.
#include <filesystem>
#include <memory>
#include <string>

#include "schemas/xml/grammar.h"
#include "tests/simulation/life.h"

namespace inburgering::simulation {

/// What all nodes have: files that were made before.
struct Ground {
  std::filesystem::path folder;  ///< of this run, in memory
  std::filesystem::path pki;
  const schemas::xml::Grammar* grammar = nullptr;
  bool shared = false;  ///< several nodes on a store as PostgreSQL has it; else one, on a file of SQLite
};

class Node {
 public:
  Node(const Ground& ground, int number);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void start();
  /// Nothing of it reaches the store or anybody from here on.
  void crash();
  /// As SIGTERM does.
  void stop();
  bool is_up() const { return up_; }
  /// Whether it is over altogether, so that it can start again.
  bool is_over() const { return !running_; }
  const std::string& why_not() const { return why_not_; }

 private:
  void serve();

  const Ground& ground_;
  const int number_;
  std::shared_ptr<Life> life_;
  bool running_ = false, up_ = false, stopping_ = false;
  std::string why_not_;  ///< it did not start
};

/// The store that the nodes stand on.
std::filesystem::path store_of(const Ground& ground);
/// Certificates and a key of the store, for all runs. Dutch error.
std::string make_pki(const std::filesystem::path& folder);
/// What `log verify` finds wrong in the store; empty when nothing. In a fiber.
std::string wrong_in_log(const Ground& ground);

}  // namespace inburgering::simulation
