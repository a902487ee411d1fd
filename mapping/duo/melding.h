#pragma once
// What a gemeente reports to DUO: read in canonical form, written in DUO's, and what holds once DUO took it.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/duo/melding.h"
#include "mapping/change.h"

namespace inburgering::mapping::duo {

/// A report: {"gemeente", "bsn" or "dossier", "kenmerk", "instellingsnummer", "contactpersoonId",
/// "<objecttype>": {…}}; which of these, follows from the operation.
struct Melding {
  const adapters::duo::Operatie* operatie = nullptr;
  std::string gemeente;  ///< gemeentecode
  std::optional<schemas::Bsn> bsn;
  std::string dossier;  ///< id of the dossier, for who does not want to name the bsn
  std::string kenmerk;  ///< the sender's own reference
  std::string instellingsnummer;
  std::optional<std::int64_t> contactpersoon;
  std::vector<canonical::Object> objects;

  bool about_person() const;
  template <class T>
  const T* find() const {
    for (const auto& object : objects)
      if (const auto* found = std::get_if<T>(&object)) return found;
    return nullptr;
  }
};

/// All faults at once, with JSON Pointers into the report.
schemas::Result<Melding> read_melding(const adapters::duo::Operatie& operatie,
                                      const boost::json::value& json);

/// The body for DUO; empty for an operation without one. Refuses what DUO has no word for.
schemas::Result<std::string> wire_body(const Melding& melding);

/// Fields that the report states and DUO has no place for: "PIP.naamContactpersoon".
std::vector<std::string> not_told(const Melding& melding);

/// What holds once DUO accepted the report.
Translation effect(const Melding& melding, const Subject& subject, std::string_view bericht_id);

/// What a question afterwards tells about a report whose answer was lost.
enum class Navraag { done, not_done, unclear };
/// `known` is the dossier as it was before the report.
Navraag look_back(const Melding& melding, int http_status, std::string_view answer,
                  std::span<const canonical::Object> known);

}  // namespace inburgering::mapping::duo
