#pragma once
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::mapping::lineage {

/// Other texts that may stand where this one stands, the likeliest first: a day nearby, another code of a
/// list that has it, the same with another last sign.
std::vector<std::string> alternatives(std::string_view text);
/// The same of a value in JSON that is no object or list.
std::vector<boost::json::value> alternatives(const boost::json::value& value);

}  // namespace inburgering::mapping::lineage
