// That no rule says something else of the same message, or concludes something else from the same facts,
// without a next version of it: each field that is kept names the version that set it (tests/regels).
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>

#include "adapters/brp/schema.h"
#include "mapping/afgeleid/regels.h"
#include "mapping/klokken/geleverd.h"
#include "mapping/klokken/reken.h"
#include "mapping/lineage/reread.h"
#include "mapping/taalschool/uren.h"
#include "mapping/taalschool/waarschuwing.h"
#include "mapping/tegenspraak.h"

namespace inburgering::mapping {
namespace {

namespace json = boost::json;
const std::filesystem::path folder = std::filesystem::path(PROJECT_DIR) / "tests/regels";

std::string read(const std::string& name) {
  std::ifstream file(folder / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// FNV-1a: the same on every machine.
std::string digest_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::ostringstream hex;
  hex << std::hex << std::setw(16) << std::setfill('0') << hash;
  return hex.str();
}

std::string said(const Translation& translation) {
  std::string text = json::serialize(to_json(translation.subject)) + "\n";
  for (const auto& change : translation.changes)
    text += json::serialize(to_json(change, translation.bron)) + "\n";
  for (const auto type : translation.complete) text += "alle " + std::string(type) + "\n";
  return text;
}

/// What a rule makes of messages.
std::string of_messages(const Rule& rule, const json::array& messages) {
  static const auto grammar = *adapters::brp::stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas");
  std::string text;
  for (const auto& each : messages) {
    const auto* message = each.if_object();
    const bool kind = message != nullptr && message->contains("inhoud");
    const auto& body = kind ? message->at("inhoud") : each;
    lineage::Kept kept{kind ? std::string(message->at("soort").as_string()) : std::string(),
                       "00000099000000004000",
                       {},
                       "R-1",
                       *schemas::Moment::parse("2026-11-02T09:30:15Z")};
    const auto reader =
        lineage::reader_of({std::string(rule.feed), std::string(rule.name), rule.version}, kept, &grammar);
    const auto told = reader(body.is_string() ? std::string(body.get_string()) : json::serialize(body));
    text += told ? said(*told) : std::string("geweigerd\n");
  }
  return text;
}

std::vector<canonical::Object> objects(const json::array& list) {
  std::vector<canonical::Object> made;
  for (const auto& each : list) {
    const auto& member = *each.as_object().begin();
    auto object = canonical::from_json(std::string_view(member.key()), member.value());
    if (!object) throw std::invalid_argument(to_text(object.error()[0]));
    made.push_back(std::move(*object));
  }
  return made;
}
std::string text_of(const canonical::Object& object) {
  return std::string(canonical::objecttype(object)) + json::serialize(canonical::to_json(object)) + "\n";
}

template <class T>
std::vector<T> all(const std::vector<canonical::Object>& known) {
  std::vector<T> list;
  for (const auto& object : known)
    if (const auto* typed = std::get_if<T>(&object)) list.push_back(*typed);
  return list;
}

schemas::Day day(const char* text) { return *schemas::Day::parse(text); }

// What the rules of the gateway itself conclude.

std::string hours(const std::vector<canonical::Object>& known) {
  const auto stand = taalschool::urenstand(all<canonical::Aanwezigheid>(known), all<canonical::PIP>(known));
  return stand ? text_of(*stand) : std::string();
}

std::string warnings(const std::vector<canonical::Object>& known) {
  std::string text;
  for (const auto& warning : taalschool::waarschuwingen(
           {.aanwezigheid_onder = 80, .geen_voortgang = true, .stilte_weken = 6},
           {all<canonical::Deelname>(known), all<canonical::Aanwezigheid>(known),
            all<canonical::Voortgangsmeting>(known), all<canonical::Toetsresultaat>(known)},
           day("2026-11-29")))
    text += text_of(warning);
  return text;
}

std::string clocks(const std::vector<canonical::Object>& known) {
  klokken::Situatie situatie{.gemeentecode = "0518"};
  for (const auto& object : known) situatie.objecten.push_back({object, "duo"});
  std::string text;
  for (const auto* today : {"2026-02-20", "2026-04-01", "2026-11-29"})
    for (const auto& stand : klokken::reken(klokken::geleverde_klokken(), situatie, day(today)).standen)
      text += text_of(stand.klok);
  return text;
}

/// Each object against one of the same key that says something else.
std::string disputes(const std::vector<canonical::Object>& known) {
  std::string text;
  for (const auto& one : known)
    for (const auto& other : known) {
      if (one.index() != other.index()) continue;
      auto said = one;
      canonical::take(said, other, canonical::stated(other) & ~canonical::key_fields(other));
      Testimony testimony;
      testimony.say(one, {"duo"});
      testimony.say(said, {"taalschool"});
      for (const auto& dispute : disputes_of(testimony)) text += text_of(dispute);
    }
  return text;
}

/// Of which nothing is translated here: what the gateway says of its own work.
const std::set<std::string_view> elsewhere{"duo.meldingstatus", "brp.samenvoeging", "gateway.dossier"};

using Concludes = std::string (*)(const std::vector<canonical::Object>& known);
const std::map<std::string_view, Concludes> concluding{
    {"urenstand", hours}, {"waarschuwing", warnings}, {"klok", clocks}, {"tegenspraak", disputes}};

/// Nothing where the rule says nothing of any of it: then there is nothing to compare.
std::string outcome_of(const Rule& rule) {
  static const auto messages = json::parse(read("berichten.json")).as_object();
  static const auto facts = json::parse(read("bekend.json")).as_array();
  const auto name = std::string(rule.feed) + "." + std::string(rule.name);
  if (const auto* given = messages.if_contains(name)) return of_messages(rule, given->as_array());
  std::string text;
  for (const auto& each : facts) {
    const auto known = objects(each.as_array());
    if (const auto found = concluding.find(rule.name); found != concluding.end())
      text += found->second(known);
    for (const auto& regel : afgeleid::regels())
      if (regel.rule->name == rule.name && rule.feed == "gateway")
        for (const auto& object : regel.leid_af({"0518", known})) text += text_of(object);
  }
  return text;
}

/// "duo.pip@1" → digest
std::map<std::string, std::string> kept_outcomes() {
  std::map<std::string, std::string> kept;
  std::istringstream lines(read("uitkomsten.txt"));
  for (std::string name, digest; lines >> name >> digest;) kept[name] = digest;
  return kept;
}

TEST(RegelUitkomsten, a_rule_that_says_something_else_has_a_next_version) {
  const auto kept = kept_outcomes();
  for (const auto& rule : rules) {
    const auto name = std::string(rule.feed) + "." + std::string(rule.name);
    if (elsewhere.contains(name)) continue;
    const auto outcome = outcome_of(rule);
    EXPECT_TRUE(outcome.contains('{'))
        << name
        << " says nothing of anything in tests/regels: add a message that it reads "
           "to berichten.json, or facts that it rests on to bekend.json";
    const auto digest = digest_of(outcome);
    const auto found = kept.find(to_text(rule));
    auto next = rule;
    ++next.version;
    if (found == kept.end())
      ADD_FAILURE() << "tests/regels/uitkomsten.txt does not know " << to_text(rule)
                    << ". If its outcome was meant to change, add this line at the end:\n"
                    << to_text(rule) << ' ' << digest;
    else if (found->second != digest)
      ADD_FAILURE() << to_text(rule) << " now makes something else of the same input in tests/regels.\n"
                    << "If that is not meant: mend the translation.\n"
                    << "If it is: raise the version of {\"" << rule.feed << "\", \"" << rule.name << "\", "
                    << rule.version << ", …} to " << next.version
                    << " in mapping/rule.h, so that what was kept before is known to be of before, and add "
                       "this line at the end of tests/regels/uitkomsten.txt (leave the old one):\n"
                    << to_text(next) << ' ' << digest;
  }
}

TEST(RegelUitkomsten, every_version_that_ever_was_is_kept) {
  const auto kept = kept_outcomes();
  for (const auto& rule : rules) {
    const auto name = std::string(rule.feed) + "." + std::string(rule.name);
    if (elsewhere.contains(name)) continue;
    std::set<std::string> digests;
    for (auto each = rule; each.version > 0; --each.version) {
      const auto found = kept.find(to_text(each));
      if (found == kept.end()) continue;  // from before outcomes were kept
      EXPECT_TRUE(digests.insert(found->second).second)
          << to_text(each) << " says what another version says: which of them is wrong?";
    }
  }
  for (const auto& [name, digest] : kept) EXPECT_TRUE(parse_rule(name)) << name;
}

TEST(RegelUitkomsten, no_message_stands_there_for_a_rule_that_is_not) {
  const auto messages = json::parse(read("berichten.json")).as_object();
  for (const auto& member : messages) {
    const std::string name(member.key());
    const auto dot = name.find('.');
    EXPECT_NE(find_rule(name.substr(0, dot), name.substr(dot + 1)), nullptr) << name;
  }
}

}  // namespace
}  // namespace inburgering::mapping
