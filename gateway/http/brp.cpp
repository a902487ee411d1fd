// POST …/OntvangAsynchroon: npsLk01 in, Bv03 or Fo03 out (StUF 03.01 §4.4; SOAP 1.1: a fault goes with HTTP
// 500).
#include <algorithm>

#include "adapters/brp/antwoord.h"
#include "adapters/brp/kennisgeving.h"
#include "gateway/http/partner.h"
#include "mapping/brp/persoon.h"

namespace inburgering::gateway::http {
namespace {

using adapters::brp::StufFault;
using adapters::brp::Stuurgegevens;
using adapters::brp::Systeem;
using adapters::transport::Response;

Response soap(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/xml; charset=utf-8");
  response.body = std::move(body);
  return response;
}

/// Our reply to a message, sender and receiver swapped. What could not be read of the message is named as
/// such.
adapters::brp::Antwoord reply_to(const House& house, const Stuurgegevens* message, const log::Entry& entry) {
  adapters::brp::Antwoord reply;
  reply.zender =
      message != nullptr ? message->ontvanger : Systeem{house.config.oin.digits(), "INBURGERING", ""};
  reply.ontvanger = message != nullptr ? message->zender : Systeem{"", "onbekend", ""};
  if (reply.zender.applicatie.size() < 3) reply.zender.applicatie = "INBURGERING";
  if (reply.ontvanger.applicatie.size() < 3) reply.ontvanger.applicatie = "onbekend";
  reply.referentienummer = entry.message_id;
  reply.moment = entry.moment;
  if (message != nullptr) reply.cross_refnummer = message->referentienummer;
  return reply;
}

bool is_number(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The tenant that a message is for: its OIN or its gemeentecode stands in ontvanger/organisatie.
const config::Tenant* tenant_of(const House& house, const Systeem& ontvanger) {
  if (const auto* tenant = house.registry.tenant_by_oin(ontvanger.organisatie)) return tenant;
  return house.registry.tenant_by_code(ontvanger.organisatie);
}

/// A zender that names an organisation by number must name one for which this party may speak.
bool may_speak_as(const House& house, const config::Party& party, const Systeem& zender) {
  if (is_number(zender.organisatie, 20)) return identity::may_act_for(party, zender.organisatie);
  if (!is_number(zender.organisatie, 4)) return true;  // a name: the certificate alone tells who this is
  const auto* tenant = house.registry.tenant_by_code(zender.organisatie);
  return tenant != nullptr && identity::serves(party, *tenant);
}

std::string joined(const schemas::Faults& faults) {
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "; ") + schemas::to_text(fault);
  return text;
}

}  // namespace

void handle_brp_kennisgeving(House& house, Visit visit, Done done) {
  auto entry = std::move(visit.entry);
  entry.kind = "OntvangAsynchroon";
  const StufFault not_stored{"StUF046", ""};
  const auto refuse = [&](const StufFault& fault, const Stuurgegevens* message, schemas::Faults faults) {
    const auto reply = reply_to(house, message, entry);
    entry.outcome = "geweigerd";
    entry.faults = std::move(faults);
    answer_logged(house, std::move(entry), soap(500, fo03(reply, fault)), soap(500, fo03(reply, not_stored)),
                  std::move(done));
  };

  const auto kennisgeving = adapters::brp::parse_kennisgeving(house.grammar, visit.request.body);
  if (!kennisgeving) {
    const auto& refused = kennisgeving.error();
    if (refused.stuurgegevens) entry.reference = refused.stuurgegevens->referentienummer.substr(0, 40);
    return refuse(refused.fault, refused.stuurgegevens ? &*refused.stuurgegevens : nullptr, refused.faults);
  }
  const auto& header = kennisgeving->stuurgegevens;
  entry.reference = header.referentienummer;
  entry.kind = "npsLk01 " + std::string(1, kennisgeving->mutatiesoort);
  const auto* tenant = tenant_of(house, header.ontvanger);
  if (tenant == nullptr)
    return refuse(
        {"StUF010", "ontvanger/organisatie is geen OIN of gemeentecode van een gemeente bij deze gateway"},
        &header, {{"/npsLk01/stuurgegevens/ontvanger", "StUF010", "deze ontvanger is hier niet bekend"}});
  if (!may_speak_as(house, *visit.party, header.zender))
    return refuse(
        {"StUF013", "zender/organisatie hoort niet bij het certificaat van deze verbinding"}, &header,
        {{"/npsLk01/stuurgegevens/zender", "StUF013", "deze zender hoort niet bij het certificaat"}});
  if (!identity::serves(*visit.party, *tenant))
    return refuse(
        {"StUF052", "deze zender levert bij deze gateway niet aan deze gemeente"}, &header,
        {{"/npsLk01/stuurgegevens/ontvanger", "StUF052", "deze zender levert niet aan deze gemeente"}});
  entry.tenant = tenant->oin.digits();

  auto translation = mapping::brp::translate(*kennisgeving);
  if (!translation) return refuse({"StUF055", joined(translation.error())}, &header, translation.error());

  const auto reply = reply_to(house, &header, entry);
  pipeline::Incoming incoming;
  incoming.entry = entry;
  incoming.tenant = tenant;
  // Without a referentienummer there is nothing to recognise a repeat by.
  if (!header.referentienummer.empty())
    incoming.sender = "brp|" + visit.party->oin.digits() + "|" + header.zender.organisatie + "|" +
                      header.zender.applicatie + "|" + header.zender.administratie + "|" +
                      header.referentienummer;
  incoming.body = std::move(visit.request.body);
  incoming.translation = std::move(*translation);
  incoming.http_status = 200;
  incoming.answer = bv03(reply);
  house.pipeline.take(std::move(incoming),
                      [reply, not_stored, done = std::move(done)](const pipeline::Taken& taken) {
                        switch (taken.fate) {
                          case pipeline::Fate::accepted:
                          case pipeline::Fate::repeated:
                            return done(soap(taken.http_status, taken.answer));
                          case pipeline::Fate::conflict:
                            return done(soap(500, fo03(reply, {"StUF016", ""})));
                          case pipeline::Fate::refused:  // only `also` refuses, and there is none here
                          case pipeline::Fate::unavailable:
                            return done(soap(500, fo03(reply, not_stored)));
                        }
                      });
}

}  // namespace inburgering::gateway::http
