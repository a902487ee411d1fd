#pragma once
// A folder on an SFTP server into which another party drops files, and from which we take each once. A file
// that is still being written is not taken: it must look the same in two looks with a pause between. Taking
// is a rename, which one alone can do; what became of a file is told in a file beside it.
#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sftp/put.h"

namespace inburgering::adapters::sftp {

class Drop {
 public:
  /// Names of the folders in it.
  static constexpr std::string_view taken = "in-behandeling";
  static constexpr std::size_t most_files = 1000;

  explicit Drop(Place place) : place_(std::move(place)) {}

  /// Files that stand there whole, at most so many, in order of name: what was taken before and not ended,
  /// and what did not change while `rest` was waited. Those that are hidden, or are called .deel, .part,
  /// .tmp, .filepart or .crdownload, are not looked at. What another run works on cannot be told from what
  /// was left: who calls sees to it that there is one run at a time. Dutch error.
  std::expected<std::vector<std::string>, std::string> take(const std::function<void()>& rest);
  /// The bytes of a file that was taken; nothing when there are more than `most`. Dutch error.
  std::expected<std::optional<std::string>, std::string> read(const std::string& name, std::size_t most);
  /// Lays the file that was taken into `folder` under `as`, with `report` beside it as `report_name`: the
  /// report first, so that none is without. Dutch error.
  std::expected<void, std::string> end(const std::string& name, const std::string& folder,
                                       const std::string& as, const std::string& report_name,
                                       const std::string& report);

 private:
  Place place_;
};

/// Whether a name of somebody else can be spoken of to the server and in a report: no path, no control
/// characters.
bool is_usable(std::string_view name);
/// Whether it is that of a file on its way.
bool is_partial(std::string_view name);

}  // namespace inburgering::adapters::sftp
