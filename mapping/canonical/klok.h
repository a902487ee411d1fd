#pragma once
#include "mapping/canonical/field_types.h"

namespace inburgering::mapping::canonical {

/// A warning of the gateway that a term runs out or ran out (mapping/klokken). It is there while it holds,
/// and ends when what was due was done, when the term was moved, or when what started it was taken back.
/// Key: which clock, and about what where a person can have several.
struct Klok {
  std::string klok;
  std::optional<std::string> betreft;
  Stated<std::string> titel;
  Stated<Code<codes::klokstand>> stand;
  Stated<Day> datum_begin;
  Stated<Day> laatste_dag;
  Stated<std::string> begonnen_door;
  Stated<std::string> begonnen_door_bericht;
  Stated<std::string> verschoven_door;
  Stated<std::string> waarschuwing;
  Stated<Day> datum_waarschuwing;
  Stated<std::int64_t> aantal_waarschuwingen;
  Stated<Day> datum_gestopt;
  Stated<std::string> reden_einde;
  Stated<std::string> grondslag;
  bool operator==(const Klok&) const = default;
};

}  // namespace inburgering::mapping::canonical

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::mapping::canonical::Klok> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::mapping::canonical;
  using R = Klok;
  return describe<R>(
      About{"Klok", "waarschuwing van de gateway dat een termijn afloopt of is verstreken",
            belongs_to("Inburgeringsplichtige", "BETREFT")},
      key("klok", &R::klok, "gateway",
          "welke klok: een naam uit docs/termijnen.md, of een eigen klok van de gemeente"),
      key("betreft", &R::betreft, "gateway",
          "waarover zij gaat, als iemand er meer kan hebben: een besluit, een PIP, een school"),
      field("titel", &R::titel, "gateway", "de klok in woorden"),
      field("stand", &R::stand, "gateway", "hoe de termijn ervoor staat"),
      field("datumBegin", &R::datum_begin, "gateway", "dag waarna de termijn loopt"),
      field("laatsteDag", &R::laatste_dag, "gateway", "laatste dag waarop het op tijd is"),
      field("begonnenDoor", &R::begonnen_door, "gateway", "het gegeven dat de klok startte"),
      field("begonnenDoorBericht", &R::begonnen_door_bericht, "gateway",
            "nummer in het berichtenlog van het bericht dat haar startte, voor zover bekend"),
      field("verschovenDoor", &R::verschoven_door, "gateway", "wat de laatste dag heeft verschoven"),
      field("waarschuwing", &R::waarschuwing, "gateway", "de laatste waarschuwing: hoe lang ervoor of erna"),
      field("datumWaarschuwing", &R::datum_waarschuwing, "gateway", "dag waarop die viel"),
      field("aantalWaarschuwingen", &R::aantal_waarschuwingen, "gateway", "hoeveel er tot nu toe vielen"),
      field("datumGestopt", &R::datum_gestopt, "gateway",
            "dag waarop is gedaan wat moest, als de klok daardoor stopte"),
      field("redenEinde", &R::reden_einde, "gateway", "waarom de waarschuwing niet meer geldt"),
      field("grondslag", &R::grondslag, "gateway",
            "artikel van de wet of het document waarop de termijn berust"));
}();
