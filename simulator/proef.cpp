#include "simulator/proef.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>

#include "schemas/value/counted.h"

namespace inburgering::simulator {
namespace {

std::string_view word(Cijfer cijfer) {
  switch (cijfer) {
    case Cijfer::voldoet:
      return "voldoet";
    case Cijfer::voldoet_niet:
      return "voldoet niet";
    case Cijfer::niet_beproefd:
      return "niet beproefd";
  }
  return {};
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - std::min(width, text.size()), ' ');
}

}  // namespace

std::size_t Proefverslag::count(Cijfer cijfer) const {
  return static_cast<std::size_t>(std::ranges::count(onderdelen, cijfer, &Onderdeel::cijfer));
}

std::string_view uitslag(const Proefverslag& verslag) {
  if (verslag.count(Cijfer::voldoet_niet) > 0) return "gezakt";
  return verslag.count(Cijfer::niet_beproefd) > 0 ? "deels beproefd" : "geslaagd";
}

std::string to_text(const Proefverslag& verslag) {
  constexpr std::size_t marks = 15;
  constexpr std::size_t names = 26;
  auto text = verslag.wat + "\n" + verslag.moment +
              ", keten-simulator " INBURGERING_VERSION "; een uur duurde " +
              std::to_string(verslag.uur.count()) + " ms\n\n";
  for (const auto& each : verslag.onderdelen)
    text +=
        padded(word(each.cijfer), marks) + padded(each.naam, names) + each.eis + "\n" +
        (each.toelichting.empty() ? "" : std::string(marks + names, ' ') + "- " + each.toelichting + "\n");
  return text + "\n" + std::to_string(verslag.count(Cijfer::voldoet)) + " van " +
         schemas::counted(static_cast<std::int64_t>(verslag.onderdelen.size()), "onderdeel", "onderdelen") +
         " voldoen, " + std::to_string(verslag.count(Cijfer::voldoet_niet)) + " niet, " +
         std::to_string(verslag.count(Cijfer::niet_beproefd)) +
         " niet beproefd: " + std::string(uitslag(verslag)) + "\n";
}

boost::json::object to_json(const Proefverslag& verslag) {
  boost::json::array parts;
  for (const auto& each : verslag.onderdelen)
    parts.emplace_back(boost::json::object{{"naam", each.naam},
                                           {"eis", each.eis},
                                           {"cijfer", word(each.cijfer)},
                                           {"toelichting", each.toelichting}});
  return {{"wat", verslag.wat},
          {"moment", verslag.moment},
          {"versie", INBURGERING_VERSION},
          {"uurDuurdeMs", verslag.uur.count()},
          {"uitslag", uitslag(verslag)},
          {"voldoet", verslag.count(Cijfer::voldoet)},
          {"voldoetNiet", verslag.count(Cijfer::voldoet_niet)},
          {"nietBeproefd", verslag.count(Cijfer::niet_beproefd)},
          {"onderdelen", std::move(parts)}};
}

int tell(const Proefverslag& verslag, const std::filesystem::path& file) {
  std::cout << to_text(verslag) << std::flush;
  if (!file.empty()) {
    std::ofstream out(file);
    out << boost::json::serialize(to_json(verslag)) << '\n';
    if (!out.flush()) {
      std::cerr << file << ": hier is het verslag niet te schrijven\n";
      return 2;
    }
  }
  return verslag.count(Cijfer::voldoet_niet) == 0 ? 0 : 1;
}

}  // namespace inburgering::simulator
