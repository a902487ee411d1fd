#pragma once
#include <yaml-cpp/yaml.h>

#include <boost/json/object.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/fault.h"
#include "schemas/value/oin.h"

namespace inburgering::gateway::config {

/// Reads one YAML mapping key by key, collecting faults with line and key; keys that nobody asked for are
/// faults too, because a typing error in a configuration must not pass unseen.
class Reader {
 public:
  Reader(const YAML::Node& node, std::string path, std::filesystem::path base, schemas::Faults& faults);

  bool has(std::string_view key) const;
  /// A nested mapping; an empty one when absent.
  Reader section(std::string_view key);
  /// Each item of a list of mappings.
  void each(std::string_view key, const std::function<void(Reader&)>& read);
  std::vector<std::string> texts(std::string_view key);

  std::string text(std::string_view key, bool required = true);
  void optional(std::string_view key, std::string& into);
  void optional(std::string_view key, int& into, int minimum, int maximum);
  void optional(std::string_view key, std::size_t& into, std::size_t minimum, std::size_t maximum);
  /// "500ms", "30s", "15m", "2h", "7d"
  void optional(std::string_view key, std::chrono::milliseconds& into);
  /// Beside the configuration when it is not absolute; "credential:NAME" is one that systemd gave the
  /// service.
  std::filesystem::path path(std::string_view key, bool required = true);
  /// The URI of a key in a token (PKCS#11), when it is one that can be.
  std::string token(std::string_view key, bool required = true);
  /// A key of ours: a file, or such a URI.
  std::filesystem::path key(std::string_view key, bool required = true);
  schemas::Oin oin(std::string_view key);

  /// A list of numbers.
  std::vector<int> numbers(std::string_view key, int minimum, int maximum);
  /// The whole block as JSON, for what has a field table of its own. Plain scalars that look like numbers or
  /// truth are that.
  boost::json::object json();

  void fault(std::string_view key, std::string_view rule, std::string message);
  /// Reports the keys that were not asked for. Call when all have been read.
  void finish();

 private:
  YAML::Node child(std::string_view key);
  std::string scalar(std::string_view key, bool required);
  std::filesystem::path credential_named(std::string_view key, const std::string& name);

  YAML::Node node_;
  std::string path_;
  std::filesystem::path base_;
  schemas::Faults& faults_;
  std::vector<std::string> asked_;
};

}  // namespace inburgering::gateway::config
