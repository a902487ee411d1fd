#pragma once
// Makes documents at random from a compiled XML Schema, and breaks them at random. One element a line, so
// that the line of a fault tells which element it is about.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::tests {

struct Line {
  std::string text;
  std::vector<std::string> path;  ///< local names from the root down to this element
};

class RandomXml {
 public:
  /// Compiles these files with Xerces.
  explicit RandomXml(const std::vector<std::filesystem::path>& files, std::uint32_t seed);
  ~RandomXml();

  /// A document with this root. Mostly valid; facets that contradict each other may make it not so.
  std::vector<Line> document(std::string_view ns, std::string_view root);
  /// Breaks one line, or leaves out, doubles or moves one.
  void mutate(std::vector<Line>& lines);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string joined(const std::vector<Line>& lines);

}  // namespace inburgering::tests
