#pragma once
#include <map>
#include <string>

#include "mapping/testimony.h"

namespace inburgering::gateway::store {

/// Objects of one dossier as they were opened, so that one unit of work opens each once. One is good for as
/// long as its row is sealed as it was: no two sealings are alike.
class Opened {
 public:
  /// Null when it is not known of a row that is sealed so.
  const mapping::Testimony* find(const std::string& dossier, const std::string& place,
                                 const std::string& sealed) const {
    if (dossier != dossier_) return nullptr;
    const auto found = objects_.find(place);
    return found != objects_.end() && found->second.sealed == sealed ? &found->second.testimony : nullptr;
  }
  /// Of another dossier all is forgotten: work goes from one to the next.
  void keep(const std::string& dossier, const std::string& place, const std::string& sealed,
            const mapping::Testimony& testimony) {
    if (dossier != dossier_) objects_.clear();
    dossier_ = dossier;
    objects_.insert_or_assign(place, Object{sealed, testimony});
  }

 private:
  struct Object {
    std::string sealed;
    mapping::Testimony testimony;
  };
  std::string dossier_;
  std::map<std::string, Object> objects_;
};

}  // namespace inburgering::gateway::store
