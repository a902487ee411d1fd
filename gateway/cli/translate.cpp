#include <boost/json/serialize.hpp>
#include <iostream>

#include "adapters/duo/vraag.h"
#include "adapters/taalschool/resources.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/load.h"
#include "gateway/cli/translations.h"
#include "mapping/gemeente/registratie.h"
#include "mapping/once_each.h"

namespace inburgering::gateway::cli {
namespace {

struct Options {
  MessageKind kind;
  std::string file = "-";
};

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
  text += "; gemeente: objecttype en sleutel zoals in het adres, bijvoorbeeld ICTVaardigheid/enig";
  return text;
}

/// What is no change: whom a message without any is about, what it leads to, and each remark. On stderr.
void tell_beside(const mapping::Translation& said, const Told& told) {
  const auto about = mapping::to_json(said.subject);
  if (said.changes.empty() && !about.empty())
    std::cerr << "dit bericht verandert niets over persoon " << boost::json::serialize(about) << '\n';
  for (const auto& line : told.follows) std::cerr << line << '\n';
  print(said.remarks);
}

int translate(const Options& options) {
  const auto& feed = options.kind.feed;
  const bool tells_itself = feed.starts_with("brp") || feed == mapping::gemeente::feed;
  if (!tells_itself && options.kind.resource.empty()) throw CLI::RequiredError("--resource");
  const auto text = read_input(options.file);
  if (!text) return 2;
  const auto translations = translations_of(options.kind, *text);
  boost::json::array changes;
  for (const auto& told : translations.told) {
    const auto once = mapping::once_each(told.translation);
    const auto& said = once ? *once : told.translation;
    for (const auto& change : said.changes) {
      auto json = mapping::to_json(change, said.bron);
      json["persoon"] = mapping::to_json(said.subject);
      changes.push_back(std::move(json));
    }
    tell_beside(said, told);
  }
  print(translations.faults);
  if (!translations.told.empty()) std::cout << boost::json::serialize(changes) << '\n';
  return translations.faults.empty() ? 0 : 1;
}

}  // namespace

void add_translate(Commands& program) {
  const auto [command, into] = program.add<Options>(
      "translate", "vertaalt een bericht, of elk van een berichtenset, naar canonieke wijzigingen, als JSON",
      translate);
  command->add_option("--feed", into.kind.feed, "waar het bericht vandaan komt")
      ->required()
      ->check(CLI::IsMember({"duo", "brp-stuf", "brp-json", "taalschool", "gemeente"}));
  command->add_option("--resource", into.kind.resource, resources());
  command->add_option("--bsn", into.kind.bsn, "over wie een antwoord van DUO of de BRP gaat");
  command->add_option("FILE", into.file, "het bericht; - is standaardinvoer")->capture_default_str();
}

}  // namespace inburgering::gateway::cli
