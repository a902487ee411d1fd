#include <arpa/inet.h>
#include <date/tz.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <future>
#include <set>
#include <thread>

#include "gateway/base/backoff.h"
#include "gateway/delivery/handshake.h"
#include "gateway/doctor/looks.h"
#include "gateway/log/search.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/shared_clock.h"
#include "schemas/reason.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::doctor {
namespace {

std::string seconds_text(std::chrono::milliseconds time) {
  const auto whole = std::chrono::abs(time);
  if (whole < std::chrono::seconds(10))
    return std::to_string(whole.count() / 1000) + "," + std::to_string(whole.count() % 1000 / 100) + " s";
  if (whole < std::chrono::minutes(2)) return std::to_string(whole.count() / 1000) + " s";
  if (whole < std::chrono::hours(2))
    return schemas::counted(whole / std::chrono::minutes(1), "minuut", "minuten");
  if (whole < std::chrono::hours(48)) return std::to_string(whole / std::chrono::hours(1)) + " uur";
  return in_days(whole / std::chrono::days(1));
}

/// 0, or why nobody can listen there.
int try_to_listen(const config::Listen& listen) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(listen.address, error);
  if (error) return EINVAL;
  const int family = address.is_v6() ? AF_INET6 : AF_INET;
  const int made = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) return errno;
  const int yes = 1;
  ::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_storage place{};
  socklen_t size = 0;
  if (family == AF_INET) {
    auto* four = reinterpret_cast<sockaddr_in*>(&place);
    four->sin_family = AF_INET;
    four->sin_port = htons(listen.port);
    ::inet_pton(AF_INET, listen.address.c_str(), &four->sin_addr);
    size = sizeof *four;
  } else {
    auto* six = reinterpret_cast<sockaddr_in6*>(&place);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(listen.port);
    ::inet_pton(AF_INET6, listen.address.c_str(), &six->sin6_addr);
    size = sizeof *six;
  }
  // Without listen(): nobody who calls in this moment is turned away by us.
  const int refused = ::bind(made, reinterpret_cast<sockaddr*>(&place), size) == 0 ? 0 : errno;
  ::close(made);
  return refused;
}

Finding judge_port(const config::Config& config, const std::string& place, const config::Listen& listen) {
  const auto at = listen.address + ":" + std::to_string(listen.port);
  if (listen.port == 0) return {Verdict::goed, place, at + ": het systeem kiest een poort"};
  const auto ours = store::RunningLock::holder(config.store.file);
  switch (const int refused = try_to_listen(listen)) {
    case 0:
      return ours ? Finding{Verdict::let_op, place,
                            at + " is vrij, en toch draait er een gateway op deze opslag",
                            "die luistert dan elders: draait hij met een andere configuratie?"}
                  : Finding{Verdict::goed, place, at + " is vrij"};
    case EADDRINUSE:
      return ours ? Finding{Verdict::goed, place,
                            at + " is in gebruik, en onze gateway draait (proces " + std::to_string(*ours) +
                                ")"}
                  : Finding{Verdict::fout, place, at + " is in gebruik door een ander programma",
                            "zoek met: ss -ltnp 'sport = :" + std::to_string(listen.port) +
                                "', en stop dat of kies een andere poort"};
    case EACCES:
      return {Verdict::let_op, place, at + " mag deze gebruiker niet openen (poort onder 1024)",
              "onder systemd mag de dienst het; anders: sysctl net.ipv4.ip_unprivileged_port_start, of een "
              "hogere poort"};
    case EADDRNOTAVAIL:
      return {Verdict::fout, place, listen.address + " is geen adres van deze machine",
              "zie met 'ip address' welke er zijn, en verbeter listen"};
    default:
      return {Verdict::fout, place, at + ": " + schemas::reason_of(refused),
              "verbeter listen in de configuratie"};
  }
}

/// In Dutch why a name leads nowhere; the addresses otherwise.
std::expected<std::string, std::string> resolve(const Place& place) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(place.host.c_str(), place.port.c_str(), &hints, &found);
  if (code != 0)
    return std::unexpected(code == EAI_AGAIN    ? std::string("de naamserver antwoordt niet")
                           : code == EAI_NONAME ? std::string("deze naam bestaat niet")
                           : code == EAI_SYSTEM
                               ? schemas::reason_of(errno)
                               : "de naam is niet op te zoeken (fout " + std::to_string(code) + ")");
  std::set<std::string> addresses;
  for (const auto* each = found; each != nullptr; each = each->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0)
      addresses.insert(text.data());
  }
  ::freeaddrinfo(found);
  std::string told;
  for (const auto& each : addresses) told += (told.empty() ? "" : ", ") + each;
  return told;
}

