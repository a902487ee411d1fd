#include "mapping/lineage/places.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <limits>
#include <utility>

#include "mapping/lineage/alternatives.h"
#include "schemas/record/json_text.h"
#include "schemas/xml/document.h"
#include "schemas/xml/grammar.h"

namespace inburgering::mapping::lineage {
namespace {

namespace json = boost::json;
using canonical::Fields;

/// Bytes that are read in all, at most: a second or so.
constexpr std::size_t most_bytes = 32U * 1024 * 1024;
/// A list that is longer is tried item by item: what its items say together is then not found.
constexpr std::size_t long_list = 20;
/// What became different of a change.
using Effects = std::map<std::size_t, Fields>;

Effects effects_of(const std::vector<Change>& before, const std::vector<Change>& after) {
  Effects effects;
  std::vector<bool> used(after.size());
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < before.size(); ++i) {
    std::size_t steps = 0;
    while (steps < after.size()) {
      const auto j = (i + steps) % after.size();
      if (!used[j] && after[j].actie == before[i].actie &&
          canonical::same_identity(before[i].object, after[j].object))
        break;
      ++steps;
    }
    if (steps == after.size()) {
      gone.push_back(i);
      continue;
    }
    const auto j = (i + steps) % after.size();
    used[j] = true;
    if (const auto fields = canonical::differing(before[i].object, after[j].object); fields.any())
      effects[i] = fields;
  }
  // What is gone may be there under another key.
  for (const auto i : gone) {
    Fields fields;
    for (std::size_t j = 0; j < after.size() && fields.none(); ++j)
      if (!used[j] && after[j].object.index() == before[i].object.index()) {
        used[j] = true;
        fields = canonical::differing(before[i].object, after[j].object);
      }
    effects[i] = fields.any() ? fields : canonical::stated(before[i].object);
  }
  return effects;
}

class Search {
 public:
  Search(const Read& read, Explained& into) : read_(read), into_(into) {
    into_.places.resize(into_.translation.changes.size());
    found_.resize(into_.translation.changes.size());
    for (std::size_t i = 0; i < into_.places.size(); ++i) {
      const auto stated = canonical::stated(into_.translation.changes[i].object);
      for (std::size_t field = 0; field < canonical::most_fields; ++field)
        if (stated[field]) into_.places[i][field];
    }
  }

  /// What the part says as it is, and at which changes of the whole.
  bool begin(std::string_view part) {
    auto said = read(part);
    if (!said) return false;
    base_ = std::move(said->changes);
    whole_.clear();
    const auto& all = into_.translation.changes;
    for (const auto& change : base_)
      whole_.push_back(static_cast<std::size_t>(
          std::ranges::find_if(
              all, [&](const Change& each) { return canonical::same_identity(each.object, change.object); }) -
          all.begin()));
    return true;
  }

  /// Whether the message can be read with this instead; what that changes comes from the place.
  bool tried(std::string_view instead, const Place& place) {
    const auto said = read(instead);
    if (!said) return false;
    const auto effects = effects_of(base_, said->changes);
    std::size_t reach = 0;
    for (const auto& [change, fields] : effects) reach += fields.count();
    for (const auto& [change, fields] : effects) {
      if (whole_[change] >= found_.size()) continue;
      for (std::size_t field = 0; field < canonical::most_fields; ++field)
        if (fields[field]) found_[whole_[change]][field].push_back({reach, place});
    }
    return reach > 0;
  }

  bool may_go_on() const { return bytes_ < most_bytes; }

  /// Of each field the places that decide about least beside it: not those on which all of the message hangs.
  void finish() {
    into_.complete = may_go_on();
    for (std::size_t i = 0; i < found_.size(); ++i)
      for (auto& [field, places] : found_[i]) {
        const auto listed = into_.places[i].find(field);
        if (listed == into_.places[i].end()) continue;
        const auto least = std::ranges::min(places, {}, &Reaching::reach).reach;
        for (auto& [reach, place] : places)
          if (reach == least && std::ranges::find(listed->second, place) == listed->second.end())
            listed->second.push_back(std::move(place));
      }
  }

