#pragma once
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace inburgering::schemas {

/// One code: as the standard writes it, and in Dutch where the code alone does not say it.
struct CodeRow {
  std::string_view code;
  std::string_view label;
};

struct CodeList {
  std::string_view name;    ///< what it is called in the schemas
  std::string_view source;  ///< the standard and its list
  std::span<const CodeRow> rows;

  constexpr const CodeRow* find(std::string_view code) const {
    const auto row = std::ranges::find(rows, code, &CodeRow::code);
    return row == rows.end() ? nullptr : &*row;
  }
};

/// What the codes of all lists have in common, so that they are read and written in one place.
class AnyCode {
 public:
  bool is_listed() const { return row_ != nullptr; }
  std::string_view text() const { return row_ != nullptr ? row_->code : std::string_view(other_); }
  bool operator==(const AnyCode&) const = default;

  void set(const CodeList& list, std::string_view code) {
    row_ = list.find(code);
    other_ = row_ == nullptr ? code : std::string_view();
  }
  void set_unlisted(std::string_view code) {
    row_ = nullptr;
    other_ = code;
  }

 private:
  const CodeRow* row_ = nullptr;
  std::string other_;
};

/// A code of one list, or a code that came from a feed and is not in it: that is kept as it came and stays
/// recognisable, so that a code that a partner adds tomorrow is neither lost nor taken for one that we know.
template <const CodeList& list>
class Code : public AnyCode {
 public:
  Code() = default;
  /// The code, listed or not.
  static Code of(std::string_view code) {
    Code made;
    made.set(list, code);
    return made;
  }
  /// A code that is not ours, even where it looks like one of the list.
  static Code unlisted(std::string_view code) {
    Code made;
    made.set_unlisted(code);
    return made;
  }
  bool operator==(const Code&) const = default;
};

}  // namespace inburgering::schemas
