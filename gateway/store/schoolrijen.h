#pragma once
// The rows that taalscholen sent, as they stand now: by whom, about which dossier, and whether they were
// withdrawn. Every query carries the tenant and the school.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

struct Schoolrij {
  std::string tenant;
  std::string school;  ///< OIN
  std::string resource;
  std::string kenmerk;
  std::string dossier;
  std::string message_id;  ///< that brought it last, or withdrew it
  bool withdrawn = false;
  std::string sealed{};  ///< the row itself, sealed to place_of_schoolrij of its message
  bool operator==(const Schoolrij&) const = default;
};
std::string place_of_schoolrij(std::string_view message_id);

/// Puts it in the place of an earlier one with the same kenmerk.
void put_schoolrij(Session& sql, const Schoolrij& rij);
std::optional<Schoolrij> find_schoolrij(Session& sql, std::string_view tenant, std::string_view school,
                                        std::string_view resource, std::string_view kenmerk);
/// All of one dossier, of whichever school.
std::vector<Schoolrij> schoolrijen_of(Session& sql, std::string_view tenant, std::string_view dossier);
/// Newest first; `before` = the message id of the last of the previous page, empty for the first.
std::vector<Schoolrij> list_schoolrijen(Session& sql, std::string_view tenant, std::string_view school,
                                        std::string_view resource, std::string_view before, int count);
/// Whether the school told of a deelname in this dossier and did not withdraw it; with `kenmerk` that one.
bool has_deelname(Session& sql, std::string_view tenant, std::string_view school, std::string_view dossier,
                  std::string_view kenmerk = {});
/// Whether a row is of such a deelname, withdrawn or not.
bool is_deelname(const Schoolrij& rij, std::string_view tenant, std::string_view school,
                 std::string_view dossier, std::string_view kenmerk);
/// Dossiers of a tenant with a row of any school, by id behind `after`.
std::vector<std::string> dossiers_with_school(Session& sql, std::string_view tenant, std::string_view after,
                                              int count);

}  // namespace inburgering::gateway::store
