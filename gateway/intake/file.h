#pragma once
// A file of a taalschool, CSV or a workbook: judged as a whole, told of by row and column, and taken up only
// when all of it is good.
#include <boost/json/object.hpp>

#include "gateway/intake/together.h"

namespace inburgering::gateway::intake {

class FileRows : public Rijen {
 public:
  /// `text` is kept. What is wrong with the file itself, or with its header, is told at once. A workbook is
  /// read through for it: seconds, for one as large as is taken.
  static std::expected<std::shared_ptr<FileRows>, std::vector<adapters::taalschool::Bevinding>> open(
      std::string text, const std::string& resource);
  void rewind() override;
  bool next(Plaats& plaats) override;
  /// In words for a spreadsheet; with what only the end of the file shows, once it was gone through.
  std::vector<adapters::taalschool::Bevinding> findings(const Uitslag& uitslag) const;
  const std::string& text() const { return text_; }
  double fraction_read() const { return file_->fraction_read(); }

 private:
  explicit FileRows(std::string text) : text_(std::move(text)) {}

  std::string text_;
  std::optional<adapters::taalschool::Bestand> file_;
};

/// What a school is told of its file.
struct Rapport {
  bool proef = true;  ///< nothing was to be taken up
  Uitslag uitslag;
  std::vector<adapters::taalschool::Bevinding> bevindingen;
  bool goed() const { return bevindingen.empty() && uitslag.afgekeurd_totaal == 0; }
  /// Whether rows were taken up. All, or of a long file all that nothing came between: it is judged as a
  /// whole, and taken up in parts.
  bool verwerkt() const { return !proef && uitslag.aangenomen > 0; }
};

/// {"goed", "verwerkt", "rijen", "aangenomen", "afgekeurd", "bevindingen": [{"rij", "kolom", "plek",
/// "melding"}]}
boost::json::object to_json(const Rapport& rapport);

/// One line: what became of the file.
std::string summary(const Rapport& rapport);

}  // namespace inburgering::gateway::intake
