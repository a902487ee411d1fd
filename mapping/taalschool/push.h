#pragma once
// What a row of a taalschool means. A row with a kenmerk that was used before is a correction: what it leaves
// out has no value.
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "adapters/taalschool/resources.h"
#include "mapping/change.h"

namespace inburgering::mapping::taalschool {

// `school` is the OIN of the taalschool that sent it.
Translation translate(const adapters::taalschool::Deelname& deelname, std::string_view school);
Translation translate(const adapters::taalschool::Voortgangsmeting& meting, std::string_view school);
Translation translate(const adapters::taalschool::Aanwezigheid& aanwezigheid, std::string_view school);
Translation translate(const adapters::taalschool::Toetsresultaat& resultaat, std::string_view school);
Translation translate(const adapters::taalschool::Afronding& afronding, std::string_view school);
Translation translate(const adapters::taalschool::Signaal& signaal, std::string_view school);
Translation translate(const adapters::taalschool::Vaardigheid& vaardigheid, std::string_view school);
Translation translate(const adapters::taalschool::Activiteit& activiteit, std::string_view school);

/// A row, read and translated.
struct Push {
  std::string gemeentecode;
  std::string kenmerk;
  std::string deelname;  ///< of an afronding: the deelname that it is about
  Translation translation;
};

/// Reads and translates a row of one resource. All faults at once.
schemas::Result<Push> translate_push(std::string_view resource, const boost::json::value& json,
                                     std::string_view school);
schemas::Result<Push> translate_push_text(std::string_view resource, std::string_view json,
                                          std::string_view school);

/// What it means that a row is withdrawn that was taken before: what is the school's own ends; of what it
/// told about others' objects nothing changes.
Translation withdrawal(const Push& push);

}  // namespace inburgering::mapping::taalschool
