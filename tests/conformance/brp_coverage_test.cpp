// Of every element of the two feeds of the BRP that may stand in a person: it is taken up, so that what the
// message means is another with it than without it, or mapping/coverage.cpp says why it is left out. Not
// both.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "adapters/brp/namespaces.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/coverage.h"
#include "tests/conformance/random_xml.h"
#include "tests/conformance/shared.h"
#include "tests/unit/stuf_object.h"

namespace inburgering::mapping::brp {
namespace {

namespace json = boost::json;

/// All that a message means, but for its remarks.
std::string meaning_of(const schemas::Result<Translation>& translation) {
  if (!translation) return "refused";
  json::array changes;
  for (const auto& change : translation->changes) changes.push_back(to_json(change, translation->bron));
  const auto& order = translation->volgorde;
  return json::serialize(changes) + json::serialize(to_json(translation->subject)) +
         (order ? order->tijdstip + order->geldig_vanaf : std::string());
}

const Gap* reason_for(const std::string& source) {
  const auto found = std::ranges::find_if(gaps(), [&](const Gap& gap) {
    const auto star = gap.source.find('*');
    if (star == std::string_view::npos) return gap.source == source;
    return source.starts_with(gap.source.substr(0, star)) && source.ends_with(gap.source.substr(star + 1));
  });
  return found == gaps().end() ? nullptr : &*found;
}

void expect_taken_or_left(const std::string& source, bool taken) {
  const auto* reason = reason_for(source);
  EXPECT_TRUE(taken || reason != nullptr) << source << ": neither taken up nor left out with a reason";
  EXPECT_FALSE(taken && reason != nullptr)
      << source << ": taken up, and said to be left out: " << reason->source;
}

// ---- StUF-BG

/// Whether an element says anything new beside the others, in any kind of message.
bool differs(const std::string& base, const std::string& with) {
  for (const std::string kind : {"npsLk01", "npsSa01"}) {
    const auto meaning = meaning_of(translate(tests::stuf_kennisgeving(kind, with)));
    if (meaning != "refused" && meaning != meaning_of(translate(tests::stuf_kennisgeving(kind, base))))
      return true;
  }
  const auto meaning = meaning_of(translate(tests::stuf_object(with), {}, {"brp", "", {}}));
  return meaning != "refused" &&
         meaning != meaning_of(translate(tests::stuf_object(base), {}, {"brp", "", {}}));
}

std::string qualified(const std::string& name) { return name.starts_with("StUF:") ? name : "BG:" + name; }

/// A group whose content this project's own schema does not tell.
std::string content_of(const std::string& name) {
  if (name == "StUF:extraElementen")
    return "<StUF:extraElement naam=\"Aanduidingonderzoekadres\">089999</StUF:extraElement>";
  if (name == "StUF:tijdvakGeldigheid") return "<StUF:beginGeldigheid>20200131</StUF:beginGeldigheid>";
  const std::string address =
      "<BG:adresAanduidingGrp><BG:aoa.huisnummer>7</BG:aoa.huisnummer></BG:adresAanduidingGrp>";
  if (name == "gerelateerde") return address;
  if (name == "inp.verblijftIn") return "<BG:gerelateerde>" + address + "</BG:gerelateerde>";
  return {};
}

const std::string nationality_group = "inp.heeftAlsNationaliteit/";

/// The element at a path with this content, in its groups. A relation stands there with its key, so that what
/// is new is the element alone.
std::string element(const std::string& path, const std::string& content) {
  const auto slash = path.rfind('/');
  const auto name = path.substr(slash == std::string::npos ? 0 : slash + 1);
  const bool is_extra = name == "StUF:extraElement";
  auto text = "<" + qualified(name) + (is_extra ? " naam=\"Aanduidingonderzoekadres\"" : "") + ">" + content +
              "</" + qualified(name) + ">";
  for (auto rest = slash == std::string::npos ? std::string() : path.substr(0, slash); !rest.empty();) {
    const auto cut = rest.rfind('/');
    const auto group = rest.substr(cut == std::string::npos ? 0 : cut + 1);
    const bool in_nationality = path.starts_with(nationality_group) && name != "code";
    const bool key_here =
        group == (path.contains("gerelateerde") ? "gerelateerde" : "inp.heeftAlsNationaliteit");
    const std::string code = "<BG:code>93</BG:code>";
    const auto key = !in_nationality || !key_here ? std::string()
                     : group == "gerelateerde"    ? code
                                                  : "<BG:gerelateerde>" + code + "</BG:gerelateerde>";
    const std::string soort =
        group.starts_with("inp.heeftAls") || group == "inp.verblijftIn" ? " StUF:verwerkingssoort=\"T\"" : "";
    text = "<" + qualified(group) + soort + ">" + key + text + "</" + qualified(group) + ">";
    rest = cut == std::string::npos ? std::string() : rest.substr(0, cut);
  }
  return text;
}

bool is_taken_up(const std::string& path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const std::string person = path == "inp.bsn" ? "<BG:inp.a-nummer>4820193756</BG:inp.a-nummer>"
                                               : "<BG:inp.bsn>999990639</BG:inp.bsn>";
  const auto base = path.starts_with(nationality_group) && name != "code"
                        ? person + element(nationality_group + "gerelateerde/code", "93")
                        : person;
  std::vector<std::string> samples{"20200131", "7", "0518", "X", "999990639", "J", "089999"};
  if (const auto content = content_of(name); !content.empty()) samples = {content};
  return std::ranges::any_of(
      samples, [&](const std::string& sample) { return differs(base, person + element(path, sample)); });
}

/// All that may stand in a person, in every kind of message that is taken.
std::set<std::string> stuf_elements(const std::vector<std::filesystem::path>& schemas) {
  tests::RandomXml schema(schemas, 1);
  const auto is_enough = [](const std::string& path) { return reason_for("stuf:" + path) != nullptr; };
  std::set<std::string> all;
  using Down = std::vector<std::string_view>;
  for (const auto& [root, down] : std::map<std::string_view, Down>{{"npsLk01", {"object"}},
                                                                   {"npsLk02", {"object"}},
                                                                   {"npsSa01", {"actueel", "object"}},
                                                                   {"npsSa02", {"actueel", "object"}},
                                                                   {"npsLa01", {"antwoord", "object"}}})
    all.merge(schema.elements(adapters::brp::bg_ns, root, down, is_enough));
  return all;
}

const std::filesystem::path own_schema =
    std::filesystem::path(PROJECT_DIR) / "schemas" / "stuf-bg" / "bg0310.xsd";

TEST(BrpCoverage, every_element_of_our_own_schema_is_taken_up_or_left_out_with_a_reason) {
  const auto all = stuf_elements({own_schema});
  EXPECT_GT(all.size(), 90U);
  for (const auto& path : all) expect_taken_or_left("stuf:" + path, is_taken_up(path));
}

const std::filesystem::path official_schemas = tests::standards() / "stuf-bg-0310" / "xsd" / "bg0310";

TEST(BrpCoverage, every_element_of_the_official_schema_is_taken_up_or_left_out_with_a_reason) {
  if (!std::filesystem::exists(official_schemas))
    GTEST_SKIP() << "de standaarden staan niet naast het project";
  auto all = stuf_elements({official_schemas / "mutatie" / "bg0310_msg_mutatie.xsd",
                            official_schemas / "vraagAntwoord" / "bg0310_msg_vraagAntwoord.xsd"});
  EXPECT_GT(all.size(), 100U);
  for (const auto& path : all) expect_taken_or_left("stuf:" + path, is_taken_up(path));
  all.merge(stuf_elements({own_schema}));
  for (const auto& gap : gaps())
    if (gap.source.starts_with("stuf:")) {
      EXPECT_TRUE(
          std::ranges::any_of(all, [&](const auto& path) { return reason_for("stuf:" + path) == &gap; }))
          << gap.source << " is about nothing";
    }
}

// ---- The Personen API

/// A member of a person: what stands around it, and what it may be.
struct Member {
  std::string path;     ///< "verblijfplaats(Adres).verblijfadres.postcode"
  json::object around;  ///< the person without it
  std::string pointer;  ///< where it goes: "/verblijfplaats/verblijfadres/postcode"
};

/// Puts a value at a JSON Pointer, with the groups that lead to it; "0" is the one item of a list.
void put(json::value& into, std::string_view pointer, const json::value& value) {
  if (pointer.empty()) {
    into = value;
    return;
  }
  const auto end = std::min(pointer.find('/', 1), pointer.size());
  const auto name = pointer.substr(1, end - 1);
  if (name == "0") {
    if (!into.is_array()) into = json::array{nullptr};
    return put(into.as_array().front(), pointer.substr(end), value);
  }
  if (!into.is_object()) into = json::object{};
  put(into.as_object()[name], pointer.substr(end), value);
}

bool says_something(const Member& member) {
  static const std::vector<json::value> samples{
      "X",
      "5010",
      "999993653",
      true,
      7,
      json::object{{"code", "5010"}, {"omschrijving", "X"}},
      json::object{{"code", "B"}, {"omschrijving", "X"}},
      json::object{{"type", "Datum"}, {"datum", "2020-01-31"}, {"langFormaat", "31 januari 2020"}}};
  const auto meaning = [](const json::object& person) {
    const json::object answer{{"type", "RaadpleegMetBurgerservicenummer"}, {"personen", json::array{person}}};
    const auto found = adapters::brp::personen::read_antwoord(json::serialize(answer), std::nullopt);
    return found ? meaning_of(translate(*found, {}, {"brp", "", {}})) : std::string("refused");
  };
  const auto base = meaning(member.around);
  return std::ranges::any_of(samples, [&](const json::value& sample) {
    json::value with = member.around;
    put(with, member.pointer, sample);
    const auto said = meaning(with.as_object());
    return said != "refused" && said != base;
  });
}

void expect_taken_or_left(const Member& member) {
  expect_taken_or_left("personen:" + member.path, says_something(member));
}

/// The members of a person in the specification.
class Specification {
 public:
  explicit Specification(const std::filesystem::path& file)
      : schemas_(YAML::LoadFile(file)["components"]["schemas"]) {
    json::value person = json::object{};
    walk(schemas_["Persoon"], "Persoon", "", "", person);
  }
  const std::vector<Member>& members() const { return members_; }

