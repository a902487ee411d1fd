#pragma once
// One table of an export, in the forms that were asked for.
#include <memory>
#include <optional>
#include <vector>

#include "adapters/parquet/writer.h"
#include "gateway/uitvoer/bestand.h"
#include "mapping/uitvoer/tabellen.h"

namespace inburgering::gateway::uitvoer {

struct Vormen {
  bool csv = true;
  bool parquet = true;
};

/// A file and how many rows stand in it.
struct Tafelbestand {
  Gemaakt bestand;
  std::int64_t rijen = 0;
};

class Tafel {
 public:
  /// Writes `<name>.csv` and `<name>.parquet` in the folder. `table` outlives it.
  Tafel(const mapping::uitvoer::Tabel& table, const std::filesystem::path& folder, Vormen vormen);
  void add(const std::vector<mapping::uitvoer::Cel>& row);
  std::vector<Tafelbestand> finish();

 private:
  const mapping::uitvoer::Tabel& table_;
  std::unique_ptr<Bestand> csv_, parquet_;
  std::optional<adapters::parquet::Writer> writer_;
  std::int64_t rows_ = 0;
};

}  // namespace inburgering::gateway::uitvoer
