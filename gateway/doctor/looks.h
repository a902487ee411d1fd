#pragma once
// The checks of the list in doctor.cpp, by the file that they stand in.
#include "gateway/doctor/doctor.h"

namespace inburgering::gateway::doctor {

// certificates.cpp
Findings look_at_certificates(House& house);
Findings look_at_chains(House& house);
Findings look_at_roots(House& house);
Findings look_at_lists(House& house);
// network.cpp
Findings look_at_ports(House& house);
Findings look_at_names(House& house);
Findings look_at_reach(House& house);
Findings look_at_clock(House& house);
Findings look_at_time_zone(House& house);
// machine.cpp
Findings look_at_disk(House& house);
Findings look_at_modes(House& house);
Findings look_at_limits(House& house);
// store.cpp
Findings look_at_configuration(House& house);
Findings look_at_store(House& house);
Findings look_at_secrets(House& house);

// What several tell alike.
std::string in_days(std::int64_t days);
std::string in_bytes(std::uint64_t bytes);

}  // namespace inburgering::gateway::doctor