Finding judge_answer(const config::Config& config, const Peer& peer) {
  const auto& answer = peer.answer;
  if (answer.status == 0)
    return {
        Verdict::fout, peer.name, answer.failure.empty() ? "geen antwoord" : answer.failure,
        "kijk of " + peer.key + " klopt, of deze machine daar mag komen, en of zij ons certificaat kennen"};
  const auto took = answer.duration.count() > 0 ? ", " + std::to_string(answer.duration.count()) + " ms" : "";
  if (peer.must_allow) {
    if (const auto agreed = delivery::read_handshake(config, answer); !agreed)
      return {Verdict::fout, peer.name, agreed.error(),
              "vraag de afnemer dit in te stellen; docs/afnemers.md"};
  } else if (answer.status == 401 || answer.status == 403) {
    return {Verdict::let_op, peer.name,
            "bereikt, maar weigert ons (HTTP " + std::to_string(answer.status) + ")",
            "vraag of ons OIN (" + config.oin.digits() + ") daar bekend is"};
  } else if (answer.status >= 300 && answer.status < 400) {
    return {Verdict::let_op, peer.name,
            "bereikt, maar verwijst ons door (HTTP " + std::to_string(answer.status) +
                "): daar staat iets anders dan de dienst zelf, zoals een aanmeldpagina",
            "kijk of het adres in " + peer.key + " klopt, en of er een proxy tussen zit"};
  } else if (answer.status >= 500) {
    return {Verdict::let_op, peer.name,
            "bereikt, maar heeft een storing (HTTP " + std::to_string(answer.status) + ")",
            "vraag de beheerder daar"};
  }
  if (answer.certificate_until) {
    const auto left = (answer.certificate_until->time() - peer.answered.time()) / std::chrono::days(1);
    if (left <= 14)
      return {Verdict::let_op, peer.name, "bereikt; het certificaat daar verloopt over " + in_days(left),
              "vraag de ketenpartner om een nieuw"};
  }
  // Only known of a connection that was made for this call.
  const auto secured = std::string(answer.asked_certificate ? "bereikt over wederzijds TLS"
                                   : !answer.certificate_until
                                       ? "bereikt over TLS"
                                       : "bereikt over TLS, zonder dat om ons certificaat werd gevraagd");
  if (answer.status == 404 && peer.is_base)
    return {
        Verdict::goed, peer.name,
        secured + took + "; op het adres zelf antwoordt niets (HTTP 404), zoals bij een basisadres hoort"};
  if (answer.status == 404)
    return {Verdict::let_op, peer.name, secured + took + ", maar dit pad is daar niet bekend (HTTP 404)",
            "kijk of het pad in " + peer.key + " klopt"};
  return {Verdict::goed, peer.name, secured + took};
}

const std::string own_name = "tls.server";  ///< whose names are our own

