#include "adapters/parquet/writer.h"

#include <stdexcept>
#include <utility>

#include "adapters/parquet/thrift.h"

namespace inburgering::adapters::parquet {
namespace {

// parquet.thrift: Type, ConvertedType, FieldRepetitionType, Encoding, PageType.
constexpr int boolean = 0, int32 = 1, int64 = 2, byte_array = 6;
constexpr int utf8 = 0, decimal = 5, date = 6, timestamp_millis = 9;
constexpr int required = 0, optional = 1;
constexpr int plain = 0, rle = 3;
constexpr int data_page = 0;
constexpr int uncompressed = 0;
constexpr std::string_view magic = "PAR1";

int physical(Type type) {
  switch (type) {
    case Type::text:
      return byte_array;
    case Type::truth:
      return boolean;
    case Type::day:
      return int32;
    default:
      return int64;
  }
}

/// Numbers stand in a file from their smallest byte on, on any machine.
void append(std::string& to, std::uint64_t value, int bytes) {
  constexpr unsigned bits = 8;
  for (int i = 0; i < bytes; ++i)
    to += static_cast<char>((value >> (bits * static_cast<unsigned>(i))) & 0xFFU);
}

void append_varint(std::string& to, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) to += static_cast<char>((value & 0x7FU) | 0x80U);
  to += static_cast<char>(value);
}

/// Which rows have a value: runs of the same, with the length of all in front (Encodings.md, RLE).
std::string levels(const std::vector<bool>& present) {
  std::string runs;
  for (std::size_t begin = 0; begin < present.size();) {
    auto end = begin;
    while (end < present.size() && present[end] == present[begin]) ++end;
    append_varint(runs, (end - begin) << 1U);
    runs += present[begin] ? '\1' : '\0';
    begin = end;
  }
  std::string all;
  append(all, runs.size(), 4);
  return all + runs;
}

std::string packed(const std::vector<bool>& truths) {
  constexpr std::size_t bits = 8;
  std::string bytes((truths.size() + bits - 1) / bits, '\0');
  for (std::size_t i = 0; i < truths.size(); ++i)
    if (truths[i])
      bytes[i / bits] = static_cast<char>(static_cast<unsigned char>(bytes[i / bits]) | (1U << (i % bits)));
  return bytes;
}

void describe(Thrift& thrift, const Column& column) {
  thrift.number(1, physical(column.type));
  thrift.number(3, column.optional ? optional : required);
  thrift.text(4, column.name);
  if (column.type == Type::text) thrift.number(6, utf8);
  if (column.type == Type::day) thrift.number(6, date);
  if (column.type == Type::moment) thrift.number(6, timestamp_millis);
  if (column.type == Type::decimal2) {
    constexpr int scale = 2, precision = 18;
    thrift.number(6, decimal);
    thrift.number(7, scale);
    thrift.number(8, precision);
  }
}

}  // namespace

Writer::Writer(std::vector<Column> columns, std::string created_by, Sink sink)
    : columns_(std::move(columns)),
      created_by_(std::move(created_by)),
      sink_(std::move(sink)),
      gathered_(columns_.size()) {
  write(magic);
}

void Writer::write(std::string_view bytes) {
  sink_(bytes);
  offset_ += static_cast<std::int64_t>(bytes.size());
}

void Writer::add(const std::vector<Value>& row) {
  if (row.size() != columns_.size()) throw std::logic_error("a row that has not a value for each column");
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto& column = columns_[i];
    auto& to = gathered_[i];
    const bool present = !std::holds_alternative<std::monostate>(row[i]);
    if (column.optional)
      to.present.push_back(present);
    else if (!present)
      throw std::logic_error("column " + column.name + " without a value");
    if (!present) continue;
    const auto before = to.values.size();
    switch (column.type) {
      case Type::text: {
        const auto& text = std::get<std::string>(row[i]);
        append(to.values, text.size(), 4);
        to.values += text;
        break;
      }
      case Type::truth:
        to.truths.push_back(std::get<bool>(row[i]));
        break;
      case Type::day:
        append(to.values, static_cast<std::uint64_t>(std::get<std::int64_t>(row[i])), 4);
        break;
      default:
        append(to.values, static_cast<std::uint64_t>(std::get<std::int64_t>(row[i])), 8);
    }
    bytes_ += to.values.size() - before;
  }
  ++rows_;
  if (++in_group_ >= rows_at_most || bytes_ >= bytes_at_most) end_group();
}

void Writer::end_group() {
  if (in_group_ == 0) return;
  Group group;
  group.rows = in_group_;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto& from = gathered_[i];
    std::string page = columns_[i].optional ? levels(from.present) : std::string();
    page += columns_[i].type == Type::truth ? packed(from.truths) : from.values;
    Thrift thrift;
    thrift.number(1, data_page);
    thrift.number(2, static_cast<std::int64_t>(page.size()));
    thrift.number(3, static_cast<std::int64_t>(page.size()));
    thrift.record(5, [&] {
      thrift.number(1, in_group_);
      thrift.number(2, plain);
      thrift.number(3, rle);
      thrift.number(4, rle);
    });
    Chunk chunk;
    chunk.offset = offset_;
    write(thrift.end());
    write(page);
    chunk.size = offset_ - chunk.offset;
    chunk.values = in_group_;
    group.size += chunk.size;
    group.chunks.push_back(chunk);
    from = {};
  }
  groups_.push_back(std::move(group));
  in_group_ = 0;
  bytes_ = 0;
}

void Writer::finish() {
  end_group();
  Thrift thrift;
  thrift.number(1, 1);
  // The root, and behind it its children.
  std::vector<const Column*> elements{nullptr};
  for (const auto& column : columns_) elements.push_back(&column);
  thrift.records(2, elements, [&](const Column* column) {
    if (column != nullptr) return describe(thrift, *column);
    thrift.text(4, "schema");
    thrift.number(5, static_cast<std::int64_t>(columns_.size()));
  });
  thrift.number(3, rows_, true);
  thrift.records(4, groups_, [&](const Group& group) {
    std::vector<std::size_t> places(group.chunks.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    thrift.records(1, places, [&](std::size_t i) {
      const auto& chunk = group.chunks[i];
      thrift.number(2, chunk.offset, true);
      thrift.record(3, [&] {
        thrift.number(1, physical(columns_[i].type));
        thrift.numbers(2, {plain, rle});
        thrift.texts(3, {columns_[i].name});
        thrift.number(4, uncompressed);
        thrift.number(5, chunk.values, true);
        thrift.number(6, chunk.size, true);
        thrift.number(7, chunk.size, true);
        thrift.number(9, chunk.offset, true);
      });
    });
    thrift.number(2, group.size, true);
    thrift.number(3, group.rows, true);
  });
  thrift.text(6, created_by_);
  const auto footer = thrift.end();
  write(footer);
  std::string length;
  append(length, footer.size(), 4);
  write(length);
  write(magic);
}

}  // namespace inburgering::adapters::parquet
