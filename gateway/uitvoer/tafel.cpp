#include "gateway/uitvoer/tafel.h"

namespace inburgering::gateway::uitvoer {
namespace {

namespace parquet = adapters::parquet;
using mapping::uitvoer::Soort;

parquet::Type type_of(Soort soort) {
  switch (soort) {
    case Soort::geheel:
      return parquet::Type::number;
    case Soort::ja_nee:
      return parquet::Type::truth;
    case Soort::dag:
      return parquet::Type::day;
    case Soort::moment:
      return parquet::Type::moment;
    case Soort::decimaal:
      return parquet::Type::decimal2;
    case Soort::tekst:
      break;
  }
  return parquet::Type::text;
}

}  // namespace

Tafel::Tafel(const mapping::uitvoer::Tabel& table, const std::filesystem::path& folder, Vormen vormen)
    : table_(table) {
  const auto named = [&](const char* ending) {
    return std::make_unique<Bestand>(folder / (std::string(table.naam) + ending));
  };
  if (vormen.csv) {
    csv_ = named(".csv");
    csv_->write(mapping::uitvoer::csv_kop(table));
  }
  if (!vormen.parquet) return;
  parquet_ = named(".parquet");
  std::vector<parquet::Column> columns;
  for (const auto& column : table.kolommen)
    columns.push_back({column.naam, type_of(column.soort), !column.verplicht});
  writer_.emplace(std::move(columns), "inburgering-gateway",
                  [this](std::string_view bytes) { parquet_->write(bytes); });
}

void Tafel::add(const std::vector<mapping::uitvoer::Cel>& row) {
  ++rows_;
  if (csv_) csv_->write(mapping::uitvoer::csv_rij(table_, row));
  if (writer_) writer_->add(row);
}

std::vector<Tafelbestand> Tafel::finish() {
  std::vector<Tafelbestand> made;
  if (csv_) made.push_back({csv_->finish(), rows_});
  if (writer_) {
    writer_->finish();
    made.push_back({parquet_->finish(), rows_});
  }
  return made;
}

}  // namespace inburgering::gateway::uitvoer
