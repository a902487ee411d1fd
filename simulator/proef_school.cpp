#include <algorithm>
#include <boost/json/serialize.hpp>
#include <condition_variable>
#include <iostream>
#include <map>
#include <mutex>
#include <set>

#include "adapters/taalschool/resources.h"
#include "adapters/transport/http_server.h"
#include "schemas/record/json_text.h"
#include "schemas/value/bsn.h"
#include "schemas/value/counted.h"
#include "schemas/value/moment.h"
#include "schemas/value/text.h"
#include "simulator/pki.h"
#include "simulator/proef.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::transport::Request;
using adapters::transport::Response;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::string_view base = "/taalschool/v1/";
/// Retry-After counts in whole seconds, which no clock of ours speeds up.
constexpr int rest_seconds = 1;
/// A little less than was asked for, for clocks that round.
constexpr milliseconds rest{900};

/// What befalls a row when it comes for the first time, by how many came before it. A participation is never
/// refused for good: all that is about it would be too.
enum class Plot : unsigned char { nothing, lost, outage, refused, busy };

/// What is known of one kenmerk.
struct Aanbod {
  Plot plot = Plot::nothing;
  std::string content;
  int tries = 0;
  int refusals = 0;  ///< for good
  bool taken = false;
  bool changed = false;  ///< came again with other content
  bool hasty = false;    ///< came again before the rest that was asked for was over
  std::optional<Clock::time_point> not_before{};
};

class SchoolProof : public adapters::transport::Handler {
 public:
  explicit SchoolProof(const ProefSchool& options) : options_(options) {}

  bool admit(Request&) override { return true; }
  void answer(Request request, Done done) override {
    const std::lock_guard lock(mutex_);
    last_ = Clock::now();
    ++requests_;
    auto response = respond(request);
    response.headers.emplace_back("API-Version", "1.1.0");
    moved_.notify_all();
    done(std::move(response));
  }

  /// Until all rows are in and it is quiet, or patience is over.
  void wait() {
    std::unique_lock lock(mutex_);
    const auto until = Clock::now() + milliseconds(options_.patience_ms);
    constexpr milliseconds quiet{1500};
    while (Clock::now() < until) {
      if (complete() && Clock::now() - last_ > quiet) return;
      moved_.wait_for(lock, milliseconds(100));
    }
  }

  Proefverslag report(std::string moment);

 private:
  static Response problem(int status, std::string_view title, std::string_view detail) {
    return {.status = status,
            .headers = {{"Content-Type", "application/problem+json"}},
            .body = json::serialize(json::object{{"status", status}, {"title", title}, {"detail", detail}})};
  }
  static Response later(int status) {
    auto response = problem(status, "Later opnieuw", "bied dit later opnieuw aan");
    response.headers.emplace_back("Retry-After", std::to_string(rest_seconds));
    return response;
  }

  bool complete() const {
    return static_cast<int>(rows_.size()) >= options_.rows &&
           std::ranges::all_of(rows_, [](const auto& each) {
             return each.second.taken || each.second.plot == Plot::refused;
           });
  }

  template <class Record>
  bool read(const json::value& body) {
    const auto row = adapters::taalschool::read_rij<Record>(body);
    return row.has_value();
  }

