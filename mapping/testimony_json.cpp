// How a testimony is kept. Most objects are told by one feed in one message: that must cost little.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include "mapping/rule.h"
#include "mapping/testimony.h"

namespace inburgering::mapping {
namespace {

namespace json = boost::json;
using canonical::Fields;
using canonical::Object;

constexpr std::string_view rest = "@";
constexpr char first_place = '0';
/// Which of the sources stands as one sign from '0' on, all of ASCII; where there are more sources than such
/// signs, as two.
constexpr std::size_t place_signs = 80;
constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view hex = "0123456789abcdef";
constexpr std::size_t uuid_length = 36;
constexpr std::size_t short_length = 22;
constexpr std::size_t hex_length = 32;
/// Stand around an id that is no UUID, before a rule that has no sign, and before the feed where the rule is
/// of another.
constexpr char plain = '=';
constexpr char named = ':';
constexpr char beside = '|';

constexpr bool has_dash(std::size_t place) { return place == 8 || place == 13 || place == 18 || place == 23; }

/// A UUID in 22 characters; any other id between signs.
std::string shortened(const std::string& id) {
  std::array<unsigned, hex_length> nibbles{};
  std::size_t count = 0;
  bool uuid = id.size() == uuid_length;
  for (std::size_t i = 0; uuid && i < id.size(); ++i) {
    if (has_dash(i)) {
      uuid = id[i] == '-';
      continue;
    }
    const auto value = hex.find(id[i]);
    uuid = value != std::string_view::npos;
    if (uuid) nibbles[count++] = static_cast<unsigned>(value);
  }
  if (!uuid) return plain + id + plain;
  std::string text;
  // Three nibbles are two digits; of the last two the bits of a third are zero.
  for (std::size_t i = 0; i < hex_length; i += 3) {
    const auto three = (nibbles[i] << 8U) | (i + 1 < hex_length ? nibbles[i + 1] << 4U : 0U) |
                       (i + 2 < hex_length ? nibbles[i + 2] : 0U);
    text += digits[three >> 6U];
    text += digits[three & 63U];
  }
  return text;
}

std::string lengthened(std::string_view text) {
  if (text.starts_with(plain)) return std::string(text.substr(1, text.size() - 2));
  std::string id;
  for (std::size_t i = 0; i < short_length; i += 2) {
    const auto high = digits.find(text[i]);
    const auto low = digits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::string(text);
    const auto three = (high << 6U) | low;
    for (const auto shift : {8U, 4U, 0U}) {
      if (has_dash(id.size())) id += '-';
      if (id.size() < uuid_length) id += hex[(three >> shift) & 15U];
    }
  }
  return id;
}

/// A rule in few signs: "pi1" for "duo.pip@1".
std::string shortened_rule(const std::string& text) {
  const auto name = parse_rule(text);
  const auto* rule = name ? find_rule(name->feed, name->name) : nullptr;
  if (rule == nullptr || rule->sign.empty()) return named + text;
  return std::string(rule->sign) + std::to_string(name->version);
}

std::string lengthened_rule(std::string_view sign) {
  if (sign.starts_with(named)) return std::string(sign.substr(1));
  const auto version = std::min(sign.find_first_of("0123456789"), sign.size());
  for (const auto& rule : rules)
    if (!rule.sign.empty() && rule.sign == sign.substr(0, version))
      return std::string(rule.feed) + "." + std::string(rule.name) + "@" + std::string(sign.substr(version));
  return std::string(sign);
}

std::string_view feed_of(std::string_view rule) { return rule.substr(0, rule.find('.')); }

std::string kept_text(const Source& source) {
  auto text = shortened(source.message) + shortened_rule(source.rule);
  if (feed_of(source.rule) != source.feed) (text += beside) += source.feed;
  return text;
}

std::optional<Source> source_of(const json::value& value) {
  const auto* kept = value.if_string();
  if (kept == nullptr) return std::nullopt;
  std::string_view text = *kept;
  Source source;
  auto end = short_length;
  if (text.starts_with(plain)) {
    end = text.find(plain, 1);
    if (end == std::string_view::npos) return std::nullopt;
    ++end;
  }
  if (text.size() < end) return std::nullopt;
  source.message = lengthened(text.substr(0, end));
  text.remove_prefix(end);
  const auto other = text.find(beside);
  source.rule = lengthened_rule(text.substr(0, other));
  source.feed = other == std::string_view::npos ? feed_of(source.rule) : text.substr(other + 1);
  return source;
}

std::size_t place_width(std::size_t sources) { return sources > place_signs ? 2 : 1; }

std::string kept_place(std::size_t index, std::size_t width) {
  const auto sign = [](std::size_t value) { return static_cast<char>(first_place + value); };
  if (width == 1) return {sign(index)};
  return {sign(index / place_signs), sign(index % place_signs)};
}

std::optional<std::size_t> index_of(std::string_view place) {
  std::size_t index = 0;
  for (const auto sign : place) {
    if (sign < first_place) return std::nullopt;
    index = index * place_signs + static_cast<std::size_t>(sign - first_place);
  }
  return index;
}

/// The places of members in the table; they come in its order.
std::size_t place_of(std::span<const std::string_view> names, std::string_view name, std::size_t expected) {
  if (expected < names.size() && names[expected] == name) return expected;
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

schemas::Faults damaged() { return {{"/@", "herkomst", "is niet te lezen"}}; }

}  // namespace

json::object to_json(const Testimony& testimony) {
  const auto& voices = testimony.voices_;
  const auto object = testimony.object();
  auto written = canonical::to_json(object);
  json::array sources;
  std::vector<std::size_t> first;  // of each voice: where its sources begin
  for (const auto& voice : voices) {
    first.push_back(sources.size());
    for (const auto& source : voice.sources) sources.emplace_back(kept_text(source));
  }
  if (sources.size() == 1) {
    written[rest] = std::move(sources[0]);
    return written;
  }
  const auto width = place_width(sources.size());
  json::array list;
  list.emplace_back(std::move(sources));
  {
    const auto names = canonical::field_names(object);
    const auto place_in = [&](const Voice& voice, std::size_t field) {
      return first[static_cast<std::size_t>(&voice - voices.data())] + voice.told_in[field];
    };
    std::string which;
    std::size_t expected = 0;
    for (const auto& member : written) {
      const auto field = place_of(names, member.key(), expected);
      expected = field + 1;
      which += kept_place(place_in(testimony.believed(field), field), width);
    }
    list.emplace_back(which);
    json::object denied;
    const auto keys = canonical::key_fields(object);
    for (const auto& voice : voices) {
      if (voices.size() == 1) break;
      const auto says = canonical::to_json(voice.said);
      expected = 0;
      for (const auto& member : says) {
        const auto field = place_of(names, member.key(), expected);
        expected = field + 1;
        if (keys[field] || &testimony.believed(field) == &voice) continue;
        auto& of_source = denied[kept_place(place_in(voice, field), width)];
        if (!of_source.is_object()) of_source = json::object();
        of_source.get_object()[member.key()] = member.value();
      }
    }
    if (!denied.empty()) list.emplace_back(std::move(denied));
  }
  written[rest] = std::move(list);
  return written;
}

schemas::Result<Testimony> testimony_from_json(std::string_view type, json::object told,
                                               std::string_view feed) {
  const auto* at = told.if_contains(rest);
  const auto kept = at == nullptr ? std::nullopt : std::optional(*at);
  told.erase(rest);
  const json::value written_object(std::move(told));
  auto object = canonical::from_json(type, written_object);
  if (!object) return std::unexpected(std::move(object.error()));
  if (!kept) return Testimony(std::move(*object), std::string(feed));
  const auto& fields = written_object.get_object();
  json::array alone;
  if (kept->is_string()) alone.emplace_back(json::array(1, *kept));
  const auto* list = kept->is_string() ? &alone : kept->if_array();
  const auto* written = list == nullptr || list->empty() ? nullptr : (*list)[0].if_array();
  if (written == nullptr || written->empty()) return std::unexpected(damaged());
  const auto names = canonical::field_names(*object);

  Testimony testimony;
  struct Place {
    std::size_t voice;
    std::uint8_t source;
  };
  std::vector<Place> places;
  for (const auto& each : *written) {
    auto source = source_of(each);
    if (!source) return std::unexpected(damaged());
    auto& voices = testimony.voices_;
    const auto voice =
        static_cast<std::size_t>(std::ranges::find(voices, source->feed, &Voice::feed) - voices.begin());
    if (voice == voices.size()) voices.push_back({*object, {}, std::vector<std::uint8_t>(names.size())});
    places.push_back({voice, static_cast<std::uint8_t>(voices[voice].sources.size())});
    voices[voice].sources.push_back(std::move(*source));
  }
  auto& voices = testimony.voices_;
  const auto width = place_width(places.size());
  const auto place_at = [&](std::string_view which) -> const Place* {
    const auto index = which.size() == width ? index_of(which) : std::nullopt;
    return index && *index < places.size() ? &places[*index] : nullptr;
  };
  if (list->size() > 1) {
    const auto* which = (*list)[1].if_string();
    if (which == nullptr || which->size() != fields.size() * width) return std::unexpected(damaged());
    const auto keys = canonical::key_fields(*object);
    std::vector<Fields> own(voices.size(), keys);
    std::size_t expected = 0;
    std::size_t i = 0;
    for (const auto& member : fields) {
      const auto field = place_of(names, member.key(), expected);
      expected = field + 1;
      const auto* place = place_at(std::string_view(*which).substr(width * i++, width));
      if (place == nullptr || field == names.size()) return std::unexpected(damaged());
      if (keys[field]) continue;
      own[place->voice][field] = true;
      voices[place->voice].told_in[field] = place->source;
    }
    if (voices.size() > 1)
      for (std::size_t v = 0; v < voices.size(); ++v)
        canonical::leave_out(voices[v].said, canonical::names_of(*object, ~own[v]));
  }
  if (list->size() > 2) {
    const auto* denied = (*list)[2].if_object();
    if (denied == nullptr) return std::unexpected(damaged());
    const auto key = canonical::key_of(*object);
    for (const auto& [which, says] : *denied) {
      const auto* place = place_at(which);
      const auto* members = says.if_object();
      if (place == nullptr || members == nullptr) return std::unexpected(damaged());
      auto whole = key;
      for (const auto& member : *members) whole[member.key()] = member.value();
      auto said = canonical::from_json(type, whole);
      if (!said) return std::unexpected(std::move(said.error()));
      auto& voice = voices[place->voice];
      const auto stated = canonical::stated(*said) & ~canonical::key_fields(*said);
      canonical::take(voice.said, *said, stated);
      for (std::size_t field = 0; field < names.size(); ++field)
        if (stated[field]) voice.told_in[field] = place->source;
    }
  }
  return testimony;
}

}  // namespace inburgering::mapping
