#pragma once
#include <optional>

#include "schemas/value/stated.h"

namespace inburgering::mapping {

/// For feeds that deliver a whole resource (DUO, taalscholen): what they leave out has no value.
template <class T>
schemas::Stated<T> whole(const std::optional<T>& value) {
  return schemas::Stated<T>::or_no_value(value);
}

}  // namespace inburgering::mapping
