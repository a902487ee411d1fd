#include "gateway/schaduw/vertaler.h"

#include <algorithm>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/vraag.h"
#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"
#include "gateway/config/askable.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"
#include "mapping/taalschool/push.h"

namespace inburgering::gateway::schaduw {
namespace {

using mapping::Subject;
using mapping::Translation;

constexpr int ok = 200;

Vertaald of_duo(const log::Entry& entry, std::string_view body, const Subject& subject) {
  constexpr std::string_view notification = "notificatie ";
  constexpr std::string_view asked = "GET ";
  if (entry.direction == log::direction::in && entry.kind.starts_with(notification)) {
    const auto read = adapters::duo::parse_notificatie(body);
    if (!read) return std::unexpected(read.error());
    return mapping::duo::translate(*read, entry.reference);
  }
  if (entry.direction != log::direction::uit || !entry.kind.starts_with(asked) || entry.http_status != ok)
    return std::nullopt;
  const auto resource = std::string_view(entry.kind).substr(asked.size());
  if (adapters::duo::find_resource(resource) == nullptr) return std::nullopt;
  return mapping::duo::translate_answer(resource, body, subject, entry.reference);
}

Vertaald of_kennisgeving(const config::Config& config, const schemas::xml::Grammar& grammar,
                         const log::Entry& entry, std::string_view body) {
  adapters::brp::Lezing how;
  const auto party =
      std::ranges::find(config.parties, entry.party, [](const auto& each) { return each.oin.digits(); });
  if (party != config.parties.end()) how.coulances = party->coulances;
  auto read = adapters::brp::parse_kennisgeving(grammar, body, how);
  if (!read) return std::unexpected(std::move(read.error().faults));
  auto& moment = read->stuurgegevens.tijdstip_bericht;
  if (moment.empty()) moment = schemas::to_stuf(entry.moment);
  return mapping::brp::translate(*read);
}

/// An answer tells what held when it was asked.
Vertaald of_brp_answer(const schemas::xml::Grammar& grammar, const log::Entry& entry, std::string_view body,
                       const Subject& subject) {
  const mapping::Volgorde order{schemas::to_stuf(entry.moment), {}, false};
  const mapping::Bron source{std::string(log::feed::brp), entry.reference, entry.moment};
  if (body.starts_with('{')) {
    const auto found = adapters::brp::personen::read_antwoord(body, subject.bsn);
    if (!found) return std::unexpected(found.error());
    if (!found->persoon) return std::nullopt;
    return mapping::brp::translate(*found, order, source);
  }
  const auto read = adapters::brp::read_beantwoord(grammar, body, "text/xml", subject.bsn);
  if (!read) return std::unexpected(read.error());
  if (read->fout || !read->persoon) return std::nullopt;
  return mapping::brp::translate(*read->persoon, order, source);
}

Vertaald of_school(const log::Entry& entry, std::string_view body) {
  if (std::ranges::find(adapters::taalschool::resource_names, std::string_view(entry.kind)) ==
      adapters::taalschool::resource_names.end())
    return std::nullopt;
  auto push = mapping::taalschool::translate_push_text(entry.kind, body, entry.party);
  if (!push) return std::unexpected(std::move(push.error()));
  return std::move(push->translation);
}

}  // namespace

Vertaler vertaler(const config::Config& config, const schemas::xml::Grammar& stuf_bg) {
  return [&](const log::Entry& entry, std::string_view body, const Subject& subject) -> Vertaald {
    if (entry.outcome != log::outcome::verwerkt) return std::nullopt;
    if (entry.feed == log::feed::duo) return of_duo(entry, body, subject);
    if (entry.feed == log::feed::taalschool && entry.direction == log::direction::in)
      return of_school(entry, body);
    if (entry.feed != log::feed::brp) return std::nullopt;
    if (entry.direction == log::direction::in) return of_kennisgeving(config, stuf_bg, entry, body);
    return entry.kind == config::vragen::persoon ? of_brp_answer(stuf_bg, entry, body, subject)
                                                 : std::nullopt;
  };
}

}  // namespace inburgering::gateway::schaduw
