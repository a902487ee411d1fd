// The exchange log when it is large: makes one of so many entries, and measures how long an operator waits
// for the first page of each kind of search. usage: bench_log [ENTRIES] [DIR]   (10,000,000 take some minutes
// and some 12 GB)
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/log/chain.h"
#include "gateway/log/journeys.h"
#include "gateway/log/keys.h"
#include "gateway/log/search.h"

using namespace inburgering;
using namespace inburgering::gateway;

namespace {

using Steady = std::chrono::steady_clock;
double milliseconds_since(Steady::time_point from) {
  return std::chrono::duration<double, std::milli>(Steady::now() - from).count();
}

constexpr const char* tenants[] = {"00000099000000000518", "00000099000000000344", "00000099000000000599"};

/// A year of traffic: of ten entries one came in and the others followed from it.
log::Entry entry_of(long long number, schemas::Moment moment, Random& random) {
  struct Fixed : Clock {
    schemas::Moment at;
    schemas::Moment now() const override { return at; }
  } clock;
  clock.at = moment;
  static std::string cause;
  static std::string dossier;
  log::Entry entry;
  entry.message_id = uuid7({clock, random});
  const bool first = number % 10 == 0;
  if (first) {
    cause = entry.message_id;
    dossier = "dossier-" + std::to_string(number / 10 % 250'000);
  }
  entry.cause_id = cause;
  entry.trace_id = "0af7651916cd43dd8448eb211c80319c";
  entry.tenant = tenants[number / 10 % 3];
  entry.moment = moment;
  entry.direction = first ? "in" : "uit";
  entry.feed = first ? (number % 20 == 0 ? "duo" : "taalschool") : "afnemer";
  entry.kind = number % 1'000'003 == 7 ? "zeldzaam"
               : first                 ? "notificatie SS101"
                                       : "nl.inburgering.persoon.gewijzigd";
  entry.party = number % 2'000'003 == 11 ? "00000099000000007777"
                : first                  ? "00000099000000002000"
                                         : "00000099000000005000";
  entry.subject = "CN=proef,serialNumber=00000099000000005000,O=Gemeente,C=NL";
  // Senders choose their references at random; those of deliveries are the ids of events, which rise with
  // time.
  entry.reference = first ? uuid4(random) : uuid7({clock, random});
  entry.dossier = dossier;
  entry.outcome = number % 997 == 0 ? "mislukt" : first ? "verwerkt" : "afgeleverd";
  entry.http_status = 201;
  entry.duration_ms = number % 17;
  entry.steps = {{"wachtrij", number % 5}, {"aflevering", number % 17}};
  entry.size = 700;
  entry.body_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return entry;
}

/// The first view of the monitor, and `log list --reizen`: each on a session of its own, the first time with
/// nothing of the store in its cache.
void look_at_journeys(const store::Database& database, const Clock& clock, const log::Entry& old,
                      long long entries) {
  const std::vector<std::pair<const char*, log::JourneyWish>> cases{
      {"journeys, first view", {}},
      {"journeys, with its own", {.own = true}},
      {"journeys of one gemeente", {.filter = {.tenants = {{tenants[1]}}}}},
      {"journeys that ask attention", {.filter = {.trouble = true}}},
      {"journeys of a kind", {.filter = {.kind = "notificatie SS101"}}},
      {"journeys of a party", {.filter = {.party = "00000099000000005000"}}},
      {"journeys of a seldom party", {.filter = {.party = "00000099000000007777"}}},
      {"journeys of a person", {.filter = {.tenants = {{old.tenant}}, .dossier = old.dossier}}},
      {"journey of an id", {.filter = {.id = old.message_id}}},
      {"journeys, half way back", {.filter = {.before = entries / 2}}},
  };
  constexpr int rounds = 21;
  for (const auto& [name, wish] : cases) {
    std::vector<double> times;
    log::JourneyPage page;
    for (int round = 0; round < rounds; ++round) {
      const auto began = Steady::now();
      const auto session = database.session();
      page = log::journeys(*session, wish, clock, std::chrono::milliseconds(500));
      times.push_back(milliseconds_since(began));
    }
    const auto first = times.front();
    std::ranges::sort(times);
    std::printf("%-30s first %6.1f ms, median %6.1f ms, worst %6.1f ms; %zu found%s\n", name, first,
                times[rounds / 2], times.back(), page.journeys.size(), page.cut_short ? ", cut short" : "");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const long long entries = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const std::filesystem::path folder =
      argc > 2 ? argv[2]
               : std::filesystem::temp_directory_path() / ("bench-log-" + std::to_string(::getpid()));
  const auto file = folder / "gateway.db";
  const bool kept = std::filesystem::exists(file);
  const store::Database database(file);
  const auto sql = database.session();
  SystemRandom random;
  const SystemClock clock;
  const auto start = *schemas::Moment::parse("2026-01-01T00:00:00Z");
  constexpr long long together = 5000;
  std::vector<double> per_entry;
  for (long long made = kept ? entries : 0; made < entries;) {
    const auto began = Steady::now();
    sql->begin();
    for (const auto until = std::min(entries, made + together); made < until; ++made) {
      auto entry =
          entry_of(made, schemas::Moment(start.time() + std::chrono::milliseconds(made * 3000)), random);
      log::append(*sql, entry);
    }
    sql->commit();
    per_entry.push_back(milliseconds_since(began) * 1000 / together);
    if (made % 500'000 == 0) std::fprintf(stderr, "%lld entries\n", made);
  }
  if (per_entry.size() > 20) {
    const auto median = [](std::vector<double> of) {
      std::ranges::nth_element(of, of.begin() + std::ssize(of) / 2);
      return of[of.size() / 2];
    };
    const auto first = median({per_entry.begin(), per_entry.begin() + 10});
    const auto last = median({per_entry.end() - 10, per_entry.end()});
    std::printf("append: %.1f us an entry in the beginning, %.1f at the end: ratio %.2f\n", first, last,
                last / first);
  }

  if (!kept) {
    const auto began = Steady::now();
    std::int64_t keyed = 0;
    for (std::int64_t some = 1; some > 0; keyed += some)
      store::transact(*sql, [&] { some = log::write_keys(*sql, together); });
    for (std::int64_t some = 1; some > 0;)
      store::transact(*sql, [&] { some = log::write_journey_keys(*sql, together); });
    std::printf("keys, %lld entries at once: %.1f us an entry\n", together,
                milliseconds_since(began) * 1000 / static_cast<double>(keyed));
  }

  const auto moment_of = [&](long long number) {
    return schemas::Moment(start.time() + std::chrono::milliseconds(number * 3000));
  };
  const auto old =
      log::search(*sql, {.before = entries / 2, .count = 1}, clock, std::chrono::seconds(1)).entries.front();
  struct Case {
    const char* name;
    log::Filter filter;
  };
  const std::vector<Case> cases{
      {"newest", {}},
      {"one gemeente", {.tenants = {{tenants[1]}}}},
      {"two gemeenten", {.tenants = {{tenants[1], tenants[2]}}}},
      {"what needs attention", {.trouble = true}},
      {"a party that is seldom", {.party = "00000099000000007777"}},
      {"a kind that is seldom", {.kind = "zeldzaam"}},
      {"a kind that does not occur", {.kind = "bestaat niet"}},
      {"one feed", {.feed = "taalschool"}},
      {"message id", {.id = old.message_id}},
      {"reference", {.id = old.reference}},
      {"an id that does not occur", {.id = "bestaat-niet"}},
      {"person", {.tenants = {{old.tenant}}, .dossier = old.dossier}},
      {"an hour half a year ago", {.from = moment_of(entries / 2), .until = moment_of(entries / 2 + 1200)}},
      {"faults of a party in a week",
       {.party = "00000099000000005000",
        .trouble = true,
        .from = moment_of(entries / 3),
        .until = moment_of(entries / 3 + 200'000)}},
      {"two that never go together", {.direction = "in", .feed = "afnemer"}},
  };
  look_at_journeys(database, clock, old, entries);
  constexpr double limit = 100;
  constexpr int rounds = 21;
  int over = 0;
  for (const auto& [name, filter] : cases) {
    std::vector<double> times;
    log::Page page;
    for (int round = 0; round < rounds; ++round) {
      const auto began = Steady::now();
      const auto session = database.session();  // as each request does
      page = log::search(*session, filter, clock, std::chrono::milliseconds(50));
      times.push_back(milliseconds_since(began));
    }
    std::ranges::sort(times);
    over += times.back() > limit ? 1 : 0;
    std::printf("%-30s median %6.1f ms, worst %6.1f ms, %.2f of the limit; %zu found%s\n", name,
                times[rounds / 2], times.back(), times[rounds / 2] / limit, page.entries.size(),
                page.cut_short ? ", cut short" : "");
  }
  std::printf("%lld entries, %.1f GB; %d of %zu searches took longer than %.0f ms once\n", entries,
              static_cast<double>(std::filesystem::file_size(file)) / 1e9, over, cases.size(), limit);
  if (argc <= 2) std::filesystem::remove_all(folder);
}
