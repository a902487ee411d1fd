#pragma once
#include <optional>
#include <string>

#include "schemas/fault.h"
#include "schemas/record/fields.h"
#include "schemas/value/bsn.h"
#include "schemas/value/moment.h"
#include "schemas/value/v_nummer.h"

namespace inburgering::adapters::duo {

/// Body of `POST /notificaties` (DUO Notificatie API 1.8.0, schema Notificatie): that something happened, not
/// what.
struct Notificatie {
  schemas::Moment registratie_datum_tijd;
  std::string gebeurtenis_id;
  std::optional<schemas::Bsn> bsn;
  std::optional<std::int64_t> v_nummer;
};

inline constexpr const char* notificatie_api_version = "1.8.0";

inline constexpr schemas::Format gebeurtenis_id_format{
    "GebeurtenisId", "[0-9A-Z]{1,6}", "een tot zes cijfers en hoofdletters", [](std::string_view text) {
      return !text.empty() && text.size() <= 6 && std::ranges::all_of(text, [](char c) {
        return schemas::formats::is_digit(c) || (c >= 'A' && c <= 'Z');
      });
    }};

/// Of whom it speaks.
struct Wie {
  std::optional<schemas::Bsn> bsn;
  std::optional<std::int64_t> v_nummer;
};
/// As far as that can be read of a body that is refused.
Wie over_wie(std::string_view json);

/// Reads and checks the body; a notification without bsn and without vNummer is about nobody and refused.
schemas::Result<Notificatie> parse_notificatie(std::string_view json);

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::Notificatie> = [] {
  using namespace inburgering::schemas;
  using inburgering::adapters::duo::Notificatie;
  return describe_open<Notificatie>(
      "Notificatie",
      field("registratieDatumTijd", &Notificatie::registratie_datum_tijd, "Notificatie",
            "moment van registratie bij DUO"),
      field("gebeurtenisId", &Notificatie::gebeurtenis_id, "Notificatie", "soort gebeurtenis",
            {.format = &inburgering::adapters::duo::gebeurtenis_id_format}),
      field("bsn", &Notificatie::bsn, "Notificatie", "burgerservicenummer"),
      field("vNummer", &Notificatie::v_nummer, "Notificatie", "vreemdelingennummer",
            {.minimum = 0, .maximum = most_v_nummer}));
}();
