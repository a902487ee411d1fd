#include "mapping/cijfers/afscherming.h"

#include <algorithm>
#include <iterator>

namespace inburgering::mapping::cijfers {
namespace {

constexpr std::int64_t hundred = 100;

/// Hides of a row what gives a small number away to who knows the total; false when the row cannot be told
/// with that total. What is hidden depends on nothing that is not told: on which numbers are small or zero,
/// and on the sum of what is hidden. So it tells nothing either to who knows this rule. With that sum each
/// small number can still be anything from 1 to 4.
bool hide(const std::vector<Cel>& row, std::vector<Zicht>& how) {
  const auto first = std::ranges::find(how, Zicht::klein);
  if (first == how.end()) return true;
  const auto begin = static_cast<std::size_t>(first - how.begin());
  for (std::size_t step = 1; step < row.size(); ++step) {
    const auto next = (begin + step) % row.size();
    if (how[next] != Zicht::open || row[next].personen == 0) continue;
    how[next] = Zicht::mede;
    std::int64_t hidden = 0;
    for (std::size_t i = 0; i < row.size(); ++i)
      if (how[i] != Zicht::open) hidden += row[i].waarde;
    return hidden >= (kleinste_aantal - 1) * std::ranges::count(how, Zicht::klein) + kleinste_aantal;
  }
  return false;
}

/// Of one part of a whole the other is the rest: who stand behind the rest must not be few either.
bool few_behind_the_rest(const Cel& cell, Eenheid unit) {
  if (unit == Eenheid::percentage) return std::min(cell.volgers, cell.missers) < kleinste_aantal;
  // What is offered less what is followed is what was missed.
  return unit == Eenheid::uren && cell.missers > 0 && cell.missers < kleinste_aantal;
}

Zicht alone(const Cel& cell, Eenheid unit) {
  if (cell.personen == 0) return Zicht::open;
  if (cell.personen < kleinste_aantal) return Zicht::klein;
  return few_behind_the_rest(cell, unit) ? Zicht::mede : Zicht::open;
}

bool adds_up(Eenheid unit) { return unit == Eenheid::personen || unit == Eenheid::examens; }

std::int64_t shown(const Cel& cell, const Kerncijfer& whose) {
  const auto unit = whose.eenheid;
  const auto rounded = [](std::int64_t part, std::int64_t of) { return (part + of / 2) / of; };
  if (unit == Eenheid::uren) return rounded(cell.waarde, hundred);
  if (unit == Eenheid::percentage) return cell.geheel == 0 ? 0 : rounded(cell.waarde * hundred, cell.geheel);
  return whose.stand ? rounded(cell.waarde, stand_op) * stand_op : cell.waarde;
}

}  // namespace

std::vector<std::vector<Zicht>> afscherming(std::span<const std::vector<Cel>> rijen, Eenheid eenheid) {
  std::vector<std::vector<Zicht>> how;
  for (const auto& row : rijen) {
    auto& seen = how.emplace_back();
    for (const auto& cell : row) seen.push_back(alone(cell, eenheid));
  }
  if (!adds_up(eenheid)) return how;
  bool total_may_be_known = true;
  for (std::size_t i = 0; i < rijen.size(); ++i)
    total_may_be_known = hide(rijen[i], how[i]) && total_may_be_known;
  if (total_may_be_known) return how;
  // No row may give the total away: each that is not empty hides all it has.
  for (std::size_t i = 0; i < rijen.size(); ++i)
    for (std::size_t j = 0; j < rijen[i].size(); ++j)
      if (how[i][j] == Zicht::open && rijen[i][j].personen > 0) how[i][j] = Zicht::mede;
  return how;
}

std::vector<Getal> te_tonen(const Telling& telling) {
  const auto all = kerncijfers();
  std::vector<std::vector<Getal>> told(all.size());
  std::vector<bool> hours_hidden(telling.maanden().size());  // they stand before the percentages
  for (std::size_t first = 0; first < all.size();) {
    // Those of one groep stand together.
    auto last = first + 1;
    while (!all[first].groep.empty() && last < all.size() && all[last].groep == all[first].groep) ++last;
    for (std::size_t month = 0; month < telling.maanden().size(); ++month) {
      std::vector<std::vector<std::string>> rubrics;
      std::vector<std::vector<Cel>> rows;
      for (auto i = first; i < last; ++i) {
        const auto& sums = telling.rij(i, month);
        auto& names = rubrics.emplace_back(all[i].rubrieken.begin(), all[i].rubrieken.end());
        if (names.empty())
          for (const auto& [rubric, cell] : sums) names.push_back(rubric);
        auto& row = rows.emplace_back();
        for (const auto& rubric : names) row.push_back(sums.find(rubric)->second);
      }
      auto how = afscherming(rows, all[first].eenheid);
      if (all[first].eenheid == Eenheid::uren)
        hours_hidden[month] = std::ranges::any_of(how.front(), [](auto seen) { return seen != Zicht::open; });
      // A percentage of all hours, less those that are told, leaves those that are not.
      if (all[first].eenheid == Eenheid::percentage && hours_hidden[month])
        std::ranges::replace(how.front(), Zicht::open, Zicht::mede);
      for (auto i = first; i < last; ++i)
        for (std::size_t j = 0; j < rows[i - first].size(); ++j) {
          const auto seen = how[i - first][j];
          auto& made = told[i].emplace_back();
          made.kerncijfer = i;
          made.maand = to_text(telling.maanden()[month]);
          made.rubriek = rubrics[i - first][j];
          if (seen == Zicht::open)
            made.waarde = shown(rows[i - first][j], all[i]);
          else
            made.verborgen = seen == Zicht::klein ? minder_dan_vijf : vijf_of_meer;
        }
    }
    first = last;
  }
  std::vector<Getal> in_order;
  for (auto& each : told) std::ranges::move(each, std::back_inserter(in_order));
  return in_order;
}

}  // namespace inburgering::mapping::cijfers
