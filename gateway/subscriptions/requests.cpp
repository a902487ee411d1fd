#include "gateway/subscriptions/requests.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/base/milliseconds.h"

namespace inburgering::gateway::subscriptions {
namespace {

namespace json = boost::json;
using Made = Verb::Told;

/// The text of a member; another thing in its place is as good as a text that names nothing.
std::optional<std::string> text_in(const json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr) return std::nullopt;
  return value->is_string() ? std::string(value->get_string()) : std::string();
}

schemas::Moment now_of(const Place& place) { return place.sealing.surroundings.clock.now(); }

Outcome<std::optional<store::Dossier>> dossier_named(const Place& place, const Standing& standing,
                                                     const std::optional<std::string>& id) {
  if (!id) return std::nullopt;
  auto found = dossier_for(place.sql, place.sealing, place.config, standing, *id);
  if (!found) return std::unexpected(Refusal::unknown_dossier);
  return found;
}

template <bool paused>
Outcome<Made> pause(const Place& place, const Standing& standing, const Particulars&) {
  set_paused(place.sql, standing, paused);
  return Made{};
}
Outcome<Made> load(const Place& place, const Standing& standing, const Particulars& given) {
  if (const auto loaded = ask_to_load(place, standing, given); !loaded)
    return std::unexpected(loaded.error());
  return Made{{}, true};
}
/// What was answered, under its name.
template <class T>
Outcome<Made> told(std::string_view name, Outcome<T> answer) {
  if (!answer) return std::unexpected(answer.error());
  Made made{{}, true};
  made.body[name] = std::move(*answer);
  return made;
}
Outcome<Made> repeat(const Place& place, const Standing& standing, const Particulars& given) {
  return told("totaal", ask_to_repeat(place, standing, given));
}
Outcome<Made> retry(const Place& place, const Standing& standing, const Particulars& given) {
  return told("opnieuw", ask_to_retry(place, standing, given));
}
Outcome<Made> pass_over(const Place& place, const Standing& standing, const Particulars& given) {
  return told("overgeslagen", ask_to_skip(place, standing, given));
}

const Verb verbs[] = {
    {"pauzeren", kind::paused, {}, pause<true>},
    {"hervatten", kind::resumed, {}, pause<false>},
    {"beginstand", kind::loaded, {"dossier"}, load},
    {"herhaling", kind::repeated, {"dossier", "gebeurtenis", "van", "tot"}, repeat},
    {"onbestelbaar/opnieuw", kind::retried, {"gebeurtenis", "sinds"}, retry},
    {"vastgelopen/overslaan", kind::skipped, {"dossier"}, pass_over},
};

}  // namespace

schemas::Result<wishes::Subscription> read_wish(const config::Config& config, const json::value& json,
                                                std::string_view origin) {
  auto wish = schemas::read_json<wishes::Subscription>(json);
  if (!wish) return wish;
  auto faults = wishes::check(*wish);
  std::ranges::move(config::check_against(config, *wish), std::back_inserter(faults));
  if (origin == store::origin::api && wish->bevestiging == "geen")
    faults.push_back({"/bevestiging", "beheerder", "alleen de beheerder kan de bevestiging overslaan"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return wish;
}

std::optional<schemas::Moment> read_moment(const std::optional<std::string>& text, std::string_view place,
                                           schemas::Faults& faults) {
  if (!text) return std::nullopt;
  const auto moment = schemas::Moment::parse(*text, place);
  if (moment) return *moment;
  faults.push_back(moment.error());
  return std::nullopt;
}

schemas::Result<Particulars> read_particulars(const json::object& body) {
  schemas::Faults faults;
  Particulars given{text_in(body, "dossier"), text_in(body, "gebeurtenis"),
                    read_moment(text_in(body, "van"), "/van", faults),
                    read_moment(text_in(body, "tot"), "/tot", faults),
                    read_moment(text_in(body, "sinds"), "/sinds", faults)};
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return given;
}

Outcome<void> ask_to_make(const Place& place, const wishes::Subscription& wish, std::string_view origin) {
  if (!create(place.sql, place.config, wish, origin, place.sealing.surroundings))
    return std::unexpected(Refusal::taken);
  return {};
}

Outcome<void> ask_to_change(const Place& place, const Standing& standing, const wishes::Subscription& wish) {
  if (standing.row.origin == store::origin::config || standing.row.removed)
    return std::unexpected(Refusal::unchangeable);
  change(place.sql, standing, wish, now_of(place));
  return {};
}

Outcome<std::int64_t> ask_to_remove(const Place& place, const Standing& standing) {
  if (standing.row.origin == store::origin::config) return std::unexpected(Refusal::configured);
  return remove(place.sql, standing, place.sealing.surroundings);
}

Outcome<void> ask_to_load(const Place& place, const Standing& standing, const Particulars& given) {
  const auto dossier = dossier_named(place, standing, given.dossier);
  if (!dossier) return std::unexpected(dossier.error());
  if (!start_present(place.sql, place.config, standing, *dossier, place.sealing.surroundings))
    return std::unexpected(Refusal::loading);
  return {};
}

Outcome<std::int64_t> ask_to_repeat(const Place& place, const Standing& standing, const Particulars& given) {
  if (given.event) {
    if (!replay_one(place.sql, place.sealing, place.config, standing, *given.event))
      return std::unexpected(Refusal::unknown_event);
    return 1;
  }
  auto dossier = dossier_named(place, standing, given.dossier);
  if (!dossier) return std::unexpected(dossier.error());
  Replay replay;
  if (*dossier) {
    replay.dossier = std::move(*dossier);
  } else {
    const auto until = given.until.value_or(now_of(place));
    if (!given.from || *given.from >= until) return std::unexpected(Refusal::no_period);
    replay.from = *given.from;
    replay.until = until;
  }
  return start_replay(place.sql, place.config, standing, replay, place.sealing.surroundings);
}

Outcome<std::int64_t> ask_to_retry(const Place& place, const Standing& standing, const Particulars& given) {
  const auto since = given.since ? milliseconds(*given.since) : 0;
  const auto count = retry_dead(place.sql, standing, given.event, since, now_of(place));
  if (given.event && count == 0) return std::unexpected(Refusal::not_dead);
  return count;
}

Outcome<std::string> ask_to_skip(const Place& place, const Standing& standing, const Particulars& given) {
  auto event = skip(place.sql, standing, given.dossier.value_or(""), now_of(place));
  if (!event) return std::unexpected(Refusal::not_blocked);
  return std::move(*event);
}

const Verb* find_verb(std::string_view name) {
  const auto* const found = std::ranges::find(verbs, name, &Verb::name);
  return found == std::end(verbs) ? nullptr : found;
}

}  // namespace inburgering::gateway::subscriptions
