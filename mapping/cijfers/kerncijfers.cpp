#include "mapping/cijfers/kerncijfers.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "schemas/value/moment.h"

namespace inburgering::mapping::cijfers {
namespace {

using namespace canonical;
using schemas::CodeList;
using std::chrono::sys_days;

constexpr std::string_view onbekend = "onbekend";
constexpr std::string_view geen_pip = "nog geen PIP";
constexpr std::string_view loopt = "termijn loopt";
constexpr std::string_view verstreken = "termijn verstreken";
constexpr std::string_view binnen = "binnen tien weken";
constexpr std::string_view later = "later dan tien weken";
constexpr std::string_view zonder_begin = "begin onbekend";
constexpr std::string_view zonder_uitslag = "nog geen uitslag";
constexpr std::string_view aangeboden = " aangeboden";
constexpr std::string_view gevolgd = " gevolgd";

/// In the order of kerncijfers().
enum Nummer : std::size_t { doelgroep, leerroute, fase, pip, examens, beeindigd, uren, scholen, aantal };

std::vector<std::string_view> codes_of(const CodeList& list,
                                       std::initializer_list<std::string_view> more = {onbekend}) {
  std::vector<std::string_view> codes;
  for (const auto& row : list.rows) codes.push_back(row.code);
  codes.insert(codes.end(), more);
  return codes;
}

std::vector<std::string_view> hour_rubrics() {
  static const auto texts = [] {
    std::vector<std::string> made;
    for (const auto& row : codes::soort_uren.rows)
      for (const auto behind : {aangeboden, gevolgd})
        made.push_back(std::string(row.code) + std::string(behind));
    return made;
  }();
  return {texts.begin(), texts.end()};
}

/// What is looked at of a dossier.
struct Gegevens {
  const Inburgeringsplichtige* plicht = nullptr;
  std::vector<const Inburgeringsplichthistorie*> plichthistorie;
  std::vector<const Doelgroephistorie*> doelgroephistorie;
  std::vector<const PIP*> pips;
  std::vector<const Leerroute*> leerroutes;
  std::vector<const Inburgeringstermijn*> termijnen;
  std::vector<const Gebeurtenis*> gebeurtenissen;
  std::vector<const Examenonderdeel*> examens;
  std::vector<const Aanwezigheid*> aanwezigheid;

  explicit Gegevens(std::span<const Object> objects) {
    for (const auto& object : objects) {
      if (const auto* found = std::get_if<Inburgeringsplichtige>(&object)) plicht = found;
      keep(object, plichthistorie);
      keep(object, doelgroephistorie);
      keep(object, pips);
      keep(object, leerroutes);
      keep(object, termijnen);
      keep(object, gebeurtenissen);
      keep(object, examens);
      keep(object, aanwezigheid);
    }
  }

