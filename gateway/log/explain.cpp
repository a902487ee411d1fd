#include "gateway/log/explain.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "mapping/lineage/grounds.h"
#include "mapping/rule.h"

namespace inburgering::gateway::log {
namespace {

namespace json = boost::json;
namespace canonical = mapping::canonical;

/// A field that the message set.
struct Row {
  json::value value;
  std::string_view stand;
  std::string rule;
  std::vector<mapping::lineage::Place> places{};
  std::string set_by{};  ///< of what it only repeats: the message that set it
};
/// The fields of one object, by their place in its table.
struct Made {
  canonical::Object object;
  std::map<std::size_t, Row> rows{};
};
using All = std::map<std::pair<std::string, std::string>, Made>;

Made& made_of(All& all, const canonical::Object& object) {
  return all
      .try_emplace({std::string(canonical::objecttype(object)), json::serialize(canonical::key_of(object))},
                   Made{object, {}})
      .first->second;
}

json::value value_of(const canonical::Object& object, std::size_t field) {
  const auto written = canonical::to_json(object);
  const auto* value = written.if_contains(canonical::field_names(object)[field]);
  return value == nullptr ? json::value() : *value;
}

/// What still stands of what the message said.
All standing(const Explainable& message) {
  All all;
  const auto& id = message.inside.entry.message_id;
  for (const auto& testimony : message.known)
    for (const auto& voice : testimony.voices()) {
      const auto stated = canonical::stated(voice.said);
      for (std::size_t field = 0; field < voice.told_in.size(); ++field) {
        const auto& source = voice.sources[voice.told_in[field]];
        if (!stated[field] || source.message != id) continue;
        const bool holds = &testimony.believed(field) == &voice;
        // Of a key who is believed makes no difference.
        made_of(all, voice.said)
            .rows.try_emplace(
                field,
                Row{value_of(voice.said, field),
                    holds || canonical::key_fields(voice.said)[field] ? "geldt" : "wijkt", source.rule});
      }
    }
  return all;
}

/// Whether what the feed says began after this message: it had ended in between. The first message of a voice
/// is kept as long as it says anything, and ids of messages are in the order of time.
bool began_since(const mapping::Voice& voice, const std::string& message_id) {
  return voice.sources.front().message > message_id;
}

/// What the message said that is not in force because of it: its feed says so still, by an earlier message,
/// says something else, or ended the object since.
Row not_standing(const Explainable& message, const mapping::Change& change, std::size_t field,
                 const std::string& rule) {
  Row row{value_of(change.object, field), "beeindigd", rule};
  const auto name = mapping::parse_rule(rule);
  for (const auto& testimony : message.known) {
    if (!canonical::same_identity(testimony.voices().front().said, change.object)) continue;
    const auto* voice = name ? testimony.voice_of(name->feed) : nullptr;
    if (voice == nullptr || began_since(*voice, message.inside.entry.message_id)) continue;
    row.stand = "vervangen";
    if (value_of(voice->said, field) != row.value) continue;
    row.stand = "herhaalt";
    row.set_by = voice->sources[voice->told_in[field]].message;
  }
  return row;
}

std::set<std::string> rules_of(const All& all, const Inside& inside) {
  std::set<std::string> rules;
  for (const auto& [identity, made] : all)
    for (const auto& [field, row] : made.rows)
      if (!row.rule.empty()) rules.insert(row.rule);
  if (const auto* by_kind = rule_by_kind(inside.entry, *inside.body))
    rules.insert(mapping::to_text(*by_kind));
  return rules;
}

/// Adds where the message says what it set, and what it set that stands no more.
bool add_places(const Explainable& message, const std::string& rule, const Again& again, All& all) {
  const auto name = mapping::parse_rule(rule);
  if (!name) return true;
  const auto read = reader_of(again, *name, message.inside.entry, message.subject);
  if (!read) return true;
  auto explained = mapping::lineage::explain(*message.inside.body, read);
  if (!explained) return true;  // by another version of the rule it could be read
  const auto& changes = explained->translation.changes;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].actie == mapping::Actie::beeindigd) continue;
    auto& made = made_of(all, changes[i].object);
    for (auto& [field, places] : explained->places[i]) {
      auto [at, fresh] = made.rows.try_emplace(field);
      auto& row = at->second;
      if (fresh) row = not_standing(message, changes[i], field, rule);
      if (row.rule == rule) row.places = std::move(places);
    }
  }
  return explained->complete;
}

/// Where the rule's feed has it by its own standard: "PIP/PIP.dagtekeningPip".
std::string_view named_source(const canonical::Object& object, std::size_t field, std::string_view rule) {
  return canonical::source_of(object, field, rule.substr(0, rule.find('.')));
}

/// The name of a rule, and what it reads as far as this program knows it.
void tell_rule(const std::string& rule, json::object& into) {
  into["regel"] = rule;
  const auto name = mapping::parse_rule(rule);
  const auto* now = name ? mapping::find_rule(name->feed, name->name) : nullptr;
  if (now == nullptr) return;
  into["regelTekst"] = now->text;
  if (now->version != name->version) into["regelNu"] = mapping::to_text(*now);
}

/// What is known of a person, and who said it; one beside the other.
struct Known {
  explicit Known(const std::vector<mapping::Testimony>& all) : testimonies(all) {
    for (const auto& each : all) objects.push_back(each.object());
  }
  const std::vector<mapping::Testimony>& testimonies;
  std::vector<canonical::Object> objects;
};

/// A field of what is known, and the message that set it.
json::object told_field(const canonical::Object& object, const mapping::Testimony& testimony,
                        std::size_t field) {
  const auto& voice = testimony.believed(field);
  return {{"veld", canonical::field_names(object)[field]},
          {"waarde", value_of(object, field)},
          {"berichtId", voice.sources[voice.told_in[field]].message}};
}

