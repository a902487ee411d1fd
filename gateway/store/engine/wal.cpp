#include "gateway/store/engine/wal.h"

#include <array>
#include <fstream>
#include <span>
#include <vector>

namespace inburgering::gateway::store {
namespace {

constexpr std::size_t wal_head = 32;
constexpr std::size_t frame_head = 24;
constexpr std::uint32_t wal_magic = 0x377f0682;  // its last bit: the order of the bytes in what is summed

std::uint32_t big_endian(const unsigned char* at) {
  return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}
std::uint32_t little_endian(const unsigned char* at) {
  return std::uint32_t{at[3]} << 24U | std::uint32_t{at[2]} << 16U | std::uint32_t{at[1]} << 8U | at[0];
}

using Sum = std::array<std::uint32_t, 2>;

Sum sum_at(const unsigned char* at) { return {big_endian(at), big_endian(at + 4)}; }

Sum sum_on(Sum sum, std::span<const unsigned char> bytes, bool big) {
  const auto word = big ? big_endian : little_endian;
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    sum[0] += word(&bytes[at]) + sum[1];
    sum[1] += word(&bytes[at + 4]) + sum[0];
  }
  return sum;
}

class Wal {
 public:
  explicit Wal(const std::filesystem::path& file) : in_(file, std::ios::binary) {
    std::array<unsigned char, wal_head> head{};
    if (!read(head)) return;
    any_ = true;
    const auto mark = big_endian(head.data());
    page_ = big_endian(&head[8]);
    const bool sane =
        (mark & ~1U) == wal_magic && page_ >= 512 && page_ <= 65'536 && (page_ & (page_ - 1)) == 0;
    big_ = (mark & 1U) != 0;
    salt_ = sum_at(&head[16]);
    sum_ = sum_on({}, std::span(head).first(24), big_);
    whole_ = sane && sum_ == sum_at(&head[24]);
    if (whole_) frame_.resize(frame_head + page_);
  }

  bool any() const { return any_; }
  bool whole() const { return whole_; }
  std::int64_t size_of_frame() const { return static_cast<std::int64_t>(frame_.size()); }
  bool next() { return read(frame_); }
  bool of_this_log() const { return sum_at(&frame_[8]) == salt_; }
  bool ends_transaction() const { return big_endian(&frame_[4]) != 0; }
  Sum told() const { return sum_at(&frame_[16]); }
  Sum head_sum() const { return sum_; }
  Sum after(Sum before) const {
    const auto bytes = std::span<const unsigned char>(frame_);
    return sum_on(sum_on(before, bytes.first(8), big_), bytes.subspan(frame_head), big_);
  }

 private:
  bool read(std::span<unsigned char> into) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    return !!in_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
  }

  std::ifstream in_;
  bool any_ = false;
  bool whole_ = false;
  bool big_ = false;
  std::size_t page_ = 0;
  Sum salt_{};
  Sum sum_{};
  std::vector<unsigned char> frame_;
};

}  // namespace

std::optional<WalDamage> damage_of_wal(const std::filesystem::path& store_file) {
  const auto file = store_file.string() + "-wal";
  std::error_code absent;
  const auto size = std::filesystem::file_size(file, absent);
  Wal wal(file);
  if (absent || !wal.any()) return std::nullopt;
  // The head is on disk before any frame is.
  if (!wal.whole()) return size > wal_head ? std::optional(WalDamage{}) : std::nullopt;
  WalDamage found{0, static_cast<std::int64_t>(wal_head), 0};
  auto sum = wal.head_sum();
  std::int64_t number = 1;
  for (; wal.next() && wal.of_this_log() && wal.after(sum) == wal.told(); ++number) {
    sum = wal.told();
    if (wal.ends_transaction())
      found.readable = static_cast<std::int64_t>(wal_head) + number * wal.size_of_frame();
  }
  found.frame = number;
  // From the one that is not whole: does a transaction go on from another?
  Sum ended{};
  bool one_ended = false;
  for (bool there = static_cast<std::int64_t>(size) >=
                    static_cast<std::int64_t>(wal_head) + number * wal.size_of_frame();
       there; there = wal.next()) {
    const bool of_this_log = wal.of_this_log();
    if (one_ended && of_this_log && wal.after(ended) == wal.told()) ++found.lost;
    one_ended = of_this_log && wal.ends_transaction();
    if (one_ended) ended = wal.told();
  }
  return found.lost > 0 ? std::optional(found) : std::nullopt;
}

}  // namespace inburgering::gateway::store
