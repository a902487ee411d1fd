// The way of one message, from top to bottom.
#include "gateway/exchange/message.h"

#include "gateway/exchange/ask.h"
#include "gateway/exchange/derived.h"
#include "gateway/exchange/klokken.h"
#include "gateway/exchange/relocation.h"
#include "gateway/exchange/take_up.h"
#include "gateway/store/received.h"

namespace inburgering::gateway::exchange {
namespace {

struct Message {
  Draft& draft;
  const Incoming& incoming;
  const std::string& tenant;
  log::Entry entry;
  mapping::Translation said;
};

Taken note(Message& message, Taken taken, std::string_view outcome, int status, schemas::Faults faults) {
  message.entry.outcome = outcome;
  message.entry.http_status = status;
  message.entry.faults = std::move(faults);
  message.draft.entries.push_back(std::move(message.entry));
  return taken;
}

Taken refuse(Message& message, Refusal refusal) {
  Taken taken{.fate = Fate::refused, .http_status = refusal.http_status, .faults = refusal.faults};
  return note(message, std::move(taken), log::outcome::geweigerd, refusal.http_status,
              std::move(refusal.faults));
}

/// Asks ahead for what the way of a message reads: first what needs nothing but the message, then what is
/// known of the person.
void foresee(Message& message, const std::string& sender_hash) {
  auto& [draft, incoming, tenant, entry, said] = message;
  const auto& sealing = draft.sealing();
  const auto& named = incoming.dossier;
  const bool numbered = named.empty() && (said.subject.bsn || said.subject.v_nummer);
  draft.foresee([&](store::Rows& rows) {
    if (!sender_hash.empty()) rows.received(tenant, sender_hash);
    if (numbered)
      for (const auto& hash : store::number_hashes(sealing.keys, tenant, said.subject))
        rows.dossier_of(tenant, hash);
  });
  const auto id =
      numbered ? store::find_dossier_id(draft, sealing.keys, tenant, said.subject) : std::optional(named);
  if (!id || id->empty()) return;
  draft.foresee([&](store::Rows& rows) {
    rows.dossier(tenant, *id);
    for (const auto& change : said.changes) {
      const auto type = mapping::canonical::objecttype(change.object);
      const auto hash = store::key_hash(sealing, tenant, change.object);
      rows.object(tenant, *id, type, hash);
      if (said.volgorde) rows.statements(tenant, *id, type, hash);
    }
    const bool moves = moves_klokken(*incoming.tenant, said);
    if (!said.complete.empty() || moves) rows.objects(tenant, *id);
    if (moves) rows.klokken(tenant, *id);
  });
}

/// The answer to a message whose reference was used before; nothing when it was not.
std::optional<Taken> repeated(Message& message, const std::string& sender_hash) {
  const auto& keys = message.draft.sealing().keys;
  const auto earlier = store::find_received(message.draft, keys, message.tenant, sender_hash);
  if (!earlier) return std::nullopt;
  Taken taken{Fate::repeated, earlier->http_status, earlier->answer.value_or(message.incoming.answer)};
  if (earlier->digest == message.entry.body_digest)
    return note(message, std::move(taken), log::outcome::herhaald, earlier->http_status,
                message.entry.faults);
  taken.fate = Fate::conflict;
  const auto& subject = message.said.subject;
  if (subject.bsn || subject.v_nummer)
    message.entry.dossier =
        store::find_dossier_id(message.draft, keys, message.tenant, subject).value_or(std::string());
  return note(message, std::move(taken), log::outcome::geweigerd, 0,
              {{"", "referentie", "deze referentie is eerder gebruikt voor een bericht met andere inhoud"}});
}

/// Whether the message is about someone whom this gemeente keeps a dossier of; if so what is said is about
/// that dossier from here on.
bool concerns(Message& message) {
  auto& [draft, incoming, tenant, entry, said] = message;
  const auto& sealing = draft.sealing();
  auto known = store::find_person(draft, sealing, tenant, said.subject);
  if (said.vorig_bsn) {
    const auto before = store::find_person(draft, sealing, tenant, {said.vorig_bsn, {}});
    const bool two = before && known && before->id != known->id;
    if (two && known->closed.empty() && before->closed.empty()) {
      merge(draft, *incoming.tenant, *before, *known, cause_of(entry));
    } else if (two && known->closed.empty()) {
      draft.move_numbers(tenant, before->id, known->id);
    } else if (before && before->closed.empty()) {
      // The dossier that this number led to may have ended: it leads to the one that is kept.
      if (two) draft.move_numbers(tenant, known->id, before->id);
      known = store::correct_bsn(draft, sealing, *before, *said.subject.bsn);
    }
    if (before && known && known->closed.empty()) {
      mapping::canonical::Persoon persoon;
      persoon.vorig_burgerservicenummer = said.vorig_bsn->digits();
      said.changes.insert(said.changes.begin(), {mapping::Actie::gewijzigd, std::move(persoon),
                                                 mapping::rule("brp", "samenvoeging")});
    }
  }
  if (!known || !known->closed.empty()) return false;
  store::remember_kenmerken(draft, sealing.keys, *known, said.subject.kenmerken);
  said.subject = known->subject;
  return true;
}

}  // namespace

Taken decide(Draft& draft, const Incoming& incoming) {
  Message message{draft, incoming, incoming.tenant->oin.digits(), incoming.entry, incoming.translation};
  const auto& tenant = message.tenant;
  auto& entry = message.entry;
  auto& said = message.said;
  const auto& sealing = draft.sealing();
  entry.tenant = tenant;
  entry.step("wachten op opslag", draft.now());
  draft.join_trace(entry);

  // Known already?
  const auto sender_hash =
      incoming.sender.empty() ? std::string() : sealing.keys.find_hash(tenant, "sender:" + incoming.sender);
  foresee(message, sender_hash);
  if (!sender_hash.empty())
    if (auto answered = repeated(message, sender_hash)) return std::move(*answered);

  // May it be, and about whom?
  const auto named =
      incoming.dossier.empty() ? std::nullopt : store::find_dossier(draft, sealing, tenant, incoming.dossier);
  if (incoming.check)
    if (auto refusal = incoming.check(draft, named ? &*named : nullptr))
      return refuse(message, std::move(*refusal));
  if (named) said.subject = named->subject;
  if (incoming.known_only && !concerns(message)) {
    entry.body_digest.clear();
    return note(message, {Fate::accepted, incoming.http_status, incoming.answer}, log::outcome::niet_relevant,
                incoming.http_status, {});
  }

  // What does it change, and what does that give reason to ask?
  auto cause = cause_of(entry);
  cause.sender = incoming.own_word_of;
  const auto updated = take_up(draft, *incoming.tenant, said, cause, entry.feed, entry.message_id);
  if (incoming.also) incoming.also(draft, updated.dossier);
  entry.dossier = updated.dossier.id;
  entry.events = updated.events;
  // A report that was taken in tells of a PIP that DUO may not know.
  if (incoming.also && entry.feed == log::feed::afnemer)
    entry.events += update_klokken(draft, *incoming.tenant, updated.dossier, cause);
  entry.faults.insert(entry.faults.end(), updated.remarks.begin(), updated.remarks.end());
  if (updated.dossier.subject.bsn)
    for (const auto& resource : incoming.questions)
      ask(draft, tenant, updated.dossier.id, resource, entry.message_id);
  else if (!incoming.questions.empty())
    entry.faults.push_back(
        {"/bsn", "vraag", "van deze persoon is alleen het v-nummer bekend; DUO kan niets worden gevraagd"});
  if (entry.feed == log::feed::taalschool && !incoming.together)
    entry.events += update_derived(draft, *incoming.tenant, updated.dossier, cause).events;

  // Keep it, so that a repeat is answered alike.
  if (!sender_hash.empty())
    store::remember_received(draft, sealing, tenant, sender_hash,
                             {entry.body_digest, incoming.http_status, incoming.answer, entry.message_id});
  draft.keep_body(tenant, entry.message_id,
                  sealing.keys.seal(incoming.body, "body:" + entry.message_id, sealing.surroundings.random,
                                    updated.dossier.key));
  entry.body_kept = true;
  Taken taken{Fate::accepted, incoming.http_status, incoming.answer, {}, entry.dossier, entry.events};
  auto faults = std::move(entry.faults);
  return note(message, std::move(taken), log::outcome::verwerkt, incoming.http_status, std::move(faults));
}

}  // namespace inburgering::gateway::exchange
