#pragma once
// What the lists of a person say in StUF-BG: nationalities, and what is under investigation.
#include <string_view>
#include <vector>

#include "adapters/brp/natuurlijk_persoon.h"
#include "mapping/change.h"

namespace inburgering::mapping::brp {

/// What the relations of one object say that have one of these verwerkingssoorten; ' ': those of an answer,
/// which has none. A nationality that there is and that nobody knows has the code for that; a relation that
/// is empty, or that the sender may not tell of, says nothing by itself.
void nationalities(const std::vector<adapters::brp::Relatie>& relations, std::string_view soorten,
                   Actie actie, std::vector<Change>& changes, schemas::Faults& faults);

/// What is under investigation, and what no longer is, each once.
void investigations(const adapters::brp::NatuurlijkPersoon& persoon, std::vector<Change>& changes);

/// Of which lists an object tells all there is. Not of one of which anything is withheld or not known; nor,
/// of an answer, of one that it leaves out.
enum class Telling {
  answer,           ///< npsLa01
  addition,         ///< mutatiesoort T
  synchronisation,  ///< all that the sender knows: what is left out is not there
};
std::vector<std::string_view> told_whole(const adapters::brp::NatuurlijkPersoon& persoon, Telling telling);

}  // namespace inburgering::mapping::brp
