#include "tests/simulation/run.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>
#include <set>

#include "tests/simulation/chain.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/model.h"
#include "tests/simulation/network.h"
#include "tests/unit/stuf_message.h"

namespace inburgering::simulation {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Persons of whom both gemeenten know some; all invented.
constexpr const char* persons[] = {"999990639", "999996617", "999997439",
                                   "999997713", "900000004", "900000016"};
/// The events of DUO from which no question about other things follows than about the plicht, and one that
/// starts a clock.
constexpr const char* events[] = {"SS112", "SS139", "SS139", "SS126", "SS101", "SS112"};

std::string stamp(Span since_1970, const char* form) {
  const auto time = static_cast<std::time_t>(std::chrono::duration_cast<seconds>(since_1970).count());
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof text, form, &parts);
  return text;
}
/// So many days after the first of 2020.
std::string day(std::int64_t number) {
  return stamp(std::chrono::duration_cast<Span>(seconds(1577836800) + hours(24 * number)), "%Y-%m-%d");
}

std::string uuid(Dice& dice) {
  char text[40];
  const auto high = dice.next();
  const auto low = dice.next();
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-a%03x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16) & 0xffff, static_cast<unsigned>(high) & 0xfff,
                static_cast<unsigned>(low >> 52) & 0xfff,
                static_cast<unsigned long long>(low & 0xffffffffffff));
  return text;
}

/// How a receiver behaves, for so many requests.
struct Manner {
  std::int64_t kind = 0, left = 0;
};

class Run {
 public:
  Run(const History& history, Ground ground) : history_(history), ground_(std::move(ground)) {}

  Outcome play() {
    fibers::begin(history_.seed);
    Outcome outcome;
    try {
      begin();
      for (const auto& step : history_.steps) {
        fibers::dice().reseed(step.seed);
        fibers::happened(std::hash<std::string>()(step.what));
        take(step);
        go_on(milliseconds(step.then_ms));
        model_.look();
        ++outcome.step;
      }
      end();
    } catch (const Broken& broken) {
      outcome.broken = broken.what();
    }
    outcome.digest = fibers::digest();
    outcome.hours = static_cast<double>(std::chrono::duration_cast<minutes>(fibers::now()).count()) / 60;
    outcome.turns = turns_;
    outcome.counts = model_.counts();
    outcome.faults = faults().drawn;
    return outcome;
  }

 private:
  void begin() {
    network().connect("127.0.0.2", [this](const Call& call) { return duo(call); });
    for (const auto& each : receivers())
      if (!each.host.empty())
        network().connect(std::string(each.host),
                          [this, id = std::string(each.id)](const Call& call) { return receive(id, call); });
    fibers::at_each_turn([this](int node) {
      if (node < 0) return;
      if (const auto pause = pause_in_.find(node); pause != pause_in_.end() && --pause->second.first <= 0) {
        ++faults().drawn["node staat stil"];
        fibers::freeze(node, true);
        fibers::at(fibers::now() + pause->second.second, [node] { fibers::freeze(node, false); });
        pause_in_.erase(pause);
      }
      const auto found = crash_in_.find(node);
      if (found == crash_in_.end() || --found->second > 0) return;
      crash_in_.erase(found);
      crash(node);
    });
    for (int i = 0; i < history_.nodes; ++i) {
      nodes_.push_back(std::make_unique<Node>(ground_, i));
      nodes_.back()->start();
      go_on(seconds(3));
      if (!nodes_.back()->is_up()) throw Broken("een node startte niet: " + nodes_.back()->why_not());
    }
    go_on(seconds(3));
    model_.open(store_of(ground_).string());
  }

  void go_on(Span span) {
    turns_ += fibers::run(span);
    if (caught_) throw *std::exchange(caught_, std::nullopt);
  }

  /// What a partner sees that may not be is told once nobody's stack lies in between.
  template <class Work>
  void seeing(Work&& work) {
    try {
      work();
    } catch (const Broken& broken) {
      if (!caught_) caught_ = broken;
    }
  }

  Node& node(std::int64_t number) { return *nodes_[static_cast<std::size_t>(number) % nodes_.size()]; }
  int index(std::int64_t number) const {
    return static_cast<int>(number % static_cast<std::int64_t>(nodes_.size()));
  }