 private:
  struct Reaching {
    std::size_t reach;
    Place place;
  };

  schemas::Result<Translation> read(std::string_view text) {
    bytes_ += text.size();
    return read_(text);
  }

  const Read& read_;
  Explained& into_;
  std::vector<Change> base_;
  std::vector<std::size_t> whole_;
  std::vector<std::map<std::size_t, std::vector<Reaching>>> found_;
  std::size_t bytes_ = 0;
};

// ---- JSON

std::string step(std::string_view name) {
  std::string text = "/";
  for (const char c : name) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

/// Tries each value in `value`, which is part of `root`.
void try_json(Search& search, const json::value& root, json::value& value, const std::string& pointer) {
  if (!search.may_go_on()) return;
  if (auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      try_json(search, root, (*list)[i], pointer + "/" + std::to_string(i));
  } else if (auto* object = value.if_object()) {
    for (auto member = object->begin(); member != object->end(); ++member)
      try_json(search, root, member->value(), pointer + step(member->key()));
  } else {
    const auto was = value;
    bool decides = false;
    for (auto& other : alternatives(was)) {
      value = std::move(other);
      decides = search.tried(json::serialize(root), {pointer, 0});
      if (decides || !search.may_go_on()) break;
    }
    value = was;
  }
}

void try_json_document(Search& search, json::value root) {
  auto* list = root.if_array();
  if (list == nullptr || list->size() <= long_list) {
    if (search.begin(json::serialize(root))) try_json(search, root, root, "");
    return;
  }
  for (std::size_t i = 0; i < list->size() && search.may_go_on(); ++i) {
    json::value one = json::array{(*list)[i]};
    if (search.begin(json::serialize(one)))
      try_json(search, one, one.get_array()[0], "/" + std::to_string(i));
  }
}

// ---- XML

/// Tries one text; then without it.
void try_text(Search& search, const schemas::xml::Element& root, std::string& text, const Place& place) {
  const auto was = text;
  for (auto& other : alternatives(schemas::xml::trimmed(was))) {
    text = std::move(other);
    if (search.tried(schemas::xml::to_text(root), place) || !search.may_go_on()) break;
  }
  text = was;
}

void try_xml(Search& search, const schemas::xml::Element& root, schemas::xml::Element& element,
             const std::string& path) {
  if (!search.may_go_on()) return;
  for (auto& attribute : element.attributes)
    if (attribute.name != "schemaLocation")
      try_text(search, root, attribute.value, {path + "/@" + attribute.name, element.line});
  if (element.children.empty() && !schemas::xml::trimmed(element.text).empty())
    try_text(search, root, element.text, {path, element.line});
  std::map<std::string_view, int> seen;
  std::map<std::string_view, int> count;
  for (const auto& child : element.children) ++count[child.name];
  for (auto& child : element.children) {
    const auto which = ++seen[child.name];
    try_xml(search, root, child,
            path + "/" + child.name + (count[child.name] > 1 ? "[" + std::to_string(which) + "]" : ""));
  }
}

/// The envelope says nothing: places begin at the message in it.
schemas::xml::Element& message_in(schemas::xml::Element& root) {
  if (root.name != "Envelope") return root;
  for (auto& child : root.children)
    if (child.name == "Body" && !child.children.empty()) return child.children.front();
  return root;
}

}  // namespace

schemas::Result<Explained> explain(std::string_view body, const Read& read) {
  auto translation = read(body);
  if (!translation) return std::unexpected(std::move(translation.error()));
  Explained explained{std::move(*translation), {}};
  Search search(read, explained);
  if (schemas::xml::trimmed(body).starts_with('<') || body.starts_with("\xEF\xBB\xBF<")) {
    static const auto any = schemas::xml::Grammar::none();
    if (auto parsed = any.parse(body); parsed.root && parsed.well_formed && search.begin(body)) {
      auto& message = message_in(*parsed.root);
      try_xml(search, *parsed.root, message, "/" + message.name);
    }
  } else if (auto root = schemas::parse_json(body)) {
    try_json_document(search, std::move(*root));
  }
  search.finish();
  return explained;
}

}  // namespace inburgering::mapping::lineage
