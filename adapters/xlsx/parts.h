#pragma once
// The parts of a workbook that its sheets go by (ECMA-376 part 1, §18.2, §18.4, §18.8; part 2, §8).
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/xlsx/value.h"
#include "schemas/xml/stream.h"

namespace inburgering::adapters::xlsx {

/// A part of relationships: what a part names, by id and by the last word of its type.
class Relationships : public schemas::xml::Listener {
 public:
  /// `base`: the folder that targets are relative to, with a slash at its end.
  explicit Relationships(std::string base) : base_(std::move(base)) {}
  bool opened(std::string_view name, const schemas::xml::Attributes& attributes) override;
  bool closed(std::string_view) override { return true; }
  void text(std::string_view) override {}

  struct Target {
    std::string kind;  ///< worksheet, sharedStrings, styles, externalLink…
    std::string part;
    bool outside = false;
  };
  const std::map<std::string, Target, std::less<>>& all() const { return targets_; }
  /// The part of the first of this kind; empty when there is none.
  std::string of_kind(std::string_view kind) const;

 private:
  std::string base_;
  std::map<std::string, Target, std::less<>> targets_;
};

/// xl/workbook.xml.
class WorkbookPart : public schemas::xml::Listener {
 public:
  bool opened(std::string_view name, const schemas::xml::Attributes& attributes) override;
  bool closed(std::string_view) override { return true; }
  void text(std::string_view) override {}

  struct Named {
    std::string name, relation;
    bool hidden = false;
  };
  std::vector<Named> sheets;
  bool since_1904 = false;
  bool is_workbook = false;
};

/// xl/sharedStrings.xml: texts that cells point at. Formatting falls away, and what helps to pronounce them.
class SharedStrings : public schemas::xml::Listener {
 public:
  static constexpr std::size_t most_text = std::size_t{32} << 20U;
  static constexpr std::size_t most_strings = 500'000;
  bool opened(std::string_view name, const schemas::xml::Attributes& attributes) override;
  bool closed(std::string_view name) override;
  void text(std::string_view piece) override;

  std::vector<std::string> strings;
  bool too_many = false;

 private:
  std::string now_;
  std::size_t size_ = 0;
  bool in_text_ = false;
  int in_phonetic_ = 0;
};

/// xl/styles.xml: how cells of each style show numbers.
class Styles : public schemas::xml::Listener {
 public:
  bool opened(std::string_view name, const schemas::xml::Attributes& attributes) override;
  bool closed(std::string_view name) override;
  void text(std::string_view) override {}

  std::vector<Shown> shown;  ///< by the number of the style

 private:
  std::map<int, Shown> own_;  ///< formats that the workbook itself made
  bool in_cells_ = false;
};

}  // namespace inburgering::adapters::xlsx
