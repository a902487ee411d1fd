// `brp import`: the messages of a file, as if each had come over the connection of its sender.
#include <future>
#include <iostream>

#include "adapters/brp/schema.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/input.h"
#include "gateway/cli/load.h"
#include "gateway/http/stuf_intake.h"

namespace inburgering::gateway::cli {
namespace {

/// Takes one message up and waits until its fate is durable.
pipeline::Taken take_and_wait(pipeline::Pipeline& pipeline, pipeline::Incoming incoming) {
  std::promise<pipeline::Taken> taken;
  pipeline.take(std::move(incoming), [&](const pipeline::Taken& fate) { taken.set_value(fate); });
  return taken.get_future().get();
}

void note_and_wait(pipeline::Pipeline& pipeline, log::Entry entry) {
  std::promise<void> written;
  pipeline.note(std::move(entry), [&](bool) { written.set_value(); });
  written.get_future().get();
}

log::Entry entry_for(const pipeline::Pipeline& pipeline, const config::Party& party, std::size_t size) {
  log::Entry entry;
  entry.message_id = pipeline.new_id();
  entry.moment = pipeline.now();
  entry.direction = "in";
  entry.feed = "brp";
  entry.kind = "bestand";
  entry.party = party.oin.digits();
  entry.size = static_cast<std::int64_t>(size);
  return entry;
}

}  // namespace

int brp_import(const BrpImport& options) {
  const auto config = load(options.config);
  if (!config) return 2;
  const identity::Registry registry(*config);
  const auto* party = registry.party(options.party);
  if (party == nullptr || party->role != config::Role::brp) {
    std::cerr << "--party: dit OIN is geen partij met role brp in de configuratie\n";
    return 2;
  }
  const auto keys = store::Keys::read(config->store_key);
  const auto grammar = adapters::brp::stuf_bg_grammar(config->schemas, config->stuf_bg);
  if (!keys) return std::cerr << "de opslagsleutel is niet te lezen\n", 2;
  if (!grammar) return print(grammar.error()), 2;
  const auto text = read_input(options.file);
  if (!text) return 2;
  auto messages = adapters::brp::berichten_van(*text);
  if (!messages) return print(messages.error()), 1;

  const SystemClock clock;
  SystemRandom random;
  const store::Database database(config->store_file);
  store::Writer writer(database);
  operation::Metrics metrics;
  pipeline::Pipeline pipeline(*config, registry, {*keys, {clock, random}}, writer, metrics);
  int taken = 0;
  int refused = 0;
  for (std::size_t index = 0; index < messages->size(); ++index) {
    auto& message = (*messages)[index];
    const auto size = message.size();
    auto judged = http::judge_stuf(
        {*config, registry, *grammar},
        {std::move(message), {}, party, adapters::brp::Binding::bestand, entry_for(pipeline, *party, size)});
    std::string fault;
    if (!judged) {
      fault = judged.error().fault.code;
      print(judged.error().entry.faults);
      note_and_wait(pipeline, std::move(judged.error().entry));
    } else {
      const auto fate = take_and_wait(pipeline, std::move(judged->incoming)).fate;
      if (fate == pipeline::Fate::conflict) fault = "StUF016";
      if (fate == pipeline::Fate::unavailable) fault = "StUF046";
    }
    if (!fault.empty()) std::cerr << "bericht " << index + 1 << ": geweigerd met " << fault << '\n';
    ++(fault.empty() ? taken : refused);
  }
  std::cout << messages->size() << " berichten: " << taken << " aangenomen, " << refused << " geweigerd\n";
  return refused == 0 ? 0 : 1;
}

}  // namespace inburgering::gateway::cli
