// The canonical model against its sources: every attribute of the GGM, every property of DUO and every object
// type of the seed has a place here, or a line in mapping/coverage.cpp that says why not. And nothing is
// cited that is not there.
#include "mapping/coverage.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <regex>
#include <set>

#include "mapping/document/kinds.h"
#include "mapping/document/sources.h"
#include "mapping/document/walk.h"
#include "tests/conformance/shared.h"

namespace inburgering::mapping {
namespace {

using document::behind;
using document::sources_of;

class Coverage : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(tests::standards()))
      GTEST_SKIP() << "de standaarden staan niet naast het project";
  }
};

/// What the fields cite behind a prefix.
std::set<std::string> cited(std::string_view prefix) {
  std::set<std::string> all;
  document::for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&](const auto& field) {
      for (const auto part : sources_of(field.source))
        if (const auto rest = behind(prefix, part); !rest.empty()) all.emplace(rest);
    });
  });
  return all;
}

bool has_a_reason(const std::string& source) {
  return std::ranges::any_of(gaps(), [&](const Gap& gap) {
    const auto star = gap.source.find('*');
    if (star == std::string_view::npos) return gap.source == source;
    return source.starts_with(gap.source.substr(0, star)) && source.ends_with(gap.source.substr(star + 1));
  });
}

// DUO: "<API>/<schema>.<property>" for every property that is a value and not a group of values.
std::set<std::string> duo_properties() {
  std::set<std::string> all;
  for (const auto& api : std::filesystem::directory_iterator(tests::standards() / "duo-m2m/API")) {
    const auto schemas = YAML::LoadFile(api.path() / "openapi.yml")["components"]["schemas"];
    const auto is_group = [&](const YAML::Node& property) {
      if (!property["$ref"]) return false;
      const auto ref = property["$ref"].as<std::string>();
      return static_cast<bool>(schemas[ref.substr(ref.rfind('/') + 1)]["properties"]);
    };
    for (const auto& schema : schemas)
      for (const auto& property : schema.second["properties"])
        if (!is_group(property.second))
          all.insert(api.path().filename().string() + "/" + schema.first.as<std::string>() + "." +
                     property.first.as<std::string>());
  }
  return all;
}

TEST_F(Coverage, every_property_of_duo_has_a_field_or_a_reason) {
  auto fields = cited("duo:");
  fields.merge(cited("naar-duo:"));
  const auto all = duo_properties();
  EXPECT_GT(all.size(), 80U);
  for (const auto& property : all)
    EXPECT_TRUE(fields.contains(property) || has_a_reason("duo:" + property)) << property;
  for (const auto& field : fields) EXPECT_TRUE(all.contains(field)) << field << " is not of DUO";
}

/// "Type.field" for each that nobody can fill: a standard that knows it is no source.
std::vector<std::string> told_by_nobody() {
  std::vector<std::string> all;
  document::for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&](const auto& field) {
      if (std::ranges::all_of(sources_of(field.source), [](auto part) { return part.starts_with("ggm:"); }))
        all.push_back(std::string(schemas::fields<T>.name) + "." + std::string(field.name));
    });
  });
  return all;
}

TEST(Model, every_field_has_somebody_who_can_tell_it) {
  EXPECT_EQ(told_by_nobody(), std::vector<std::string>())
      << "say in the field table who tells it: duo:…, brp, taalschool, gemeente, gateway or afgeleid:<regel>";
}

struct Ggm {
  std::map<std::string, std::string> attributes;  ///< "PIP.DagtekeningPIP" → its type there
  std::map<std::string, std::set<std::string>> lists;
  std::set<std::string> empty_types;
};

std::string stripped(const std::string& text) { return std::string(schemas::xml::trimmed(text)); }

