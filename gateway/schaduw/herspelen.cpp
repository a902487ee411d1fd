#include "gateway/schaduw/herspelen.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "gateway/exchange/afgeleid.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/log/look.h"
#include "gateway/log/search.h"
#include "gateway/store/deliveries.h"
#include "gateway/subscriptions/feed.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::schaduw {
namespace {

namespace json = boost::json;
using mapping::canonical::Object;

constexpr int at_once = 500;
constexpr std::size_t examples = 3;
constexpr std::string_view ending = "(einde)";

/// An event as it was kept, opened.
struct Kept {
  std::int64_t sequence = 0;
  std::string message_id, reference, feed;
  std::string type;  ///< of the object
  bool ended = false;
  bool made = false;  ///< the object was new
  json::object object;
  std::vector<std::string> changed;
  std::string key;  ///< type and natural key
};

std::optional<Kept> opened(const store::Sealing& sealing, const store::StoredEvent& event) {
  const auto cloud = subscriptions::open_event(sealing, event);
  if (!cloud) return std::nullopt;
  const auto& data = cloud->at("data").as_object();
  const auto* source = data.if_contains("bron");
  Kept kept;
  kept.sequence = event.sequence;
  kept.message_id = event.message_id;
  if (source != nullptr && source->is_object()) {
    kept.feed = schemas::text_member(source->get_object(), "feed");
    kept.reference = schemas::text_member(source->get_object(), "bericht");
  }
  kept.type = schemas::text_member(data, "objecttype");
  kept.ended = event.type.ends_with(".beeindigd");
  kept.made = event.type.ends_with(".vastgelegd");
  kept.object = data.at("object").as_object();
  for (const auto& name : data.at("gewijzigd").as_array()) kept.changed.emplace_back(name.as_string());
  kept.key = kept.type + json::serialize(data.at("sleutel"));
  return kept;
}

std::string key_text(const Object& object) {
  return std::string(mapping::canonical::objecttype(object)) +
         json::serialize(mapping::canonical::key_of(object));
}

std::optional<Object> stated_by(const Kept& event) {
  auto object = mapping::canonical::from_json(event.type, event.object);
  return object ? std::optional(std::move(*object)) : std::nullopt;
}

/// What one message told of each object: more than one event of it count as one.
using ByKey = std::map<std::string, Kept, std::less<>>;
void fold(ByKey& into, const Kept& event) {
  const auto [at, fresh] = into.try_emplace(event.key, event);
  if (fresh) return;
  auto& first = at->second;
  first.ended = event.ended;
  first.object = event.object;
  for (const auto& field : event.changed)
    if (std::ranges::find(first.changed, field) == first.changed.end()) first.changed.push_back(field);
}

/// With in each voice only what it said before this message.
mapping::Testimony said_before(const mapping::Testimony& testimony, const std::string& message) {
  mapping::Testimony before;
  for (const auto& voice : testimony.voices()) {
    if (voice.sources.front().message >= message) continue;
    mapping::canonical::Fields since;
    for (std::size_t field = 0; field < voice.told_in.size(); ++field)
      since[field] = voice.sources[voice.told_in[field]].message >= message;
    auto said = voice.said;
    mapping::canonical::leave_out(said, mapping::canonical::names_of(said, since));
    before.say(said, {std::string(voice.feed())});
  }
  return before;
}

/// With these values in the say of this feed where they do not hold; and where another is believed over it,
/// in the say of that one. So `object` holds, and what else each says stays.
mapping::Testimony become(mapping::Testimony testimony, const Object& object, std::string_view feed) {
  namespace canonical = mapping::canonical;
  if (testimony.empty()) return {object, std::string(feed)};
  for (std::size_t turn = 0; turn <= testimony.voices().size(); ++turn) {
    const auto wrong = canonical::differing(testimony.object(), object);
    if (wrong.none()) break;
    const auto* own = turn == 0 ? testimony.voice_of(feed) : nullptr;
    mapping::Testimony mended;
    for (const auto& voice : testimony.voices()) {
      canonical::Fields here;
      for (std::size_t field = 0; field < canonical::most_fields; ++field)
        here[field] = wrong[field] && &voice == (own != nullptr ? own : &testimony.believed(field));
      auto said = voice.said;
      canonical::take(said, object, here);
      mended.say(said, {std::string(voice.feed())});
    }
    testimony = std::move(mended);
  }
  return testimony;
}

/// One dossier, message by message.
class Replay {
 public:
  Replay(store::Session& sql, const exchange::Ground& ground, const Vertaler& translator,
         const config::Tenant& tenant, const store::Dossier& dossier, Verslag& report)
      : sql_(sql),
        ground_(ground),
        translator_(translator),
        tenant_(tenant),
        dossier_(dossier),
        report_(report),
        then_(ground, nullptr, {}) {}

