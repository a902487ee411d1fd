#pragma once
// What follows from what others told: an exam tells how a route went, an hour at school that KNM was
// followed, a notification that somebody asked for a longer term. Each rule has a name, which the field table
// gives as the source of what it fills ("afgeleid:<naam>"), and says only what follows without a guess: where
// nothing follows it says nothing.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/canonical/object.h"
#include "mapping/rule.h"

namespace inburgering::mapping::afgeleid {

/// All that is known of one person in one gemeente.
class Bekend {
 public:
  Bekend(std::string gemeentecode, std::vector<canonical::Object> objects)
      : gemeentecode_(std::move(gemeentecode)), objects_(std::move(objects)) {}

  const std::string& gemeentecode() const { return gemeentecode_; }
  template <class T>
  std::vector<const T*> all() const {
    std::vector<const T*> list;
    for (const auto& object : objects_)
      if (const auto* typed = std::get_if<T>(&object)) list.push_back(typed);
    return list;
  }
  template <class T>
  const T* one() const {
    const auto list = all<T>();
    return list.empty() ? nullptr : list.front();
  }

 private:
  std::string gemeentecode_;
  std::vector<canonical::Object> objects_;
};

using Objecten = std::vector<canonical::Object>;

/// An object of which only the key is said: its key fields, which stand first in its table.
template <class Object, class... Key>
Object keyed(const Key&... key) {
  Object object;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((object.*std::get<I>(schemas::fields<Object>.list).member = key), ...);
  }(std::index_sequence_for<Key...>());
  return object;
}

/// A rule: of each object that it speaks of, the key and the fields that follow.
struct Regel {
  const Rule* rule;  ///< its name, and what it says
  Objecten (*leid_af)(const Bekend&);
  constexpr std::string_view naam() const { return rule->name; }
};
std::span<const Regel> regels();
/// Whether any rule looks at objects of this type: from a change of another nothing follows.
bool rests_on(std::string_view objecttype);

/// Whether any rule fills fields of objects of this type.
bool fills(std::string_view objecttype);

// The rules, by what they rest on.
Objecten regie(const Bekend& bekend);
Objecten leerbaarheid(const Bekend& bekend);
Objecten asielrechten(const Bekend& bekend);
Objecten verlenging(const Bekend& bekend);
Objecten eerste_pip(const Bekend& bekend);
Objecten route(const Bekend& bekend);
Objecten examen_a2(const Bekend& bekend);
Objecten examen(const Bekend& bekend);
Objecten route_examen(const Bekend& bekend);
Objecten gratis_pogingen(const Bekend& bekend);
Objecten onderdeel(const Bekend& bekend);
Objecten route_uren(const Bekend& bekend);
Objecten intake_uren(const Bekend& bekend);
Objecten knm(const Bekend& bekend);
Objecten participatie_uren(const Bekend& bekend);
Objecten onderwijsroute(const Bekend& bekend);
Objecten taalles(const Bekend& bekend);
Objecten toets(const Bekend& bekend);

}  // namespace inburgering::mapping::afgeleid
