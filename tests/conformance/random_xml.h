#pragma once
// What a compiled XML Schema allows: documents at random, broken at random, and the elements below one. One
// element a line, so that the line of a fault tells which element it is about.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <random>
#include <set>
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
  /// Paths of the elements that lie below the one that `down` leads to from a root, as "group/element"; those
  /// of a namespace other than `ns` as "StUF:element". Below one that `is_enough` they are not looked for.
  std::set<std::string> elements(std::string_view ns, std::string_view root,
                                 const std::vector<std::string_view>& down,
                                 const std::function<bool(const std::string&)>& is_enough);
  /// Breaks one line, or leaves out, doubles or moves one.
  void mutate(std::vector<Line>& lines);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string joined(const std::vector<Line>& lines);

}  // namespace inburgering::tests
