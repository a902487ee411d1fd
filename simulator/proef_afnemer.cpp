#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <optional>
#include <thread>

#include "adapters/transport/http_client.h"
#include "mapping/versions/versions.h"
#include "schemas/record/json_text.h"
#include "schemas/value/moment.h"
#include "simulator/pki.h"
#include "simulator/proef.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using adapters::transport::Answer;
using adapters::transport::Call;
using std::chrono::milliseconds;

std::string new_id() { return to_string(boost::uuids::random_generator()()); }

std::string now_text() {
  return schemas::Moment(std::chrono::floor<milliseconds>(std::chrono::system_clock::now())).text();
}

/// What is told of one invented person, event by event.
class Dossier {
 public:
  explicit Dossier(std::string oin) : oin_(std::move(oin)) {}

  /// The next event; `skipped`: so many that the receiver is never sent come in between.
  json::object next(int skipped = 0) {
    const auto before = sequence_ + skipped;
    sequence_ = before + 1;
    const bool first = before == 0;
    json::object event{{"specversion", "1.0"},
                       {"id", new_id()},
                       {"source", "urn:nld:oin:" + oin_ + ":systeem:inburgering-gateway"},
                       {"type", "nl.inburgering.pip." + std::string(first ? "vastgelegd" : "gewijzigd")},
                       {"subject", id_},
                       {"time", now_text()},
                       {"datacontenttype", "application/json"},
                       {"dataschema", mapping::versions::dataschema("PIP", mapping::versions::newest)},
                       {"sequence", std::to_string(sequence_)},
                       {"data",
                        {{"bsn", "999990639"},
                         {"gemeente", "0518"},
                         {"objecttype", "PIP"},
                         {"sleutel", {{"gemeentecode", "0518"}, {"dagtekening", "2026-11-10"}}},
                         {"object",
                          {{"gemeentecode", "0518"},
                           {"dagtekening", "2026-11-10"},
                           {"magOpleidingAfmaken", sequence_ % 2 == 0}}},
                         {"gewijzigd", first ? json::array() : json::array{"magOpleidingAfmaken"}},
                         {"bron", {{"feed", "duo"}, {"berichtId", new_id()}, {"moment", now_text()}}}}}};
    if (before > 0) event["previoussequence"] = std::to_string(before);
    return event;
  }

 private:
  std::string oin_;
  std::string id_ = new_id();
  int sequence_ = 0;
};

/// What the receiver says that it took.
using Counts = std::map<std::string, std::int64_t, std::less<>>;

struct Mark {
  Cijfer cijfer = Cijfer::voldoet;
  std::string seen;
};

class ReceiverProof {
 public:
  explicit ReceiverProof(const ProefAfnemer& options) : options_(options) {}

  Proefverslag run();

 private:
  struct Part {
    std::string_view name, demand;
    Mark (ReceiverProof::*play)();
  };

  Call call(std::string method, std::string url) const {
    Call made;
    made.method = std::move(method);
    made.url = std::move(url);
    made.tls = identity(options_.pki, name_);
    made.status_decides = true;
    return made;
  }
  Call event_call(const json::value& event) const {
    auto made = call("POST", options_.url);
    made.headers = {{"Content-Type", "application/cloudevents+json; charset=utf-8"}};
    made.body = json::serialize(event);
    return made;
  }
  Answer deliver(const json::value& event) { return send_and_wait(client_, event_call(event)); }

  static bool good(const Answer& answer) { return answer.status >= 200 && answer.status < 300; }
  static std::string told(const Answer& answer) {
    return answer.status == 0 ? "geen antwoord: " + answer.failure : "HTTP " + std::to_string(answer.status);
  }
  /// Delivers these, each when the one before it was taken; what went wrong with the first that was not.
  Mark deliver_all(const std::vector<json::object>& events) {
    for (std::size_t i = 0; i < events.size(); ++i)
      if (const auto answer = deliver(events[i]); !good(answer))
        return {Cijfer::voldoet_niet, "gebeurtenis " + std::to_string(i + 1) + " van " +
                                          std::to_string(events.size()) + " werd niet aangenomen (" +
                                          told(answer) + ")"};
    return {};
  }

