#include "mapping/duo/answer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/duo/answer.h"
#include "mapping/duo/changes.h"

namespace inburgering::mapping::duo {
namespace {

namespace wire = adapters::duo;
using std::vector;

/// A list that is no more than its items.
template <class Record>
Changes each(const vector<Record>& records) {
  Changes changes;
  for (const auto& record : records) std::ranges::move(changes_of(record), std::back_inserter(changes));
  return changes;
}

using Read = schemas::Result<Changes> (*)(std::string_view json, const std::optional<schemas::Bsn>& asked);

template <class Body>
schemas::Result<Changes> read(std::string_view json, const std::optional<schemas::Bsn>& asked) {
  const auto body = wire::parse_answer<Body>(json, asked);
  if (!body) return std::unexpected(body.error());
  if constexpr (requires { changes_of(*body); })
    return changes_of(*body);
  else
    return each(*body);
}

/// One row a resource: how to read it, and of which object types it holds all there are.
struct Row {
  std::string_view resource;
  Read read;
  std::array<std::string_view, 2> complete{};
};
constexpr Row rows[] = {
    {"inburgeringsplicht", read<wire::Inburgeringsplicht>},
    {"inburgeringsplicht-historie",
     read<vector<wire::Inburgeringsplichthistorie>>,
     {"Inburgeringsplichthistorie"}},
    {"doelgroep", read<wire::Doelgroep>},
    {"doelgroep-historie", read<vector<wire::Doelgroephistorie>>, {"Doelgroephistorie"}},
    {"inburgeringstermijn", read<wire::Inburgeringstermijn>, {"Inburgeringstermijn"}},
    {"inburgeringstermijn-historie",
     read<vector<wire::Inburgeringstermijnhistorie>>,
     {"Inburgeringstermijnhistorie"}},
    // DUO tells the PIP that holds; an older one has ended.
    {"pip", read<wire::PipVanGemeente>, {"PIP", "Leerroute"}},
    {"examenresultaten", read<vector<wire::Examenresultaat>>, {"Examenonderdeel"}},
    {"gratispogingen", read<vector<wire::GratisPogingTegoed>>, {"GratisPogingTegoed"}},
    {"leerbaarheidstoets", read<vector<wire::Leerbaarheidstoetsresultaat>>, {"Leerbaarheidstoets"}},
    {"examennummer", read<wire::Examennummer>, {"AanmeldingLeerbaarheidstoets"}},
    {"vrijstellingen", read<vector<wire::Vrijstelling>>, {"Vrijstelling"}},
    {"ontheffingen", read<vector<wire::Ontheffing>>, {"Ontheffing"}},
    {"uren", read<vector<wire::UrenVanGemeente>>, {"GevolgdeUren"}},
    {"map", read<wire::DatumMap>},
    {"pvt", read<wire::DatumPvt>},
    {"instellingen", read<vector<wire::Instelling>>, {"Instelling"}},
    {"verlengingsgronden", read<vector<wire::Verlengingsgrond>>, {"Verlengingsgrondslag"}},
};
static_assert(std::ranges::all_of(rows,
                                  [](const Row& row) { return find_rule("duo", row.resource) != nullptr; }));

}  // namespace

schemas::Result<Translation> translate_answer(std::string_view resource, std::string_view json,
                                              const Subject& subject, std::string_view bericht_id) {
  const auto* row = std::ranges::find(rows, resource, &Row::resource);
  if (row == std::end(rows)) return schemas::refuse("", "resource", "deze DUO-resource is niet bekend");
  auto changes = row->read(json, subject.bsn);
  if (!changes) return std::unexpected(std::move(changes.error()));
  Translation translation{subject, {"duo", std::string(bericht_id), std::nullopt}, std::move(*changes), {}};
  translation.rule = find_rule("duo", resource);
  for (const auto type : row->complete)
    if (!type.empty()) translation.complete.push_back(type);
  return translation;
}

}  // namespace inburgering::mapping::duo
