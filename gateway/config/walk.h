#pragma once
#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <vector>

#include "schemas/fault.h"
#include "schemas/value/oin.h"

namespace inburgering::gateway::config {

/// Goes along all nodes, with their paths. An alias may lead to itself or multiply: no further than this.
class Walk {
 public:
  static constexpr int deepest = 32;
  static constexpr int most = 200'000;

  Walk(schemas::Faults& faults, std::vector<std::string>& test_oins)
      : faults_(faults), test_oins_(test_oins) {}

  /// False when there is no end to it.
  bool along(const YAML::Node& node, const std::string& path, int depth = 0) {
    if (depth > deepest || ++seen_ > most) return false;
    if (node.IsScalar()) look_for_test_oin(node);
    if (node.IsSequence())
      for (std::size_t i = 0; i < node.size(); ++i)
        if (!along(node[i], path + "[" + std::to_string(i) + "]", depth + 1)) return false;
    if (!node.IsMap()) return true;
    std::map<std::string, int> lines;
    for (const auto& member : node) {
      if (!member.first.IsScalar()) continue;
      const auto& key = member.first.Scalar();
      const auto here = path.empty() ? key : path + "." + key;
      look_for_test_oin(member.first);
      look_for_doubled(member.first, here, lines);
      if (!along(member.second, here, depth + 1)) return false;
    }
    return true;
  }

 private:
  /// YAML 1.2 forbids a key that stands twice in one block, and the library takes the first.
  void look_for_doubled(const YAML::Node& key, const std::string& path, std::map<std::string, int>& lines) {
    const int line = key.Mark().line + 1;
    if (const auto [first, fresh] = lines.emplace(key.Scalar(), line); !fresh)
      faults_.push_back({"regel " + std::to_string(line) + ", " + path, "dubbel",
                         "deze sleutel staat er al op regel " + std::to_string(first->second) +
                             "; noem elke sleutel één keer"});
  }
  void look_for_test_oin(const YAML::Node& scalar) {
    const auto oin = schemas::Oin::parse(scalar.Scalar());
    if (oin && oin->is_test())
      test_oins_.push_back("regel " + std::to_string(scalar.Mark().line + 1) + ", " + oin->digits());
  }

  schemas::Faults& faults_;
  std::vector<std::string>& test_oins_;
  int seen_ = 0;
};

}  // namespace inburgering::gateway::config