constexpr std::chrono::milliseconds much{5'000};
constexpr std::chrono::milliseconds too_much{60'000};
const std::string set_clock = "zet de klok gelijk met NTP (timedatectl, chronyc tracking)";

Finding judge_difference(const std::string& with, std::chrono::milliseconds ahead) {
  const auto how = seconds_text(ahead) + (ahead.count() > 0 ? " voor op " : " achter op ") + with;
  const auto apart = std::chrono::abs(ahead);
  if (apart < much) return {Verdict::goed, with, "loopt gelijk (" + seconds_text(ahead) + " verschil)"};
  return {apart < too_much ? Verdict::let_op : Verdict::fout, with, "de klok van deze machine loopt " + how,
          set_clock};
}

void compare_with_store(const House& house, const Clock& clock, Findings& found) {
  const auto& place = house.config().store;
  try {
    if (!store::exists(place)) return;
    const auto sql = store::open(place, store::Access::read);
    if (place.is_postgres()) {
      store::SharedClock shared(clock);
      shared.compare(*sql);
      found.push_back(judge_difference("de database", -shared.ahead()));
    }
    if (sql->engine().version() != sql->engine().migrations().size()) return;
    log::Filter last;
    last.count = 1;
    const auto page = log::search(*sql, last, clock, std::chrono::seconds(1));
    if (page.entries.empty()) return;
    const auto ahead = page.entries.front().moment.time() - house.now().time();
    if (ahead > too_much)
      found.push_back({Verdict::fout, "het logboek",
                       "de laatste regel is van " +
                           seconds_text(std::chrono::duration_cast<std::chrono::milliseconds>(ahead)) +
                           " na nu: de klok loopt achter, of liep toen voor",
                       set_clock});
  } catch (const std::exception&) {
    // That the store cannot be read is for another check to tell.
  }
}

}  // namespace

Findings look_at_ports(House& house) {
  const auto& config = house.config();
  return {judge_port(config, "listen.partner", config.partner),
          judge_port(config, "listen.operator", config.operation)};
}

Findings look_at_names(House& house) {
  std::map<std::string, std::pair<Place, std::string>> hosts;
  for (const auto& peer : house.peers()) {
    const auto place = place_of(peer.url);
    boost::system::error_code is_name;
    boost::asio::ip::make_address(place.host, is_name);
    if (is_name && !place.host.empty()) hosts.try_emplace(place.host, place, peer.name);
  }
  const auto is_ours = [&](const std::string& host) {
    hosts.try_emplace(host, Place{host, std::to_string(house.config().partner.port)}, own_name);
  };
  std::ranges::for_each(house.config().server_hosts, is_ours);
  for (const auto& each : house.config().server.named) std::ranges::for_each(each.hosts, is_ours);
  // Side by side: a name server that does not answer keeps each waiting for long.
  struct Asked {
    std::string host, who;
    std::future<std::expected<std::string, std::string>> answer;
  };
  std::vector<Asked> asked;
  for (auto& [host, of] : hosts) {
    std::promise<std::expected<std::string, std::string>> promise;
    asked.push_back({host, of.second, promise.get_future()});
    std::thread([place = of.first, told = std::move(promise)]() mutable {
      told.set_value(resolve(place));
    }).detach();
  }
  Findings found;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(6);
  for (auto& each : asked) {
    const bool there = each.answer.wait_until(until) == std::future_status::ready;
    const auto answer =
        there ? each.answer.get() : std::unexpected(std::string("de naamserver antwoordt niet"));
    if (answer)
      found.push_back({Verdict::goed, each.who, each.host + " is " + *answer});
    else
      found.push_back(
          {Verdict::fout, each.who, each.host + ": " + answer.error(),
           each.who == own_name
               ? "laat de naam in DNS zetten (ketenpartners bellen haar), of verbeter "
                 "tls.server.hosts"
               : "kijk naar /etc/resolv.conf en of de naam in de configuratie klopt (getent hosts " +
                     each.host + ")"});
  }
  if (found.empty())
    found.push_back(
        {Verdict::goed, "ketenpartners", "alle adressen zijn IP-adressen: er valt niets op te zoeken"});
  return found;
}

Findings look_at_reach(House& house) {
  Findings found;
  for (const auto& peer : house.reached()) found.push_back(judge_answer(house.config(), peer));
  return found;
}

Findings look_at_clock(House& house) {
  Findings found;
  const SystemClock clock;
  compare_with_store(house, clock, found);
  for (const auto& peer : house.reached()) {
    const auto theirs = http_date(adapters::transport::find_header(peer.answer.headers, "Date"));
    if (!theirs) continue;
    // A Date has whole seconds, and stands for the middle of the exchange.
    const auto middle = peer.answered.time() - peer.answer.duration / 2 - std::chrono::milliseconds(500);
    found.push_back(judge_difference(
        peer.name, std::chrono::duration_cast<std::chrono::milliseconds>(middle - theirs->time())));
  }
  timex state{};
  if (::adjtimex(&state) == TIME_ERROR)
    found.push_back({Verdict::let_op, "deze machine",
                     "het systeem zegt dat de klok niet gelijk wordt gehouden",
                     set_clock + "; in een container doet de machine eronder dat"});
  else
    found.push_back({Verdict::goed, "deze machine", "de klok wordt gelijk gehouden"});
  return found;
}

Findings look_at_time_zone(House& house) {
  try {
    const auto local =
        date::make_zoned("Europe/Amsterdam", date::floor<std::chrono::seconds>(house.now().time()));
    return {{Verdict::goed, "Europe/Amsterdam", "het is daar " + date::format("%H:%M", local)}};
  } catch (const std::exception&) {
    return {{Verdict::fout, "Europe/Amsterdam",
             "deze tijdzone is niet te lezen: planningen en termijnen gaan erover", "installeer tzdata"}};
  }
}

}  // namespace inburgering::gateway::doctor
