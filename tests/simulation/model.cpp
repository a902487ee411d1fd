#include "tests/simulation/model.h"

#include <sqlite3.h>

#include <boost/json/serialize.hpp>

#include "tests/simulation/chain.h"

namespace inburgering::simulation {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}
std::int64_t number(const std::string& text) { return text.empty() ? 0 : std::stoll(text); }

const Receiver& receiver(const std::string& id) {
  for (const auto& each : receivers())
    if (each.id == id) return each;
  throw std::logic_error("no such receiver");
}

std::string gemeente_of(const std::string& tenant) {
  return tenant.empty() ? "" : tenant.substr(tenant.size() - 4);
}

}  // namespace

std::string mark_of(const json::object& event) {
  const auto& data = event.at("data").as_object();
  const auto type = text(data, "objecttype");
  const auto& object = data.at("object").as_object();
  if (type == "Gebeurtenis")
    return text(object, "gebeurtenisId") + " " + text(data, "bsn") + " " +
           text(object, "registratieDatumTijd").substr(0, 19);
  if (type == "Deelname" || type == "Voortgangsmeting")
    return type + " " + text(object, "instelling") + " " + text(object, "kenmerk");
  if (type == "Hoofddoel") return type + " " + text(data, "bsn") + " " + text(object, "startdatum");
  return {};
}

Model::~Model() { sqlite3_close_v2(store_); }