  void crash(int number) {
    ++faults().drawn["crash"];
    nodes_[static_cast<std::size_t>(number)]->crash();
    revive(number, seconds(1 + fibers::dice().below(30)));
  }
  /// Starts a node again once it is over.
  void revive(int number, Span after) {
    fibers::at(fibers::now() + after, [this, number] {
      auto& each = *nodes_[static_cast<std::size_t>(number)];
      if (each.is_up()) return;
      if (each.is_over()) each.start();
      revive(number, seconds(2));
    });
  }

  void take(const Step& step) {
    auto& dice = fibers::dice();
    auto& faults = simulation::faults();
    const auto& what = step.what;
    const auto n = 1 + static_cast<int>(step.a);
    if (what == "notificatie") return notify(step.a, step.b);
    if (what == "termijn") return change_term(step.a, step.b);
    if (what == "deelname") return enrol(step.a, step.b);
    if (what == "meting") return measure(step.a, step.b);
    if (what == "registratie") return register_goal(step.a);
    if (what == "melding") return report(step.a, step.b);
    if (what == "kennisgeving") return tell_brp(step.a, step.b);
    if (what == "ophalen") return fetch();
    if (what == "batch" || what == "bestand") return several(step.a, what == "bestand");
    if (what == "gluren") return peek(step.a, step.b);
    if (what == "sprong") {
      ++faults.drawn["tijd sprong vooruit"];
      const std::uint64_t most = step.a < 14 ? 90 : step.a < 24 ? 26 * 60 : 8 * 24 * 60;
      const auto span = minutes(dice.below(most));
      fibers::leap(span);
      return go_on(seconds(2));
    }
    if (what == "crash") {
      crash_in_[index(step.a)] = 1 + static_cast<int>(step.b);
      return;
    }
    if (what == "herstart") {
      ++faults.drawn["nette herstart"];
      node(step.a).stop();
      return revive(index(step.a), seconds(5));
    }
    if (what == "pauze") {
      // Somewhere in what it does next.
      pause_in_[index(step.a)] = {1 + static_cast<int>(dice.below(150)), seconds(1 + step.b)};
      return;
    }
    if (what == "opslag-ervoor") faults.fails_before_commit += n;
    if (what == "opslag-erna") faults.fails_after_commit += n;
    if (what == "opslag-onduidelijk") faults.unclear_undone += n;
    if (what == "opslag-opdracht") faults.fails_statement += n;
    if (what == "opslag-traag") faults.slow += n;
    if (what == "verzoek-kwijt") faults.loses_request += n;
    if (what == "antwoord-kwijt") faults.loses_answer += n;
    if (what == "dubbel") faults.doubles += n;
    if (what == "laat") faults.delays += n;
    if (what == "nieuws-kwijt") faults.loses_news += n;
    if (what == "ontvanger-liegt")
      manners_[static_cast<std::size_t>(step.a) % receivers().size()] = {
          1 + step.b, 1 + static_cast<std::int64_t>(dice.below(6))};
    if (what == "klok-springt") {
      ++faults.drawn["klok springt"];
      auto clock = fibers::clock(index(step.a));
      clock.ahead += seconds(step.b - 3600);
      most_ahead_ = std::max(most_ahead_, clock.ahead);
      fibers::set_clock(index(step.a), clock);
    }
    if (what == "klok-loopt") {
      ++faults.drawn["klok loopt scheef"];
      auto clock = fibers::clock(index(step.a));
      clock.fast = step.b - 200;
      fibers::set_clock(index(step.a), clock);
    }
  }

  /// A message that is sent until it is answered: by 2xx, or by a no that will stay one.
  /// `surely`: nothing is wrong with it, so that it must be let in some day.
  void send(Request request, std::function<void()> let_in, bool surely = true) {
    struct Sent {
      Request request;
      std::function<void()> let_in;
      std::int64_t number;
    };
    ++last_sent_;
    if (surely) pending_[last_sent_] = request.method + " " + request.target;
    again(std::make_shared<Sent>(std::move(request), std::move(let_in), last_sent_));
  }
  template <class Sent>
  void again(const std::shared_ptr<Sent>& sent) {
    network().request(
        sent->request,
        [this, sent](const Response& response) {
          fibers::happened(static_cast<std::uint64_t>(response.status));
          ++answers_[response.status];
          if (std::getenv("SIMULATE_TELL") != nullptr)
            std::fprintf(stderr, "%s %s -> %d %s\n", sent->request.method.c_str(),
                         sent->request.target.c_str(), response.status,
                         response.status >= 400 ? response.body.substr(0, 300).c_str() : "");
          if (response.status / 100 != 2) return;
          pending_.erase(sent->number);
          if (sent->let_in) seeing(sent->let_in);
        },
        [this, sent](const std::optional<Response>& response) {
          const bool later =
              !response || response->status >= 500 || response->status == 429 || response->status == 408;
          if (later)
            fibers::at(fibers::now() + seconds(2 + fibers::dice().below(20)), [this, sent] { again(sent); });
        });
  }

