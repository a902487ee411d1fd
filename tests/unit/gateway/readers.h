#pragma once
// A store with a row of everything, and a walk along all that reads it: for tests and fuzzing of stored rows.
#include <boost/json/serialize.hpp>

#include "gateway/base/milliseconds.h"
#include "gateway/delivery/message.h"
#include "gateway/exchange/dossier_update.h"
#include "gateway/log/chain.h"
#include "gateway/log/former_digests.h"
#include "gateway/log/retention.h"
#include "gateway/log/search.h"
#include "gateway/log/view.h"
#include "gateway/operator/overview.h"
#include "gateway/operator/sessions.h"
#include "gateway/schedule/runs.h"
#include "gateway/store/bestanden.h"
#include "gateway/store/followed.h"
#include "gateway/store/meldingen.h"
#include "gateway/store/own_key.h"
#include "gateway/store/received.h"
#include "gateway/store/schoolrijen.h"
#include "gateway/store/sealed.h"
#include "gateway/store/statements.h"
#include "gateway/store/sync.h"
#include "gateway/store/traffic.h"
#include "gateway/subscriptions/changes.h"
#include "gateway/subscriptions/feed.h"
#include "gateway/subscriptions/view.h"
#include "mapping/duo/answer.h"
#include "tests/unit/gateway/told.h"

namespace inburgering::tests {

/// Names one row of a table, whether its rows are numbered or stand by their key.
inline std::string row_of(gateway::store::Session& sql, const std::string& table, std::int64_t offset = 0) {
  if (on_postgres())
    return "ctid IN (SELECT ctid FROM " + table + " LIMIT 1 OFFSET " + std::to_string(offset) + ")";
  std::string key;
  if (sql.one<int>({"test", "SELECT wr FROM pragma_table_list WHERE name = :name"}, table) == 1)
    for (const auto& column : sql.list<std::string>(
             {"test", "SELECT name FROM pragma_table_info('" + table + "') WHERE pk > 0 ORDER BY pk"}))
      key += (key.empty() ? "" : ", ") + column;
  else
    key = "rowid";
  return "(" + key + ") IN (SELECT " + key + " FROM " + table + " ORDER BY " + key + " LIMIT 1 OFFSET " +
         std::to_string(offset) + ")";
}

struct FullHouse : House {
  std::vector<std::string> dossiers{};
  /// Beside it stand the keys of dossiers.
  const std::filesystem::path store_file = [] {
    static int count = 0;
    return fresh_folder("full-house-" + std::to_string(++count)) / "gateway.db";
  }();

  static constexpr const char* kvs = "kvs";
  static constexpr const char* pull = "pull";