  Response respond(const Request& request) {
    if (!schemas::Oin::parse(request.peer.serial_number, "")) ++strangers_;
    if (!request.target.starts_with(base)) return problem(404, "Niet gevonden", "dit adres is er niet");
    auto path = request.target.substr(base.size());
    if (schemas::may_hold_bsn(path)) ++bsn_in_address_;
    const auto slash = path.find('/');
    const auto resource = path.substr(0, slash);
    const auto& names = adapters::taalschool::resource_names;
    const bool put = request.method == "PUT" && slash != std::string::npos;
    if (std::ranges::find(names, resource) == names.end() ||
        !(put || (request.method == "POST" && slash == std::string::npos))) {
      ++elsewhere_;
      return problem(404, "Niet gevonden", "de proef neemt losse rijen: POST of PUT van een soort rij");
    }
    if (!adapters::transport::find_header(request.headers, "Content-Type").starts_with("application/json")) {
      ++wrong_type_;
      return problem(415, "Verkeerd soort inhoud", "stuur dit met Content-Type: application/json");
    }
    auto body = schemas::parse_json(request.body);
    auto* object = body ? body->if_object() : nullptr;
    if (object == nullptr) {
      ++invalid_;
      return problem(400, "Ongeldige rij", "hier hoort een JSON-object");
    }
    if (put) (*object)["kenmerk"] = path.substr(slash + 1);
    bool valid = false;
    adapters::taalschool::for_each_resource([&]<class Record>() {
      if (adapters::taalschool::resource<Record> == resource) valid = read<Record>(*body);
    });
    if (!valid) {
      ++invalid_;
      return problem(400, "Ongeldige rij", "de rij is niet volgens het contract");
    }
    const auto key = resource + "/" + std::string(object->at("kenmerk").as_string());
    return row(key, resource, *object);
  }

  Response row(const std::string& key, std::string_view resource, const json::object& object) {
    const auto now = Clock::now();
    const auto content = json::serialize(object);
    auto [found, is_new] = rows_.try_emplace(key);
    auto& row = found->second;
    if (is_new) {
      row.content = content;
      row.plot = plot_of(static_cast<int>(rows_.size()), resource == "deelnames");
      if (row.plot == Plot::outage) down_until_ = now + milliseconds(options_.hour_ms);
    }
    ++row.tries;
    row.changed = row.changed || row.content != content;
    row.hasty = row.hasty || (row.not_before && now < *row.not_before);
    row.not_before.reset();
    const auto rest_asked = [&](int status) {
      row.not_before = now + rest;
      return later(status);
    };
    if (now < down_until_) {
      ++during_outage_;
      return rest_asked(503);
    }
    if (row.plot == Plot::refused) {
      ++row.refusals;
      return problem(422, "Niet aangenomen", "deze rij wordt nooit aangenomen; verbeter haar");
    }
    const auto person =
        std::string(object.at("gemeentecode").as_string()) + std::string(object.at("bsn").as_string());
    if (resource != "deelnames" && !known_.contains(person)) {
      ++before_participation_;
      return problem(422, "Geen deelname", "meld eerst een deelname");
    }
    if (row.plot == Plot::busy && row.tries == 1) return rest_asked(429);
    row.taken = true;
    if (resource == "deelnames") known_.insert(person);
    Response response{.status = row.tries == 1 ? 201 : 200,
                      .headers = {{"Content-Type", "application/json"}},
                      .body = json::serialize(json::object{
                          {"berichtId", key}, {"kenmerk", object.at("kenmerk")}, {"status", "verwerkt"}})};
    response.drop = row.plot == Plot::lost && row.tries == 1;
    return response;
  }

  Plot plot_of(int row, bool participation) const {
    constexpr int lost = 3;
    constexpr int outage = 6;
    constexpr int refused = 9;  // or the first that can be
    constexpr int busy = 12;
    if (row == lost) return Plot::lost;
    if (row == outage) return Plot::outage;
    if (row == busy) return Plot::busy;
    return row >= refused && !participation && of(Plot::refused) == nullptr ? Plot::refused : Plot::nothing;
  }

  const Aanbod* of(Plot plot) const {
    const auto found =
        std::ranges::find_if(rows_, [&](const auto& each) { return each.second.plot == plot; });
    return found == rows_.end() ? nullptr : &found->second;
  }

  const ProefSchool& options_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::string, Aanbod> rows_;
  std::set<std::string> known_;
  Clock::time_point down_until_{}, last_ = Clock::now();
  int requests_ = 0, strangers_ = 0, elsewhere_ = 0, wrong_type_ = 0, invalid_ = 0, bsn_in_address_ = 0;
  int before_participation_ = 0, during_outage_ = 0;
};

