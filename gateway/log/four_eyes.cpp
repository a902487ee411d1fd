#include "gateway/log/four_eyes.h"

#include <algorithm>

#include "gateway/base/milliseconds.h"
#include "gateway/log/security.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::log {
namespace {

namespace state = store::consent_state;

/// Names of operators are written by hand: what differs in capitals or spaces alone is the same person.
std::string bare(std::string_view name) {
  std::string text;
  for (const char c : name)
    if (c != ' ') text += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

void note(store::Session& sql, Surroundings around, std::string_view kind, const store::Consent& consent,
          std::string_view who, std::string_view outcome, std::string why) {
  auto entry = new_entry(around, direction::in, feed::beheer, kind);
  entry.tenant = consent.tenant;
  entry.subject = who;
  entry.reference = consent.id;
  entry.outcome = outcome;
  entry.faults = {{"", "vier-ogen", consent.deed + " van " + schemas::shown(consent.subject)},
                  {"", "reden", std::move(why)}};
  append(sql, entry);
}

}  // namespace

namespace {
constexpr std::string_view before_a_dossier = "dossier ";
}

std::string all_of_person(std::string_view dossier) { return std::string(before_a_dossier) += dossier; }

std::optional<std::string> person_in(std::string_view subject) {
  if (!subject.starts_with(before_a_dossier)) return std::nullopt;
  return std::string(subject.substr(before_a_dossier.size()));
}

bool FourEyes::needed(config::Deed deed, std::string_view tenant) const {
  return std::ranges::any_of(config_.tenants, [&](const config::Tenant& each) {
    return (deed == config::Deed::sleutel || each.oin.digits() == tenant) && each.vier_ogen.contains(deed);
  });
}

std::expected<store::Consent, std::string> FourEyes::ask(store::Session& sql, const Wish& wish,
                                                         const Looker& asker) const {
  if (auto wrong = wrong_with_reason(asker.reason); !wrong.empty()) return std::unexpected(std::move(wrong));
  if (!needed(wish.deed, wish.tenant))
    return std::unexpected("hiervoor is geen toestemming nodig (vier_ogen)");
  const auto now = milliseconds(around_.clock.now());
  store::forget_consents(sql, now - std::chrono::milliseconds(valid).count());
  if (store::count_open_consents(sql, asker.name, now) >= most_open)
    return std::unexpected("u hebt al " + std::to_string(most_open) + " aanvragen openstaan");
  store::Consent consent{uuid7(around_),
                         wish.tenant,
                         std::string(config::to_text(wish.deed)),
                         wish.subject,
                         asker.name,
                         asker.reason,
                         now,
                         now + std::chrono::milliseconds(valid).count(),
                         std::string(state::asked)};
  store::add_consent(sql, consent);
  note(sql, around_, kind::consent_asked, consent, asker.name, outcome::verwerkt, asker.reason);
  return consent;
}

std::expected<void, std::string> FourEyes::answer(store::Session& sql, const store::Consent& consent,
                                                  std::string_view who, bool yes) const {
  const auto refuse = [&](std::string why) {
    note(sql, around_, kind::consent_given, consent, who, outcome::geweigerd, why);
    return std::unexpected(std::move(why));
  };
  if (bare(consent.asker) == bare(who))
    return refuse("wie het vroeg kan het niet zelf toestaan; vraag een ander");
  if (consent.expires <= milliseconds(around_.clock.now()))
    return refuse("deze aanvraag is verlopen; laat haar opnieuw doen");
  if (!store::move_consent(sql, consent.id, state::asked, yes ? state::given : state::refused, who))
    return refuse("deze aanvraag is al beantwoord");
  note(sql, around_, yes ? kind::consent_given : kind::consent_refused, consent, who, outcome::verwerkt,
       consent.reason);
  return {};
}

std::optional<store::Consent> FourEyes::take(store::Session& sql, store::Consent like,
                                             std::string_view dossier) const {
  const auto now = milliseconds(around_.clock.now());
  if (auto given = store::given_consent(sql, like, now);
      given && store::move_consent(sql, given->id, state::given, state::used, given->answerer))
    return given;
  if (dossier.empty()) return std::nullopt;
  like.subject = all_of_person(dossier);
  if (auto looking = store::consent_in_use(sql, like, now)) return looking;
  auto given = store::given_consent(sql, like, now);
  if (!given || !store::move_consent(sql, given->id, state::given, state::used, given->answerer))
    return std::nullopt;
  store::shorten_consent(sql, given->id, now + std::chrono::milliseconds(one_look).count());
  return given;
}

bool FourEyes::may_show(store::Session& sql, std::string_view tenant, std::string_view dossier,
                        std::string_view who) const {
  using config::Deed;
  if (!needed(Deed::inhoud, tenant)) return true;
  store::Consent like;
  like.tenant = tenant;
  like.deed = config::to_text(Deed::inhoud);
  like.subject = all_of_person(dossier);
  like.asker = who;
  if (store::consent_in_use(sql, like, milliseconds(around_.clock.now()))) return true;
  like.subject.clear();  // for this alone none was asked
  const auto taken = take(sql, like, dossier);
  if (taken)
    note(sql, around_, kind::consent_used, *taken, who, outcome::verwerkt,
         "toegestaan door " + taken->answerer);
  return taken.has_value();
}

std::expected<void, std::string> FourEyes::use(store::Session& sql, const Wish& wish, std::string_view who,
                                               std::string_view dossier) const {
  if (!needed(wish.deed, wish.tenant)) return {};
  store::Consent like;
  like.tenant = wish.tenant;
  like.deed = config::to_text(wish.deed);
  like.subject = wish.subject;
  like.asker = who;
  const auto taken = take(sql, like, dossier);
  if (!taken) {
    note(sql, around_, kind::consent_missing, like, who, outcome::geweigerd,
         "er is geen toestemming van een ander");
    return std::unexpected(
        "hiervoor is de toestemming van een tweede beheerder nodig (vier ogen), en die is er niet, of "
        "gebruikt of verlopen; vraag "
        "haar aan (toestemming ask, of de pagina Toestemmingen)");
  }
  note(sql, around_, kind::consent_used, *taken, who, outcome::verwerkt,
       "toegestaan door " + taken->answerer);
  return {};
}

}  // namespace inburgering::gateway::log
