#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <deque>
#include <fstream>
#include <iostream>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

#include "schemas/record/json_text.h"
#include "simulator/afnemer_check.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::transport::Handler;
using adapters::transport::Request;
using adapters::transport::Response;

/// "Persoon gewijzigd (verblijfsadres), nr 6 van dit dossier"
std::string story_of(const json::object& event) {
  std::string type(event.at("type").as_string());
  const auto* data = event.at("data").if_object();
  const auto* sequence = event.if_contains("sequence");
  if (data == nullptr || sequence == nullptr) return type;
  std::string fields;
  if (type.ends_with(".gewijzigd"))
    for (const auto& name : data->at("gewijzigd").as_array())
      fields += (fields.empty() ? "" : ", ") + std::string(name.as_string());
  return std::string(data->at("objecttype").as_string()) + " " + type.substr(type.rfind('.') + 1) +
         (fields.empty() ? "" : " (" + fields + ")") + ", nr " + std::string(sequence->as_string()) +
         " van dit dossier" + (event.contains("snapshot") ? ", beginstand" : "") +
         (event.contains("replay") ? ", herhaling" : "");
}

class Receiver : public Handler {
 public:
  explicit Receiver(const Afnemer& options)
      : options_(options), conduct_(options.conduct), dice_(static_cast<unsigned>(options.seed)) {
    if (!options.journal.empty()) {
      std::ifstream before(options.journal);
      for (std::string line; std::getline(before, line);) {
        std::istringstream parts(line);
        std::string dossier;
        std::string id;
        std::int64_t sequence = 0;
        if (parts >> dossier >> sequence >> id) check_.remember(dossier, sequence, id);
      }
      journal_.open(options.journal, std::ios::app);
    }
    if (!options.out.empty()) out_.open(options.out, std::ios::app);
  }

  bool admit(Request&) override { return true; }

  void answer(Request request, Done done) override {
    // It did not look at the event: it may come again.
    if (request.unreadable) return done({.status = 503});
    if (request.method == "OPTIONS") return done(shake_hands(request));
    if (request.target == "/simulator/gedrag") return done(behave(request.body));
    if (request.target == "/simulator/stand") return done(counts());
    if (request.method != "POST") return done({.status = 405});
    const auto conduct = next_conduct();
    // Being slow on purpose: this thread is the simulator's own.
    if (conduct.delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(conduct.delay_ms));
    if (conduct.what == "stil") {
      const std::lock_guard lock(mutex_);
      hanging_.push_back(std::move(done));
      constexpr std::size_t most = 64;  // who waited longest has gone by now; its connection is given back
      if (hanging_.size() <= most) return;
      hanging_.front()({.status = 503, .close = true});
      hanging_.pop_front();
      return;
    }
    if (conduct.what == "fout") return done({.status = conduct.status, .headers = retry_after(conduct)});
    if (conduct.what == "doorverwijzing")
      return done({.status = 307, .headers = {{"Location", options_.redirect}}});
    // These take the event all the same: what is lost is the answer.
    auto response = take(request, conduct.what);
    if (conduct.what == "reset") response.drop = true;
    if (conduct.what == "leugen") {
      response.status = 200;
      response.body = "{}";
      constexpr std::size_t too_long = 5000;
      response.claimed_length = too_long;
    }
    done(std::move(response));
  }

 private:
  static adapters::transport::Headers retry_after(const Conduct& conduct) {
    if (conduct.retry_after == 0) return {};
    return {{"Retry-After", std::to_string(conduct.retry_after)}};
  }

  Response shake_hands(const Request& request) const {
    const auto origin = adapters::transport::find_header(request.headers, "WebHook-Request-Origin");
    Response response{.status = options_.refuse_handshake ? 403 : 204};
    if (!options_.refuse_handshake) response.headers.emplace_back("WebHook-Allowed-Origin", origin);
    return response;
  }

  /// How this request is treated: as told for the next few, or now and then by chance.
  Conduct next_conduct() {
    const std::lock_guard lock(mutex_);
    if (conduct_.count != 0) {
      if (conduct_.count > 0) --conduct_.count;
      return conduct_;
    }
    Conduct usual{.delay_ms = conduct_.delay_ms, .what = ""};
    if (conduct_.chance <= 0 || std::uniform_real_distribution<>(0, 1)(dice_) >= conduct_.chance)
      return usual;
    constexpr const char* kinds[] = {"fout", "reset", "stil", "leugen"};
    usual.what = kinds[std::uniform_int_distribution<std::size_t>(0, std::size(kinds) - 1)(dice_)];
    return usual;
  }