  std::optional<Counts> counts() {
    if (options_.counts.empty()) return std::nullopt;
    const auto answer = send_and_wait(client_, call("GET", options_.counts));
    const auto value = schemas::parse_json(answer.body);
    const auto* object = good(answer) && value ? value->if_object() : nullptr;
    if (object == nullptr) return std::nullopt;
    Counts all;
    for (const auto& member : *object)
      if (member.value().is_int64()) all[std::string(member.key())] = member.value().get_int64();
    return all;
  }
  /// Plays, and looks at what the receiver says that it took meanwhile. Where it does not say, the mark is
  /// about its answers alone, and says what a person is to look at.
  Mark with_counts(const std::function<Mark()>& play, const Counts& expected, std::string_view look) {
    const auto before = counts();
    auto mark = play();
    if (mark.cijfer != Cijfer::voldoet) return mark;
    const auto after = counts();
    if (!before || !after) {
      mark.seen = "de antwoorden zijn goed; kijk zelf na: " + std::string(look);
      return mark;
    }
    for (const auto& [name, rise] : expected) {
      const auto was = before->contains(name) ? before->at(name) : 0;
      const auto is = after->contains(name) ? after->at(name) : 0;
      if (is - was != rise)
        return {Cijfer::voldoet_niet, "de ontvanger telde er " + std::to_string(is - was) + " als " + name +
                                          ", en het waren er " + std::to_string(rise)};
    }
    return mark;
  }

  Mark handshake() {
    auto asked = call("OPTIONS", options_.url);
    const auto origin = "urn:nld:oin:" + options_.oin;
    asked.headers = {{"WebHook-Request-Origin", origin}};
    const auto answer = send_and_wait(client_, std::move(asked));
    if (!good(answer)) return {Cijfer::voldoet_niet, told(answer)};
    const auto allowed = adapters::transport::find_header(answer.headers, "WebHook-Allowed-Origin");
    if (allowed != "*" && allowed != origin)
      return {Cijfer::voldoet_niet, "de header WebHook-Allowed-Origin noemt " + origin + " niet"};
    return {};
  }

  Mark certificate() {
    // On a connection of its own: only while it is made is a certificate asked for.
    auto first = event_call(Dossier(options_.oin).next());
    first.once = true;
    const auto answer = send_and_wait(client_, std::move(first));
    if (!answer.asked_certificate)
      return {Cijfer::voldoet_niet, "de ontvanger vraagt de gateway niet om een certificaat (" +
                                        told(answer) + "): iedereen kan hem gebeurtenissen sturen"};
    return {Cijfer::voldoet, answer.secured};
  }

  Mark receipt() { return deliver_all({Dossier(options_.oin).next()}); }

  Mark order() {
    return with_counts(
        [&] {
          Dossier dossier(options_.oin);
          std::vector<json::object> events;
          for (int i = 0; i < 20; ++i) events.push_back(dossier.next());
          return deliver_all(events);
        },
        {{"ontvangen", 20}, {"buitenVolgorde", 0}, {"gemist", 0}, {"ongeldig", 0}},
        "dit dossier heeft 20 gebeurtenissen, op volgorde");
  }

  Mark repeats() {
    return with_counts(
        [&] {
          const auto event = Dossier(options_.oin).next();
          return deliver_all({event, event, event});
        },
        {{"ontvangen", 1}, {"herhaald", 2}}, "dezelfde gebeurtenis kwam drie keer, en telt een keer");
  }

  Mark gap() {
    return with_counts(
        [&] {
          Dossier dossier(options_.oin);
          return deliver_all({dossier.next(), dossier.next(3), dossier.next()});
        },
        {{"ontvangen", 3}, {"gemist", 1}}, "er is gezien dat previoussequence niet het vorige nummer was");
  }

