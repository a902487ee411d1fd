#include "mapping/brp/verhuizing.h"

namespace inburgering::mapping::brp {

std::optional<std::string> verhuisd_naar(const canonical::Persoon& persoon, std::string_view gemeentecode) {
  const auto& registered = persoon.gemeente_van_inschrijving;
  if (!registered.has_value()) return std::nullopt;
  const auto& code = registered.value();
  if (code == gemeentecode || code == "1999" || code == "0000") return std::nullopt;
  return code;
}

std::optional<schemas::Day> dag_van_verhuizing(const canonical::Persoon& persoon) {
  if (!persoon.datum_inschrijving.has_value()) return std::nullopt;
  const auto day = schemas::Day::parse(persoon.datum_inschrijving.value().text());
  return day ? std::optional(*day) : std::nullopt;
}

}  // namespace inburgering::mapping::brp
