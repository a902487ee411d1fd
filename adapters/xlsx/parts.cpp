#include "adapters/xlsx/parts.h"

#include <algorithm>
#include <charconv>

#include "schemas/value/text.h"

namespace inburgering::adapters::xlsx {
namespace {

using schemas::xml::Attributes;
using schemas::xml::find;

std::string value(const Attributes& attributes, std::string_view name) {
  const auto* found = find(attributes, name);
  return found == nullptr ? std::string() : *found;
}

int number(const Attributes& attributes, std::string_view name) {
  const auto text = value(attributes, name);
  int result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

/// A target as a name of a part: from the root, or from the folder of who names it, with `..` in it perhaps.
std::string resolved(std::string_view base, std::string_view target) {
  std::vector<std::string_view> steps;
  const auto walk = [&](std::string_view path) {
    while (!path.empty()) {
      const auto end = std::min(path.find('/'), path.size());
      const auto step = path.substr(0, end);
      path.remove_prefix(std::min(end + 1, path.size()));
      if (step.empty() || step == ".") continue;
      if (step != "..")
        steps.push_back(step);
      else if (!steps.empty())
        steps.pop_back();
    }
  };
  if (!target.starts_with('/')) walk(base);
  walk(target);
  std::string name;
  for (const auto step : steps) name += (name.empty() ? "" : "/") + std::string(step);
  return name;
}

}  // namespace

bool Relationships::opened(std::string_view name, const Attributes& attributes) {
  constexpr std::size_t most = 10'000;
  if (name != "Relationship" || targets_.size() >= most) return true;
  const auto type = value(attributes, "Type");
  const bool outside = value(attributes, "TargetMode") == "External";
  const auto slash = type.rfind('/');
  targets_.emplace(value(attributes, "Id"),
                   Target{slash == std::string::npos ? type : type.substr(slash + 1),
                          outside ? std::string() : resolved(base_, value(attributes, "Target")), outside});
  return true;
}

std::string Relationships::of_kind(std::string_view kind) const {
  for (const auto& [id, target] : targets_)
    if (target.kind == kind && !target.outside) return target.part;
  return {};
}

bool WorkbookPart::opened(std::string_view name, const Attributes& attributes) {
  constexpr std::size_t most = 10'000;
  if (name == "workbook") is_workbook = true;
  if (name == "workbookPr") {
    const auto told = value(attributes, "date1904");
    since_1904 = told == "1" || told == "true" || told == "on";
  }
  if (name == "sheet" && sheets.size() < most) {
    const auto state = value(attributes, "state");
    // r:id, of which the prefix fell away; sheetId is another.
    // A name of Excel takes 31 characters at most, and stands in each finding.
    constexpr std::size_t longest_name = 31;
    sheets.push_back({std::string(schemas::cut_characters(value(attributes, "name"), longest_name)),
                      value(attributes, "id"), !state.empty() && state != "visible"});
  }
  return true;
}

bool SharedStrings::opened(std::string_view name, const Attributes&) {
  if (name == "si") now_.clear();
  if (name == "rPh") ++in_phonetic_;
  in_text_ = name == "t" && in_phonetic_ == 0;
  return true;
}

bool SharedStrings::closed(std::string_view name) {
  in_text_ = false;
  if (name == "rPh") --in_phonetic_;
  if (name != "si") return true;
  size_ += now_.size();
  too_many = too_many || size_ > most_text || strings.size() >= most_strings;
  if (too_many) return false;
  strings.push_back(unescaped(now_));
  now_.clear();
  return true;
}

void SharedStrings::text(std::string_view piece) {
  // Of a text longer than any cell takes the rest is let go: no field is that long.
  constexpr std::size_t longest = 64 * 1024;
  if (in_text_ && now_.size() < longest) now_ += piece.substr(0, longest - now_.size());
}

bool Styles::opened(std::string_view name, const Attributes& attributes) {
  constexpr std::size_t most = 65'536;
  if (name == "numFmt" && own_.size() < most)
    own_[number(attributes, "numFmtId")] = shown_as(value(attributes, "formatCode"));
  if (name == "cellXfs") in_cells_ = true;
  if (name == "xf" && in_cells_ && shown.size() < most) {
    const auto format = number(attributes, "numFmtId");
    const auto own = own_.find(format);
    shown.push_back(own == own_.end() ? shown_as(format) : own->second);
  }
  return true;
}

bool Styles::closed(std::string_view name) {
  if (name == "cellXfs") in_cells_ = false;
  return true;
}

}  // namespace inburgering::adapters::xlsx