  Mark replay() {
    return with_counts(
        [&] {
          Dossier dossier(options_.oin);
          auto first = dossier.next();
          auto second = dossier.next();
          if (auto mark = deliver_all({first, second}); mark.cijfer != Cijfer::voldoet) return mark;
          first["replay"] = second["replay"] = "true";
          return deliver_all({first, second, dossier.next()});
        },
        {{"ontvangen", 3}, {"herhaald", 2}, {"buitenVolgorde", 0}},
        "wat al bekend was veranderde niets, en het nieuwste geldt nog");
  }

  Mark snapshot() {
    return with_counts(
        [&] {
          auto event = Dossier(options_.oin).next(7);
          event.erase("previoussequence");
          event["snapshot"] = "true";
          return deliver_all({event});
        },
        {{"ontvangen", 1}, {"gemist", 0}}, "een beginstand is geen gat");
  }

  Mark unknown() {
    auto event = Dossier(options_.oin).next();
    event["proefkenmerk"] = "dit bestond nog niet";
    return deliver_all({event});
  }

  Mark dead_letter() {
    constexpr int never[] = {400, 410, 422};
    Dossier dossier(options_.oin);
    if (auto mark = deliver_all({dossier.next()}); mark.cijfer != Cijfer::voldoet) return mark;
    const auto answer = deliver(json::object{{"dit", "is geen gebeurtenis"}});
    if (std::ranges::find(never, answer.status) == std::end(never))
      return {Cijfer::voldoet_niet,
              "op wat hij nooit aan kan nemen antwoordde de ontvanger niet met 400, 410 of 422 maar met " +
                  told(answer) +
                  (good(answer) ? ": het is dan weg"
                                : ": de gateway blijft het proberen, en wat erna komt wacht")};
    return deliver_all({dossier.next()});
  }

  /// Eight persons at once, each in order.
  Mark crowd() {
    constexpr int persons = 8;
    constexpr int each = 25;
    return with_counts(
        [&] {
          std::vector<std::future<Mark>> all;
          for (int person = 0; person < persons; ++person)
            all.push_back(std::async(std::launch::async, [&] {
              Dossier dossier(options_.oin);
              std::vector<json::object> events;
              for (int i = 0; i < each; ++i) events.push_back(dossier.next());
              return deliver_all(events);
            }));
          Mark worst;
          for (auto& one : all)
            if (auto mark = one.get(); mark.cijfer != Cijfer::voldoet) worst = std::move(mark);
          return worst;
        },
        {{"ontvangen", persons * each}, {"buitenVolgorde", 0}, {"gemist", 0}},
        "acht dossiers hebben elk 25 gebeurtenissen, op volgorde");
  }

  bool behave(json::object conduct) {
    auto order = call("PUT", options_.conduct);
    order.headers = {{"Content-Type", "application/json"}};
    order.body = json::serialize(conduct);
    return good(send_and_wait(client_, std::move(order)));
  }

  Mark outage() {
    if (options_.conduct.empty())
      return {Cijfer::niet_beproefd,
              "noem met --gedrag een adres dat de ontvanger een uur 503 laat antwoorden"};
    constexpr int waiting = 30;
    return with_counts(
        [&]() -> Mark {
          Dossier dossier(options_.oin);
          std::vector<json::object> events;
          for (int i = 0; i < waiting; ++i) events.push_back(dossier.next());
          if (!behave({{"soort", "fout"}, {"status", 503}, {"aantal", -1}}))
            return {Cijfer::niet_beproefd, "de ontvanger nam --gedrag niet aan"};
          // As the gateway does: the first again and again, ever more slowly; what comes after it waits.
          const auto until = std::chrono::steady_clock::now() + milliseconds(options_.hour_ms);
          constexpr int minutes = 60;
          auto pause = milliseconds(std::max(1, options_.hour_ms / minutes));
          int tries = 0;
          bool taken = false;
          while (!taken && std::chrono::steady_clock::now() < until) {
            taken = good(deliver(events.front()));
            ++tries;
            std::this_thread::sleep_for(pause);
            pause = std::min(pause * 2, milliseconds(std::max(1, options_.hour_ms / 4)));
          }
          if (!behave({{"aantal", 0}})) return {Cijfer::voldoet_niet, "de ontvanger kwam niet terug"};
          if (taken) return {Cijfer::niet_beproefd, "de ontvanger bleef aannemen"};
          auto mark = deliver_all(events);
          if (mark.cijfer == Cijfer::voldoet) mark.seen = std::to_string(tries) + " pogingen in dat uur";
          return mark;
        },
        {{"ontvangen", waiting}, {"buitenVolgorde", 0}, {"gemist", 0}},
        "na het uur staan er 30 gebeurtenissen van dit dossier, op volgorde");
  }