  static Request request(std::string method, std::string target, std::string_view oin, std::string body,
                         std::string type = "application/json") {
    Request made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.headers = {{"Content-Type", std::move(type)}};
    made.body = std::move(body);
    made.peer.address = "127.0.0.1:1";
    made.peer.subject = "CN=gesimuleerd";
    made.peer.serial_number = std::string(oin);
    made.peer.valid_until = *schemas::Moment::parse("2036-01-01T00:00:00.000Z");
    return made;
  }

  static std::string_view tenant(std::int64_t person) {
    return person % 2 == 0 ? oin::den_haag : oin::utrecht;
  }
  static std::string gemeente(std::int64_t person) { return person % 2 == 0 ? "0518" : "0344"; }

  /// No two messages say the same moment.
  Span next_moment() {
    return last_moment_ =
               std::max<Span>(last_moment_ + seconds(1), std::chrono::floor<seconds>(fibers::wall(nobody)));
  }

  void notify(std::int64_t person, std::int64_t kind) {
    const std::string bsn = persons[person];
    const std::string event = events[kind];
    const auto moment = next_moment();
    const auto reference = uuid(fibers::dice());
    auto made =
        request("POST", "/duo/v1/notificaties", oin::duo,
                json::serialize(json::object{{"registratieDatumTijd", stamp(moment, "%Y-%m-%dT%H:%M:%SZ")},
                                             {"gebeurtenisId", event},
                                             {"bsn", bsn}}));
    made.headers.emplace_back("bron", oin::duo);
    made.headers.emplace_back("doel", tenant(person));
    made.headers.emplace_back("berichtId", reference);
    const auto mark = event + " " + bsn + " " + stamp(moment, "%Y-%m-%dT%H:%M:%S");
    send(std::move(made), [this, person, mark, reference] {
      model_.acknowledged(gemeente(person), mark);
      model_.acknowledged_reference(std::string(oin::duo) + " " + reference);
    });
  }

  /// DUO knows another last day, and says that there is news.
  void change_term(std::int64_t person, std::int64_t days) {
    term_[persons[person]] = day(3650 + days);
    model_.source_holds(persons[person], "inburgeringstermijn", day(3650 + days));
    const auto moment = next_moment();
    const auto reference = uuid(fibers::dice());
    auto made =
        request("POST", "/duo/v1/notificaties", oin::duo,
                json::serialize(json::object{{"registratieDatumTijd", stamp(moment, "%Y-%m-%dT%H:%M:%SZ")},
                                             {"gebeurtenisId", "SS103"},
                                             {"bsn", persons[person]}}));
    made.headers.emplace_back("bron", oin::duo);
    made.headers.emplace_back("doel", tenant(person));
    made.headers.emplace_back("berichtId", reference);
    send(std::move(made),
         [this, reference] { model_.acknowledged_reference(std::string(oin::duo) + " " + reference); });
  }

  std::string_view school_of(std::int64_t person, std::int64_t school) const {
    return school == 0 && person % 2 == 0 ? oin::school : oin::school_2;
  }

