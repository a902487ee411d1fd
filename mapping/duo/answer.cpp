#include "mapping/duo/answer.h"

#include <algorithm>
#include <utility>

#include "mapping/feed_codes.h"
#include "mapping/whole.h"

namespace inburgering::mapping::duo {

namespace codes = canonical::codes;
using schemas::Code;

namespace {

std::optional<canonical::Startinburgering> start_of(const adapters::duo::Inburgeringsplicht& plicht) {
  if (!plicht.begindatum) return std::nullopt;
  canonical::Startinburgering start;
  start.datum_start = *plicht.begindatum;
  return start;
}

std::optional<canonical::Startinburgering> start_of(const adapters::duo::Inburgeringstermijn& termijn) {
  canonical::Startinburgering start;
  start.datum_aanvang_inburgeringstermijn = termijn.startdatum;
  return start;
}

/// What one record says: its own object and, where it tells when inburgering began, that too.
template <class Record>
std::vector<Change> changes_of(const Record& record) {
  std::vector<Change> changes{{Actie::vastgelegd, translate(record)}};
  if constexpr (requires { start_of(record); })
    if (auto start = start_of(record)) changes.push_back({Actie::vastgelegd, std::move(*start)});
  return changes;
}

template <class Record>
std::vector<Change> changes_of(const std::vector<Record>& records) {
  std::vector<Change> changes;
  changes.reserve(records.size());
  for (const auto& record : records) changes.push_back({Actie::vastgelegd, translate(record)});
  return changes;
}

using Read = schemas::Result<std::vector<Change>> (*)(std::string_view json);

template <auto parse>
schemas::Result<std::vector<Change>> read(std::string_view json) {
  const auto record = parse(json);
  if (!record) return std::unexpected(record.error());
  return changes_of(*record);
}

/// One row a resource: how to read it, and which object type its list is the whole of.
struct Row {
  std::string_view resource;
  Read read;
  std::string_view complete;
};
constexpr Row rows[] = {
    {"inburgeringsplicht", read<adapters::duo::parse_inburgeringsplicht>, ""},
    {"doelgroep", read<adapters::duo::parse_doelgroep>, ""},
    {"inburgeringstermijn", read<adapters::duo::parse_inburgeringstermijn>, "Inburgeringstermijn"},
    {"examenresultaten", read<adapters::duo::parse_examenresultaten>, "Examenonderdeel"},
};

}  // namespace

canonical::Inburgeringsplichtige translate(const adapters::duo::Inburgeringsplicht& plicht) {
  canonical::Inburgeringsplichtige object;
  object.indicator_inburgeringsplicht = plicht.indicator_inburgeringsplicht;
  object.datum_start = whole(plicht.begindatum);
  object.datum_eind = whole(plicht.einddatum);
  object.datum_gewijzigd = whole(plicht.wijzigingsdatum);
  object.datum_kennisgeving = whole(plicht.datum_kennisgeving_inburgeringsplicht);
  object.reden_geen_inburgeringsplicht =
      whole_code<codes::reden_geen_inburgeringsplicht>(plicht.reden_geen_inburgeringsplicht);
  return object;
}

canonical::Inburgeringsplichtige translate(const adapters::duo::Doelgroep& doelgroep) {
  canonical::Inburgeringsplichtige object;
  object.doelgroep = whole_code<codes::doelgroep>(doelgroep.indeling);
  object.datum_doelgroep = whole(doelgroep.begindatum);
  object.gedetailleerde_doelgroep =
      whole_code<codes::gedetailleerde_doelgroep>(doelgroep.gedetailleerde_doelgroep);
  object.asielrechten_wijziging_verblijfsdoel =
      whole_code<codes::asielrechten_wijziging_verblijfsdoel>(doelgroep.asielrechten_wijziging_verblijfsdoel);
  return object;
}

canonical::Inburgeringstermijn translate(const adapters::duo::Inburgeringstermijn& termijn) {
  canonical::Inburgeringstermijn object;
  object.datum_aanvang = termijn.startdatum;
  object.datum_einde = termijn.einddatum;
  object.datum_gewijzigd = whole(termijn.wijzigingsdatum);
  object.verlengingsgrond = whole(termijn.verlengingsgrondcode);
  object.verlengingsgrond_omschrijving = whole(termijn.verlengingsgrondomschrijving);
  return object;
}

canonical::Examenonderdeel translate(const adapters::duo::Examenresultaat& resultaat) {
  canonical::Examenonderdeel object;
  object.onderdeel = Code<codes::examenonderdeel>::of(resultaat.onderdeel);
  if (resultaat.niveau) object.niveau = Code<codes::taalniveau>::of(*resultaat.niveau);
  object.examendatum = resultaat.examendatum;
  object.resultaat = Code<codes::examenresultaat>::of(resultaat.resultaat);
  object.reden_geen_resultaat = whole_code<codes::reden_geen_resultaat>(resultaat.reden_geen_resultaat);
  return object;
}

schemas::Result<Translation> translate_answer(std::string_view resource, std::string_view json,
                                              const Subject& subject, std::string_view bericht_id) {
  const auto* row = std::ranges::find(rows, resource, &Row::resource);
  if (row == std::end(rows))
    return schemas::refuse("", "resource", "deze DUO-resource wordt nog niet vertaald");
  auto changes = row->read(json);
  if (!changes) return std::unexpected(std::move(changes.error()));
  Translation translation{subject, {"duo", std::string(bericht_id), std::nullopt}, std::move(*changes), {}};
  if (!row->complete.empty()) translation.complete = {row->complete};
  return translation;
}

}  // namespace inburgering::mapping::duo