Proefverslag SchoolProof::report(std::string moment) {
  const std::lock_guard lock(mutex_);
  Proefverslag verslag{
      "Proef van een client van een school", std::move(moment), milliseconds(options_.hour_ms), {}};
  const auto mark = [&](std::string_view name, std::string_view demand, bool tried, bool good,
                        std::string seen) {
    verslag.onderdelen.push_back({std::string(name), std::string(demand),
                                  !tried ? Cijfer::niet_beproefd
                                  : good ? Cijfer::voldoet
                                         : Cijfer::voldoet_niet,
                                  std::move(seen)});
  };
  const auto of_none = [&](std::string_view name, std::string_view demand, int count, std::string_view what) {
    mark(name, demand, requests_ > 0, count == 0,
         count == 0 ? "" : std::to_string(count) + " keer " + std::string(what));
  };
  of_none("certificaat", "komt met een certificaat met een OIN", strangers_, "zonder OIN");
  of_none("adres en soort", "spreekt de adressen van het contract, in JSON", elsewhere_ + wrong_type_,
          "een ander adres of een andere Content-Type");
  of_none("inhoud", "stuurt alleen rijen volgens het contract", invalid_,
          "een rij die niet volgens het contract is");
  of_none("geen bsn in adressen", "laat het bsn niet in een adres staan", bsn_in_address_,
          "een bsn in een adres");
  of_none("eerst de deelname", "meldt een deelname voor wat erover gaat", before_participation_,
          "een rij over wie nog geen deelname had");
  const auto* lost = of(Plot::lost);
  mark("verloren antwoord", "biedt opnieuw aan waarop geen antwoord kwam, met hetzelfde kenmerk",
       lost != nullptr, lost != nullptr && lost->tries > 1,
       lost == nullptr || lost->tries > 1 ? "" : "die rij kwam niet meer");
  const auto* outage = of(Plot::outage);
  mark("storing van een uur", "houdt vol tot de gateway terug is", outage != nullptr,
       outage != nullptr && outage->taken,
       outage == nullptr ? "" : std::to_string(during_outage_) + " verzoeken in dat uur");
  const auto hasty = std::ranges::count_if(rows_, [](const auto& each) { return each.second.hasty; });
  mark("Retry-After", "wacht zo lang als wordt gevraagd", outage != nullptr, hasty == 0,
       hasty == 0 ? "" : schemas::counted(hasty, "rij kwam", "rijen kwamen") + " eerder terug dan gevraagd");
  const auto* refused = of(Plot::refused);
  mark("geweigerde rij", "stuurt wat is geweigerd niet ongewijzigd opnieuw", refused != nullptr,
       refused != nullptr && refused->refusals <= 2,
       refused == nullptr ? "" : std::to_string(refused->refusals) + " keer geweigerd");
  const auto changed = std::ranges::count_if(rows_, [](const auto& each) { return each.second.changed; });
  mark("zelfde kenmerk", "herhaalt een rij zoals zij was", requests_ > 0, changed == 0,
       changed == 0 ? ""
                    : schemas::counted(changed, "rij kwam", "rijen kwamen") + " terug met een andere inhoud");
  const auto taken = std::ranges::count_if(rows_, [](const auto& each) { return each.second.taken; });
  mark("alles aangekomen", "brengt elke rij die aan te nemen is", requests_ > 0, complete(),
       std::to_string(taken) + " van " + std::to_string(options_.rows - (refused == nullptr ? 0 : 1)) +
           " rijen");
  return verslag;
}

}  // namespace

int proef_school(const ProefSchool& options) {
  SchoolProof school(options);
  const adapters::transport::HttpServer::Options where{"127.0.0.1", options.port, 2,
                                                       identity(options.pki, options.name)};
  auto server = adapters::transport::HttpServer::start(where, school);
  if (!server) {
    std::cerr << "proef: " << server.error() << '\n';
    return 2;
  }
  const auto begun =
      schemas::Moment(std::chrono::floor<milliseconds>(std::chrono::system_clock::now())).text();
  std::cout << "proef: https://127.0.0.1:" << (*server)->port() << base << std::endl;
  school.wait();
  (*server)->stop();
  return tell(school.report(begun), options.json);
}

}  // namespace inburgering::simulator
