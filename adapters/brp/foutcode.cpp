#include "adapters/brp/foutcode.h"

#include <algorithm>
#include <stdexcept>

namespace inburgering::adapters::brp {
namespace {

constexpr Foutcode all_foutcodes[] = {
    {"StUF001", "server", "De StUF-versie wordt niet ondersteund"},
    {"StUF004", "server", "Het sectormodel wordt niet ondersteund"},
    {"StUF007", "server", "De versie van het sectormodel wordt niet ondersteund"},
    {"StUF010", "client", "De ontvanger is hier niet bekend"},
    {"StUF013", "client", "De zender is hier niet bekend"},
    {"StUF016", "client",
     "De combinatie van zender en referentienummer is al gebruikt voor een ander bericht"},
    {"StUF022", "client", "De berichtcode is niet bekend"},
    {"StUF025", "server", "De berichtcode wordt niet ondersteund"},
    {"StUF028", "client", "Het entiteittype is niet bekend"},
    {"StUF031", "server", "Het entiteittype wordt niet ondersteund"},
    {"StUF040", "server", "De combinatie van berichtcode en entiteittype wordt niet ondersteund"},
    {"StUF046", "server", "Het bericht kan niet worden opgeslagen; bied het later ongewijzigd opnieuw aan"},
    {"StUF049", "server", "Het bericht kan nu niet worden verwerkt; bied het later opnieuw aan"},
    {"StUF052", "client", "De zender is niet geautoriseerd voor dit bericht"},
    {"StUF055", "client", "Het bericht voldoet niet aan het schema"},
    {"StUF058", "server", "De verwerking van het bericht gaf een fout"},
    {"StUF062", "client", "Het tijdvak van geldigheid is niet zoals voorgeschreven"},
    {"StUF068", "client", "Het bericht bevat een toekomstige mutatie"},
};

}  // namespace

std::span<const Foutcode> foutcodes() { return all_foutcodes; }

const Foutcode& foutcode(std::string_view code) {
  const auto* found = std::ranges::find(all_foutcodes, code, &Foutcode::code);
  if (found == std::end(all_foutcodes)) throw std::logic_error("no such StUF code: " + std::string(code));
  return *found;
}

std::string received_foutcode(std::string_view code) {
  constexpr std::size_t longest = 7;
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  return std::string(code.size() <= longest && std::ranges::all_of(code, fits) ? code : unreadable_foutcode);
}

}  // namespace inburgering::adapters::brp
