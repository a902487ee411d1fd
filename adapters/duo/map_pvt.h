#pragma once
// Answers of the MAP, PVT en Z-route API 1.0.0. What became of the Z-route cannot be asked.
#include <string>

#include "schemas/record/fields.h"
#include "schemas/value/day.h"

namespace inburgering::adapters::duo {

/// `GET /personen/{bsn}/map`.
struct DatumMap {
  schemas::Day datum_eindgesprek_map;
};

/// `GET /personen/{bsn}/pvt`.
struct DatumPvt {
  schemas::Day datum_ondertekening_pvt;
};

}  // namespace inburgering::adapters::duo

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::DatumMap> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = DatumMap;
  return describe_open<R>("DatumMap", field("datumEindgesprekMap", &R::datum_eindgesprek_map, "DatumMap",
                                            "dag van het eindgesprek"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::duo::DatumPvt> = [] {
  using namespace inburgering::schemas;
  using namespace inburgering::adapters::duo;
  using R = DatumPvt;
  return describe_open<R>("DatumPvt", field("datumOndertekeningPvt", &R::datum_ondertekening_pvt, "DatumPvt",
                                            "dag van ondertekening"));
}();