  /// `lost`: what will become of the answer; empty when it is sent as it should be.
  Response take(const Request& request, std::string_view lost) {
    const auto events = events_in(request);
    const std::lock_guard lock(mutex_);
    // What nobody can make anything of is refused for good: the gateway then lays it apart.
    const auto is_event = [](const json::object& event) {
      return event.contains("id") && event.contains("type");
    };
    if (events.empty() || !std::ranges::all_of(events, is_event)) return {.status = 400};
    for (const auto& event : events) {
      const auto* id = event.if_contains("id");
      const bool known = id != nullptr && id->is_string() && check_.knows(std::string(id->get_string()));
      check_.take(event);
      if (out_.is_open()) out_ << json::serialize(event) << '\n';
      // Written before it is answered: what was answered is never forgotten.
      if (journal_.is_open() && event.contains("sequence"))
        journal_ << std::string_view(event.at("subject").as_string()) << ' '
                 << std::string_view(event.at("sequence").as_string()) << ' '
                 << std::string_view(event.at("id").as_string()) << ' '
                 << std::chrono::duration_cast<std::chrono::microseconds>(
                        std::chrono::system_clock::now().time_since_epoch())
                        .count()
                 << (known ? " herhaald\n" : "\n");
      if (!options_.quiet) tell(event);
    }
    out_.flush();
    if (!lost.empty()) journal_ << "! " << lost << ' ' << events.size() << '\n';
    journal_.flush();
    return {.status = 204};
  }

  void tell(const json::object& event) const {
    try {
      std::cout << options_.name << " ontving " << story_of(event) << std::endl;
    } catch (const std::exception&) {
      std::cout << options_.name << " ontving iets dat geen gebeurtenis is" << std::endl;
    }
  }

  /// {"soort": "fout|stil|reset|doorverwijzing|leugen", "aantal", "status", "vertragingMs", "kans",
  /// "opnieuwNa"}
  Response behave(std::string_view body) {
    const auto value = schemas::parse_json(body);
    const auto* object = value ? value->if_object() : nullptr;
    if (object == nullptr) return {.status = 400};
    const std::lock_guard lock(mutex_);
    const auto number = [&](std::string_view name, int& into) {
      if (const auto* given = object->if_contains(name); given != nullptr && given->is_int64())
        into = static_cast<int>(given->get_int64());
    };
    number("vertragingMs", conduct_.delay_ms);
    number("status", conduct_.status);
    number("aantal", conduct_.count);
    number("opnieuwNa", conduct_.retry_after);
    if (const auto* what = object->if_contains("soort"); what != nullptr && what->is_string())
      conduct_.what = std::string(what->get_string());
    if (const auto* chance = object->if_contains("kans"); chance != nullptr && chance->is_number())
      conduct_.chance = chance->to_number<double>();
    return {.status = 204};
  }

  Response counts() {
    const std::lock_guard lock(mutex_);
    const auto& counts = check_.counts();
    return {.status = 200,
            .headers = {{"Content-Type", "application/json"}},
            .body = json::serialize(json::object{{"ontvangen", counts.received},
                                                 {"herhaald", counts.repeated},
                                                 {"buitenVolgorde", counts.disordered},
                                                 {"gemist", counts.missed},
                                                 {"ongeldig", counts.invalid},
                                                 {"beginstand", counts.snapshots},
                                                 {"herhaling", counts.replays}})};
  }

  const Afnemer options_;
  std::mutex mutex_;
  Conduct conduct_;
  std::mt19937 dice_;
  AfnemerCheck check_;
  std::ofstream out_;
  std::ofstream journal_;
  std::deque<Done> hanging_;
};

}  // namespace

int serve_afnemer(const Afnemer& options) {
  Receiver receiver(options);
  adapters::transport::ServerLimits limits;
  // One gateway is all that calls, from one address.
  constexpr int many = 10'000;
  limits.connections_per_party = many;
  limits.door = {many, 0, many, many};
  return serve({"127.0.0.1", options.port, options.threads, identity(options.pki, options.name), limits},
               receiver, options.name);
}

}  // namespace inburgering::simulator
