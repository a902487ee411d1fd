#pragma once
// The clocks of a gemeente: those that come with the gateway, as it changed them, and its own.
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gateway/config/reader.h"
#include "mapping/klokken/geleverd.h"
#include "mapping/klokken/situatie.h"

namespace inburgering::gateway::config {

struct Klokken {
  std::vector<mapping::klokken::Klokdefinitie> lijst = mapping::klokken::geleverde_klokken();
  /// The types of object that they look at.
  std::set<std::string, std::less<>> types = mapping::klokken::types(lijst);
};

/// `klokken` of a tenant: a list in which each names a clock that comes with the gateway, to switch it off,
/// shorten it or move its warnings, or a clock of its own (docs/termijnen.md).
Klokken read_klokken(Reader& tenant);

}  // namespace inburgering::gateway::config