  void run(schemas::Moment since) {
    if (!has_messages(since)) return;
    read_messages(since);
    read_events();
    for (auto& message : messages_) own(message);
    open_as_it_stood();
    for (const auto& message : messages_) {
      if (message.events.empty()) {
        compare(message);
        continue;
      }
      while (next_ < events_.size() && events_[next_].sequence < message.events.front()->sequence)
        take(next_++);
      compare(message);
      while (next_ < events_.size() && events_[next_].sequence <= message.events.back()->sequence)
        take(next_++);
    }
  }

 private:
  struct Message {
    log::Entry entry;
    mapping::Translation said;
    bool asked_after = false;  ///< else it only tells how the dossier stood
    std::vector<const Kept*> events{};
  };

  log::Filter about_dossier() const {
    log::Filter filter;
    filter.tenants = {{dossier_.tenant}};
    filter.dossier = dossier_.id;
    filter.count = at_once;
    return filter;
  }

  bool has_messages(schemas::Moment since) const {
    auto filter = about_dossier();
    filter.count = 1;
    return !log::after(sql_, filter, log::seq_at(sql_, since) - 1).empty();
  }

  /// Also those from before: what a feed says, and another is believed over, no event tells.
  void read_messages(schemas::Moment since) {
    std::int64_t seq = 0;
    for (bool more = true; more;) {
      const auto entries = log::after(sql_, about_dossier(), seq);
      more = std::ssize(entries) == at_once;
      for (const auto& entry : entries) {
        seq = entry.seq;
        if (entry.body_kept) read_message(entry, entry.moment >= since);
      }
    }
  }

  void read_message(const log::Entry& entry, bool asked_after) {
    const auto [body, missing] = log::kept_body(sql_, ground_.sealing.keys, entry.message_id);
    if (!body) return;
    auto translated = translator_(entry, *body, dossier_.subject);
    if (!translated) return;
    if (asked_after) ++report_.berichten;
    if (!*translated) {
      if (!asked_after) return;
      ++report_.niet_te_lezen;
      if (report_.niet_te_lezen_voorbeelden.size() < examples)
        report_.niet_te_lezen_voorbeelden.push_back(entry.message_id);
      return;
    }
    auto& said = **translated;
    if (asked_after) {
      std::string all = report_.digest + entry.message_id;
      for (const auto& change : said.changes) all += json::serialize(mapping::to_json(change, said.bron));
      report_.digest = store::sha256(all);
    }
    // It is about whom it proved to be about then.
    if (said.vorig_bsn) {
      mapping::canonical::Persoon persoon;
      persoon.vorig_burgerservicenummer = said.vorig_bsn->digits();
      said.changes.insert(said.changes.begin(), {mapping::Actie::gewijzigd, std::move(persoon)});
    }
    said.subject = dossier_.subject;
    messages_.push_back({entry, std::move(said), asked_after});
  }

  void read_events() {
    std::int64_t last = 0;
    for (bool more = true; more;) {
      const auto some = store::events_of_dossier(sql_, dossier_.tenant, dossier_.id, last, at_once);
      more = std::ssize(some) == at_once;
      for (const auto& event : some) {
        last = event.sequence;
        if (auto kept = opened(ground_.sealing, event)) events_.push_back(std::move(*kept));
      }
    }
  }

  /// The events that came of a message. What came of an answer, or of one of many rows, is caused by what it
  /// was asked or sent with, and known by its reference.
  void own(Message& message) const {
    const auto& entry = message.entry;
    for (const auto& event : events_)
      if (event.feed == message.said.bron.feed && event.type != "Dossier" && event.type != "Klok" &&
          event.reference == entry.reference &&
          (event.message_id == entry.message_id || event.message_id == entry.cause_id))
        message.events.push_back(&event);
  }

