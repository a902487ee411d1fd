#include "mapping/taalschool/push.h"

#include <algorithm>
#include <utility>

#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::taalschool {

namespace codes = canonical::codes;
namespace {

template <auto parse>
schemas::Result<Push> read(std::string_view json, std::string_view school) {
  const auto record = parse(json);
  if (!record) return std::unexpected(record.error());
  return Push{record->gemeentecode, record->kenmerk, translate(*record, school)};
}

struct Row {
  std::string_view resource;
  schemas::Result<Push> (*read)(std::string_view json, std::string_view school);
};
constexpr Row rows[] = {
    {"voortgangsmetingen", read<adapters::taalschool::parse_voortgangsmeting>},
    {"aanwezigheid", read<adapters::taalschool::parse_aanwezigheid>},
};

}  // namespace

Translation translate(const adapters::taalschool::Voortgangsmeting& meting, std::string_view school) {
  canonical::Voortgangsmeting object;
  object.instelling = school;
  object.kenmerk = meting.kenmerk;
  object.meetdatum = meting.meetdatum;
  object.leerroute = whole_code<codes::leerroute>(leerroutes, meting.leerroute);
  object.niveau_lezen = whole_code<codes::erk_niveau>(meting.niveau_lezen);
  object.niveau_luisteren = whole_code<codes::erk_niveau>(meting.niveau_luisteren);
  object.niveau_schrijven = whole_code<codes::erk_niveau>(meting.niveau_schrijven);
  object.niveau_spreken = whole_code<codes::erk_niveau>(meting.niveau_spreken);
  object.voortgang = whole_code<codes::voortgang>(meting.voortgang);
  object.verwachte_einddatum = whole(meting.verwachte_einddatum);
  return {{meting.bsn, {}}, {"taalschool", meting.kenmerk, {}}, {{Actie::vastgelegd, object}}, {}};
}

Translation translate(const adapters::taalschool::Aanwezigheid& aanwezigheid, std::string_view school) {
  canonical::Aanwezigheid object;
  object.instelling = school;
  object.kenmerk = aanwezigheid.kenmerk;
  object.soort = schemas::Code<codes::soort_uren>::of(aanwezigheid.soort);
  object.periode_van = aanwezigheid.periode_van;
  object.periode_tot = aanwezigheid.periode_tot;
  object.uren_gevolgd = aanwezigheid.uren_gevolgd;
  object.uren_geoorloofd_verzuim = whole(aanwezigheid.uren_geoorloofd_verzuim);
  object.uren_ongeoorloofd_verzuim = whole(aanwezigheid.uren_ongeoorloofd_verzuim);
  return {
      {aanwezigheid.bsn, {}}, {"taalschool", aanwezigheid.kenmerk, {}}, {{Actie::vastgelegd, object}}, {}};
}

schemas::Result<Push> translate_push(std::string_view resource, std::string_view json,
                                     std::string_view school) {
  const auto* row = std::ranges::find(rows, resource, &Row::resource);
  if (row == std::end(rows))
    return schemas::refuse("", "resource", "deze taalschool-resource is niet bekend");
  return row->read(json, school);
}

std::vector<std::string_view> push_resources() {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.resource);
  return names;
}

}  // namespace inburgering::mapping::taalschool
