// A taalschool through a year: who comes, how they get on, how they leave. The same seed tells the same
// story.
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <iostream>
#include <random>
#include <thread>

#include "adapters/transport/http_client.h"
#include "schemas/value/counted.h"
#include "schemas/value/day.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

namespace json = boost::json;
using Days = std::chrono::sys_days;

constexpr std::array levels{"A0", "A0+", "A1", "A1+", "A2", "A2+", "B1", "B1+", "B2"};
constexpr int months = 12;

/// How someone does: of ten participants seven do well, two miss much, one stops.
enum class Course { well, misses, stops };

struct Participant {
  std::string bsn;
  int number = 0;
  Course course = Course::well;
  int level = 1;
  int stops_in = months;  ///< the month after which nothing is told any more
};

/// The first number from here on that passes the elfproef.
int elfproef_from(int number) {
  for (;; ++number) {
    const auto digits = std::to_string(number);
    int sum = -(digits[8] - '0');
    for (std::size_t place = 0; place < 8; ++place)
      sum += (digits[place] - '0') * (9 - static_cast<int>(place));
    if (sum % 11 == 0) return number;
  }
}

std::string text_of(Days day) { return schemas::Day(std::chrono::year_month_day(day)).text(); }

/// From 0.
int month_of(Days day) {
  return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day(day).month())) - 1;
}

class School {
 public:
  School(const SchoolYear& year) : year_(year), chance_(static_cast<unsigned>(year.seed)) {
    int bsn = 700'000'000 + year.seed * 1'000'000;
    for (int number = 0; number < year.participants; ++number) {
      Participant one;
      one.number = number;
      bsn = elfproef_from(bsn + 1);
      one.bsn = std::to_string(bsn);
      const int tenth = number % 10;
      one.course = tenth < 7 ? Course::well : tenth < 9 ? Course::misses : Course::stops;
      one.level = 1 + static_cast<int>(chance_() % 3);
      if (one.course == Course::stops) one.stops_in = 2 + static_cast<int>(chance_() % (months - 4));
      participants_.push_back(one);
    }
  }

