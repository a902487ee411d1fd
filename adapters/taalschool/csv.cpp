#include "adapters/taalschool/csv.h"

#include <algorithm>
#include <array>

#include "schemas/value/text.h"

namespace inburgering::adapters::taalschool {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// Windows-1252 where it differs from ISO 8859-1: 0x80 to 0x9F. 0 = not assigned.
constexpr std::array<char16_t, 32> windows_1252_high{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(char16_t code, std::string& into) {
  if (code < 0x80) {
    into += static_cast<char>(code);
  } else if (code < 0x800) {
    into += static_cast<char>(0xC0 | (code >> 6));
    into += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    into += static_cast<char>(0xE0 | (code >> 12));
    into += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    into += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string from_windows_1252(std::string_view text) {
  std::string result;
  result.reserve(text.size() + 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const char16_t high = byte >= 0x80 && byte < 0xA0 ? windows_1252_high.at(byte - 0x80U) : byte;
    append_utf8(high == 0 && byte != 0 ? char16_t{0xFFFD} : high, result);
  }
  return result;
}

/// The mark that stands most on the line where it stands most, of the first lines: a title above the header
/// holds none of them.
char separator_of(std::string_view text) {
  constexpr std::string_view marks = ";,\t";
  constexpr int lines_to_judge = 10;
  char best = ';';
  std::ptrdiff_t most = 0;
  for (int line = 0; line < lines_to_judge && !text.empty(); ++line) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    for (const char mark : marks) {
      const auto count = std::ranges::count(text.substr(0, end), mark);
      if (count > most) {
        most = count;
        best = mark;
      }
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return best;
}

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr std::string_view no_break_space = "\xC2\xA0";

}  // namespace

std::string bijgesneden(std::string text) {
  for (auto at = text.find(no_break_space); at != std::string::npos; at = text.find(no_break_space, at))
    text.replace(at, no_break_space.size(), " ");
  const auto last = std::find_if_not(text.rbegin(), text.rend(), is_white).base();
  text.erase(last, text.end());
  text.erase(text.begin(), std::ranges::find_if_not(text, is_white));
  return text;
}

schemas::Result<CsvReader> CsvReader::open(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return schemas::refuse("", "csv",
                           "dit bestand is opgeslagen als Unicode-tekst (UTF-16); kies in Excel Opslaan als, "
                           "CSV UTF-8 (gescheiden door lijstscheidingsteken)");
  if (text.contains('\0')) return schemas::refuse("", "csv", "dit is geen tekstbestand; sla het op als CSV");
  if (text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
  // Excel takes a first line `sep=;` as an order to itself.
  char separator = 0;
  if (text.starts_with("sep=") && text.size() > 4) {
    separator = text[4];
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  if (text.find_first_not_of(" \t\r\n;,") == std::string_view::npos)
    return schemas::refuse("", "csv", "het bestand is leeg");
  const bool windows = !schemas::is_utf8(text);
  CsvReader reader(text, separator == 0 ? separator_of(text) : separator, windows);
  if (separator != 0) reader.number_ = 1;
  return reader;
}

bool CsvReader::next(Regel& line) {
  if (offset_ >= text_.size()) return false;
  line.number = ++number_;
  line.cells.clear();
  line.too_wide = false;
  const auto add = [&line](std::string cell) {
    if (line.cells.size() < widest_line)
      line.cells.push_back(std::move(cell));
    else
      line.too_wide = line.too_wide || !cell.empty();
  };
  while (true) {
    add(read_cell());
    if (offset_ >= text_.size()) return true;
    const char mark = text_[offset_++];
    if (mark == separator_) {
      if (offset_ < text_.size()) continue;
      add({});
      return true;
    }
    if (mark == '\r' && offset_ < text_.size() && text_[offset_] == '\n') ++offset_;
    return true;
  }
}

/// Up to, and not past, the separator or the line end behind it.
std::string CsvReader::read_cell() {
  auto begin = offset_;
  while (begin < text_.size() && (text_[begin] == ' ' || (text_[begin] == '\t' && separator_ != '\t')))
    ++begin;
  std::string raw;
  if (begin < text_.size() && text_[begin] == '"') {
    offset_ = begin + 1;
    while (true) {
      const auto quote = text_.find('"', offset_);
      if (quote == std::string_view::npos) {
        unclosed_ = number_;
        raw += text_.substr(offset_);
        offset_ = text_.size();
        return finished(std::move(raw));
      }
      raw += text_.substr(offset_, quote - offset_);
      offset_ = quote + 1;
      if (offset_ >= text_.size() || text_[offset_] != '"') break;
      raw += '"';
      ++offset_;
    }
  }
  // What follows a closing quote belongs to the cell, as in Excel.
  const char stops[] = {separator_, '\r', '\n'};
  const auto end = std::min(text_.find_first_of(std::string_view(stops, 3), offset_), text_.size());
  raw += text_.substr(offset_, end - offset_);
  offset_ = end;
  return finished(std::move(raw));
}

std::string CsvReader::finished(std::string raw) const {
  return bijgesneden(windows_1252_ ? from_windows_1252(raw) : std::move(raw));
}

}  // namespace inburgering::adapters::taalschool