  /// Before the first event that is kept: what an event says was not changed by it stood already, and an
  /// object of which there is no event stands as it stood.
  void open_as_it_stood() {
    then_.put_dossier({dossier_.tenant,
                       dossier_.id,
                       ground_.sealing.keys.seal("{}", "dossier:" + dossier_.id,
                                                 ground_.sealing.surroundings.random, dossier_.key),
                       0,
                       {},
                       0,
                       dossier_.key});
    for (const auto& hash : store::number_hashes(ground_.sealing.keys, dossier_.tenant, dossier_.subject))
      then_.put_number(dossier_.tenant, hash, dossier_.id);
    std::map<std::string, mapping::Testimony, std::less<>> present;
    for (auto& each : store::all_testimonies(sql_, ground_.sealing, dossier_))
      present.emplace(key_text(each.voices().front().said), std::move(each));
    std::set<std::string, std::less<>> told;
    for (const auto& event : events_) {
      if (!told.insert(event.key).second || event.made) continue;
      auto before = event.object;
      if (!event.ended)
        for (const auto& field : event.changed) before.erase(field);
      const auto object = mapping::canonical::from_json(event.type, before);
      if (!object) continue;
      const auto known = present.find(event.key);
      put(become(known == present.end() ? mapping::Testimony() : said_before(known->second, event.message_id),
                 *object, event.feed));
    }
    for (const auto& [key, testimony] : present)
      if (!told.contains(key)) put(testimony);
  }

  void put(const mapping::Testimony& testimony) {
    store::put_testimony(then_, ground_.sealing, dossier_, testimony);
  }

  /// The dossier becomes what this event made of it then.
  void take(std::size_t index) {
    const auto& event = events_[index];
    const auto object = mapping::canonical::from_json(event.type, event.object);
    if (!object) return;
    if (event.ended)
      store::remove_object(then_, ground_.sealing, dossier_, *object);
    else
      put(become(store::find_testimony(then_, ground_.sealing, dossier_, *object), *object, event.feed));
  }

  void compare(const Message& message) {
    exchange::Draft now(ground_, &then_, {});
    const auto& entry = message.entry;
    const auto cause = exchange::cause_of(entry);
    const auto updated = exchange::update_dossier(now, tenant_, message.said, cause);
    std::vector<Kept> told;
    for (const auto& event : now.events())
      if (auto kept = opened(ground_.sealing, event)) told.push_back(std::move(*kept));
    ByKey made, then;
    for (const auto& event : told) fold(made, event);
    for (const auto* event : message.events) fold(then, *event);
    if (message.asked_after) tell_differences(entry, then, made);
    // When what was said stays known for the messages after it.
    for (const auto& change : message.said.changes) {
      const auto type = mapping::canonical::objecttype(change.object);
      const auto hash = store::key_hash(ground_.sealing, dossier_.tenant, change.object);
      if (const auto statements = now.statements(dossier_.tenant, dossier_.id, type, hash))
        then_.put_statements(dossier_.tenant, dossier_.id, type, hash, *statements);
    }
    adopt(now, then, message.said.bron.feed);
    // What followed is taken as it was told; of what no event told, because it was said already, is known
    // from here that it is said.
    if (!exchange::may_follow(message.said)) return;
    exchange::Draft followed(ground_, &then_, {});
    exchange::update_afgeleid(followed, tenant_, updated.dossier, cause);
    adopt(followed, {}, log::feed::gateway);
  }

  /// Takes over what each feed says after a message, so far that what holds is what held then: what `events`
  /// told, and of all else what held before.
  void adopt(exchange::Draft& now, const ByKey& events, std::string_view feed) {
    std::map<std::pair<std::string, std::string>, std::string> rows;
    for (auto& row : then_.objects(dossier_.tenant, dossier_.id)) rows[{row.type, row.key_hash}] = row.sealed;
    for (const auto& row : now.objects(dossier_.tenant, dossier_.id)) {
      const auto known = rows.find({row.type, row.key_hash});
      if (known != rows.end() && known->second == row.sealed) continue;
      auto testimony = store::open_testimony(now, ground_.sealing, dossier_, row);
      if (testimony.empty()) continue;
      const auto like = testimony.object();
      std::optional<Object> held;
      if (const auto event = events.find(key_text(like)); event == events.end())
        held = store::find_object(then_, ground_.sealing, dossier_, like);
      else if (!event->second.ended)
        held = stated_by(event->second);
      if (held)
        put(become(std::move(testimony), *held, feed));
      else if (known != rows.end())
        store::remove_object(then_, ground_.sealing, dossier_, like);
    }
    // Those that ended now stay until an event tells their end.
  }