  int play() {
    const Days first = Days(std::chrono::year(year_.year) / std::chrono::January / 5);
    if (!send("deelnames", deelnames(first), "begin")) return 1;
    for (int month = 0; month < months; ++month) {
      const auto from =
          Days(std::chrono::year(year_.year) / std::chrono::month(static_cast<unsigned>(month) + 1) / 1);
      const auto until = Days(std::chrono::year_month_day_last(
          std::chrono::year(year_.year),
          std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month) + 1))));
      const auto name = text_of(from).substr(0, 7);
      if (!send("aanwezigheid", attendance(name, from, until), name)) return 1;
      if (month % 3 == 2 && !send("voortgangsmetingen", measurements(name, until), name)) return 1;
      if (month % 6 == 5 && !send("toetsresultaten", tests(name, until), name)) return 1;
      if (!send("signalen", signals(name, until), name) || !send("afronding", endings(month, until), name))
        return 1;
      std::this_thread::sleep_for(std::chrono::milliseconds(year_.month_ms));
    }
    std::cout << schemas::counted(sent_, "rij", "rijen") << " over "
              << schemas::counted(participants_.size(), "deelnemer", "deelnemers") << " gemeld\n";
    return 0;
  }

 private:
  json::object row(const Participant& one, const std::string& kind, const std::string& when) const {
    return {{"kenmerk", kind + "-" + when + "-" + std::to_string(one.number)},
            {"gemeentecode", year_.gemeente},
            {"bsn", one.bsn}};
  }
  static std::string deelname_of(const Participant& one) { return "DN-" + std::to_string(one.number); }
  bool is_there(const Participant& one, int month) const { return month <= one.stops_in; }

  json::array deelnames(Days first) const {
    json::array rows;
    for (const auto& one : participants_) {
      auto each = row(one, "DN", "");
      each["kenmerk"] = deelname_of(one);
      each["soort"] = "taalles";
      each["startdatum"] = text_of(first);
      each["verwachteEinddatum"] = text_of(first + std::chrono::days(700));
      each["leerroute"] = one.number % 5 == 0 ? "Z" : "B";
      each["urenPerWeek"] = 12.5;
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  json::array attendance(const std::string& name, Days from, Days until) {
    json::array rows;
    const int month = month_of(from);
    for (const auto& one : participants_) {
      if (!is_there(one, month)) continue;
      const int planned = 50;
      const int missed = one.course == Course::well ? static_cast<int>(chance_() % 5)
                                                    : 15 + static_cast<int>(chance_() % 15);
      auto each = row(one, "AW", name);
      each["soort"] = "taalles";
      each["periodeVan"] = text_of(from);
      each["periodeTot"] = text_of(until);
      each["urenGevolgd"] = planned - missed;
      each[one.course == Course::well ? "urenGeoorloofdVerzuim" : "urenOngeoorloofdVerzuim"] = missed;
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  json::array measurements(const std::string& name, Days on) {
    json::array rows;
    const int month = month_of(on);
    for (auto& one : participants_) {
      if (!is_there(one, month)) continue;
      const bool rises = one.course == Course::well;
      if (rises && one.level + 1 < static_cast<int>(levels.size())) ++one.level;
      auto each = row(one, "VM", name);
      each["meetdatum"] = text_of(on);
      for (const char* skill : {"niveauLezen", "niveauLuisteren", "niveauSchrijven", "niveauSpreken"})
        each[skill] = levels.at(static_cast<std::size_t>(one.level));
      each["voortgang"] = rises ? "volgens-plan" : "achter";
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  json::array tests(const std::string& name, Days on) {
    json::array rows;
    const int month = month_of(on);
    for (const auto& one : participants_) {
      if (!is_there(one, month)) continue;
      const auto score = 30 + chance_() % 70;
      auto each = row(one, "TR", name);
      each["soort"] = "voortgangstoets";
      each["onderdeel"] = "LE";
      each["toetsdatum"] = text_of(on);
      each["score"] = std::to_string(score) + ".00";
      each["maximaleScore"] = "100.00";
      each["uitslag"] = score >= 55 ? "behaald" : "niet-behaald";
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  json::array signals(const std::string& name, Days on) {
    json::array rows;
    const int month = month_of(on);
    for (const auto& one : participants_) {
      if (!is_there(one, month) || one.course == Course::well || chance_() % 4 != 0) continue;
      auto each = row(one, "SG", name);
      each["soort"] = "verzuim";
      each["datum"] = text_of(on);
      each["dringend"] = one.course == Course::stops;
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  json::array endings(int month, Days on) const {
    json::array rows;
    for (const auto& one : participants_) {
      if (one.course != Course::stops || one.stops_in != month) continue;
      auto each = row(one, "AF", "");
      each["kenmerk"] = "AF-" + std::to_string(one.number);
      each["deelname"] = deelname_of(one);
      each["einddatum"] = text_of(on);
      each["uitkomst"] = "gestopt";
      each["reden"] = one.number % 2 == 0 ? "werk" : "motivatie";
      rows.emplace_back(std::move(each));
    }
    return rows;
  }

  bool send(const std::string& resource, json::array rows, const std::string& when) {
    constexpr std::size_t at_once = 500;
    for (std::size_t begin = 0; begin < rows.size(); begin += at_once) {
      const auto end = std::min(rows.size(), begin + at_once);
      json::array part(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                       rows.begin() + static_cast<std::ptrdiff_t>(end));
      adapters::transport::Call call;
      call.method = "POST";
      call.url = year_.to.url + "/" + resource + "/batch";
      call.tls = identity(year_.to.pki, year_.to.name);
      call.headers = {{"Content-Type", "application/json"}};
      call.body = json::serialize(json::object{{"verwerking", "alles-of-niets"}, {"rijen", std::move(part)}});
      const auto answer = adapters::transport::send_and_wait(client_, std::move(call));
      if (answer.status != 200) {
        std::cerr << resource << ": HTTP " << answer.status << ' ' << answer.failure << answer.body << '\n';
        return false;
      }
    }
    sent_ += rows.size();
    if (!rows.empty())
      std::cout << when << "  " << resource << ": " << schemas::counted(rows.size(), "rij", "rijen")
                << std::endl;
    return true;
  }

  const SchoolYear& year_;
  std::mt19937 chance_;
  std::vector<Participant> participants_;
  adapters::transport::HttpClient client_;
  std::size_t sent_ = 0;
};

}  // namespace

int play_school_year(const SchoolYear& year) { return School(year).play(); }

}  // namespace inburgering::simulator
