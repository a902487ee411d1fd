#include "gateway/log/look.h"

#include "gateway/log/four_eyes.h"
#include "gateway/log/security.h"
#include "gateway/store/sealed.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::log {
namespace {

std::unexpected<NotShown> not_shown(std::string why) { return std::unexpected(NotShown{std::move(why)}); }

}  // namespace

std::string wrong_with_reason(std::string_view reason) {
  constexpr std::size_t shortest = 10;
  constexpr std::size_t longest = 500;
  constexpr std::ptrdiff_t digits_of_a_bsn = 8;
  if (reason.size() < shortest)
    return "geef een reden van minstens tien tekens, bijvoorbeeld een zaaknummer en waarom";
  if (reason.size() > longest) return "de reden is te lang";
  std::ptrdiff_t run = 0;
  for (const char c : reason) {
    run = c >= '0' && c <= '9' ? run + 1 : 0;
    if (run >= digits_of_a_bsn)
      return "noem in de reden geen bsn of v-nummer; zij staat leesbaar in het logboek";
  }
  if (schemas::may_hold_bsn(reason))
    return "noem in de reden geen bsn, ook niet in groepen; zij staat leesbaar in het logboek";
  return {};
}

void note_look(store::Session& sql, const Looker& looker, std::string_view kind, std::string_view subject,
               std::string_view tenant, std::string_view dossier, std::string_view cause_id,
               Surroundings around) {
  auto entry = new_entry(around, direction::uit, feed::beheer, kind);
  entry.cause_id = cause_id;
  entry.tenant = tenant;
  entry.subject = looker.name;
  entry.reference = subject;
  entry.dossier = dossier;
  entry.outcome = outcome::ingezien;
  entry.faults = {{"", "reden", looker.reason}};
  append(sql, entry);
}

Kept kept_body(store::Session& sql, const store::Keys& keys, std::string_view message_id) {
  const auto row = sql.one<std::string, std::string>(
      {"look.kept_body", "SELECT sealed, removed FROM body WHERE message_id = :id"}, message_id);
  if (!row) return {std::nullopt, "van dit bericht is geen inhoud bewaard"};
  const auto& [sealed, removed] = *row;
  if (!removed.empty())
    return {std::nullopt, "de inhoud van dit bericht is volgens de bewaartermijn verwijderd"};
  auto body = store::try_open(keys, sealed, "body:" + std::string(message_id));
  if (!body)
    return {std::nullopt, "de inhoud is niet te openen: vervangen, of onder een andere opslagsleutel"};
  return {std::move(body), {}};
}

namespace {

/// What a look for a good reason comes upon; whether it may be is not asked yet.
std::expected<Inside, NotShown> find_inside(store::Session& sql, const store::Keys& keys,
                                            std::string_view message_id, const Looker& looker) {
  if (auto wrong = wrong_with_reason(looker.reason); !wrong.empty()) return not_shown(std::move(wrong));
  auto entry = find(sql, message_id);
  if (!entry) return not_shown("er is geen bericht met dit id");
  auto [body, missing] = kept_body(sql, keys, message_id);
  return Inside{std::move(*entry), std::move(body), std::move(missing)};
}

/// Whether it may be, with the consent used up that it takes; then the look is written down.
std::expected<void, NotShown> allow(store::Session& sql, const Entry& entry, const Looker& looker,
                                    const FourEyes& eyes, Surroundings around) {
  if (auto allowed =
          eyes.use(sql, {config::Deed::inhoud, entry.tenant, entry.message_id}, looker.name, entry.dossier);
      !allowed)
    return std::unexpected(NotShown{std::move(allowed.error()), true});
  note_look(sql, looker, kind::body_seen, entry.message_id, entry.tenant, entry.dossier, entry.cause_id,
            around);
  return {};
}

}  // namespace

std::expected<Inside, NotShown> look_inside(store::Session& sql, const store::Keys& keys,
                                            std::string_view message_id, const Looker& looker,
                                            const FourEyes& eyes, Surroundings around) {
  auto inside = find_inside(sql, keys, message_id, looker);
  if (!inside) return inside;
  if (auto allowed = allow(sql, inside->entry, looker, eyes, around); !allowed)
    return std::unexpected(std::move(allowed.error()));
  return inside;
}

std::expected<std::string, NotShown> show_body(store::Session& sql, const store::Keys& keys,
                                               std::string_view message_id, const Looker& looker,
                                               const FourEyes& eyes, Surroundings around) {
  auto inside = find_inside(sql, keys, message_id, looker);
  if (!inside) return std::unexpected(std::move(inside.error()));
  // Before a consent is used up: there must be something to see.
  if (!inside->body) return not_shown(std::move(inside->missing));
  if (auto allowed = allow(sql, inside->entry, looker, eyes, around); !allowed)
    return std::unexpected(std::move(allowed.error()));
  return std::move(*inside->body);
}

}  // namespace inburgering::gateway::log
