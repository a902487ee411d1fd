#include "gateway/store/traffic.h"

#include <map>
#include <tuple>

#include "schemas/value/text.h"

namespace inburgering::gateway::store {

namespace {

/// What passed in one transaction, by bucket and by between whom.
struct Passed : Gathered {
  std::map<std::tuple<Milliseconds, std::string, std::string, std::string, std::string>, Traffic> sums;

  void add(const Traffic& traffic, Milliseconds width) {
    const auto bucket = traffic.bucket - traffic.bucket % width;
    auto [found, is_new] =
        sums.try_emplace({bucket, traffic.tenant, traffic.feed, traffic.direction, traffic.party}, traffic);
    auto& sum = found->second;
    sum.bucket = bucket;
    if (is_new) return;
    sum.messages += traffic.messages;
    sum.trouble += traffic.trouble;
    sum.duration_ms += traffic.duration_ms;
    sum.waited_ms += traffic.waited_ms;
  }

  void write(Session& sql) override {
    for (const auto& [key, sum] : sums)
      sql.run({"traffic.write",
               "INSERT INTO traffic (bucket, tenant, feed, direction, party, messages, trouble, duration_ms, "
               "waited_ms)"
               " VALUES (:b, :t, :f, :d, :p, :m, :e, :ms, :w) ON CONFLICT (bucket, tenant, feed, direction, "
               "party) "
               "DO UPDATE SET messages = traffic.messages + excluded.messages, trouble = traffic.trouble + "
               "excluded.trouble, duration_ms = traffic.duration_ms + excluded.duration_ms, waited_ms = "
               "traffic.waited_ms + excluded.waited_ms"},
              sum.bucket, sum.tenant, sum.feed, sum.direction, sum.party, sum.messages, sum.trouble,
              sum.duration_ms, sum.waited_ms);
  }
};

}  // namespace

void add_traffic(Session& sql, const Traffic& traffic) {
  auto in_its_minute = traffic;
  in_its_minute.direction = by_minute;
  in_its_minute.party.clear();
  sql.gather<Passed>([&](Passed& passed) {
    passed.add(traffic, traffic_bucket);
    passed.add(in_its_minute, minute);
  });
}

namespace {

using TrafficRow = std::tuple<long long, std::string, std::string, std::string, std::string, long long,
                              long long, long long, long long>;

std::vector<Traffic> traffic_of(std::vector<TrafficRow> rows) {
  std::vector<Traffic> found;
  for (auto& [bucket, tenant, feed, direction, party, messages, trouble, duration, waited] : rows)
    found.push_back({bucket, tenant, feed, direction, party, messages, trouble, duration, waited});
  return found;
}

constexpr std::string_view traffic_query =
    "SELECT bucket, tenant, feed, direction, party, messages, trouble, duration_ms, waited_ms FROM traffic "
    "WHERE bucket >= :from AND direction ";

}  // namespace

std::vector<Traffic> traffic_since(Session& sql, Milliseconds from) {
  sql.settle();
  static const auto query = std::string(traffic_query) + "<> :minute ORDER BY bucket";
  return traffic_of(sql.rows<TrafficRow>({"traffic.traffic_since", query}, from, by_minute));
}

std::vector<Traffic> minutes_since(Session& sql, Milliseconds from) {
  sql.settle();
  static const auto query = std::string(traffic_query) + "= :minute ORDER BY bucket";
  return traffic_of(sql.rows<TrafficRow>({"traffic.minutes_since", query}, from, by_minute));
}

void sample_queue(Session& sql, std::string_view subscription, const QueueSample& sample) {
  sql.run(
      {"traffic.sample_queue",
       "INSERT INTO queue_sample (subscription, bucket, waiting, dead) VALUES (:s, :b, :w, :d) ON CONFLICT "
       "(subscription, bucket) DO "
       "NOTHING"},
      subscription, sample.bucket - sample.bucket % traffic_bucket, sample.waiting, sample.dead);
}

std::vector<QueueSample> samples_of(Session& sql, std::string_view subscription, Milliseconds from) {
  std::vector<QueueSample> found;
  for (const auto& [bucket, waiting, dead] :
       sql.all<long long, long long, long long>({"traffic.samples_of",
                                                 "SELECT bucket, waiting, dead FROM queue_sample WHERE "
                                                 "subscription = :s AND bucket >= :f ORDER BY bucket"},
                                                subscription, from))
    found.push_back({bucket, waiting, dead});
  return found;
}

void forget_minutes(Session& sql, Milliseconds before) {
  sql.run({"traffic.forget_minutes", "DELETE FROM traffic WHERE bucket < :before AND direction = :minute"},
          before, by_minute);
}

void forget_traffic(Session& sql, Milliseconds before) {
  sql.run({"traffic.forget_traffic.remove_traffic", "DELETE FROM traffic WHERE bucket < :before"}, before);
  sql.run({"traffic.forget_traffic.remove_queue_sample", "DELETE FROM queue_sample WHERE bucket < :before"},
          before);
}

void note_certificate(Session& sql, const PartyCertificate& certificate) {
  sql.run(
      {"traffic.note_certificate",
       "INSERT INTO party_certificate (party, side, subject, valid_until, first_seen, public_key, secured, "
       "anchor, last_seen) VALUES (:p, :d, :s, :u, :f, :k, :c, :a, :f) ON CONFLICT (party, side, "
       "valid_until) "
       "DO UPDATE SET public_key = excluded.public_key, secured = excluded.secured, anchor = "
       "excluded.anchor, last_seen = excluded.last_seen"},
      certificate.party, certificate.side, certificate.subject, certificate.valid_until,
      certificate.first_seen, certificate.key, certificate.secured, certificate.anchor);
}

std::vector<AnchorUse> anchors_in_use(Session& sql, Milliseconds since) {
  std::vector<AnchorUse> found;
  for (auto& [party, side, anchor] : sql.all<std::string, std::string, std::string>(
           {"traffic.anchors_in_use",
            "SELECT DISTINCT party, side, anchor FROM party_certificate WHERE last_seen >= :s AND anchor <> "
            "'' "
            "ORDER BY party, side, anchor"},
           since))
    found.push_back({std::move(party), std::move(side), schemas::to_utf8(anchor)});
  return found;
}

std::vector<PartyCertificate> party_certificates(Session& sql) {
  std::vector<PartyCertificate> found;
  for (auto& [party, side, subject, until, first, key, secured, anchor] :
       sql.all<std::string, std::string, std::string, std::string, long long, std::string, std::string,
               std::string>(
           {"traffic.party_certificates",
            "SELECT party, side, subject, valid_until, first_seen, public_key, secured, anchor FROM "
            "party_certificate c WHERE "
            "first_seen ="
            " (SELECT MAX(first_seen) FROM party_certificate n WHERE n.party = c.party AND n.side = c.side)"
            " ORDER BY party, side"}))
    found.push_back({party, side, schemas::to_utf8(subject), until, first, schemas::to_utf8(key),
                     schemas::to_utf8(secured), schemas::to_utf8(anchor)});
  return found;
}

}  // namespace inburgering::gateway::store