  Mark renewed() {
    if (options_.renewed.empty())
      return {Cijfer::niet_beproefd, "noem met --vernieuwd een tweede certificaat met hetzelfde OIN"};
    name_ = options_.renewed;
    auto first = event_call(Dossier(options_.oin).next());
    first.once = true;
    const auto answer = send_and_wait(client_, std::move(first));
    name_ = options_.name;
    if (!good(answer))
      return {Cijfer::voldoet_niet, "met het nieuwe certificaat: " + told(answer) +
                                        "; ga uit van het OIN, niet van het certificaat"};
    return receipt();
  }

  const ProefAfnemer& options_;
  std::string name_ = options_.name;
  adapters::transport::HttpClient client_;
};

Proefverslag ReceiverProof::run() {
  static constexpr Part parts[] = {
      {"handdruk", "zegt op OPTIONS dat hij van deze gateway wil ontvangen", &ReceiverProof::handshake},
      {"certificaat", "vraagt de gateway om haar certificaat", &ReceiverProof::certificate},
      {"ontvangst", "neemt een gebeurtenis aan met 2xx", &ReceiverProof::receipt},
      {"volgorde", "neemt twintig gebeurtenissen van een dossier aan, op volgorde", &ReceiverProof::order},
      {"herhaling", "neemt dezelfde gebeurtenis nog eens aan, en telt haar een keer",
       &ReceiverProof::repeats},
      {"gat", "neemt aan wat na een gat komt, en ziet het gat", &ReceiverProof::gap},
      {"herhaling op verzoek", "neemt aan wat hij al had, en laat het nieuwste gelden",
       &ReceiverProof::replay},
      {"beginstand", "neemt een beginstand aan", &ReceiverProof::snapshot},
      {"wat nieuw is", "struikelt niet over een kenmerk dat hij niet kent", &ReceiverProof::unknown},
      {"onbestelbaar", "weigert wat hij nooit aan kan nemen, en gaat verder", &ReceiverProof::dead_letter},
      {"drukte", "neemt acht dossiers tegelijk aan, elk op volgorde", &ReceiverProof::crowd},
      {"storing van een uur", "haalt na een uur 503 alles in, zonder gat", &ReceiverProof::outage},
      {"vernieuwd certificaat", "neemt aan van een vernieuwd certificaat van de gateway",
       &ReceiverProof::renewed},
  };
  Proefverslag verslag{
      "Proef van een ontvanger: " + options_.url, now_text(), milliseconds(options_.hour_ms), {}};
  bool reached = true;
  for (const auto& part : parts) {
    Mark mark{Cijfer::niet_beproefd, "de ontvanger is niet te bereiken"};
    if (reached) mark = (this->*part.play)();
    // Without a connection the rest would say the same again and again.
    if (part.play == &ReceiverProof::handshake && mark.seen.starts_with("geen antwoord")) reached = false;
    verslag.onderdelen.push_back({std::string(part.name), std::string(part.demand), mark.cijfer, mark.seen});
  }
  return verslag;
}

}  // namespace

int proef_afnemer(const ProefAfnemer& options) { return tell(ReceiverProof(options).run(), options.json); }

}  // namespace inburgering::simulator
