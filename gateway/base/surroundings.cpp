#include "gateway/base/surroundings.h"

#include <openssl/rand.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <stdexcept>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway {
namespace {

std::string hex(std::span<const unsigned char> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string dashed(std::span<const unsigned char, 16> bytes) {
  auto text = hex(bytes);
  for (const std::size_t position : {20U, 16U, 12U, 8U}) text.insert(position, "-");
  return text;
}

void set_version(std::array<unsigned char, 16>& bytes, unsigned version) {
  bytes[6] = static_cast<unsigned char>((version << 4) | (bytes[6] & 0x0F));
  bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));
}

}  // namespace

double Random::fraction() {
  std::array<unsigned char, 4> bytes{};
  fill(bytes);
  const auto number = (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) |
                      (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]};
  return number / 4294967296.0;
}

schemas::Moment SystemClock::now() const {
  return schemas::Moment(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

namespace {

void ask_for(std::span<unsigned char> bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system has no randomness to give");
}

/// Bytes that were asked for together, because asking costs the same for few as for many. What is handed out
/// is wiped.
struct Stock {
  std::array<unsigned char, 512> bytes{};
  std::size_t used = bytes.size();

  void hand_out(std::span<unsigned char> wanted) {
    if (wanted.size() > bytes.size() - used) {
      ask_for(bytes);
      used = 0;
    }
    const auto from = std::span(bytes).subspan(used, wanted.size());
    std::ranges::copy(from, wanted.begin());
    ::explicit_bzero(from.data(), from.size());
    used += wanted.size();
  }
};

}  // namespace

void SystemRandom::fill(std::span<unsigned char> bytes) {
  thread_local Stock stock;
  if (bytes.size() > stock.bytes.size() / 4)
    ask_for(bytes);
  else
    stock.hand_out(bytes);
}

std::string uuid7(Surroundings surroundings) {
  return uuid7_of(surroundings.clock.now(), surroundings.random);
}

std::string uuid7_of(schemas::Moment moment, Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(bytes);
  const auto since_1970 = static_cast<std::uint64_t>(milliseconds(moment));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(since_1970 >> (40 - 8 * i));
  set_version(bytes, 7);
  return dashed(bytes);
}

std::optional<schemas::Moment> moment_of_uuid7(std::string_view id) {
  constexpr std::size_t length = 36;
  constexpr std::size_t version_at = 14;
  if (id.size() != length || id[version_at] != '7' || id[8] != '-') return std::nullopt;
  const auto digits = std::string(id.substr(0, 8)) + std::string(id.substr(9, 4));
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(milliseconds)));
}

std::string first_uuid7(schemas::Moment moment) {
  std::array<unsigned char, 16> bytes{};
  // There are none of before 1970.
  const auto since_1970 = static_cast<std::uint64_t>(std::max<std::int64_t>(0, milliseconds(moment)));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(since_1970 >> (40 - 8 * i));
  set_version(bytes, 7);
  return dashed(bytes);
}

std::string uuid4(Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(bytes);
  set_version(bytes, 4);
  return dashed(bytes);
}

}  // namespace inburgering::gateway