  /// At least one row in each table, of what really happens where the store's own functions make it, and of
  /// plain values where they do not.
  void fill(gateway::store::Session& sql) {
    namespace subscriptions = gateway::subscriptions;
    namespace wishes = gateway::wishes;
    namespace store = gateway::store;
    const auto oin = *schemas::Oin::parse("00000099000000005000");
    keys.use(store::dossier_keys(store_file));
    wishes::Subscription push{kvs, oin, {"0518"}, {}, "https://kvs.example/"};
    push.voorwaarde = "objecttype = \"Inburgeringstermijn\"";
    wishes::Subscription fetch{pull, oin, {"0518"}, {}, {}};
    fetch.wijze = "ophalen";
    subscriptions::create(sql, config, push, store::origin::api, sealing.surroundings);
    subscriptions::create(sql, config, fetch, store::origin::api, sealing.surroundings);
    for (const char* bsn : {"999990639", "999996617"})
      for (const char* year : {"2029", "2030"}) {
        clock.time = schemas::Moment(clock.time.time() + std::chrono::seconds(1));
        const mapping::Subject person{*schemas::Bsn::parse(bsn), {}};
        const auto told = mapping::duo::translate_answer(
            "inburgeringstermijn",
            R"({"startdatum":"2026-11-02","einddatum":")" + std::string(year) + R"(-11-02"})", person, "");
        auto entry = gateway::log::new_entry(sealing.surroundings, "in", "duo", "GET inburgeringstermijn");
        entry.outcome = "verwerkt";
        entry.tenant = config.tenants[0].oin.digits();
        const auto updated = take_up_at_once(sql, sealing, config, config.tenants[0], *told,
                                             {entry.message_id, "", clock.now()});
        entry.dossier = updated.dossier.id;
        entry.faults = {{"/x", "regel", "melding"}};
        entry.steps = {{"stap", 1}};
        entry.body_digest = keys.digest(entry.tenant, "x");
        entry.body_kept = true;
        store::StoredRows rows(sql);
        const auto own = updated.dossier.key;
        rows.keep_body(entry.tenant, entry.message_id,
                       keys.seal("x", "body:" + entry.message_id, random, own));
        gateway::log::append(sql, entry);
        store::put_statements(
            rows, sealing, updated.dossier,
            std::visit([](const auto& object) { return mapping::canonical::Object(object); },
                       told->changes.front().object),
            {{"einddatum", {"20261102", "20261102", false}}});
        store::put_schoolrij(sql, {entry.tenant, config.parties[0].oin.digits(), "deelnames",
                                   "K-" + std::string(year) + bsn[5], entry.dossier, entry.message_id, false,
                                   keys.seal("{}", "rij:" + entry.message_id, random, own)});
        store::remember_received(rows, sealing, entry.tenant, keys.find_hash(entry.message_id),
                                 {entry.body_digest, 201, "{\"a\":1}", entry.message_id});
        store::add_melding(
            sql, {entry.message_id, entry.tenant, entry.dossier, oin.digits(), "POST", "examennummer",
                  keys.seal("{}", "melding:" + entry.message_id, random, own)});
        if (dossiers.empty() || dossiers.back() != entry.dossier) dossiers.push_back(entry.dossier);
      }
    store::add_bestand(sql, {"b", "x", "deelnames", keys.seal("x", "bestand:b", random), 300, 200, 1});
    store::prove_key(sql, store_file, keys);
    fill_the_rest(sql);
  }

  /// All that reads the store, one after the other. What one row holds must end none of it.
  void read_everything(gateway::store::Session& sql) {
    namespace store = gateway::store;
    namespace log = gateway::log;
    const auto now = clock.now();
    const auto at = gateway::milliseconds(now);
    for (const auto& entry : log::after(sql, {.count = 100}, 0)) {
      shown_ += boost::json::serialize(log::to_json(entry)).size() + log::to_csv(entry).size();
      log::find(sql, entry.message_id);
      log::journey(sql, entry.cause_id);
      log::trace_of(sql, entry.message_id);
    }
    log::search(sql, {.count = 100}, clock, std::chrono::seconds(1));
    log::verify(sql, {.keys = keys, .anchors = "/none", .oin = "x"});
    log::last_checkpoint(sql);
    log::reader_position(sql, "logboek");
    log::seq_at(sql, now);
    log::holds(sql);
    static_cast<void>(store::judge_key(sql, store_file, keys));
    gateway::operation::is_login_code(sql, "x", now);
    for (const auto& standing : gateway::subscriptions::present(sql)) read_subscription(sql, *standing, at);
    for (const auto& tenant : config.tenants) read_tenant(sql, tenant.oin.digits(), at);
    for (const auto& run : store::last_runs(sql, 10)) {
      store::find_run(sql, run.id);
      gateway::schedule::run_to_json(config, run, store::counts_of(sql, run.id), now);
    }
    store::open_runs(sql);
    store::due_meldingen(sql, at, 10);
    store::due_questions(sql, "duo", 0, at, 10);
    store::traffic_since(sql, 0);
    store::open_jobs(sql);
    for (const auto& id : store::resting_bestanden(sql, at))
      if (const auto bestand = store::find_bestand(sql, id))
        store::try_open(keys, bestand->sealed, "bestand:" + id);
    for (const auto& event : store::events_after(sql, 0, 1000, 100))
      gateway::subscriptions::open_event(sealing, event);
    const gateway::operation::Visitor visitor{"x", gateway::config::Right::privacy, {}};
    const gateway::operation::Live live;
    const gateway::operation::View view{config, visitor, now, live};
    shown_ += boost::json::serialize(gateway::operation::overview(sql, view)).size() +
              boost::json::serialize(gateway::operation::partners(sql, view)).size();
  }

