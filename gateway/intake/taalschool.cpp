#include "gateway/intake/taalschool.h"

#include <utility>

#include "gateway/store/sealed.h"

namespace inburgering::gateway::intake {
namespace {

using adapters::taalschool::Deelname;
using adapters::taalschool::resource;

/// Keeps the row as it stands from here on, with its message and what stands in it.
std::function<void(exchange::Draft&, const store::Dossier&)> keep(store::Schoolrij rij, std::string content) {
  return [rij = std::move(rij), content = std::move(content)](exchange::Draft& draft,
                                                              const store::Dossier& dossier) {
    const auto& sealing = draft.sealing();
    auto kept = rij;
    kept.dossier = dossier.id;
    kept.sealed = sealing.keys.seal(content, store::place_of_schoolrij(rij.message_id),
                                    sealing.surroundings.random, dossier.key);
    draft.put_schoolrij(kept);
  };
}

}  // namespace

schemas::Result<Row> read_row(const identity::Registry& registry, const Sender& sender,
                              const boost::json::value& json) {
  auto push = mapping::taalschool::translate_push(sender.resource, json, sender.party->oin.digits());
  if (!push) return std::unexpected(std::move(push.error()));
  const auto* tenant = registry.tenant_by_code(push->gemeentecode);
  if (tenant == nullptr || !identity::serves(*sender.party, *tenant))
    return schemas::refuse("/gemeentecode", "gemeente",
                           "deze taalschool werkt bij deze gateway niet voor deze gemeente");
  return Row{std::move(*push), tenant};
}

std::optional<exchange::Refusal> judge_row(store::Rows& rows, const store::Sealing& sealing,
                                           const Sender& sender, const Row& row) {
  const auto& tenant = row.tenant->oin.digits();
  const auto& school = sender.party->oin.digits();
  const auto person = store::find_person(rows, sealing, tenant, row.push.translation.subject);
  if (sender.resource != resource<Deelname>) {
    if (!person || !rows.has_deelname(tenant, school, person->id, {}))
      return exchange::Refusal{422, {{"/bsn", "deelname", std::string(no_deelname)}}};
    if (!row.push.deelname.empty() && !rows.has_deelname(tenant, school, person->id, row.push.deelname))
      return exchange::Refusal{
          422, {{"/deelname", "deelname", "deze persoon heeft bij uw school geen deelname met dit kenmerk"}}};
  }
  const auto before = rows.schoolrij(tenant, school, sender.resource, row.push.kenmerk);
  if (before && !before->withdrawn && (!person || before->dossier != person->id))
    return exchange::Refusal{409,
                             {{"/kenmerk", "kenmerk",
                               "dit kenmerk is al gebruikt voor een andere deelnemer; kies een ander, of "
                               "trek de eerdere rij in"}}};
  // By moment: rows of one file have ids of its own.
  if (const auto since = moment_of_uuid7(sender.since),
      told = before ? moment_of_uuid7(before->message_id) : std::nullopt;
      since && told && *told > *since)
    return exchange::Refusal{
        409,
        {{"/kenmerk", "nieuwer",
          "deze rij is na dit bestand gewijzigd of ingetrokken; zij blijft zoals zij nu is"}}};
  return std::nullopt;
}

exchange::Incoming incoming(const exchange::Pipeline& pipeline, const Sender& sender, Row row,
                            std::string body, log::Entry entry) {
  const auto& sealing = pipeline.sealing();
  entry.reference = row.push.kenmerk;
  exchange::Incoming message;
  message.tenant = row.tenant;
  message.http_status = 201;
  message.also = keep({row.tenant->oin.digits(),
                       sender.party->oin.digits(),
                       sender.resource,
                       row.push.kenmerk,
                       {},
                       entry.message_id,
                       false,
                       {}},
                      body);
  message.body = std::move(body);
  message.translation = row.push.translation;
  message.entry = std::move(entry);
  message.check = [&sealing, sender, row = std::move(row)](exchange::Draft& draft, const store::Dossier*) {
    return judge_row(draft, sealing, sender, row);
  };
  return message;
}

exchange::Incoming withdrawal(const exchange::Pipeline& pipeline, const config::Tenant& tenant,
                              const store::Schoolrij& rij, log::Entry entry) {
  const auto& sealing = pipeline.sealing();
  // Of a row that cannot be read any more only the row is closed.
  auto content = content_of(sealing, rij).value_or("");
  const auto push = mapping::taalschool::translate_push_text(rij.resource, content, rij.school);
  entry.reference = rij.kenmerk;
  exchange::Incoming message;
  message.tenant = &tenant;
  message.http_status = 200;
  message.dossier = rij.dossier;
  auto withdrawn = rij;
  withdrawn.withdrawn = true;
  withdrawn.message_id = entry.message_id;
  message.also = keep(std::move(withdrawn), std::move(content));
  // What was taken by an older version of the rules may not be readable by these: then only the row is
  // closed.
  if (push) message.translation = mapping::taalschool::withdrawal(*push);
  message.entry = std::move(entry);
  message.check = [rij](exchange::Draft& draft,
                        const store::Dossier* named) -> std::optional<exchange::Refusal> {
    const auto now = draft.schoolrij(rij.tenant, rij.school, rij.resource, rij.kenmerk);
    if (now && !now->withdrawn && now->message_id == rij.message_id) {
      if (named != nullptr) return std::nullopt;
      return exchange::Refusal{422, {{"", "dossier", "dit dossier is er niet meer"}}};
    }
    return exchange::Refusal{409, {{"", "kenmerk", "deze rij is intussen gewijzigd of al ingetrokken"}}};
  };
  return message;
}

std::optional<std::string> content_of(const store::Sealing& sealing, const store::Schoolrij& rij) {
  return store::try_open(sealing.keys, rij.sealed, store::place_of_schoolrij(rij.message_id));
}

}  // namespace inburgering::gateway::intake