  void row(std::int64_t person, std::int64_t school, const char* resource, const char* type,
           json::object body, std::function<void()> more = {}) {
    const auto of = school_of(person, school);
    // A school counts by itself in each gemeente.
    const auto kenmerk = std::string(type).substr(0, 2) + "-" +
                         std::to_string(++kenmerken_[std::string(of) + gemeente(person) + resource]);
    body["kenmerk"] = kenmerk;
    body["gemeentecode"] = gemeente(person);
    body["bsn"] = persons[person];
    send(request("POST", std::string("/taalschool/v1/") + resource, of, json::serialize(body)),
         [this, person, mark = std::string(type) + " " + std::string(of) + " " + kenmerk,
          more = std::move(more)] {
           model_.acknowledged(gemeente(person), mark);
           if (more) more();
         });
  }
  void enrol(std::int64_t person, std::int64_t school) {
    row(person, school, "deelnames", "Deelname", {{"soort", "map"}, {"startdatum", "2026-09-01"}},
        [this, person, school] { enrolled_.insert({person, school_of(person, school)}); });
  }
  void measure(std::int64_t person, std::int64_t school) {
    if (!enrolled_.contains({person, school_of(person, school)})) return enrol(person, school);
    row(person, school, "voortgangsmetingen", "Voortgangsmeting",
        {{"meetdatum", "2026-11-01"}, {"niveauLezen", "A2"}});
  }

  /// Rows of a school about all its persons, together or in a file.
  void several(std::int64_t school, bool in_file) {
    std::vector<std::pair<std::int64_t, std::string>> marks;
    json::array rows;
    std::string csv = "kenmerk;gemeentecode;bsn;soort;startdatum\n";
    for (std::int64_t person = 0; person < 6; person += school == 0 ? 2 : 1) {
      const auto of = school_of(person, school);
      if (school != 0 && of == oin::school) continue;
      const auto kenmerk = "V-" + std::to_string(++kenmerken_[std::string(of) + gemeente(person) + "samen"]);
      marks.emplace_back(person, "Deelname " + std::string(of) + " " + kenmerk);
      rows.push_back(json::object{{"kenmerk", kenmerk},
                                  {"gemeentecode", gemeente(person)},
                                  {"bsn", persons[person]},
                                  {"soort", "map"},
                                  {"startdatum", "2026-09-01"}});
      csv += kenmerk + ";" + gemeente(person) + ";" + persons[person] + ";map;2026-09-01\n";
    }
    const auto of = school == 0 ? oin::school : oin::school_2;
    const auto let_in = [this, marks, of] {
      for (const auto& [person, mark] : marks) {
        model_.acknowledged(gemeente(person), mark);
        enrolled_.insert({person, of});
      }
    };
    if (in_file)
      send(request("POST", "/taalschool/v1/bestanden?resource=deelnames&proef=false", of, csv, "text/csv"),
           let_in);
    else
      send(request(
               "POST", "/taalschool/v1/deelnames/batch", of,
               json::serialize(json::object{{"verwerking", "alles-of-niets"}, {"rijen", std::move(rows)}})),
           let_in);
  }

  void register_goal(std::int64_t person) {
    if (person % 2 != 0) return;
    const auto start = day(++goals_);
    send(
        request("PUT", "/gemeente/v1/registraties/Hoofddoel/doel=Ondernemen;startdatum=" + start,
                oin::kvs_0518,
                json::serialize(json::object{
                    {"gemeente", "0518"}, {"bsn", persons[person]}, {"object", json::object()}})),
        [this, mark = std::string("Hoofddoel ") + persons[person] + " " + start] {
          model_.acknowledged("0518", mark);
        },
        false);
  }

  /// A report, each with a day of its own: DUO may take none twice.
  void report(std::int64_t person, std::int64_t) {
    const auto of = person % 2 == 0 ? oin::kvs_0518 : oin::kvs_0344;
    auto made = request("POST", "/gemeente/v1/meldingen/pip", of,
                        json::serialize(json::object{{"gemeente", gemeente(person)},
                                                     {"bsn", persons[person]},
                                                     {"PIP",
                                                      {{"gemeentecode", gemeente(person)},
                                                       {"dagtekening", day(++reports_)},
                                                       {"magOpleidingAfmaken", false}}},
                                                     {"Leerroute",
                                                      {{"gemeentecode", gemeente(person)},
                                                       {"dagtekeningPip", day(reports_)},
                                                       {"leerroute", "B1-route"},
                                                       {"niveau", "B1"},
                                                       {"alfabetisering", "NVT"}}}}));
    made.headers.emplace_back("Idempotency-Key", uuid(fibers::dice()));
    send(std::move(made), {}, false);
  }

