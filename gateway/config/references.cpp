#include "gateway/config/references.h"

#include <algorithm>

namespace inburgering::gateway::config {

schemas::Faults check_against(const config::Config& config, const wishes::Subscription& wish) {
  schemas::Faults faults;
  const auto fault = [&](std::string_view pointer, std::string_view rule, std::string message) {
    faults.push_back({std::string(pointer), std::string(rule), std::move(message)});
  };
  const auto party = std::ranges::find(config.parties, wish.afnemer, &config::Party::oin);
  const bool is_afnemer = party != config.parties.end() && party->role == config::Role::afnemer;
  if (!is_afnemer)
    fault("/afnemer", "verwijzing", "de afnemer staat niet als partij met role afnemer onder parties");
  for (std::size_t i = 0; i < wish.gemeenten.size(); ++i) {
    const auto& code = wish.gemeenten[i];
    const auto pointer = "/gemeenten/" + std::to_string(i);
    if (std::ranges::find(config.tenants, code, &config::Tenant::gemeentecode) == config.tenants.end())
      fault(pointer, "verwijzing", "deze gemeente is bij deze gateway niet bekend");
    else if (is_afnemer && std::ranges::find(party->gemeenten, code) == party->gemeenten.end() &&
             std::ranges::find(party->gemeenten, "*") == party->gemeenten.end())
      fault(pointer, "gemeenten", "deze afnemer mag geen gegevens van deze gemeente ontvangen");
  }
  if (wish.certificaat && !config.clients.contains(*wish.certificaat))
    fault("/certificaat", "verwijzing", "een clientcertificaat met deze naam is er niet (tls.clients)");
  if (wish.vertrouwen && !config.anchors.contains(*wish.vertrouwen))
    fault("/vertrouwen", "verwijzing", "een vertrouwensanker met deze naam is er niet (tls.anchors)");
  if ((wish.thin() || (!wish.pulls() && !wish.way().cloudevents)) && address_of(config).empty())
    fault("/wijze", "adres",
          "de beheerder heeft niet ingesteld waar de gateway te vinden is (listen.adres of "
          "tls.server.hosts), en "
          "daarheen zou worden verwezen");
  if (is_afnemer) {
    // What the beheerder says of a party holds.
    const auto& own = party->hierarchy;
    if (wish.certificaat && !own.certificaat.empty() && *wish.certificaat != own.certificaat)
      fault("/certificaat", "partij", "voor deze afnemer is een ander clientcertificaat bepaald (parties)");
    if (wish.vertrouwen && !own.vertrouwen.empty() && *wish.vertrouwen != own.vertrouwen)
      fault("/vertrouwen", "partij", "voor deze afnemer is een ander vertrouwensanker bepaald (parties)");
  }
  // Our client certificate opens doors there that an afnemer must not walk through.
  if (wish.url) {
    const auto authority = wishes::authority_of(*wish.url);
    bool taken = authority == wishes::authority_of(config.duo.url);
    for (const auto& brp : config.brp)
      taken = taken || authority == wishes::authority_of(brp.url) ||
              authority == wishes::authority_of(brp.volgen);
    if (taken && !authority.empty())
      fault("/url", "adres", "op dit adres is DUO of een BRP; daar kan geen afnemer zijn");
  }
  return faults;
}

}  // namespace inburgering::gateway::config
