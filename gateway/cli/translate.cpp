#include <boost/json/serialize.hpp>
#include <iostream>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/vraag.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/load.h"
#include "gateway/log/words.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"
#include "mapping/once_each.h"
#include "mapping/taalschool/push.h"
#include "schemas/shipped.h"

namespace inburgering::gateway::cli {
namespace {

using mapping::Translation;
using schemas::Result;

struct Options {
  std::string feed;
  std::string resource;
  std::string bsn;
  std::string file = "-";
};

/// The OIN that stands for "some taalschool": translate knows no connection, so no certificate.
constexpr std::string_view nobody = "00000000000000000000";

Result<std::optional<schemas::Bsn>> asked_about(const Options& options) {
  if (options.bsn.empty()) return std::nullopt;
  auto bsn = schemas::Bsn::parse(options.bsn, "--bsn");
  if (!bsn) return std::unexpected(schemas::Faults{bsn.error()});
  return *bsn;
}

Result<Translation> translate_duo(const Options& options, std::string_view text) {
  if (options.resource == "notificatie") {
    const auto notificatie = adapters::duo::parse_notificatie(text);
    if (!notificatie) return std::unexpected(notificatie.error());
    return mapping::duo::translate(*notificatie, "");
  }
  const auto asked = asked_about(options);
  if (!asked) return std::unexpected(asked.error());
  return mapping::duo::translate_answer(options.resource, text, {*asked, {}}, "");
}

Result<Translation> translate_kennisgeving(const schemas::xml::Grammar& grammar, std::string_view text) {
  const auto kennisgeving = adapters::brp::parse_kennisgeving(grammar, text);
  if (!kennisgeving) return std::unexpected(kennisgeving.error().faults);
  return mapping::brp::translate(*kennisgeving);
}

Translation about_nobody(std::string place) {
  Translation translation;
  translation.remarks = {{std::move(place), "onbekend", "de BRP kent deze persoon niet"}};
  return translation;
}

/// What came back on a question: the person, or a fault of the other side.
Result<Translation> translate_antwoord(const schemas::xml::Grammar& grammar, const Options& options,
                                       std::string_view text) {
  const auto asked = asked_about(options);
  if (!asked) return std::unexpected(asked.error());
  const auto read = adapters::brp::read_beantwoord(grammar, text, "text/xml", *asked);
  if (!read) return std::unexpected(read.error());
  if (read->fout)
    return schemas::refuse("/Fault", read->fout->code,
                           "de BRP antwoordde met een fout" +
                               (read->fout->details.empty() ? std::string() : ": " + read->fout->details));
  if (!read->persoon) return about_nobody("/npsLa01/antwoord");
  auto translation = mapping::brp::translate(*read->persoon, {}, {std::string(log::feed::brp), {}, {}});
  if (!translation) return translation;
  for (const auto naam : read->coulances)
    translation->remarks.push_back({"/npsLa01", "coulance", std::string(naam) + ": hersteld en aangenomen"});
  return translation;
}

/// One message, or each of a file: their changes one after another.
Result<std::vector<Translation>> translate_stuf(const Options& options, std::string_view text) {
  const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  if (!grammar) return std::unexpected(grammar.error());
  const auto messages = adapters::brp::berichten_van(text);
  if (!messages) return std::unexpected(messages.error());
  std::vector<Translation> translations;
  schemas::Faults faults;
  for (const auto& message : *messages) {
    auto translation = adapters::brp::is_beantwoord(message) ? translate_antwoord(*grammar, options, message)
                                                             : translate_kennisgeving(*grammar, message);
    if (translation)
      translations.push_back(std::move(*translation));
    else
      faults.insert(faults.end(), translation.error().begin(), translation.error().end());
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return translations;
}

Result<Translation> translate_personen(const Options& options, std::string_view text) {
  const auto asked = asked_about(options);
  if (!asked) return std::unexpected(asked.error());
  const auto found = adapters::brp::personen::read_antwoord(text, *asked);
  if (!found) return std::unexpected(found.error());
  if (!found->persoon) return about_nobody("/personen");
  return mapping::brp::translate(*found, {}, {std::string(log::feed::brp), {}, {}});
}

Result<Translation> translate_taalschool(const Options& options, std::string_view text) {
  auto push = mapping::taalschool::translate_push_text(options.resource, text, nobody);
  if (!push) return std::unexpected(push.error());
  return std::move(push->translation);
}

/// What --resource takes, for the help text.
std::string resources() {
  std::string text = "duo: notificatie";
  for (const auto& resource : adapters::duo::resources()) (text += ", ") += resource.name;
  text += "; taalschool:";
  const char* separator = " ";
  for (const auto resource : adapters::taalschool::resource_names) {
    (text += separator) += resource;
    separator = ", ";
  }
  return text;
}

/// What the gateway asks DUO after it: on stderr, for it is no change.
void tell_what_is_asked(const mapping::canonical::Object& object) {
  const auto* told = std::get_if<mapping::canonical::Gebeurtenis>(&object);
  if (told == nullptr) return;
  std::string wanted;
  for (const auto resource : adapters::duo::vragen_na(adapters::duo::gebeurtenis(told->gebeurtenis_id)))
    wanted += (wanted.empty() ? "" : ", ") + std::string(resource);
  if (!wanted.empty()) std::cerr << "hierna wordt DUO gevraagd: " << wanted << '\n';
}

int translate(const Options& options) {
  if (!options.feed.starts_with("brp") && options.resource.empty()) throw CLI::RequiredError("--resource");
  const auto text = read_input(options.file);
  if (!text) return 2;
  Result<std::vector<Translation>> translations;
  if (options.feed == "brp-stuf") {
    translations = translate_stuf(options, *text);
  } else {
    auto one = options.feed == "duo"        ? translate_duo(options, *text)
               : options.feed == "brp-json" ? translate_personen(options, *text)
                                            : translate_taalschool(options, *text);
    if (one)
      translations->push_back(std::move(*one));
    else
      translations = std::unexpected(std::move(one.error()));
  }
  if (!translations) {
    print(translations.error());
    return 1;
  }
  boost::json::array changes;
  for (const auto& translation : *translations) {
    const auto once = mapping::once_each(translation);
    const auto& said = once ? *once : translation;
    for (const auto& change : said.changes) {
      auto json = mapping::to_json(change, said.bron);
      json["persoon"] = mapping::to_json(said.subject);
      changes.push_back(std::move(json));
      tell_what_is_asked(change.object);
    }
    print(said.remarks);
  }
  std::cout << boost::json::serialize(changes) << '\n';
  return 0;
}

}  // namespace

void add_translate(Commands& program) {
  const auto [command, into] = program.add<Options>(
      "translate", "vertaalt één bericht naar canonieke wijzigingen, als JSON", translate);
  command->add_option("--feed", into.feed, "waar het bericht vandaan komt")
      ->required()
      ->check(CLI::IsMember({"duo", "brp-stuf", "brp-json", "taalschool"}));
  command->add_option("--resource", into.resource, resources());
  command->add_option("--bsn", into.bsn, "over wie een antwoord van DUO of de BRP gaat");
  command->add_option("FILE", into.file, "het bericht; - is standaardinvoer")->capture_default_str();
}

}  // namespace inburgering::gateway::cli
