#pragma once
// Why the system would not, in the words of who runs the gateway.
#include <string>
#include <system_error>

namespace inburgering::schemas {

enum class Tongue { nl, en };

/// Of an errno, as "toegang geweigerd". The one place that turns one into words.
std::string reason_of(int error, Tongue tongue = Tongue::nl);
/// Of an error of the system; of any other category what it says itself.
std::string reason_of(const std::error_code& error);

}  // namespace inburgering::schemas
