#pragma once
// The resources of the taalschool-API, each with its record. What is done per resource is derived from this
// list.
#include <array>
#include <utility>

#include "adapters/taalschool/aanwezigheid.h"
#include "adapters/taalschool/activiteit.h"
#include "adapters/taalschool/afronding.h"
#include "adapters/taalschool/deelname.h"
#include "adapters/taalschool/signaal.h"
#include "adapters/taalschool/toetsresultaat.h"
#include "adapters/taalschool/vaardigheid.h"
#include "adapters/taalschool/voortgangsmeting.h"
#include "schemas/record/json_record.h"

namespace inburgering::adapters::taalschool {

/// As the address, the file and the log name it.
template <class Record>
inline constexpr std::string_view resource = "";
template <>
inline constexpr std::string_view resource<Deelname> = "deelnames";
template <>
inline constexpr std::string_view resource<Voortgangsmeting> = "voortgangsmetingen";
template <>
inline constexpr std::string_view resource<Aanwezigheid> = "aanwezigheid";
template <>
inline constexpr std::string_view resource<Toetsresultaat> = "toetsresultaten";
template <>
inline constexpr std::string_view resource<Afronding> = "afronding";
template <>
inline constexpr std::string_view resource<Signaal> = "signalen";
template <>
inline constexpr std::string_view resource<Vaardigheid> = "vaardigheden";
template <>
inline constexpr std::string_view resource<Activiteit> = "activiteiten";

/// Calls `visit.operator()<Record>()` for each resource.
template <class Visit>
void for_each_resource(Visit&& visit) {
  [&]<class... Record>() {
    (visit.template operator()<Record>(), ...);
  }.template operator()<Deelname, Voortgangsmeting, Aanwezigheid, Toetsresultaat, Afronding, Signaal,
                        Vaardigheid, Activiteit>();
}

inline constexpr std::array resource_names{
    resource<Deelname>,  resource<Voortgangsmeting>, resource<Aanwezigheid>, resource<Toetsresultaat>,
    resource<Afronding>, resource<Signaal>,          resource<Vaardigheid>,  resource<Activiteit>};

/// One row: each field by itself, and then what the fields together show. All faults at once.
template <class Record>
schemas::Result<Record> read_rij(const boost::json::value& json) {
  auto read = schemas::read_json<Record>(json);
  if (!read) return read;
  schemas::Faults faults;
  check(*read, faults);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return read;
}

}  // namespace inburgering::adapters::taalschool