 private:
  using Named = std::pair<std::string, YAML::Node>;

  Named resolved(const YAML::Node& node) const {
    if (!node["$ref"]) return {"", node};
    const auto ref = node["$ref"].as<std::string>();
    const auto name = ref.substr(ref.rfind('/') + 1);
    return {name, schemas_[name]};
  }

  std::map<std::string, YAML::Node> properties(const YAML::Node& schema) const {
    std::map<std::string, YAML::Node> all;
    for (const auto& each : schema["allOf"]) all.merge(properties(resolved(each).second));
    for (const auto& each : schema["properties"]) all[each.first.as<std::string>()] = each.second;
    return all;
  }

  /// `person` holds what stands around this place.
  void walk(const YAML::Node& node, const std::string& name, const std::string& path,
            const std::string& pointer, const json::value& person) {
    if (is_left_out(path)) return add(path, pointer, person);
    const bool is_value = name == "Waardetabel" || name == "AbstractDatum";
    if (node["type"] && node["type"].as<std::string>() == "array") {
      const auto [item_name, item] = resolved(node["items"]);
      return walk(item, item_name, path, pointer + "/0", person);
    }
    if (!is_value && node["discriminator"]) {
      for (const auto& each : node["discriminator"]["mapping"]) {
        const auto type = each.first.as<std::string>();
        const auto ref = each.second.as<std::string>();
        auto around = person;
        put(around, pointer + "/type", json::value(type));
        members_of(schemas_[ref.substr(ref.rfind('/') + 1)], path + "(" + type + ")", pointer, around);
      }
      return;
    }
    if (is_value || properties(node).empty()) return add(path, pointer, person);
    members_of(node, path, pointer, person);
  }