 private:
  void read_subscription(gateway::store::Session& sql, const gateway::subscriptions::Standing& standing,
                         std::int64_t at) {
    namespace store = gateway::store;
    shown_ += boost::json::serialize(gateway::subscriptions::to_json(sql, standing)).size();
    for (const auto& lane : store::due_lanes(sql, standing.id(), at + 1000, 10))
      for (const auto& head : store::heads_of(sql, lane, 10)) read_delivery(head);
    for (const auto& delivery : store::deliveries_after(sql, standing.id(), 0, 10)) read_delivery(delivery);
    for (const auto& lane : store::failing_lanes(sql, standing.id(), 10))
      gateway::subscriptions::to_json(sql, lane);
    for (const auto& letter : store::dead_letters(sql, standing.id(), 0, 10))
      gateway::subscriptions::to_json(letter);
    store::samples_of(sql, standing.id(), 0);
  }
  void read_delivery(const gateway::store::Delivery& delivery) {
    const auto event = gateway::delivery::cloud_event_of(sealing, delivery);
    for (const char* form : {"gestructureerd", "binair", "bundel", "xml"}) {
      gateway::wishes::Subscription wish;
      wish.formaat = form;
      if (event)
        if (const auto message = gateway::delivery::compose(wish, {*event})) shown_ += message->body.size();
    }
  }
  void read_tenant(gateway::store::Session& sql, const std::string& tenant, std::int64_t at) {
    namespace store = gateway::store;
    for (const auto& id : store::dossiers_after(sql, tenant, "", 10)) read_dossier(sql, tenant, id);
    for (const auto& melding : store::list_meldingen(sql, tenant, {}, {}, 10)) {
      store::find_melding(sql, tenant, melding.id);
      store::try_open(keys, melding.sealed, "melding:" + melding.id);
    }
    for (const auto& rij :
         store::list_schoolrijen(sql, tenant, config.parties[0].oin.digits(), "deelnames", "", 10))
      store::try_open(keys, rij.sealed, "rij:" + rij.message_id);
    store::completeness(sql, tenant, {"inburgeringstermijn"});
    store::followed_after(sql, tenant, "", 10);
    store::schedule_due(sql, "x", tenant);
    store::last_asked(sql, tenant, "x", "x");
    store::StoredRows rows(sql);
    store::find_received(rows, keys, tenant, "x");
    gateway::schedule::assurance_of(sql, tenant,
                                    schemas::Moment(schemas::Moment::Time(std::chrono::milliseconds(at))));
  }
  void read_dossier(gateway::store::Session& sql, const std::string& tenant, const std::string& id) {
    namespace store = gateway::store;
    const auto dossier = store::find_dossier(sql, sealing, tenant, id);
    if (!dossier) return;
    for (const auto& known : store::all_known(sql, sealing, *dossier)) {
      store::StoredRows rows(sql);
      store::statements_of(rows, sealing, *dossier, known.object);
      shown_ += boost::json::serialize(mapping::canonical::to_json(known.object)).size();
    }
    store::events_of_dossier(sql, tenant, id, 0, 10);
  }

  /// A row of plain values in each table that has none yet.
  static void fill_the_rest(gateway::store::Session& sql) {
    for (const auto& table : tables_of(sql)) {
      if (sql.one<int>({"test", "SELECT 1 FROM " + table + " LIMIT 1"})) continue;
      std::string columns;
      std::string values;
      for (const auto& [name, type] : columns_of(sql, table)) {
        columns += (columns.empty() ? "" : ", ") + name;
        values +=
            (values.empty() ? "" : ", ") +
            std::string(type == "TEXT" || type == "text" || type == "bytea" || type.starts_with("VARCHAR")
                            ? "'x'"
                            : "1");
      }
      sql.run({"test", "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")"});
    }
  }

  std::size_t shown_ = 0;  ///< so that nothing of it is left out
};

}  // namespace inburgering::tests
