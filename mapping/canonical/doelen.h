#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// What someone works towards in the end (GGM Hoofddoel).
struct Hoofddoel {
  Code<codes::doel> doel;
  Day startdatum;
  Stated<Day> einddatum;
  bool operator==(const Hoofddoel&) const = default;
};

/// A matter that stands in the way and asks for attention (GGM Aandachtspunt).
struct Aandachtspunt {
  Code<codes::aandachtspunt> aandachtspunt;
  Day startdatum;
  Stated<Day> einddatum;
  bool operator==(const Aandachtspunt&) const = default;
};

/// One step of an Aandachtspunt (GGM Subdoel Aandachtspunt).
struct SubdoelAandachtspunt {
  Code<codes::aandachtspunt> aandachtspunt;
  Day startdatum_aandachtspunt;
  Code<codes::subdoel_aandachtspunt> subdoel;
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  bool operator==(const SubdoelAandachtspunt&) const = default;
};

/// What someone wishes to develop (GGM Ontwikkelwens).
struct Ontwikkelwens {
  Code<codes::ontwikkelwens> ontwikkelwens;
  Day startdatum;
  Stated<Day> einddatum;
  bool operator==(const Ontwikkelwens&) const = default;
};

/// One step of an Ontwikkelwens (GGM Subdoel Ontwikkelwens).
struct SubdoelOntwikkelwens {
  Code<codes::ontwikkelwens> ontwikkelwens;
  Day startdatum_ontwikkelwens;
  Code<codes::subdoel_ontwikkelwens> subdoel;
  Stated<Day> startdatum;
  Stated<Day> einddatum;
  bool operator==(const SubdoelOntwikkelwens&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Hoofddoel> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Hoofddoel;
  return describe<R>(
      About{"Hoofddoel", "waar iemand uiteindelijk naartoe werkt", belongs_to("Persoon", "HEEFT")},
      key("doel", &R::doel, "ggm:Hoofddoel.Doel; gemeente", "het doel"),
      key("startdatum", &R::startdatum, "ggm:Hoofddoel.StartDatum; gemeente", "eerste dag"),
      field("einddatum", &R::einddatum, "ggm:Hoofddoel.EindDatum; gemeente", "laatste dag"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Aandachtspunt> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Aandachtspunt;
  return describe<R>(
      About{"Aandachtspunt", "wat aandacht vraagt omdat het in de weg staat", belongs_to("Persoon", "HEEFT")},
      key("aandachtspunt", &R::aandachtspunt, "ggm:Aandachtspunt.aandachtspuntOmschrijving; gemeente",
          "waarover het gaat"),
      key("startdatum", &R::startdatum, "ggm:Aandachtspunt.StartDatum; gemeente", "eerste dag"),
      field("einddatum", &R::einddatum, "ggm:Aandachtspunt.EindDatum; gemeente", "laatste dag"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::SubdoelAandachtspunt> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = SubdoelAandachtspunt;
      return describe<R>(
          About{"SubdoelAandachtspunt", "een stap binnen een aandachtspunt",
                belongs_to("Aandachtspunt", "ONDERDEEL_VAN", Via{"aandachtspunt", "aandachtspunt"},
                           Via{"startdatumAandachtspunt", "startdatum"})},
          key("aandachtspunt", &R::aandachtspunt, "gemeente", "aandachtspunt waarvan dit een stap is"),
          key("startdatumAandachtspunt", &R::startdatum_aandachtspunt, "gemeente", "startdatum daarvan"),
          key("subdoel", &R::subdoel, "ggm:Subdoel Aandachtspunt.Subdoel; gemeente", "de stap"),
          field("startdatum", &R::startdatum, "ggm:Subdoel Aandachtspunt.Startdatum; gemeente", "eerste dag"),
          field("einddatum", &R::einddatum, "ggm:Subdoel Aandachtspunt.Einddatum; gemeente", "laatste dag"));
    }();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Ontwikkelwens> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Ontwikkelwens;
  return describe<R>(
      About{"Ontwikkelwens", "wat iemand wil ontwikkelen", belongs_to("Persoon", "HEEFT")},
      key("ontwikkelwens", &R::ontwikkelwens, "ggm:Ontwikkelwens.ontwikkelwensOmschrijving; gemeente",
          "waarover het gaat"),
      key("startdatum", &R::startdatum, "ggm:Ontwikkelwens.StartDatum; gemeente", "eerste dag"),
      field("einddatum", &R::einddatum, "ggm:Ontwikkelwens.EindDatum; gemeente", "laatste dag"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::SubdoelOntwikkelwens> =
    [] {
      using namespace inburgering::schemas;
      using namespace inburgering::mapping::canonical;
      using R = SubdoelOntwikkelwens;
      return describe<R>(
          About{"SubdoelOntwikkelwens", "een stap binnen een ontwikkelwens",
                belongs_to("Ontwikkelwens", "ONDERDEEL_VAN", Via{"ontwikkelwens", "ontwikkelwens"},
                           Via{"startdatumOntwikkelwens", "startdatum"})},
          key("ontwikkelwens", &R::ontwikkelwens, "gemeente", "ontwikkelwens waarvan dit een stap is"),
          key("startdatumOntwikkelwens", &R::startdatum_ontwikkelwens, "gemeente", "startdatum daarvan"),
          key("subdoel", &R::subdoel, "ggm:Subdoel Ontwikkelwens.Subdoel; gemeente", "de stap"),
          field("startdatum", &R::startdatum, "ggm:Subdoel Ontwikkelwens.StartDatum; gemeente", "eerste dag"),
          field("einddatum", &R::einddatum, "ggm:Subdoel Ontwikkelwens.EindDatum; gemeente", "laatste dag"));
    }();
