// Forty files as schools might send them, each with what the school is told of it beside it
// (tests/bestanden).
#include "adapters/taalschool/bestand.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/taalschool/resources.h"

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
  return (finding.rij > 0 ? "rij " + std::to_string(finding.rij) : std::string("bestand")) +
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
  const auto name = GetParam().substr(0, GetParam().find('.'));
  const auto expected = fs::path(file).replace_extension(".verslag");
  EXPECT_EQ(report(content_of(file), name), content_of(expected)) << expected;
}

std::vector<std::string> all_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(PROJECT_DIR) / "tests/bestanden"))
    if (entry.path().extension() == ".csv") names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Bestanden, Files, testing::ValuesIn(all_files()), [](const auto& file) {
  std::string name = file.param.substr(0, file.param.size() - 4);
  std::ranges::replace_if(name, [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
});

TEST(Bestanden, are_forty_at_least) { EXPECT_GE(all_files().size(), 40U); }

TEST(Sjabloon, is_read_as_it_is_given_out) {
  for (const auto name : resource_names) {
    const auto file = Bestand::open(sjabloon(name), name);
    ASSERT_TRUE(file) << name;
  }
}

TEST(Csv, a_line_of_a_million_cells_costs_no_more_than_two_hundred) {
  const auto text = "kenmerk;bsn\n" + std::string(1'000'000, ';') + "x\n";
  auto reader = CsvReader::open(text);
  ASSERT_TRUE(reader);
  CsvLine read;
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
  CsvLine read;
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
