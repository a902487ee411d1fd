#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// An Organisatie-identificatienummer: 20 positions (Logius, OIN-stelsel). The prefix tells the register;
/// 00000099 is the test register and does not belong in production.
/// Only digits are taken: the pattern of DUO's headers, and of every register that this gateway meets.
class Oin {
 public:
  Oin() = default;
  static std::expected<Oin, Fault> parse(std::string_view text, std::string_view pointer = "");
  const std::string& digits() const { return digits_; }
  bool is_test() const { return digits_.starts_with("00000099"); }
  auto operator<=>(const Oin&) const = default;

 private:
  explicit Oin(std::string_view digits) : digits_(digits) {}
  std::string digits_;
};

}  // namespace inburgering::schemas
