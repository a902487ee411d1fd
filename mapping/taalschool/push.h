#pragma once
#include "adapters/taalschool/aanwezigheid.h"
#include "adapters/taalschool/voortgangsmeting.h"
#include "mapping/change.h"

namespace inburgering::mapping::taalschool {

// `school` is the OIN of the taalschool that sent it. A push with a kenmerk that was used before is a
// correction: what it leaves out has no value.
Translation translate(const adapters::taalschool::Voortgangsmeting& meting, std::string_view school);
Translation translate(const adapters::taalschool::Aanwezigheid& aanwezigheid, std::string_view school);

/// A push, read and translated.
struct Push {
  std::string gemeentecode;
  std::string kenmerk;
  Translation translation;
};

/// Reads and translates the body for one resource of the taalschool-API: voortgangsmetingen or aanwezigheid.
schemas::Result<Push> translate_push(std::string_view resource, std::string_view json,
                                     std::string_view school);
/// The resources that translate_push takes.
std::vector<std::string_view> push_resources();

}  // namespace inburgering::mapping::taalschool
