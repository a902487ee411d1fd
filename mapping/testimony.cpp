#include "mapping/testimony.h"

#include <algorithm>
#include <limits>

#include "mapping/canonical/voorrang.h"

namespace inburgering::mapping {
namespace {

using canonical::Fields;
using canonical::Object;

std::size_t rank(schemas::Precedence order, std::string_view feed) {
  return static_cast<std::size_t>(std::ranges::find(order, feed) - order.begin());
}

/// Whether `one` is believed over `other`. Feeds that no order names are ordered by name, so that the order
/// in which they came decides nothing.
bool outranks(schemas::Precedence order, const Voice& one, const Voice& other) {
  return std::pair(rank(order, one.feed()), one.feed()) < std::pair(rank(order, other.feed()), other.feed());
}

/// That nothing follows any more says nothing against what somebody told: it stands behind all of that.
bool follows_no_more(const Voice& voice, std::size_t field) {
  return voice.feed() == canonical::voorrang::gateway && !canonical::valued(voice.said)[field];
}

/// Leaves out the sources of which nothing stands any more. The first one stays: it told that the object is.
void drop_unused(Voice& voice, const Fields& stated) {
  std::vector<bool> used(voice.sources.size());
  used.front() = true;
  for (std::size_t field = 0; field < voice.told_in.size(); ++field)
    if (stated[field]) used[voice.told_in[field]] = true;
  if (std::ranges::all_of(used, [](bool each) { return each; })) return;
  std::vector<std::uint8_t> place(used.size());
  std::vector<Source> kept;
  for (std::size_t i = 0; i < used.size(); ++i) {
    place[i] = static_cast<std::uint8_t>(kept.size());
    if (used[i]) kept.push_back(std::move(voice.sources[i]));
  }
  voice.sources = std::move(kept);
  for (std::size_t field = 0; field < voice.told_in.size(); ++field)
    voice.told_in[field] = stated[field] ? place[voice.told_in[field]] : 0;
}

}  // namespace

Testimony::Testimony(Object object, std::string feed) {
  const auto count = canonical::field_names(object).size();
  voices_.push_back({std::move(object), {{std::move(feed)}}, std::vector<std::uint8_t>(count)});
}

const Voice* Testimony::voice_of(std::string_view feed) const {
  const auto found = std::ranges::find(voices_, feed, &Voice::feed);
  return found == voices_.end() ? nullptr : &*found;
}

const Voice& Testimony::believed(std::size_t field) const {
  if (voices_.size() == 1) return voices_.front();
  const auto order = canonical::precedence_of(voices_.front().said, field);
  const Voice* found = nullptr;
  const Voice* taken_back = nullptr;
  for (const auto& voice : voices_) {
    if (!canonical::stated(voice.said)[field]) continue;
    if (follows_no_more(voice, field))
      taken_back = &voice;
    else if (found == nullptr || outranks(order, voice, *found))
      found = &voice;
  }
  return found != nullptr ? *found : taken_back != nullptr ? *taken_back : leading();
}

const Voice& Testimony::leading() const {
  const auto order = canonical::precedence_of_object(voices_.front().said);
  return *std::ranges::min_element(
      voices_, [&](const Voice& one, const Voice& other) { return outranks(order, one, other); });
}

Object Testimony::object() const {
  if (voices_.size() == 1) return voices_.front().said;
  auto object = leading().said;
  std::vector<Fields> won(voices_.size());
  const auto count = canonical::field_names(object).size();
  for (std::size_t field = 0; field < count; ++field)
    won[static_cast<std::size_t>(&believed(field) - voices_.data())][field] = true;
  for (std::size_t i = 0; i < voices_.size(); ++i) canonical::take(object, voices_[i].said, won[i]);
  return object;
}

std::vector<Dispute> Testimony::disputes() const {
  std::vector<Dispute> found;
  if (voices_.size() < 2) return found;
  for (const auto& voice : voices_) {
    const auto valued = canonical::valued(voice.said);
    for (std::size_t field = 0; field < canonical::most_fields; ++field) {
      if (!valued[field]) continue;
      const auto& other = believed(field);
      if (&other != &voice && canonical::differing(other.said, voice.said)[field])
        found.push_back({field, &other, &voice});
    }
  }
  return found;
}

bool Testimony::say(const Object& said, const Source& source) {
  const auto stated = canonical::stated(said);
  const auto own = std::ranges::find(voices_, source.feed, &Voice::feed);
  if (own == voices_.end()) {
    const auto count = canonical::field_names(said).size();
    // In one order, so that the same say is kept as the same bytes.
    voices_.insert(std::ranges::upper_bound(voices_, source.feed, {}, &Voice::feed),
                   {said, {source}, std::vector<std::uint8_t>(count)});
    return true;
  }
  const auto fresh = canonical::differing(own->said, said) & stated;
  if (fresh.none()) return false;
  canonical::take(own->said, said, fresh);
  auto place = static_cast<std::size_t>(std::ranges::find(own->sources, source) - own->sources.begin());
  if (place == own->sources.size()) own->sources.push_back(source);
  for (std::size_t field = 0; field < own->told_in.size(); ++field)
    if (fresh[field]) own->told_in[field] = static_cast<std::uint8_t>(place);
  drop_unused(*own, canonical::stated(own->said));
  return true;
}

bool Testimony::withdraw(std::string_view feed) {
  const bool unknown_who =
      voices_.size() == 1 && std::ranges::all_of(voices_.front().sources, [](const auto& each) {
        return each.message.empty() && each.rule.empty();
      });
  return std::erase_if(voices_, [&](const Voice& voice) { return unknown_who || voice.feed() == feed; }) > 0;
}

}  // namespace inburgering::mapping
