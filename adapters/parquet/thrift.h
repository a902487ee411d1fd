#pragma once
// The compact protocol of Thrift, as far as the footer of a Parquet file needs it (Apache Thrift,
// thrift-compact-protocol.md): structs, lists, integers and texts.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::adapters::parquet {

/// Writes one struct and those within it. Fields come in rising order.
class Thrift {
 public:
  void number(int field, std::int64_t value, bool wide = false) {
    header(field, wide ? type_i64 : type_i32);
    zigzag(value);
  }
  void text(int field, std::string_view value) {
    header(field, type_binary);
    raw_text(value);
  }
  void numbers(int field, const std::vector<std::int64_t>& values) {
    list(field, type_i32, values.size());
    for (const auto value : values) zigzag(value);
  }
  void texts(int field, const std::vector<std::string_view>& values) {
    list(field, type_binary, values.size());
    for (const auto value : values) raw_text(value);
  }
  /// What `write` writes is a struct in this field.
  template <class Write>
  void record(int field, Write&& write) {
    header(field, type_struct);
    nested(write);
  }
  /// One struct for each of `items`.
  template <class Items, class Write>
  void records(int field, const Items& items, Write&& write) {
    list(field, type_struct, items.size());
    for (const auto& item : items) nested([&] { write(item); });
  }
  /// Ends the outermost struct.
  const std::string& end() {
    bytes_ += '\0';
    return bytes_;
  }

 private:
  static constexpr unsigned type_i32 = 5, type_i64 = 6, type_binary = 8, type_list = 9, type_struct = 12;

  void byte(unsigned value) { bytes_ += static_cast<char>(static_cast<unsigned char>(value)); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) byte(static_cast<unsigned>(value & 0x7FU) | 0x80U);
    byte(static_cast<unsigned>(value));
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void raw_text(std::string_view value) {
    varint(value.size());
    bytes_ += value;
  }
  /// The step from the field before it; no table here leaves out more than fifteen.
  void header(int field, unsigned type) {
    byte((static_cast<unsigned>(field - last_) << 4U) | type);
    last_ = field;
  }
  void list(int field, unsigned type, std::size_t size) {
    header(field, type_list);
    constexpr std::size_t long_list = 15;
    byte((static_cast<unsigned>(size < long_list ? size : long_list) << 4U) | type);
    if (size >= long_list) varint(size);
  }
  template <class Write>
  void nested(Write&& write) {
    const int outer = last_;
    last_ = 0;
    write();
    byte(0);
    last_ = outer;
  }

  std::string bytes_;
  int last_ = 0;
};

}  // namespace inburgering::adapters::parquet
