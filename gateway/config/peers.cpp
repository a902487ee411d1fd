#include "gateway/config/peers.h"

#include "gateway/config/askable.h"
#include "gateway/config/tls.h"

namespace inburgering::gateway::config {

void read_duo(Reader duo, Config& config) {
  config.duo.oin = duo.oin("oin");
  config.duo.url = duo.text("url");
  duo.optional("base_path", config.duo.base_path);
  duo.optional("timeout", config.duo.timeout);
  duo.optional("in_flight", config.duo.in_flight, 1, 1000);
  duo.optional("requests_per_second", config.duo.requests_per_second, 1, 100000);
  duo.optional("ask_back", config.duo.ask_back);
  config.duo.hierarchy = read_hierarchy(duo, config);
  config.duo.servers = read_servers(duo, config.duo.oin, config, config.duo.hierarchy);
  duo.finish();
}

Brp read_brp(Reader& reader, const Config& config) {
  Brp brp;
  brp.naam = reader.text("naam");
  brp.oin = reader.oin("oin");
  brp.gemeenten = reader.texts("gemeenten");
  const auto wijze = reader.text("wijze");
  if (wijze == "stuf")
    brp.wijze = Brp::Wijze::stuf;
  else if (wijze != "personen" && !wijze.empty())
    reader.fault("wijze", "codelijst", "kies uit personen (JSON) en stuf (npsLv01)");
  brp.url = reader.text("url");
  reader.optional("volgen", brp.volgen);
  for (const auto& [key, url] : {std::pair{"url", &brp.url}, std::pair{"volgen", &brp.volgen}})
    if (!url->empty() && !url->starts_with("https://"))
      reader.fault(key, "https", "de BRP wordt alleen over https bevraagd");
  reader.optional("applicatie", brp.applicatie);
  reader.optional("timeout", brp.timeout);
  reader.optional("in_flight", brp.in_flight, 1, 1000);
  reader.optional("requests_per_second", brp.requests_per_second, 1, 100000);
  brp.hierarchy = read_hierarchy(reader, config);
  brp.servers = read_servers(reader, brp.oin, config, brp.hierarchy);
  reader.optional("volgen_na_einde", brp.volgen_na_einde, 0, 36500);
  if (brp.naam == "duo" || brp.naam.size() > 60)
    reader.fault("naam", "naam", "kies een andere naam, van hoogstens 60 tekens");
  return brp;
}

void read_delivery(Reader delivery, Delivery& into) {
  delivery.optional("first_retry", into.first_retry);
  delivery.optional("max_retry", into.max_retry);
  delivery.optional("timeout", into.timeout);
  delivery.optional("max_retry_after", into.max_retry_after);
  delivery.optional("horizon", into.horizon);
  delivery.optional("in_flight", into.in_flight, 1, 1000);
  delivery.optional("open_after", into.open_after, 1, 1000);
  if (delivery.has("never")) into.never = delivery.numbers("never", 400, 499);
  for (const auto& text : delivery.texts("private_networks")) {
    if (const auto network = adapters::transport::Network::parse(text))
      into.private_networks.push_back(*network);
    else
      delivery.fault("private_networks", "netwerk", "schrijf een netwerk als 10.20.0.0/16 of fd00::/8");
  }
  delivery.finish();
}

Schedule read_schedule(Reader& reader) {
  Schedule schedule{reader.text("id"), reader.texts("gemeenten"), {}, reader.texts("resources")};
  if (auto cron = Cron::parse(reader.text("cron")))
    schedule.cron = std::move(*cron);
  else
    reader.fault("cron", cron.error().rule, cron.error().message);
  if (schedule.gemeenten.empty())
    reader.fault("gemeenten", "verplicht", "noem gemeentecodes, of \"*\" voor alle");
  if (schedule.id == hand)
    reader.fault("id", "uniek", "deze naam is voor wat met de hand wordt gestart; kies een andere");
  for (const auto& resource : schedule.resources)
    if (!find_askable(resource))
      reader.fault("resources", "codelijst", "resource " + resource + " is niet bekend");
  return schedule;
}

const Brp* brp_of(const Config& config, std::string_view gemeentecode) {
  const auto serves = [&](const Brp& brp) {
    return std::ranges::any_of(brp.gemeenten,
                               [&](const auto& code) { return code == "*" || code == gemeentecode; });
  };
  const auto found = std::ranges::find_if(config.brp, serves);
  return found == config.brp.end() ? nullptr : &*found;
}

}  // namespace inburgering::gateway::config
