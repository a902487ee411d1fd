#pragma once
#include <string_view>

namespace inburgering::gateway::http {

// The pages for schools, from pages/; put into the program when it is built.
extern const std::string_view aanleveren_html;
extern const std::string_view aanleveren_js;
extern const std::string_view stijl_css;

}  // namespace inburgering::gateway::http