/// Of what was concluded: from which fields of which objects. Empty of what a message tells.
json::array grounds_of(const Row& row, const canonical::Object& object, std::size_t field,
                       const Known& known) {
  json::array told;
  const auto name = mapping::parse_rule(row.rule);
  if (!name) return told;
  for (const auto& [ground, part] : mapping::lineage::grounds_of(object, field, *name, known.objects)) {
    const auto& testimony = known.testimonies[static_cast<std::size_t>(ground - known.objects.data())];
    // Where no part alone makes the difference it rests on all that the object says.
    const auto rests_on = part.any() ? part : canonical::stated(*ground);
    json::array fields;
    for (std::size_t each = 0; each < canonical::field_names(*ground).size(); ++each)
      if (rests_on[each]) fields.emplace_back(told_field(*ground, testimony, each));
    told.emplace_back(json::object{{"objecttype", canonical::objecttype(*ground)},
                                   {"sleutel", canonical::key_of(*ground)},
                                   {"velden", std::move(fields)}});
  }
  return told;
}

json::object to_json(const Row& row, const canonical::Object& object, std::size_t field, const Known& known) {
  json::array places;
  for (const auto& [path, line] : row.places) {
    json::object place{{"pad", path}};
    if (line > 0) place["lijn"] = line;
    places.emplace_back(std::move(place));
  }
  json::object told{
      {"veld", canonical::field_names(object)[field]}, {"waarde", row.value}, {"stand", row.stand}};
  tell_rule(row.rule, told);
  if (const auto source = named_source(object, field, row.rule); !source.empty()) told["bron"] = source;
  if (!row.set_by.empty()) told["gezetDoor"] = row.set_by;
  told["plaatsen"] = std::move(places);
  if (auto grounds = grounds_of(row, object, field, known); !grounds.empty())
    told["grondslag"] = std::move(grounds);
  return told;
}

bool asked_for(std::string_view wanted, const canonical::Object& object, std::size_t field) {
  const auto name = canonical::field_names(object)[field];
  return wanted.empty() || wanted == name ||
         wanted == std::string(canonical::objecttype(object)) + "." + std::string(name);
}

}  // namespace

schemas::Faults check_field(std::string_view wanted) {
  bool known = wanted.empty();
  canonical::for_each_objecttype([&]<class T>() {
    const canonical::Object object = T{};
    const auto count = canonical::field_names(object).size();
    for (std::size_t field = 0; field < count && !known; ++field) known = asked_for(wanted, object, field);
  });
  if (known) return {};
  return {{"/veld", "onbekend",
           "het model kent dit veld niet: noem het als `veld` of `Objecttype.veld`, zoals "
           "docs/canonical-model.md het schrijft"}};
}

std::expected<Explainable, NotShown> look_to_explain(store::Session& sql, const store::Sealing& sealing,
                                                     std::string_view message_id, const Looker& looker,
                                                     const FourEyes& eyes) {
  auto inside = look_inside(sql, sealing.keys, message_id, looker, eyes, sealing.surroundings);
  if (!inside) return std::unexpected(std::move(inside.error()));
  Explainable message{std::move(*inside)};
  const auto& entry = message.inside.entry;
  const auto dossier = store::find_dossier(sql, sealing, entry.tenant, entry.dossier);
  if (!dossier) return message;
  message.subject = dossier->subject;
  message.known = store::all_testimonies(sql, sealing, *dossier);
  return message;
}

json::array origins(const std::vector<mapping::Testimony>& known, bool values) {
  json::array objects;
  for (const auto& testimony : known) {
    const auto object = testimony.object();
    const auto stated = canonical::stated(object);
    const auto names = canonical::field_names(object);
    json::array fields;
    for (std::size_t field = 0; field < names.size(); ++field) {
      if (!stated[field]) continue;
      const auto& voice = testimony.believed(field);
      const auto& source = voice.sources[voice.told_in[field]];
      json::object told{{"veld", names[field]}, {"feed", source.feed}, {"berichtId", source.message}};
      if (values) told["waarde"] = value_of(object, field);
      tell_rule(source.rule, told);
      fields.emplace_back(std::move(told));
    }
    json::object told{{"objecttype", canonical::objecttype(object)}, {"velden", std::move(fields)}};
    if (values) told["sleutel"] = canonical::key_of(object);
    objects.emplace_back(std::move(told));
  }
  return objects;
}

json::object explain(const Explainable& message, const Again& again, std::string_view wanted) {
  const auto& [entry, body, missing] = message.inside;
  auto all = standing(message);
  bool complete = true;
  if (body)
    for (const auto& rule : rules_of(all, message.inside)) complete &= add_places(message, rule, again, all);
  const Known known(message.known);
  json::array objects;
  for (const auto& [identity, made] : all) {
    json::array fields;
    for (const auto& [field, row] : made.rows)
      if (asked_for(wanted, made.object, field)) fields.emplace_back(to_json(row, made.object, field, known));
    if (!fields.empty())
      objects.emplace_back(json::object{{"objecttype", identity.first},
                                        {"sleutel", canonical::key_of(made.object)},
                                        {"velden", std::move(fields)}});
  }
  json::object told{{"berichtId", entry.message_id},
                    {"soort", entry.kind},
                    {"moment", entry.moment.text()},
                    {"volledig", complete}};
  if (body)
    told["inhoud"] = *body;
  else
    told["geenInhoud"] = missing;
  told["objecten"] = std::move(objects);
  return told;
}

}  // namespace inburgering::gateway::log
