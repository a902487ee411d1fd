// What a Parquet file must look like for any reader; that readers of others read it,
// tests/integration/export_test.py tells.
#include <gtest/gtest.h>

#include "adapters/parquet/thrift.h"
#include "adapters/parquet/writer.h"

namespace inburgering::adapters::parquet {
namespace {

std::string hex(std::string_view bytes) {
  std::string text;
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    (text += digits[byte >> 4U]) += digits[byte & 0xFU];
  }
  return text;
}

/// The example of the specification: fields by their step, numbers as zigzag, lists with their size in front.
TEST(Thrift, writes_fields_by_their_step) {
  Thrift thrift;
  thrift.number(1, 1);
  thrift.number(3, -1, true);
  thrift.text(4, "ab");
  thrift.numbers(5, {0, 300});
  thrift.record(9, [&] { thrift.number(2, 64); });
  thrift.number(10, 3);
  EXPECT_EQ(hex(thrift.end()),
            "15"
            "02"
            "26"
            "01"
            "18"
            "02"
            "6162"
            "19"
            "25"
            "00"
            "d804"
            "4c"
            "25"
            "8001"
            "00"
            "15"
            "06"
            "00");
}
TEST(Thrift, a_list_of_fifteen_has_its_size_apart) {
  Thrift thrift;
  thrift.numbers(1, std::vector<std::int64_t>(15, 0));
  EXPECT_EQ(hex(thrift.end()).substr(0, 6), "19f50f");
}

std::string file_of(const std::vector<std::vector<Value>>& rows) {
  std::string file;
  Writer writer({{"naam", Type::text, false}, {"aantal", Type::number}}, "proef",
                [&](std::string_view bytes) { file += bytes; });
  for (const auto& row : rows) writer.add(row);
  writer.finish();
  return file;
}

TEST(Writer, begins_and_ends_as_parquet_and_says_how_long_its_footer_is) {
  const auto file = file_of({{std::string("a"), std::int64_t{1}}, {std::string("b"), {}}});
  ASSERT_GT(file.size(), 12U);
  EXPECT_EQ(file.substr(0, 4), "PAR1");
  EXPECT_EQ(file.substr(file.size() - 4), "PAR1");
  const auto length = static_cast<unsigned char>(file[file.size() - 8]) +
                      static_cast<unsigned>(static_cast<unsigned char>(file[file.size() - 7]) << 8U);
  EXPECT_LT(length + 12, file.size());
  // The footer begins with the version, and names both columns.
  const auto footer = file.substr(file.size() - 8 - length, length);
  EXPECT_EQ(hex(footer.substr(0, 2)), "1502");
  EXPECT_NE(footer.find("naam"), std::string::npos);
  EXPECT_NE(footer.find("aantal"), std::string::npos);
}
TEST(Writer, of_no_rows_is_a_file_too) { EXPECT_EQ(file_of({}).substr(0, 4), "PAR1"); }
TEST(Writer, writes_the_same_bytes_of_the_same_rows) {
  const std::vector<std::vector<Value>> rows(1000, {std::string("a"), std::int64_t{-7}});
  EXPECT_EQ(file_of(rows), file_of(rows));
}
TEST(Writer, refuses_a_row_that_does_not_fit) {
  EXPECT_THROW(file_of({{std::string("a")}}), std::logic_error);
  EXPECT_THROW(file_of({{{}, std::int64_t{1}}}), std::logic_error) << "a column that must have a value";
}

}  // namespace
}  // namespace inburgering::adapters::parquet
