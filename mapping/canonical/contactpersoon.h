#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// Whom DUO may turn to at the gemeente about someone (DUO Contactpersoon 1.0.0).
struct Contactpersoon {
  std::optional<std::int64_t> contactpersoon_id;  ///< DUO gives it to a new one
  Stated<std::string> naam;
  Stated<std::string> email;
  Stated<std::string> telefoonnummer;
  bool operator==(const Contactpersoon&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Contactpersoon> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Contactpersoon;
  return describe<R>(
      About{"Contactpersoon", "functionaris van de gemeente tot wie DUO zich kan wenden",
            belongs_to("Persoon", "HEEFT")},
      key("contactpersoonId", &R::contactpersoon_id, "naar-duo:Contactpersoon/Contactpersoon.id",
          "nummer bij DUO; dat geeft DUO aan een nieuwe", {.minimum = 1, .maximum = 99999}),
      field("naam", &R::naam, "naar-duo:Contactpersoon/Contactpersoongegevens.naam", "naam"),
      field("email", &R::email, "naar-duo:Contactpersoon/Contactpersoongegevens.email", "e-mailadres"),
      field("telefoonnummer", &R::telefoonnummer,
            "naar-duo:Contactpersoon/Contactpersoongegevens.telefoonnummer", "telefoonnummer"));
}();