void Model::open(const std::string& file) {
  if (store_ != nullptr) return;
  if (sqlite3_open_v2(file.c_str(), &store_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    sqlite3_close_v2(store_);
    store_ = nullptr;
  }
}

void Model::rows(const std::string& query,
                 const std::function<void(const std::vector<std::string>&)>& each) const {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(store_, query.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    return;  // it has no tables yet
  while (sqlite3_step(statement) == SQLITE_ROW) {
    std::vector<std::string> row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      const auto* cell = sqlite3_column_text(statement, i);
      row.emplace_back(cell == nullptr ? "" : reinterpret_cast<const char*>(cell));
    }
    each(row);
  }
  sqlite3_finalize(statement);
}

std::int64_t Model::count(const std::string& query) const {
  std::int64_t found = 0;
  rows(query, [&](const auto& row) { found = number(row.front()); });
  return found;
}

void Model::acknowledged(const std::string& gemeente, const std::string& mark) {
  acknowledged_.emplace(gemeente, mark);
}
void Model::acknowledged_reference(const std::string& reference) {
  acknowledged_references_.insert(reference);
}
void Model::reported(const std::string& what) { throw Broken("tweemaal aan DUO gemeld: " + what); }
void Model::source_holds(const std::string& bsn, const std::string& resource, const std::string& value) {
  holds_[bsn + " " + resource] = value;
}
void Model::shown(const std::string& whom, const std::string& gemeente, int status) {
  if (status == 200) throw Broken(whom + " kreeg te zien wat van gemeente " + gemeente + " is");
}

void Model::came(const std::string& subscription, const json::object& event, bool answered) {
  auto& subscriber = subscribers_[subscription];
  const auto& of = receiver(subscription);
  const auto id = text(event, "id");
  const auto dossier = text(event, "subject");
  const auto sequence = number(text(event, "sequence"));
  const auto& data = event.at("data").as_object();
  const auto gemeente = text(data, "gemeente");
  if (answered) subscriber.answered.insert(id);
  if (gemeente != of.gemeente) throw Broken(subscription + " kreeg een gebeurtenis van gemeente " + gemeente);
  // A reader of the store sees only what was committed.
  if (!events_.contains(id)) look_at_events();
  const auto known = events_.find(id);
  if (known == events_.end()) throw Broken(subscription + " kreeg een gebeurtenis die er niet is: " + id);
  if (known->second != std::pair(dossier, sequence))
    throw Broken("gebeurtenis " + id + " heeft bij " + subscription + " een ander nummer dan in het dossier");
  dossiers_[dossier] = gemeente;
  if (!subscriber.ids.insert(id).second) {
    ++repeats_;
    return;
  }
  auto& last = subscriber.last[dossier];
  const auto previous = number(text(event, "previoussequence"));
  if (sequence <= last)
    throw Broken(subscription + " kreeg nummer " + std::to_string(sequence) + " van dossier " + dossier +
                 " na " + std::to_string(last));
  if (previous != last)
    throw Broken(subscription + " kreeg nummer " + std::to_string(sequence) + " van dossier " + dossier +
                 " als opvolger van " + std::to_string(previous) + ", maar had " + std::to_string(last));
  last = sequence;
  const auto kind = text(event, "type").substr(text(event, "type").rfind('.') + 1);
  if (const auto mark = mark_of(event); !mark.empty() && kind == "vastgelegd") {
    const auto [effect, first] = effects_.emplace(std::pair(gemeente, mark), id);
    if (!first && effect->second != id)
      throw Broken("tweemaal verteld: " + mark + " (" + id + " en " + effect->second + ")");
  }
  const auto type = text(data, "objecttype");
  const auto& object = data.at("object").as_object();
  if (type == "Klok") {
    const auto of_clock =
        subscription + " " + dossier + " " + text(object, "klok") + " " + text(object, "betreft");
    const auto told = kind + json::serialize(object);
    if (std::exchange(told_klok_[of_clock], told) == told)
      throw Broken("klok " + text(object, "klok") + " van dossier " + dossier +
                   " is tweemaal hetzelfde verteld");
  }
  persons_.insert(text(data, "bsn"));
  if (type == "Persoon" && kind != "beeindigd")
    subscriber.value[text(data, "bsn") + " geslachtsnaam"] = text(object, "geslachtsnaam");
  if (type == "Inburgeringstermijn")
    subscriber.value[text(data, "bsn") + " inburgeringstermijn"] = text(object, "datumEinde");
}

void Model::fetched(const std::string& subscription, const json::object& event) {
  came(subscription, event, true);
}

void Model::look_at_events() {
  if (store_ == nullptr) return;
  rows("SELECT number, id, dossier, sequence, tenant, type FROM event WHERE present = 0 AND number > " +
           std::to_string(last_event_) + " ORDER BY number",
       [&](const auto& row) {
         last_event_ = number(row[0]);
         auto& last = last_sequence_[row[4] + row[2]];
         const auto sequence = number(row[3]);
         if (sequence != last + 1)
           throw Broken("dossier " + row[2] + " heeft nummer " + row[3] + " na " + std::to_string(last));
         last = sequence;
         if (!events_.emplace(row[1], std::pair(row[2], sequence)).second)
           throw Broken("twee gebeurtenissen heten " + row[1]);
         told_[row[1]] = {gemeente_of(row[4]), row[5]};
       });
}

void Model::look_at_log() {
  rows(
      "SELECT seq, previous_hash, hash, outcome, reference, party, feed, direction, http_status FROM log "
      "WHERE seq > " +
          std::to_string(last_log_) + " ORDER BY seq",
      [&](const auto& row) {
        const auto seq = number(row[0]);
        if (seq != last_log_ + 1)
          throw Broken("het logboek gaat van regel " + std::to_string(last_log_) + " naar " + row[0]);
        if (row[1] != last_hash_)
          throw Broken("regel " + row[0] + " van het logboek hangt niet aan de vorige");
        last_log_ = seq;
        last_hash_ = row[2];
        ++log_rows_;
        if (row[3] == "afgeleverd") {
          ++delivered_;
          // The ledger is true: it came, the receiver said so, and it is written once.
          bool said = false;
          for (const auto& each : receivers())
            if (each.oin == row[5])
              said = said || subscribers_[std::string(each.id)].answered.contains(row[4]);
          if (!said)
            throw Broken("het logboek zegt dat " + row[4] + " aankwam bij " + row[5] + ", en dat is niet zo");
          if (++delivered_log_[{row[5], row[4]}] > 1)
            throw Broken("het logboek zegt tweemaal dat " + row[4] + " aankwam bij " + row[5]);
        }
        if (row[3] == "verwerkt" && row[6] == "duo" && row[7] == "in" && !row[4].empty()) {
          if (++references_[row[5] + " " + row[4]] > 1)
            throw Broken("tweemaal verwerkt onder één kenmerk: " + row[5] + " " + row[4]);
        }
      });
}

void Model::look() {
  if (store_ == nullptr) return;
  look_at_events();
  look_at_log();
  for (const auto& reference : acknowledged_references_)
    if (!references_.contains(reference)) throw Broken("bevestigd en niet in het logboek: " + reference);
  acknowledged_references_.clear();
}

bool Model::is_quiet() const {
  return count(
             "SELECT (SELECT COUNT(*) FROM delivery) + (SELECT COUNT(*) FROM question) + (SELECT COUNT(*) "
             "FROM melding WHERE state IN ('wacht', 'onderweg', 'navragen'))") == 0;
}

void Model::look_at_the_end() {
  look();
  for (const auto& [gemeente, mark] : acknowledged_)
    if (!effects_.contains({gemeente, mark}))
      throw Broken("bevestigd en nooit verteld: " + mark + " (gemeente " + gemeente + ")");
  for (const auto& each : receivers()) {
    auto& subscriber = subscribers_[std::string(each.id)];
    for (const auto& [id, event] : told_) {
      const auto& [gemeente, type] = event;
      // What became of a report only who made it is told, and nobody what it registered itself.
      if (gemeente != each.gemeente || type.contains(".melding.") ||
          (each.oin == oin::kvs_0518 && type.contains(".hoofddoel.")))
        continue;
      if (!subscriber.ids.contains(id) &&
          count("SELECT COUNT(*) FROM dead_letter WHERE event = '" + id + "'") == 0)
        throw Broken("gebeurtenis " + id + " (" + type + ") kwam nooit bij " + std::string(each.id));
    }
    if (each.host.empty()) continue;
    for (const auto& [what, value] : holds_)
      if (const auto told = subscriber.value.find(what);
          told != subscriber.value.end() && told->second != value)
        throw Broken(std::string(each.id) + " weet van " + what.substr(10) + " " + told->second +
                     ", en bij de bron is het " + value);
  }
  rows(
      "SELECT q.subscription, q.waiting, (SELECT COUNT(*) FROM delivery d WHERE d.subscription = "
      "q.subscription) FROM subscription_queue q",
      [](const auto& row) {
        if (row[1] != row[2])
          throw Broken("abonnement " + row[0] + " telt " + row[1] + " wachtenden, en het zijn er " + row[2]);
      });
}

std::map<std::string, std::int64_t> Model::counts() const {
  return {{"logregels", log_rows_},
          {"gebeurtenissen", static_cast<std::int64_t>(events_.size())},
          {"afgeleverd", delivered_},
          {"opnieuw aangeboden", repeats_},
          {"bevestigd", static_cast<std::int64_t>(acknowledged_.size())}};
}

}  // namespace inburgering::simulation
