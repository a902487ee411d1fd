#pragma once
// Where the reading of a document stands, and what it found wrong so far. The place is a chain on the stack:
// its text is made only when there is a fault to tell.
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::schemas {

class Place;

struct Reading {
  Faults faults;
  const Place* place = nullptr;
  std::uint64_t line = 0;  ///< of an XML document; 0 = JSON
  std::uint64_t column = 0;

  /// JSON Pointer, or "regel 3, kolom 14, /PIP/dagtekening".
  std::string pointer() const;
  void fault(std::string_view rule, std::string message);
};

/// One step deeper, for as long as it lives.
class Place {
 public:
  Place(Reading& reading, std::string_view name) : reading_(reading), outer_(reading.place), name_(name) {
    reading.place = this;
  }
  Place(Reading& reading, std::size_t index) : reading_(reading), outer_(reading.place), index_(index) {
    reading.place = this;
  }
  ~Place() { reading_.place = outer_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  /// The path from the root to here.
  std::string path() const;

 private:
  Reading& reading_;
  const Place* outer_;
  std::string_view name_;
  std::size_t index_ = 0;
};

}  // namespace inburgering::schemas