  void tell_brp(std::int64_t person, std::int64_t number) {
    tests::StufMessage message;
    // Two systems of the BRP, which count by themselves.
    const std::string system = number % 2 == 0 ? "BRP" : "BRP2";
    message.referentienummer = "B" + std::to_string(++brp_[system]);
    message.ontvanger = std::string(tenant(person));
    message.zender = gemeente(person);
    message.tijdstip = stamp(next_moment(), "%Y%m%d%H%M%S");
    message.objects = tests::StufMessage::object("T", std::string("<BG:inp.bsn>") + persons[person] +
                                                          "</BG:inp.bsn><BG:geslachtsnaam>Naam" +
                                                          std::to_string(number) + "</BG:geslachtsnaam>");
    auto body = message.soap();
    body.replace(body.find("<StUF:applicatie>BRP<"), 21, "<StUF:applicatie>" + system + "<");
    std::function<void()> let_in;
    // A BRP is only listened to about whom DUO told of. What it said last holds.
    if (model_.knows(persons[person]))
      let_in = [this, bsn = std::string(persons[person]), moment = last_moment_,
                name = "Naam" + std::to_string(number)] {
        if (moment < named_[bsn]) return;
        named_[bsn] = moment;
        model_.source_holds(bsn, "geslachtsnaam", name);
      };
    send(request("POST", "/brp/stuf/bg0310/OntvangAsynchroon", oin::brp, std::move(body),
                 "text/xml; charset=utf-8"),
         std::move(let_in));
  }

  /// An afnemer that fetches takes what there is and confirms it.
  void fetch() {
    network().request(
        request("GET", "/gemeente/v1/gebeurtenissen?abonnement=haalt-0344&na=" + cursor_ + "&max=50",
                oin::fetcher, ""),
        [](const Response&) {},
        [this](const std::optional<Response>& response) {
          if (!response || response->status != 200) return;
          const auto body = json::parse(response->body).as_object();
          for (const auto& event : body.at("gebeurtenissen").as_array())
            seeing([&] { model_.fetched("haalt-0344", event.as_object()); });
          cursor_ = std::string(body.at("cursor").as_string());
          more_ = body.at("meer").as_bool();
          network().request(
              request("POST", "/gemeente/v1/gebeurtenissen/bevestiging", oin::fetcher,
                      json::serialize(json::object{{"tot", cursor_}, {"abonnement", "haalt-0344"}})),
              [](const Response&) {}, [](const std::optional<Response>&) {});
        });
  }

  /// Asks for what is of another gemeente.
  void peek(std::int64_t which, std::int64_t) {
    if (model_.dossiers().empty()) return;
    auto found = model_.dossiers().begin();
    std::advance(found,
                 static_cast<std::ptrdiff_t>(static_cast<std::size_t>(which) % model_.dossiers().size()));
    const auto whom = found->second == "0518" ? oin::kvs_0344 : oin::kvs_0518;
    network().request(
        request("GET", "/gemeente/v1/dossiers/" + found->first, whom, ""),
        [this, whom, of = found->second](const Response& response) {
          seeing([&] { model_.shown("afnemer " + std::string(whom), of, response.status); });
        },
        [](const std::optional<Response>&) {});
  }

  static std::string header(const Call& call, std::string_view name) {
    return std::string(adapters::transport::find_header(call.headers, name));
  }

  Reply duo(const Call& call) {
    Reply reply;
    reply.response.headers = {{"API-Version", "1.0.0"}, {"Content-Type", "application/json"}};
    const auto path = call.url.substr(call.url.find("/v1") + 3);
    const auto bsn = path.starts_with("/personen/") ? path.substr(10, 9) : std::string();
    reply.response.status = 404;
    if (call.method == "GET") {
      if (path.ends_with("/inburgeringstermijn") && term_.contains(bsn)) {
        reply.response.status = 200;
        reply.response.body =
            json::serialize(json::object{{"startdatum", "2026-11-02"}, {"einddatum", term_[bsn]}});
      } else if (path.ends_with("/PIP") && pip_.contains(bsn)) {
        reply.response.status = 200;
        reply.response.body = pip_[bsn];
      }
    } else if (call.method == "POST" && path.ends_with("/PIP")) {
      auto body = json::parse(call.body).as_object();
      const auto what = bsn + " " + json::serialize(body);
      if (!taken_.insert(what).second) seeing([&] { model_.reported("een PIP"); });
      if (!body.contains("niveau")) body["niveau"] = "B1";
      pip_[bsn] = json::serialize(
          json::object{{"gemeentecode", header(call, "bron").substr(16)}, {"pip", std::move(body)}});
      reply.response.status = 201;
      reply.response.headers = {{"API-Version", "1.2.0"}};
    }
    if (std::getenv("SIMULATE_TELL") != nullptr)
      std::fprintf(stderr, "DUO %s %s -> %d\n", call.method.c_str(), path.c_str(), reply.response.status);
    return reply;
  }

