#pragma once
// What each record of DUO says, as changes of canonical objects. DUO's answers hold the whole resource: a
// property that is left out has no value.
#include <vector>

#include "adapters/duo/examen.h"
#include "adapters/duo/gevolgde_uren.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "adapters/duo/inburgeringstermijn.h"
#include "adapters/duo/instelling.h"
#include "adapters/duo/leerbaarheidstoets.h"
#include "adapters/duo/map_pvt.h"
#include "adapters/duo/ontheffing.h"
#include "adapters/duo/pip.h"
#include "adapters/duo/vrijstelling.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

using Changes = std::vector<Change>;

Changes changes_of(const adapters::duo::Inburgeringsplicht& plicht);
Changes changes_of(const adapters::duo::Inburgeringsplichthistorie& stand);
Changes changes_of(const adapters::duo::Doelgroep& doelgroep);
Changes changes_of(const adapters::duo::Doelgroephistorie& stand);
Changes changes_of(const adapters::duo::Inburgeringstermijn& termijn);
Changes changes_of(const adapters::duo::Inburgeringstermijnhistorie& stand);
Changes changes_of(const adapters::duo::Verlengingsgrond& grond);
Changes changes_of(const adapters::duo::PipVanGemeente& pip);
Changes changes_of(const adapters::duo::GratisPogingTegoed& tegoed);
Changes changes_of(const adapters::duo::Examennummer& nummer);
Changes changes_of(const adapters::duo::Leerbaarheidstoetsresultaat& resultaat);
Changes changes_of(const adapters::duo::Vrijstelling& vrijstelling);
Changes changes_of(const adapters::duo::Ontheffing& ontheffing);
Changes changes_of(const adapters::duo::UrenVanGemeente& uren);
Changes changes_of(const adapters::duo::DatumMap& map);
Changes changes_of(const adapters::duo::DatumPvt& pvt);
Changes changes_of(const adapters::duo::Instelling& instelling);
/// The exams as a list, because the last one of KNM is also how KNM stands.
Changes changes_of(const std::vector<adapters::duo::Examenresultaat>& resultaten);

}  // namespace inburgering::mapping::duo
