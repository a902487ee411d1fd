#include "schemas/record/doubled_name.h"

#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <vector>

#include "schemas/record/json_text.h"

namespace inburgering::schemas {
namespace {

namespace json = boost::json;

/// Follows a parser through a document: which names each object that is open has so far.
class Names {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::string found;  ///< a pointer, once a name came again

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(false); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code&) { return open(true); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    name_ += std::string_view(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    auto& object = levels_.back();
    object.at = name_ + std::string(part.data(), part.size());
    name_.clear();
    if (object.names.insert(object.at).second) return true;
    for (const auto& level : levels_)
      found += '/' + pointer_token(level.array ? std::to_string(level.index) : level.at);
    error = json::error::extra_data;  // any: the walk ends here
    return false;
  }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return value(); }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return value(); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return value(); }
  bool on_double(double, json::string_view, json::error_code&) { return value(); }
  bool on_bool(bool, json::error_code&) { return value(); }
  bool on_null(json::error_code&) { return value(); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Level {
    bool array = false;
    std::size_t index = 0;
    std::string at{};
    std::set<std::string> names{};
  };
  bool open(bool array) {
    levels_.push_back({array});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return value();
  }
  bool value() {
    if (!levels_.empty() && levels_.back().array) ++levels_.back().index;
    return true;
  }

  std::vector<Level> levels_;
  std::string name_;
};

}  // namespace

std::optional<std::string> doubled_name(std::string_view text) {
  json::basic_parser<Names> parser({});
  json::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  auto& found = parser.handler().found;
  if (found.empty()) return std::nullopt;
  return std::move(found);
}

}  // namespace inburgering::schemas
