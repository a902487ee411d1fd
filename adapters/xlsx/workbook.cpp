#include "adapters/xlsx/workbook.h"

#include <algorithm>

#include "adapters/xlsx/parts.h"
#include "adapters/xlsx/sheet.h"
#include "adapters/xlsx/words.h"

namespace inburgering::adapters::xlsx {
namespace {

constexpr std::string_view zip_start = "PK\x03\x04";
constexpr std::string_view empty_zip = "PK\x05\x06";
constexpr std::string_view compound_start = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

constexpr std::string_view too_much =
    "er staat te veel in deze werkmap; verdeel de rijen over meer bestanden, of lever ze aan als CSV";

std::unexpected<schemas::Faults> refused(std::string_view why) { return schemas::refuse("", "xlsx", why); }

/// The older container: a workbook of before 2007, or the wrapping of one with a password (MS-OFFCRYPTO), of
/// which the stream has its name in UTF-16.
std::string_view about_compound(std::string_view bytes) {
  std::string wrapped;
  for (const char c : std::string_view("EncryptedPackage")) {
    wrapped += c;
    wrapped += '\0';
  }
  if (bytes.contains(wrapped))
    return "deze werkmap is met een wachtwoord beveiligd; haal dat eraf (Bestand, Info, Werkmap beveiligen) "
           "en "
           "sla haar opnieuw op";
  return "dit is een bestand van Excel van voor 2007 (.xls); kies in Excel Opslaan als, Excel-werkmap "
         "(.xlsx)";
}

/// Zips that are something else; empty when it may be a workbook.
std::string_view about_other_zip(const Package& package) {
  if (package.has("xl/vbaProject.bin") || package.has_any_under("xl/macrosheets/"))
    return "in deze werkmap zitten macro's (.xlsm); kies in Excel Opslaan als, Excel-werkmap (.xlsx)";
  if (package.has("xl/workbook.bin"))
    return "dit is een binaire werkmap (.xlsb); kies in Excel Opslaan als, Excel-werkmap (.xlsx)";
  if (package.has("content.xml") && package.has("mimetype"))
    return "dit is een bestand van LibreOffice (.ods); kies Opslaan als, Excel 2007-365 (.xlsx)";
  if (!package.has("[Content_Types].xml") || !package.has("_rels/.rels"))
    return "dit is een zip-bestand en geen werkmap van Excel";
  return {};
}

std::string folder_of(std::string_view part) {
  const auto slash = part.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

/// "xl/workbook.xml" → "xl/_rels/workbook.xml.rels" (ECMA-376 part 2, §8.3).
std::string relationships_of(std::string_view part) {
  const auto folder = folder_of(part);
  return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

}  // namespace

bool looks_like_workbook(std::string_view bytes) {
  return bytes.starts_with(zip_start) || bytes.starts_with(empty_zip) || bytes.starts_with(compound_start);
}

schemas::Result<Workbook> Workbook::open(std::string_view bytes, std::function<void()> gets_on) {
  if (bytes.starts_with(compound_start)) return refused(about_compound(bytes));
  auto package = Package::open(bytes, std::move(gets_on));
  if (!package) return std::unexpected(std::move(package.error()));
  if (const auto other = about_other_zip(*package); !other.empty()) return refused(other);
  Relationships root("");
  if (const auto fault = package->read("_rels/.rels", root)) return refused(fault->message);
  const auto main = root.of_kind("officeDocument");
  if (main.empty() || !package->has(main)) return refused("dit bestand is geen werkmap van Excel");
  WorkbookPart part;
  if (const auto fault = package->read(main, part)) return refused(fault->message);
  if (!part.is_workbook) return refused("dit is een document van Office, maar geen werkmap van Excel");
  if (part.sheets.size() > most_sheets) return refused(too_much);
  Relationships named(folder_of(main));
  if (const auto fault = package->read(relationships_of(main), named)) return refused(fault->message);

  Workbook book(std::move(*package));
  book.since_1904_ = part.since_1904;
  for (auto& sheet : part.sheets) {
    const auto target = named.all().find(sheet.relation);
    // A sheet that is a chart alone holds no cells.
    if (target == named.all().end() || target->second.kind != "worksheet") continue;
    if (!book.package_.has(target->second.part)) return refused(damaged);
    book.sheets_.push_back({std::move(sheet.name), target->second.part, sheet.hidden});
  }
  if (const auto strings = named.of_kind("sharedStrings"); !strings.empty() && book.package_.has(strings)) {
    SharedStrings shared;
    if (const auto fault = book.package_.read(strings, shared)) return refused(fault->message);
    if (shared.too_many) return refused(too_much);
    book.shared_ = std::move(shared.strings);
  }
  if (const auto looks = named.of_kind("styles"); !looks.empty() && book.package_.has(looks)) {
    Styles styles;
    if (const auto fault = book.package_.read(looks, styles)) return refused(fault->message);
    book.styles_ = std::move(styles.shown);
  }
  return book;
}

schemas::Result<Table> Workbook::read(const Sheet& sheet, std::size_t rows_at_most) const {
  SheetPart part({shared_, styles_, since_1904_}, rows_at_most);
  if (const auto fault = package_.read(sheet.part, part)) return refused(fault->message);
  if (part.damaged) return refused(damaged);
  if (part.too_much) return refused(too_much);
  return std::move(part.table);
}

}  // namespace inburgering::adapters::xlsx
