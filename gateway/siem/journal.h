#pragma once
// A security event as the journal of systemd takes it over its own socket (systemd, "Native Journal
// Protocol"): fields that can be searched, such as `journalctl INBURGERING_GEBEURTENIS=inhoud.ingezien`.
// Pure.
#include <string>
#include <string_view>

#include "gateway/siem/rfc5424.h"

namespace inburgering::gateway::siem {

std::string journal_entry(const Told& told);
/// One field. A value with a line break is told by its length.
std::string journal_field(std::string_view name, std::string_view value);

}  // namespace inburgering::gateway::siem