Ggm read_ggm() {
  Ggm ggm;
  std::istringstream page(tests::text_of(tests::standards() / "ggm/MODEL.md"));
  std::string chapter;
  std::string type;
  static const std::regex item("- ([^:]+): ?(.*)");
  for (std::string line; std::getline(page, line);) {
    std::smatch match;
    if (line.starts_with("## ")) {
      chapter = line.substr(3);
    } else if (line.starts_with("### ")) {
      type = line.substr(4);
    } else if (chapter == "Object types" && line == "- (no attributes of its own)") {
      ggm.empty_types.insert(type);
    } else if (chapter == "Object types" && std::regex_match(line, match, item)) {
      const auto kind = match[2].str();
      ggm.attributes[type + "." + match[1].str()] = stripped(kind.substr(0, kind.find(" —")));
    } else if (chapter == "Code lists" && std::regex_match(line, match, item)) {
      std::istringstream codes(match[2].str());
      for (std::string code; std::getline(codes, code, '|');)
        ggm.lists[match[1].str()].insert(stripped(code));
    }
  }
  return ggm;
}

TEST_F(Coverage, every_attribute_of_the_ggm_has_a_field_or_a_reason) {
  const auto ggm = read_ggm();
  EXPECT_GT(ggm.attributes.size(), 150U);
  const auto fields = cited("ggm:");
  for (const auto& [attribute, type] : ggm.attributes)
    EXPECT_TRUE(fields.contains(attribute) || has_a_reason("ggm:" + attribute)) << attribute << ": " << type;
  for (const auto& type : ggm.empty_types) EXPECT_TRUE(has_a_reason("ggm:" + type)) << type;
  for (const auto& field : fields)
    EXPECT_TRUE(ggm.attributes.contains(field)) << field << " is not of the GGM";
}

/// Whether a GGM type and one of ours speak of the same kind of value.
template <class Value>
bool same_kind(const Ggm& ggm, const std::string& theirs) {
  std::string type = theirs;
  std::ranges::transform(type, type.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
  if constexpr (schemas::is_code<Value>) {
    const auto& list = document::list_of(static_cast<const Value*>(nullptr));
    // The GGM does not say which list, or leaves it to free text that a list makes precise.
    if (type == "enum" || type == "string" || type.starts_with("an")) return true;
    const auto official = ggm.lists.find(theirs);
    return official != ggm.lists.end() && std::ranges::all_of(official->second, [&](const auto& code) {
             return list.find(code) != nullptr;
           });
  } else if constexpr (std::is_same_v<Value, schemas::Day> || std::is_same_v<Value, schemas::IncompleteDay>) {
    return type == "date";
  } else if constexpr (std::is_same_v<Value, bool>) {
    return type.starts_with("bool");
  } else if constexpr (std::is_same_v<Value, std::int64_t> || std::is_same_v<Value, schemas::Hours>) {
    return type == "int";
  } else if constexpr (std::is_same_v<Value, schemas::Amount>) {
    return type == "double";
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return type == "string" || type.starts_with("an");
  } else {
    return false;
  }
}

TEST_F(Coverage, a_field_has_the_kind_of_its_ggm_attribute_or_a_reason) {
  const auto ggm = read_ggm();
  std::set<std::string> otherwise;
  document::for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&]<class Field>(const Field& field) {
      for (const auto part : sources_of(field.source)) {
        const std::string attribute(behind("ggm:", part));
        const auto official = ggm.attributes.find(attribute);
        if (official == ggm.attributes.end() || same_kind<document::ValueOf<Field>>(ggm, official->second))
          continue;
        otherwise.insert(attribute);
        const auto reason = std::ranges::find(retyped(), attribute, &Retyped::attribute);
        if (reason == retyped().end())
          ADD_FAILURE() << attribute << " is " << official->second << " in the GGM";
        else
          EXPECT_EQ(reason->type_there, official->second) << attribute;
      }
    });
  });
  for (const auto& row : retyped())
    EXPECT_TRUE(otherwise.contains(std::string(row.attribute))) << row.attribute << " needs no reason";
}

std::string letters(std::string_view text) {
  std::string only;
  for (const char c : text.substr(0, text.find('(')))
    if (std::isalnum(static_cast<unsigned char>(c)))
      only += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return only;
}