  Reply receive(const std::string& id, const Call& call) {
    Reply reply;
    std::size_t at = 0;
    while (receivers()[at].id != id) ++at;
    auto& manner = manners_[at];
    const auto kind = manner.left > 0 ? manner.kind : 0;
    if (manner.left > 0 && --manner.left >= 0) ++faults().drawn["ontvanger liegt of faalt"];
    // 1: kept, and said to have failed; 2: said to be kept, and thrown away; 3: refused; 4: slow; 5: too
    // slow.
    reply.response.status = kind == 1 ? 500 : kind == 3 ? 503 : 204;
    if (kind == 4) reply.takes = milliseconds(3'000);
    if (kind == 5) reply.takes = milliseconds(15'000);
    const bool good = reply.response.status == 204;
    if (kind == 3) return reply;
    const auto body = json::parse(call.body);
    seeing([&] {
      if (body.is_array())
        for (const auto& event : body.as_array()) model_.came(id, event.as_object(), good);
      else
        model_.came(id, body.as_object(), good);
    });
    return reply;
  }

  /// All that was wrong is over: what was let in must come to its end.
  void end() {
    faults().calm();
    manners_.clear();
    crash_in_.clear();
    pause_in_.clear();
    for (int i = 0; i < history_.nodes; ++i) {
      fibers::freeze(i, false);
      fibers::set_clock(i, {});
      if (!node(i).is_up()) revive(i, seconds(1));
    }
    // Until nothing is under way any more; what never ends is told below.
    for (int round = 0, quiet = 0; round < 80 && quiet < 3; ++round) {
      go_on(seconds(5));
      fetch();
      model_.look();
      quiet = pending_.empty() && model_.is_quiet() ? quiet + 1 : 0;
    }
    // What a clock that was ahead called due is so once the true time is there.
    fibers::leap(hours(1) + most_ahead_);
    for (int round = 0, quiet = 0; round < 20 && quiet < 2; ++round) {
      go_on(seconds(4));
      fetch();
      quiet = model_.is_quiet() ? quiet + 1 : 0;
    }
    go_on(seconds(3));
    model_.look_at_the_end();
    if (!pending_.empty()) throw Broken("nooit aanvaard: " + pending_.begin()->second);
    for (const auto& each : nodes_) each->stop();
    go_on(seconds(60));
    for (const auto& each : nodes_)
      if (!each->is_over()) throw Broken("een node stopte niet");
    std::string wrong = "er kwam geen antwoord";
    begin_life(1000);
    fibers::start(1000, [&] {
      try {
        wrong = wrong_in_log(ground_);
      } catch (const std::exception& error) {
        wrong = error.what();
      }
    });
    go_on(seconds(5));
    if (!wrong.empty()) throw Broken("log verify: " + wrong);
  }

  const History& history_;
  const Ground ground_;
  Model model_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::map<int, int> crash_in_;                   ///< turns
  std::map<int, std::pair<int, Span>> pause_in_;  ///< turns; for how long
  std::map<std::size_t, Manner> manners_;
  std::map<std::string, std::string> term_, pip_;
  std::map<std::string, int> kenmerken_;
  std::set<std::pair<std::int64_t, std::string_view>> enrolled_;
  std::set<std::string> taken_;
  std::map<int, int> answers_;
  std::optional<Broken> caught_;
  Span last_moment_{0}, most_ahead_{0};
  std::int64_t goals_ = 0, reports_ = 0, last_sent_ = 0;
  std::map<std::string, int> brp_;
  std::map<std::string, Span> named_;
  std::map<std::int64_t, std::string> pending_;  ///< sent, and not let in yet
  std::string cursor_ = "0";
  bool more_ = false;
  std::uint64_t turns_ = 0;
};

}  // namespace

Outcome play(const History& history, Ground ground) {
  ground.shared = history.shared;
  // Nothing of it is taken apart: the process ends with it.
  auto* const run = new Run(history, std::move(ground));
  return run->play();
}

}  // namespace inburgering::simulation