  void tell_differences(const log::Entry& entry, const ByKey& then, ByKey made) {
    bool same = true;
    const auto differs = [&](const Kept& event, std::string_view field, Hoe how) {
      same = false;
      auto& difference = report_.verschillen[{event.type, std::string(field), how}];
      ++difference.aantal;
      if (difference.voorbeelden.size() < examples &&
          std::ranges::find(difference.voorbeelden, entry.message_id) == difference.voorbeelden.end())
        difference.voorbeelden.push_back(entry.message_id);
    };
    const auto all_of = [&](const Kept& event, Hoe how) {
      if (event.ended) return differs(event, ending, how);
      for (const auto& field : event.changed) differs(event, field, how);
    };
    for (const auto& [key, event] : then) {
      const auto found = made.find(key);
      if (found == made.end()) {
        all_of(event, Hoe::niet_meer);
        continue;
      }
      compare(event, found->second, differs);
      made.erase(found);
    }
    for (const auto& [key, event] : made) all_of(event, Hoe::nieuw);
    if (same) ++report_.gelijk;
  }

  template <class Differs>
  static void compare(const Kept& then, const Kept& now, const Differs& differs) {
    if (then.ended != now.ended) return differs(then, ending, then.ended ? Hoe::niet_meer : Hoe::nieuw);
    std::set<std::string> fields(then.changed.begin(), then.changed.end());
    fields.insert(now.changed.begin(), now.changed.end());
    for (const auto& field : fields) {
      const auto* before = then.object.if_contains(field);
      const auto* after = now.object.if_contains(field);
      if (before != nullptr && after != nullptr && *before == *after) continue;
      if (before == nullptr && after == nullptr) continue;
      const bool was = std::ranges::find(then.changed, field) != then.changed.end();
      const bool is = std::ranges::find(now.changed, field) != now.changed.end();
      differs(then, field, was && is ? Hoe::anders : was ? Hoe::niet_meer : Hoe::nieuw);
    }
  }

  store::Session& sql_;
  const exchange::Ground& ground_;
  const Vertaler& translator_;
  const config::Tenant& tenant_;
  const store::Dossier& dossier_;
  Verslag& report_;
  exchange::Draft then_;
  std::vector<Message> messages_;
  std::vector<Kept> events_;
  std::size_t next_ = 0;
};

}  // namespace

std::string_view to_text(Hoe hoe) {
  switch (hoe) {
    case Hoe::anders:
      return "anders";
    case Hoe::niet_meer:
      return "niet meer";
    case Hoe::nieuw:
      return "nieuw";
  }
  return {};
}

Verslag herspeel(store::Session& sql, const exchange::Ground& ground, const Vertaler& vertaler,
                 const std::vector<const config::Tenant*>& tenants, schemas::Moment sinds,
                 const std::function<void(std::int64_t done, std::int64_t of)>& voortgang) {
  Verslag report;
  report.digest = store::sha256("");
  store::reading(sql, [&] {
    std::int64_t of = 0;
    for (const auto* tenant : tenants) of += store::count_all_dossiers(sql, tenant->oin.digits());
    std::int64_t done = 0;
    for (const auto* tenant : tenants) {
      std::string last;
      for (bool more = true; more;) {
        const auto listed = store::list_dossiers(sql, tenant->oin.digits(), last, at_once);
        more = std::ssize(listed) == at_once;
        for (const auto& each : listed) {
          last = each.id;
          const auto dossier = store::find_dossier(sql, ground.sealing, tenant->oin.digits(), each.id);
          if (dossier && !dossier->unreadable)
            Replay(sql, ground, vertaler, *tenant, *dossier, report).run(sinds);
          voortgang(++done, of);
        }
      }
    }
  });
  return report;
}

}  // namespace inburgering::gateway::schaduw
