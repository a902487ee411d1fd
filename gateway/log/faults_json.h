#pragma once
#include <boost/json/array.hpp>
#include <string>
#include <string_view>

#include "schemas/fault.h"

namespace inburgering::gateway::log {

/// [{"pointer", "regel", "melding"}], the form of faults in the log, on the terminal and in problem+json.
boost::json::array faults_to_json(const schemas::Faults& faults);
std::string faults_to_text(const schemas::Faults& faults);  ///< empty text for no faults
schemas::Faults faults_from_text(std::string_view text);

}  // namespace inburgering::gateway::log
