#pragma once
// The pages of the monitor, as they were built from monitor/ and put into the program.
#include <span>
#include <string_view>

namespace inburgering::gateway::operation {

struct Page {
  std::string_view path;  ///< "/assets/index-3f2a.js"
  std::string_view type;
  std::string_view gzip;
};
/// Empty when the program was built without the monitor.
std::span<const Page> pages();

}  // namespace inburgering::gateway::operation
