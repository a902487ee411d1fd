// `brp import`: the messages of a file, as if each had come over the connection of its sender.
#include "gateway/intake/brp.h"

#include <future>
#include <iostream>

#include "adapters/brp/schema.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/load.h"
#include "gateway/cli/offline.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

/// A file with messages of StUF-BG, taken in on behalf of a BRP that is a party.
struct PersonFile {
  std::filesystem::path config;
  std::string party;  ///< OIN
  std::string file = "-";
};

/// Takes one message up and waits until its fate is durable.
exchange::Taken take_and_wait(exchange::Pipeline& pipeline, exchange::Incoming incoming) {
  std::promise<exchange::Taken> taken;
  pipeline.take(std::move(incoming), [&](const exchange::Taken& fate) { taken.set_value(fate); });
  return taken.get_future().get();
}

void note_and_wait(exchange::Pipeline& pipeline, log::Entry entry) {
  std::promise<void> written;
  pipeline.note(std::move(entry), [&](bool) { written.set_value(); });
  written.get_future().get();
}

int import_persons(const PersonFile& options) {
  const auto offline = Offline::open(options.config, options.party, config::Role::brp);
  if (!offline) return 2;
  auto& pipeline = offline->pipeline;
  const auto grammar = adapters::brp::stuf_bg_grammar(offline->config.schemas, offline->config.stuf_bg);
  if (!grammar) return print(grammar.error()), 2;
  const auto text = read_input(options.file);
  if (!text) return 2;
  auto messages = adapters::brp::berichten_van(*text);
  if (!messages) return print(messages.error()), 1;
  int taken = 0;
  int refused = 0;
  for (std::size_t index = 0; index < messages->size(); ++index) {
    auto& message = (*messages)[index];
    const auto size = message.size();
    auto judged = intake::judge_stuf(pipeline.ground(), *grammar,
                                     {std::move(message),
                                      {},
                                      offline->party,
                                      adapters::brp::Binding::bestand,
                                      offline->entry("bestand", size)});
    std::string fault;
    if (!judged) {
      fault = judged.error().fault.code;
      print(judged.error().entry.faults);
      note_and_wait(pipeline, std::move(judged.error().entry));
    } else {
      const auto fate = take_and_wait(pipeline, std::move(judged->incoming)).fate;
      if (fate == exchange::Fate::conflict) fault = "StUF016";
      if (fate == exchange::Fate::unavailable) fault = "StUF046";
    }
    if (!fault.empty()) std::cerr << "bericht " << index + 1 << ": geweigerd met " << fault << '\n';
    ++(fault.empty() ? taken : refused);
  }
  std::cout << schemas::counted(messages->size(), "bericht", "berichten") << ": " << taken << " aangenomen, "
            << refused << " geweigerd\n";
  return refused == 0 ? 0 : 1;
}

}  // namespace

void add_brp(Commands& program) {
  auto brp = program.group("brp", "berichten van een BRP");
  const auto [import_file, into] = brp.add<PersonFile>(
      "import", "neemt een bestand met StUF-BG-berichten in (StUF-berichtenSet of één bericht)",
      import_persons);
  import_file->add_option("--party", into.party, "OIN van de BRP die ze stuurde")->required();
  import_file->add_option("FILE", into.file, "het bestand; - is standaardinvoer")->capture_default_str();
}

}  // namespace inburgering::gateway::cli