  void members_of(const YAML::Node& node, const std::string& path, const std::string& pointer,
                  const json::value& person) {
    const auto all = properties(node);
    for (const auto& [name, property] : all) {
      if (name == "type" && person.is_object() && !pointer.empty() && !pointer.ends_with("inOnderzoek"))
        continue;
      auto around = person;
      // A day says since when others are investigated.
      if (name.starts_with("datumIngangOnderzoek"))
        for (const auto& [other, marked] : all)
          if (!other.starts_with("datumIngangOnderzoek"))
            put(around, pointer + "/" + other, json::value(true));
      const auto [schema_name, schema] = resolved(property);
      walk(schema, schema_name, path.empty() ? name : path + "." + name, pointer + "/" + name, around);
    }
  }

  static bool is_left_out(const std::string& path) { return reason_for("personen:" + path) != nullptr; }
  void add(const std::string& path, const std::string& pointer, const json::value& person) {
    members_.push_back({path, person.as_object(), pointer});
  }

  YAML::Node schemas_;
  std::vector<Member> members_;
};

TEST(BrpCoverage, every_member_of_a_person_in_the_specification_is_taken_up_or_left_out_with_a_reason) {
  const auto file = tests::standards() / "brp-personen" / "openapi.yaml";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "de standaarden staan niet naast het project";
  const Specification specification(file);
  EXPECT_GT(specification.members().size(), 150U);
  for (const auto& member : specification.members()) expect_taken_or_left(member);
  for (const auto& gap : gaps())
    if (gap.source.starts_with("personen:")) {
      EXPECT_TRUE(std::ranges::any_of(
          specification.members(),
          [&](const Member& member) { return reason_for("personen:" + member.path) == &gap; }))
          << gap.source << " is about nothing";
    }
}

template <class T>
struct Inner {
  using Type = T;
};
template <class T>
struct Inner<std::optional<T>> : Inner<T> {};
template <class T>
struct Inner<std::vector<T>> : Inner<T> {};

/// The members that we read: each must say something in one kind of group or another.
template <class T>
void members_we_read(const std::string& path, const std::string& pointer,
                     const std::vector<json::object>& around, std::map<std::string, bool>& found) {
  schemas::for_each_field<T>([&]<class Field>(const Field& field) {
    namespace wire = adapters::brp::personen;
    using Value = typename Inner<std::remove_cvref_t<decltype(std::declval<T>().*field.member)>>::Type;
    const std::string name(field.name);
    const auto below = path.empty() ? name : path + "." + name;
    if (name == "type") return;
    if constexpr (std::is_same_v<Value, wire::Verblijfplaats>) {
      std::vector<json::object> kinds;
      for (const auto type : wire::verblijfsoorten) kinds.push_back({{name, json::object{{"type", type}}}});
      members_we_read<Value>(below, pointer + "/" + name, kinds, found);
    } else if constexpr (std::is_same_v<Value, wire::Nationaliteit>) {
      members_we_read<Value>(below, pointer + "/" + name + "/0",
                             {{{name, json::array{json::object{{"type", "Nationaliteit"}}}}}}, found);
    } else if constexpr (schemas::Described<Value> && !std::is_same_v<Value, wire::Waarde> &&
                         !std::is_same_v<Value, wire::Datum>) {
      members_we_read<Value>(below, pointer + "/" + name, around, found);
    } else {
      found[below] = std::ranges::any_of(around, [&](const json::object& person) {
        return says_something({below, person, pointer + "/" + name});
      });
    }
  });
}

TEST(BrpCoverage, every_member_of_a_person_that_we_read_is_taken_up) {
  std::map<std::string, bool> found;
  members_we_read<adapters::brp::personen::Persoon>("", "", {json::object{}}, found);
  EXPECT_GT(found.size(), 40U);
  for (const auto& [path, taken] : found) EXPECT_TRUE(taken) << path << " is read, and nothing is made of it";
}

}  // namespace
}  // namespace inburgering::mapping::brp
