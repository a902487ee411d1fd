#include "gateway/intake/brp.h"

#include "mapping/brp/persoon.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::intake {
namespace {

using adapters::brp::Antwoord;
using adapters::brp::StufFault;
using adapters::brp::Stuurgegevens;
using adapters::brp::Systeem;

/// Our reply to a message, sender and receiver swapped. What could not be read of the message is named as
/// such.
Antwoord reply_to(const exchange::Ground& ground, adapters::brp::Binding binding,
                  const Stuurgegevens* message, const log::Entry& entry) {
  Antwoord reply;
  reply.binding = binding;
  reply.zender =
      message != nullptr ? message->ontvanger : Systeem{ground.config().oin.digits(), "INBURGERING", ""};
  reply.ontvanger = message != nullptr ? message->zender : Systeem{"", "onbekend", ""};
  if (reply.zender.applicatie.size() < 3) reply.zender.applicatie = "INBURGERING";
  if (reply.ontvanger.applicatie.size() < 3) reply.ontvanger.applicatie = "onbekend";
  reply.referentienummer = entry.message_id;
  reply.moment = entry.moment;
  if (message != nullptr) reply.cross_refnummer = schemas::cut_characters(message->referentienummer, 40);
  return reply;
}

bool is_number(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The tenant that a message is for: its OIN or its gemeentecode stands in ontvanger/organisatie. A
/// synchronous message may leave that out; then the connection must leave no doubt.
const config::Tenant* tenant_of(const exchange::Ground& ground, const config::Party& party,
                                const Systeem& ontvanger) {
  if (const auto* tenant = ground.registry.tenant_by_oin(ontvanger.organisatie)) return tenant;
  if (const auto* tenant = ground.registry.tenant_by_code(ontvanger.organisatie)) return tenant;
  if (!(ontvanger == Systeem{})) return nullptr;
  const config::Tenant* only = nullptr;
  for (const auto& tenant : ground.config().tenants) {
    if (!identity::serves(party, tenant)) continue;
    if (only != nullptr) return nullptr;
    only = &tenant;
  }
  return only;
}

/// A zender that names an organisation by number must name one for which this party may speak.
bool may_speak_as(const exchange::Ground& ground, const config::Party& party, const Systeem& zender) {
  if (is_number(zender.organisatie, 20)) return identity::may_act_for(party, zender.organisatie);
  if (!is_number(zender.organisatie, 4)) return true;  // a name: the certificate alone tells who this is
  const auto* tenant = ground.registry.tenant_by_code(zender.organisatie);
  return tenant != nullptr && identity::serves(party, *tenant);
}

}  // namespace

std::expected<StufAccepted, StufRefusal> judge_stuf(const exchange::Ground& ground,
                                                    const schemas::xml::Grammar& grammar,
                                                    StufMessage message) {
  auto& entry = message.entry;
  const auto& party = *message.party;
  const auto refuse = [&](StufFault fault, const Stuurgegevens* header, schemas::Faults faults) {
    auto reply = reply_to(ground, message.binding, header, entry);
    entry.outcome = log::outcome::geweigerd;
    entry.faults = std::move(faults);
    return std::unexpected(StufRefusal{std::move(entry), std::move(fault), std::move(reply)});
  };

  auto read = adapters::brp::parse_kennisgeving(grammar, message.body,
                                                {message.binding, message.content_type, party.coulances});
  if (!read) {
    auto& refused = read.error();
    if (refused.stuurgegevens)
      entry.reference = schemas::cut_characters(refused.stuurgegevens->referentienummer, 40);
    return refuse(refused.fault, refused.stuurgegevens ? &*refused.stuurgegevens : nullptr,
                  std::move(refused.faults));
  }
  auto& header = read->stuurgegevens;
  const auto place = "/" + read->soort + "/stuurgegevens/";
  entry.reference = header.referentienummer;
  entry.kind = read->soort + " " + std::string(1, read->mutatiesoort);
  const auto* tenant = tenant_of(ground, party, header.ontvanger);
  if (tenant == nullptr)
    return refuse(
        {"StUF010", "ontvanger/organisatie is geen OIN of gemeentecode van een gemeente bij deze gateway"},
        &header, {{place + "ontvanger", "StUF010", "deze ontvanger is hier niet bekend"}});
  if (!may_speak_as(ground, party, header.zender))
    return refuse({"StUF013", "zender/organisatie hoort niet bij het certificaat van deze verbinding"},
                  &header, {{place + "zender", "StUF013", "deze zender hoort niet bij het certificaat"}});
  if (!identity::serves(party, *tenant))
    return refuse({"StUF052", "deze zender levert bij deze gateway niet aan deze gemeente"}, &header,
                  {{place + "ontvanger", "StUF052", "deze zender levert niet aan deze gemeente"}});
  entry.tenant = tenant->oin.digits();
  // Without a moment of its own a message counts from when it came.
  if (header.tijdstip_bericht.empty()) header.tijdstip_bericht = schemas::to_stuf(entry.moment);

  auto translation = mapping::brp::translate(*read);
  if (!translation)
    return refuse({"StUF055", schemas::to_text(translation.error())}, &header, translation.error());

  StufAccepted accepted{{}, reply_to(ground, message.binding, &header, entry)};
  auto& incoming = accepted.incoming;
  incoming.tenant = tenant;
  // Without a referentienummer there is nothing to recognise a repeat by.
  if (!header.referentienummer.empty())
    incoming.sender = "brp|" + party.oin.digits() + "|" + header.zender.organisatie + "|" +
                      header.zender.applicatie + "|" + header.zender.administratie + "|" +
                      header.referentienummer;
  incoming.entry = std::move(entry);
  incoming.body = std::move(message.body);
  incoming.translation = std::move(*translation);
  incoming.known_only = true;
  incoming.http_status = 200;
  incoming.answer = bevestiging(accepted.antwoord);
  return accepted;
}

}  // namespace inburgering::gateway::intake
