#include "mapping/klokken/reken.h"

#include <algorithm>
#include <utility>

#include "mapping/klokken/begin.h"

namespace inburgering::mapping::klokken {
namespace {

namespace codes = canonical::codes;
using canonical::Klok;
using schemas::Code;
using schemas::Day;
using schemas::Stated;
using Definition = Klokdefinitie;

Code<codes::klokstand> stand(std::string_view code) { return Code<codes::klokstand>::of(code); }

Stated<std::string> text_or_none(const std::string& text) {
  return text.empty() ? Stated<std::string>::no_value() : Stated<std::string>(text);
}

struct Warning {
  Day day;
  std::string text;
};

/// In the order of their days. What would fall before the term began is not one of it.
std::vector<Warning> warnings(const Definition& klok, const Loop& loop) {
  std::vector<Warning> list;
  const auto add = [&list](Day day, std::string text) {
    list.insert(std::ranges::upper_bound(list, day, {}, &Warning::day), {day, std::move(text)});
  };
  for (const auto& each : klok.ervoor)
    if (const auto day = voor(loop.tot, each); !loop.van || day > *loop.van)
      add(day, each.text() + " ervoor");
  if (klok.op_de_dag) add(loop.tot, "op de laatste dag");
  add(dag_erna(loop.tot), "verstreken");
  for (const auto& each : klok.erna) add(na(loop.tot, each), each.text() + " erna");
  return list;
}

struct Stopped {
  std::optional<Day> day;
  std::string reden;
};

/// What was due was done: the first that counts. What is still to come does not count yet; `coming` is the
/// first such day.
std::optional<Stopped> stopped(const Definition& klok, const Situatie& situatie, const Plicht& plicht,
                               const Loop& loop, Day today, std::optional<Day>& coming) {
  std::optional<Stopped> first;
  for (const auto& each : klok.stopt) {
    const auto since = each.sinds == Aanwijzing::Sinds::begin    ? loop.van
                       : each.sinds == Aanwijzing::Sinds::plicht ? plicht.sinds
                                                                 : std::nullopt;
    for (const auto& found : gevonden(each, situatie)) {
      if (since && (!found.dag || *found.dag < *since)) continue;
      if (found.dag && *found.dag > today) {
        coming = coming ? std::min(*coming, *found.dag) : *found.dag;
        continue;
      }
      if (!first || (found.dag && (!first->day || *found.dag < *first->day)))
        first = {found.dag, in_woorden(*found.object)};
    }
  }
  return first;
}

Klok begun(const Definition& klok, const Loop& loop) {
  Klok made;
  made.klok = klok.naam;
  made.betreft = loop.betreft;
  made.titel = klok.titel;
  made.datum_begin = Stated<Day>::or_no_value(loop.van);
  made.laatste_dag = loop.tot;
  made.begonnen_door = loop.door;
  made.verschoven_door = text_or_none(loop.verschoven);
  made.waarschuwing = Stated<std::string>::no_value();
  made.datum_waarschuwing = Stated<Day>::no_value();
  made.aantal_waarschuwingen = 0;
  made.grondslag = text_or_none(klok.grondslag);
  return made;
}

class Reckoning {
 public:
  Reckoning(std::span<const Definition> klokken, const Situatie& situatie, Day today)
      : klokken_(klokken), situatie_(situatie), today_(today), plicht_(plicht(situatie, today)) {
    for (const auto* told : alle<Klok>(situatie))
      if (told->datum_waarschuwing.has_value() && told->datum_waarschuwing.value() == dag_erna(today))
        today_ = told->datum_waarschuwing.value();
  }

  Uitkomst run() {
    if (!situatie_.gesloten)
      for (const auto& klok : klokken_)
        if (betreft(klok, situatie_))
          for (const auto& loop : lopen(klok, situatie_, plicht_, today_))
            if (loop.tot >= inwerkingtreding()) reckon(klok, loop);
    if (plicht_.verandert) later(*plicht_.verandert);
    withdraw();
    return std::move(outcome_);
  }

 private:
  void later(Day day) {
    if (day > today_ && (!outcome_.volgende || day < *outcome_.volgende)) outcome_.volgende = day;
  }

  void reckon(const Definition& klok, const Loop& loop) {
    if (loop.opnieuw) later(*loop.opnieuw);
    auto made = begun(klok, loop);
    if (klok.alleen_plichtig && !plicht_.geldt)
      return end(std::move(made), plicht_.ingetrokken ? "ingetrokken" : "gestopt", plicht_.reden);
    std::optional<Day> coming;
    const auto done = stopped(klok, situatie_, plicht_, loop, today_, coming);
    if (coming) later(*coming);
    if (done) {
      made.datum_gestopt = Stated<Day>::or_no_value(done->day);
      return end(std::move(made), "gestopt", done->reden);
    }
    if (klok.vervalt) {
      const auto last = na(loop.tot, *klok.vervalt);
      if (today_ > last) return end(std::move(made), "gestopt", "de termijn is voorbij");
      later(dag_erna(last));
    }
    std::int64_t given = 0;
    for (const auto& warning : warnings(klok, loop)) {
      if (warning.day > today_) {
        later(warning.day);
        break;
      }
      ++given;
      made.waarschuwing = warning.text;
      made.datum_waarschuwing = warning.day;
    }
    made.aantal_waarschuwingen = given;
    made.stand = stand(today_ > loop.tot ? "verstreken" : given > 0 ? "nadert" : "loopt");
    outcome_.standen.push_back({std::move(made), given > 0 || klok.bij_begin, true});
  }

  void end(Klok made, std::string_view how, std::string reden) {
    made.stand = stand(how);
    made.reden_einde = text_or_none(reden);
    outcome_.standen.push_back({std::move(made), false});
  }

  /// What was told and runs no more: its start was taken back, or the gemeente wants it no longer.
  void withdraw() {
    for (const auto* told : alle<Klok>(situatie_)) {
      const bool runs = std::ranges::any_of(outcome_.standen, [&](const Stand& each) {
        return each.klok.klok == told->klok && each.klok.betreft == told->betreft;
      });
      if (runs) continue;
      const auto known = std::ranges::find(klokken_, told->klok, &Definition::naam);
      auto gone = *told;
      gone.stand = stand("ingetrokken");
      gone.reden_einde = std::string(situatie_.gesloten        ? "het dossier is gesloten"
                                     : known == klokken_.end() ? "de gemeente heeft deze klok uitgezet"
                                                               : "wat de klok startte geldt niet meer");
      outcome_.standen.push_back({std::move(gone), false});
    }
  }

  std::span<const Definition> klokken_;
  const Situatie& situatie_;
  Day today_;
  Plicht plicht_;
  Uitkomst outcome_;
};

}  // namespace

Day inwerkingtreding() {
  using namespace std::chrono;
  return Day(2022y / January / 1);
}

Uitkomst reken(std::span<const Definition> klokken, const Situatie& situatie, Day today) {
  return Reckoning(klokken, situatie, today).run();
}

std::vector<Change> veranderingen(const Uitkomst& uitkomst, const Situatie& situatie) {
  std::vector<Change> changes;
  for (const auto& [klok, verteld, loopt] : uitkomst.standen) {
    const bool told = std::ranges::any_of(alle<Klok>(situatie), [&](const Klok* each) {
      return each->klok == klok.klok && each->betreft == klok.betreft;
    });
    if (verteld)
      changes.push_back({Actie::vastgelegd, klok});
    else if (told)
      changes.push_back({Actie::beeindigd, klok});
  }
  return changes;
}

}  // namespace inburgering::mapping::klokken
