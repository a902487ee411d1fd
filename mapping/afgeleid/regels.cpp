#include "mapping/afgeleid/regels.h"

#include <algorithm>
#include <set>

#include "mapping/document/sources.h"

namespace inburgering::mapping::afgeleid {
namespace {

constexpr Regel all_regels[] = {
    {rule("gateway", "regie"), regie},
    {rule("gateway", "leerbaarheid"), leerbaarheid},
    {rule("gateway", "asielrechten"), asielrechten},
    {rule("gateway", "verlenging"), verlenging},
    {rule("gateway", "eerste-pip"), eerste_pip},
    {rule("gateway", "route"), route},
    {rule("gateway", "examen-a2"), examen_a2},
    {rule("gateway", "examen"), examen},
    {rule("gateway", "route-examen"), route_examen},
    {rule("gateway", "gratis-pogingen"), gratis_pogingen},
    {rule("gateway", "onderdeel"), onderdeel},
    {rule("gateway", "route-uren"), route_uren},
    {rule("gateway", "intake-uren"), intake_uren},
    {rule("gateway", "knm"), knm},
    {rule("gateway", "participatie-uren"), participatie_uren},
    {rule("gateway", "onderwijsroute"), onderwijsroute},
    {rule("gateway", "taalles"), taalles},
    {rule("gateway", "toets"), toets},
};

constexpr std::string_view grounds[] = {"Inburgeringsplichtige",
                                        "Inburgeringstermijn",
                                        "Leerbaarheidstoets",
                                        "PIP",
                                        "Leerroute",
                                        "Deelname",
                                        "Aanwezigheid",
                                        "Toetsresultaat",
                                        "Participatiecomponent",
                                        "Urenstand",
                                        "GevolgdeUren",
                                        "Examenonderdeel",
                                        "GratisPogingTegoed",
                                        "Vrijstelling",
                                        "Ontheffing",
                                        "Gebeurtenis"};

}  // namespace

std::span<const Regel> regels() { return all_regels; }

bool fills(std::string_view objecttype) {
  static const auto filled = [] {
    std::set<std::string_view> types;
    canonical::for_each_objecttype([&]<class T>() {
      schemas::for_each_field<T>([&](const auto& field) {
        for (const auto part : document::sources_of(field.source))
          if (std::ranges::find(all_regels, document::behind("afgeleid:", part), &Regel::naam) !=
              std::end(all_regels))
            types.insert(schemas::fields<T>.name);
      });
    });
    return types;
  }();
  return filled.contains(objecttype);
}

bool rests_on(std::string_view objecttype) {
  return std::ranges::find(grounds, objecttype) != std::end(grounds);
}

}  // namespace inburgering::mapping::afgeleid
