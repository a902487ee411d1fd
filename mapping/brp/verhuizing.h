#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "mapping/canonical/persoon.h"

namespace inburgering::mapping::brp {

/// The other gemeente in which someone is registered now. Nothing when that is this one, when it is not
/// known, or when it is none: abroad (RNI, 1999) nobody takes the dossier over.
std::optional<std::string> verhuisd_naar(const canonical::Persoon& persoon, std::string_view gemeentecode);

/// The day since when: that of the registration, if it is known to the day.
std::optional<schemas::Day> dag_van_verhuizing(const canonical::Persoon& persoon);

}  // namespace inburgering::mapping::brp
