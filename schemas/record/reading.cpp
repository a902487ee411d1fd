#include "schemas/record/reading.h"

#include <utility>

#include "schemas/record/json_text.h"

namespace inburgering::schemas {

std::string Reading::pointer() const {
  std::string path = place == nullptr ? "" : place->path();
  if (line == 0) return path;
  return "regel " + std::to_string(line) + ", kolom " + std::to_string(column) + ", " + path;
}

void Reading::fault(std::string_view rule, std::string message) {
  faults.push_back({pointer(), std::string(rule), std::move(message)});
}

std::string Place::path() const {
  return (outer_ == nullptr ? "" : outer_->path()) + '/' +
         (name_.data() == nullptr ? std::to_string(index_) : pointer_token(name_));
}

}  // namespace inburgering::schemas