 private:
  template <class T>
  static void keep(const Object& object, std::vector<const T*>& list) {
    if (const auto* found = std::get_if<T>(&object)) list.push_back(found);
  }
};

template <class T>
std::optional<T> value_of(const Stated<T>& stated) {
  return stated.has_value() ? std::optional(stated.value()) : std::nullopt;
}

bool covers(const std::optional<Day>& from, const std::optional<Day>& until, Day day) {
  return (!from || *from <= day) && (!until || *until >= day);
}

bool plichtig_op(const Gegevens& g, Day day) {
  if (g.plicht != nullptr) {
    const auto begin = value_of(g.plicht->datum_start);
    const auto end = value_of(g.plicht->datum_eind);
    const bool now =
        g.plicht->indicator_inburgeringsplicht.has_value() && g.plicht->indicator_inburgeringsplicht.value();
    // DUO keeps both days of a plicht that ended. One without a begin and an end says no more than what holds
    // now.
    if (begin && (end || now) && covers(begin, end, day)) return true;
    if (!begin && now && covers(begin, end, day)) return true;
  }
  return std::ranges::any_of(g.plichthistorie, [&](const auto* row) {
    return row->indicator_inburgeringsplicht && row->begindatum &&
           covers(row->begindatum, row->einddatum, day);
  });
}

std::string doelgroep_op(const Gegevens& g, Day day) {
  if (g.plicht != nullptr && g.plicht->doelgroep.has_value()) {
    const auto since = value_of(g.plicht->datum_doelgroep);
    if (!since || *since <= day) return std::string(g.plicht->doelgroep.value().text());
  }
  for (const auto* row : g.doelgroephistorie)
    if (row->doelgroep && covers(row->begindatum, row->einddatum, day))
      return std::string(row->doelgroep->text());
  return std::string(onbekend);
}

/// The first day on which there was a PIP, whoever made it.
std::optional<Day> eerste_pip(const Gegevens& g) {
  std::optional<Day> first;
  const auto take = [&](Day day) { first = first ? std::min(*first, day) : day; };
  for (const auto* each : g.pips) {
    take(each->dagtekening);
    if (each->dagtekening_initieel.has_value()) take(each->dagtekening_initieel.value());
  }
  return first;
}

std::string leerroute_op(const Gegevens& g, Day day) {
  const Leerroute* last = nullptr;
  for (const auto* each : g.leerroutes)
    if (each->dagtekening_pip <= day && (last == nullptr || each->dagtekening_pip > last->dagtekening_pip))
      last = each;
  if (last != nullptr && last->leerroute.has_value()) return std::string(last->leerroute.value().text());
  const auto first = eerste_pip(g);
  return std::string(last != nullptr || (first && *first <= day) ? onbekend : geen_pip);
}

std::string fase_op(const Gegevens& g, Day day) {
  std::optional<Day> end;
  for (const auto* each : g.termijnen)
    if (each->datum_aanvang <= day && each->datum_einde.has_value())
      end = end ? std::max(*end, each->datum_einde.value()) : each->datum_einde.value();
  if (end && *end < day) return std::string(verstreken);
  const auto first = eerste_pip(g);
  return std::string(first && *first <= day ? loopt : geen_pip);
}

/// Besluit inburgering 2021: the PIP within ten weeks. DUO tells by SS139 when they began, again when
/// somebody leaves the COA: the last before the PIP counts.
std::string tien_weken(const Gegevens& g, Day signed_on) {
  std::optional<Day> begin;
  for (const auto* each : g.gebeurtenissen) {
    if (each->gebeurtenis_id != "SS139") continue;
    const auto day = schemas::day_in_the_netherlands(each->registratie_datum_tijd);
    if (day <= signed_on) begin = begin ? std::max(*begin, day) : day;
  }
  if (!begin) return std::string(zonder_begin);
  return std::string(sys_days(signed_on.date()) <= sys_days(begin->date()) + std::chrono::weeks(10) ? binnen
                                                                                                    : later);
}

/// The code where the list has it; any other is one of what is not known.
template <class Coded>
std::string listed(const Coded& code) {
  return std::string(code.is_listed() ? code.text() : onbekend);
}

std::int64_t hundredths(const Stated<DecimalHours>& stated) {
  return stated.has_value() ? stated.value().hundredths() : 0;
}

Maand maand_van(Day day) { return day.date().year() / day.date().month(); }

Day last_day(Maand month) { return Day(month / std::chrono::last); }

/// What one person adds, before it is added: somebody counts once as a person in each cell.
using Bijdrage = std::map<std::pair<std::size_t, Maand>, Telling::Rij>;

Cel& cel(Bijdrage& made, Nummer number, Maand month, const std::string& rubric) {
  auto& cell = made[{number, month}][rubric];
  cell.personen = 1;
  return cell;
}

void standing_at(Bijdrage& made, const Gegevens& g, Maand month, Day day) {
  if (!plichtig_op(g, day)) return;
  ++cel(made, doelgroep, month, doelgroep_op(g, day)).waarde;
  ++cel(made, leerroute, month, leerroute_op(g, day)).waarde;
  ++cel(made, fase, month, fase_op(g, day)).waarde;
}

void happened(Bijdrage& made, const Gegevens& g, std::string_view gemeentecode) {
  const PIP* first = nullptr;
  for (const auto* each : g.pips)
    if (each->gemeentecode == gemeentecode && (first == nullptr || each->dagtekening < first->dagtekening))
      first = each;
  if (first != nullptr)
    ++cel(made, pip, maand_van(first->dagtekening), tien_weken(g, first->dagtekening)).waarde;
  for (const auto* each : g.examens)
    ++cel(made, examens, maand_van(each->examendatum),
          each->resultaat.has_value() ? listed(each->resultaat.value()) : std::string(zonder_uitslag))
          .waarde;
  if (g.plicht != nullptr && g.plicht->datum_eind.has_value())
    ++cel(made, beeindigd, maand_van(g.plicht->datum_eind.value()),
          g.plicht->reden_geen_inburgeringsplicht.has_value()
              ? listed(g.plicht->reden_geen_inburgeringsplicht.value())
              : std::string(onbekend))
          .waarde;
}

void lessons(Bijdrage& made, const Gegevens& g) {
  for (const auto* each : g.aanwezigheid) {
    if (!each->periode_tot.has_value()) continue;
    const auto month = maand_van(each->periode_tot.value());
    const auto followed = hundredths(each->uren_gevolgd);
    const auto offered =
        followed + hundredths(each->uren_geoorloofd_verzuim) + hundredths(each->uren_ongeoorloofd_verzuim);
    if (offered == 0) continue;
    const auto add = [&](Nummer number, const std::string& rubric, std::int64_t hours) -> Cel& {
      auto& cell = cel(made, number, month, rubric);
      cell.waarde += hours;
      if (followed > 0) cell.volgers = 1;
      return cell;
    };
    if (each->soort.has_value() && each->soort.value().is_listed()) {
      const std::string kind(each->soort.value().text());
      auto& all = add(uren, kind + std::string(aangeboden), offered);
      if (followed < offered) all.missers = 1;
      if (followed > 0) add(uren, kind + std::string(gevolgd), followed);
    }
    auto& school = add(scholen, each->instelling, followed);
    school.geheel += offered;
    if (followed < offered) school.missers = 1;
  }
}

}  // namespace

std::span<const Kerncijfer> kerncijfers() {
  static const std::array<Kerncijfer, aantal> all{
      Kerncijfer{"plichtigen-doelgroep", "Inburgeringsplichtigen naar doelgroep", Eenheid::personen,
                 "plichtigen", codes_of(codes::doelgroep), true},
      Kerncijfer{"plichtigen-leerroute", "Inburgeringsplichtigen naar leerroute", Eenheid::personen,
                 "plichtigen", codes_of(codes::leerroute, {geen_pip, onbekend}), true},
      Kerncijfer{"plichtigen-fase",
                 "Inburgeringsplichtigen naar fase",
                 Eenheid::personen,
                 "plichtigen",
                 {geen_pip, loopt, verstreken},
                 true},
      Kerncijfer{"pip-tien-weken",
                 "Eerste PIP’s en de tien weken",
                 Eenheid::personen,
                 "",
                 {binnen, later, zonder_begin}},
      Kerncijfer{"examens", "Examenonderdelen naar uitslag", Eenheid::examens, "",
                 codes_of(codes::examenresultaat, {zonder_uitslag, onbekend})},
      Kerncijfer{"beeindigd", "Waardoor de plicht eindigde", Eenheid::personen, "",
                 codes_of(codes::reden_geen_inburgeringsplicht)},
      Kerncijfer{"uren", "Lesuren", Eenheid::uren, "", hour_rubrics()},
      Kerncijfer{"scholen-aanwezigheid", "Aanwezigheid per school", Eenheid::percentage, "", {}},
  };
  return all;
}

std::span<const std::string_view> objecttypes() {
  static constexpr std::array types{schemas::fields<Inburgeringsplichtige>.name,
                                    schemas::fields<Inburgeringsplichthistorie>.name,
                                    schemas::fields<Doelgroephistorie>.name,
                                    schemas::fields<PIP>.name,
                                    schemas::fields<Leerroute>.name,
                                    schemas::fields<Inburgeringstermijn>.name,
                                    schemas::fields<Gebeurtenis>.name,
                                    schemas::fields<Examenonderdeel>.name,
                                    schemas::fields<Aanwezigheid>.name};
  return types;
}

Telling::Telling(std::string gemeentecode, Maand van, Maand tot, schemas::Day vandaag)
    : gemeentecode_(std::move(gemeentecode)), vandaag_(vandaag) {
  for (auto month = van; month <= tot; month += std::chrono::months(1)) maanden_.push_back(month);
  for (const auto& each : kerncijfers()) {
    Rij empty;
    for (const auto rubric : each.rubrieken) empty.emplace(rubric, Cel{});
    rijen_.emplace_back(maanden_.size(), empty);
  }
}

void Telling::tel(const Dossierstand& dossier) {
  const Gegevens known(dossier.objecten);
  Bijdrage made;
  const auto closed = schemas::Day::parse(dossier.gesloten);
  for (const auto month : maanden_) {
    const auto day = std::min(last_day(month), vandaag_);
    if (maand_van(vandaag_) < month || (closed && *closed <= day)) continue;
    standing_at(made, known, month, day);
  }
  happened(made, known, gemeentecode_);
  lessons(made, known);
  for (const auto& [place, row] : made) {
    const auto& [number, month] = place;
    const auto found = std::ranges::lower_bound(maanden_, month);
    if (found == maanden_.end() || *found != month || maand_van(vandaag_) < month) continue;
    auto& sums = rijen_[number][static_cast<std::size_t>(found - maanden_.begin())];
    for (const auto& [rubric, cell] : row) {
      const bool is_new = !kerncijfers()[number].rubrieken.empty() && !sums.contains(rubric);
      auto& sum = sums[is_new ? std::string(onbekend) : rubric];
      sum.waarde += cell.waarde;
      sum.geheel += cell.geheel;
      sum.personen += cell.personen;
      sum.volgers += cell.volgers;
      sum.missers += cell.missers;
    }
  }
}

std::string to_text(Maand maand) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u", static_cast<int>(maand.year()),
                static_cast<unsigned>(maand.month()));
  return text.data();
}

}  // namespace inburgering::mapping::cijfers
