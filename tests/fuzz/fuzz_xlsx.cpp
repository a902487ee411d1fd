// Workbooks: as they come, and, since hardly a changed zip is a zip still, what stands in the parts of one
// that is well packed. Parts are parted by a zero byte: relationships, workbook, shared strings, styles,
// sheet.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "adapters/taalschool/bestand.h"
#include "adapters/xlsx/workbook.h"

namespace {

using namespace inburgering::adapters;

std::string packed(std::string_view text) {
  constexpr std::string_view names[] = {"xl/_rels/workbook.xml.rels", "xl/workbook.xml",
                                        "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"};
  std::vector<std::pair<std::string, std::string>> parts{
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels",
       "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/>"
       "</Relationships>"}};
  for (const auto name : names) {
    const auto end = std::min(text.find('\0'), text.size());
    parts.emplace_back(name, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return xlsx::pack(parts);
}

void read(std::string_view bytes) {
  constexpr std::size_t rows_enough = 1000;
  if (const auto book = xlsx::Workbook::open(bytes))
    for (const auto& sheet : book->sheets()) {
      const auto table = book->read(sheet, rows_enough);
      if (table && table->rows() > rows_enough) std::abort();
    }
  for (const std::string_view resource : {"aanwezigheid", "signalen"}) {
    auto file = taalschool::Bestand::open(bytes, resource);
    taalschool::BestandRij row;
    std::int64_t before = 0;
    while (file && file->next(row)) {
      if (row.nummer <= before) std::abort();  // a place that is told is one place
      before = row.nummer;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text);
  if (!text.starts_with("PK")) read(packed(text));
  return 0;
}
