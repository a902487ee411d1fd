#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

/// A burgerservicenummer: nine digits that pass the 11-test
/// (Wet algemene bepalingen burgerservicenummer; the test itself: Logisch Ontwerp BSN).
/// Only `parse` makes one; a default-constructed Bsn is empty and stands for "not read yet".
class Bsn {
 public:
  Bsn() = default;
  static std::expected<Bsn, Fault> parse(std::string_view text, std::string_view pointer = "");
  const std::string& digits() const { return digits_; }
  bool operator==(const Bsn&) const = default;

 private:
  explicit Bsn(std::string_view digits) : digits_(digits) {}
  std::string digits_;
};

}  // namespace inburgering::schemas