/// Our types that stand for a GGM type: those whose fields cite it.
std::map<std::string, std::set<std::string_view>> types_for_ggm() {
  // Persoon holds what these say; they have their attributes in other models of the GGM.
  std::map<std::string, std::set<std::string_view>> ours{{"natuurlijkpersoon", {"Persoon"}}};
  document::for_each_type([&]<class T>() {
    schemas::for_each_field<T>([&](const auto& field) {
      for (const auto part : sources_of(field.source))
        if (const auto cite = behind("ggm:", part); !cite.empty())
          ours[letters(cite.substr(0, cite.find('.')))].insert(schemas::fields<T>.name);
    });
  });
  return ours;
}

/// "A B" for each of our types A that belongs to B, or is a part of B.
std::set<std::string> our_relations() {
  std::set<std::string> all;
  document::for_each_type([&]<class T>() {
    const std::string name(schemas::fields<T>.name);
    for (const auto& relation : schemas::fields<T>.about.relations)
      all.insert(name + " " + std::string(relation.to));
    schemas::for_each_field<T>([&]<class Field>(const Field&) {
      if constexpr (schemas::Described<document::ValueOf<Field>>)
        all.insert(std::string(schemas::fields<document::ValueOf<Field>>.name) + " " + name);
    });
  });
  return all;
}

TEST_F(Coverage, every_relation_of_the_ggm_has_its_place_or_a_reason) {
  const auto page = tests::text_of(tests::standards() / "ggm/MODEL.md");
  const auto types = types_for_ggm();
  const auto ours = our_relations();
  static const std::regex relation(R"(\n- ([A-Z0-9_]+) -> ([A-Z0-9_]+) :)");
  int count = 0;
  for (std::sregex_iterator it(page.begin(), page.end(), relation), end; it != end; ++it, ++count) {
    const auto child = types.find(letters((*it)[1].str()));
    const auto parent = types.find(letters((*it)[2].str()));
    bool found = false;
    if (child != types.end() && parent != types.end())
      for (const auto one : child->second)
        for (const auto other : parent->second)
          found = found || one == other || ours.contains(std::string(one) + " " + std::string(other)) ||
                  ours.contains(std::string(other) + " " + std::string(one));
    EXPECT_TRUE(found || has_a_reason("ggm:" + (*it)[1].str() + "->" + (*it)[2].str())) << (*it)[0];
  }
  EXPECT_GE(count, 39);
}

TEST_F(Coverage, every_object_type_of_the_seed_exists) {
  std::set<std::string> ours;
  for (const auto type : canonical::objecttypes()) ours.insert(letters(type));
  std::string seeds;
  for (const auto& file : std::filesystem::directory_iterator(tests::standards().parent_path() / "seeds"))
    seeds += tests::text_of(file);
  static const std::regex named(R"(\n- \*\*([^*]+)\*\*:)");
  int count = 0;
  for (std::sregex_iterator it(seeds.begin(), seeds.end(), named), end; it != end; ++it, ++count)
    EXPECT_TRUE(ours.contains(letters((*it)[1].str()))) << (*it)[1];
  EXPECT_GE(count, 19);
}

TEST_F(Coverage, every_reason_is_about_something_that_exists) {
  const auto duo = duo_properties();
  const auto ggm = read_ggm();
  const auto page = tests::text_of(tests::standards() / "ggm/MODEL.md");
  for (const auto& gap : gaps()) {
    const std::string source(gap.source);
    // Of the BRP: see brp_coverage_test.cpp.
    if (source.starts_with("stuf:") || source.starts_with("personen:")) continue;
    if (source.find("->") != std::string::npos) {
      const auto arrow = source.find("->");
      const auto relation = source.substr(4, arrow - 4) + " -> " + source.substr(arrow + 2) + " :";
      EXPECT_NE(page.find(relation), std::string::npos) << source;
      continue;
    }
    const bool known =
        source.find('*') != std::string::npos
            ? std::ranges::any_of(duo, [&](const auto& each) { return has_a_reason("duo:" + each); })
            : duo.contains(std::string(behind("duo:", source))) ||
                  ggm.attributes.contains(std::string(behind("ggm:", source))) ||
                  ggm.empty_types.contains(std::string(behind("ggm:", source)));
    EXPECT_TRUE(known) << source;
    EXPECT_FALSE(gap.reason.empty());
  }
}

}  // namespace
}  // namespace inburgering::mapping
