#pragma once
// Who there are in the chain, by name.
#include <string_view>
#include <vector>

namespace inburgering::simulation {

namespace oin {
inline constexpr std::string_view gateway = "00000099000000001000", duo = "00000099000000002000",
                                  brp = "00000099000000003000", school = "00000099000000004000",
                                  school_2 = "00000099000000008000", kvs_0518 = "00000099000000005000",
                                  kvs_0344 = "00000099000000006000", mirror = "00000099000000007000",
                                  fetcher = "00000099000000009000", den_haag = "00000099000000000518",
                                  utrecht = "00000099000000000344";
}  // namespace oin

/// Who gets events.
struct Receiver {
  std::string_view id, oin, gemeente;
  std::string_view host{};  ///< empty: it fetches
  std::string_view form{};  ///< empty: the usual one
};
inline const std::vector<Receiver>& receivers() {
  static const std::vector<Receiver> all{{"kvs-0518", oin::kvs_0518, "0518", "127.0.0.3", ""},
                                         {"kvs-0344", oin::kvs_0344, "0344", "127.0.0.4", ""},
                                         {"spiegel-0518", oin::mirror, "0518", "127.0.0.5", "bundel"},
                                         {"haalt-0344", oin::fetcher, "0344", "", ""}};
  return all;
}

}  // namespace inburgering::simulation
