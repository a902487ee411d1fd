// Files as schools might send them, CSV and workbooks, each with what the school is told of it beside it
// (tests/bestanden).
#include "adapters/taalschool/bestand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/taalschool/resources.h"
#include "adapters/taalschool/sjabloon.h"
#include "adapters/xlsx/package.h"

namespace inburgering::adapters::taalschool {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

schemas::Faults faults_of(std::string_view name, const boost::json::object& row) {
  schemas::Faults faults;
  for_each_resource([&]<class Record>() {
    if (resource<Record> != name) return;
    if (auto read = read_rij<Record>(row); !read) faults = std::move(read.error());
  });
  return faults;
}

std::string line(const Bevinding& finding) {
  return (!finding.plek.empty() ? finding.plek
          : finding.rij > 0     ? "rij " + std::to_string(finding.rij)
                                : std::string("bestand")) +
         (finding.kolom.empty() ? "" : ", " + finding.kolom) + ": " + finding.melding + "\n";
}

std::string report(std::string_view text, std::string_view name) {
  std::string told;
  auto file = Bestand::open(text, name);
  if (!file) {
    for (const auto& finding : file.error()) told += line(finding);
    return told;
  }
  int good = 0;
  BestandRij row;
  while (file->next(row)) {
    const auto faults = faults_of(name, row.inhoud);
    if (faults.empty()) ++good;
    for (const auto& finding : file->vertaal(row.nummer, faults)) told += line(finding);
  }
  for (const auto& finding : file->slot()) told += line(finding);
  return told + std::to_string(good) + " goed\n";
}

class Files : public testing::TestWithParam<std::string> {};

TEST_P(Files, are_judged_as_stands_beside_them) {
  const auto file = fs::path(PROJECT_DIR) / "tests/bestanden" / GetParam();
  const auto stem = file.filename().string();
  const auto name = stem.substr(0, stem.find('.'));
  const auto expected = fs::path(file).replace_extension(".verslag");
  EXPECT_EQ(report(content_of(file), name), content_of(expected)) << expected;
}

std::vector<std::string> all_files() {
  std::vector<std::string> names;
  const auto folder = fs::path(PROJECT_DIR) / "tests/bestanden";
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".csv" || entry.path().extension() == ".xlsx")
      names.push_back(fs::relative(entry.path(), folder).string());
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Bestanden, Files, testing::ValuesIn(all_files()), [](const auto& file) {
  std::string name = fs::path(file.param).replace_extension().string();
  std::ranges::replace_if(name, [](char c) { return c == '.' || c == '-' || c == '/'; }, '_');
  return name;
});

TEST(Bestanden, are_a_hundred_at_least) { EXPECT_GE(all_files().size(), 100U); }

TEST(Sjabloon, is_read_as_it_is_given_out) {
  for (const auto name : resource_names) {
    for (const auto& text : {sjabloon(name), sjabloon_xlsx(name)}) {
      auto file = Bestand::open(text, name);
      ASSERT_TRUE(file) << name;
      BestandRij row;
      EXPECT_FALSE(file->next(row)) << "explanation and lists hold no rows";
    }
  }
}

/// A workbook with one sheet, of which this stands between its tags.
std::string workbook(const std::string& rows) {
  const std::string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return xlsx::pack(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + relations +
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
       {"xl/workbook.xml", "<workbook xmlns:r=\"" + relations +
                               "\"><sheets><sheet name=\"Uren\" r:id=\"b\"/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"b\" Type=\"" + relations +
                                          "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
       {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

std::string text_cell(const std::string& text) {
  return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

const std::string header = "<row r=\"1\">" + text_cell("kenmerk") + text_cell("bsn") +
                           text_cell("gemeentecode") + text_cell("datum") + text_cell("soort") + "</row>";

TEST(Werkmap, a_million_empty_rows_cost_nothing_and_are_passed_over) {
  std::string rows = header;
  for (int row = 2; row <= 1'048'576; ++row) rows += "<row r=\"" + std::to_string(row) + "\" spans=\"1:5\"/>";
  const auto file = Bestand::open(workbook(rows), "signalen");
  ASSERT_TRUE(file) << file.error().front().melding;
  BestandRij row;
  EXPECT_FALSE(Bestand(*file).next(row));
}

TEST(Werkmap, what_is_small_and_becomes_large_is_refused) {
  std::string rows = header;
  for (int row = 2; row <= 200'000; ++row)
    rows += "<row><c t=\"inlineStr\"><is><t>" + std::string(500, 'x') + "</t></is></c></row>";
  const auto file = Bestand::open(workbook(rows), "signalen");
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().front().melding, testing::HasSubstr("veel"));
}

TEST(Werkmap, keeps_every_cell_of_a_hundred_thousand_rows) {
  std::string rows = header;
  constexpr int many = 100'000;
  for (int row = 0; row < many; ++row)
    rows += "<row>" + text_cell("K-" + std::to_string(row)) + "<c><v>999990639</v></c></row>";
  const auto text = workbook(rows);
  auto file = Bestand::open(text, "signalen");
  ASSERT_TRUE(file) << file.error().front().melding;
  BestandRij row;
  for (int pass = 0; pass < 2; ++pass) {
    int count = 0;
    while (file->next(row)) {
      ASSERT_EQ(row.inhoud["kenmerk"].as_string(), "K-" + std::to_string(count));
      ASSERT_EQ(row.inhoud["bsn"].as_string(), "999990639");
      ASSERT_EQ(row.nummer, ++count + 1);
    }
    EXPECT_EQ(count, many);
    file->rewind();
  }
}

TEST(Csv, a_line_of_a_million_cells_costs_no_more_than_two_hundred) {
  const auto text = "kenmerk;bsn\n" + std::string(1'000'000, ';') + "x\n";
  auto reader = CsvReader::open(text);
  ASSERT_TRUE(reader);
  Regel read;
  ASSERT_TRUE(reader->next(read));
  ASSERT_TRUE(reader->next(read));
  EXPECT_EQ(read.cells.size(), 200U);
  EXPECT_TRUE(read.too_wide);
  EXPECT_FALSE(read.is_empty());
}

TEST(Csv, keeps_every_cell_of_a_hundred_thousand_lines) {
  std::string text = "kenmerk;bsn\n";
  constexpr int lines = 100'000;
  for (int i = 0; i < lines; ++i) text += "K-" + std::to_string(i) + ";999990639\n";
  auto reader = CsvReader::open(text);
  ASSERT_TRUE(reader);
  Regel read;
  int count = 0;
  while (reader->next(read)) {
    ASSERT_EQ(read.cells.size(), 2U);
    if (count > 0) {
      ASSERT_EQ(read.cells[0], "K-" + std::to_string(count - 1));
    }
    ++count;
  }
  EXPECT_EQ(count, lines + 1);
  EXPECT_EQ(read.number, lines + 1);
}

}  // namespace
}  // namespace inburgering::adapters::taalschool
