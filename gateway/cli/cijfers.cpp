// `cijfers`: the kerncijfers of gemeenten, from the store beside a running gateway or without one.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/operator/kerncijfers.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

namespace json = boost::json;

constexpr int usual_months = 6;

struct Cijfers {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN; empty = all
  std::string from, until;
  bool json = false;
  bool csv = false;
};

/// The months that were asked for; says what is wrong with them and answers nothing otherwise.
std::optional<operation::Maanden> months_of(const Cijfers& options, schemas::Moment now) {
  auto months = operation::laatste_maanden(now, usual_months);
  const auto last = months.tot;
  for (const auto& [text, name, month] :
       {std::tuple{&options.from, "--van", &months.van}, std::tuple{&options.until, "--tot", &months.tot}}) {
    if (text->empty()) continue;
    const auto given = operation::maand_of(*text);
    if (!given) {
      std::cerr << name << ": een maand staat er als " << mapping::cijfers::to_text(last) << '\n';
      return std::nullopt;
    }
    *month = *given;
  }
  if (options.from.empty() && !options.until.empty())
    months.van = months.tot - std::chrono::months(usual_months - 1);
  if (months.van <= months.tot && months.tot <= last &&
      months.tot - months.van < std::chrono::months(operation::meeste_maanden))
    return months;
  std::cerr << "--van is niet later dan --tot, --tot is niet later dan nu, en samen zijn het hoogstens "
            << operation::meeste_maanden << " maanden\n";
  return std::nullopt;
}

/// A table a kerncijfer: a row for each rubriek, a column for each month.
void print_table(const json::object& told) {
  constexpr std::size_t name_width = 42;
  constexpr std::size_t number_width = 9;
  // Characters, not bytes: "≥" has three.
  const auto right = [number_width](const std::string& text) {
    const auto wide = static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    return std::string(number_width - std::min(number_width, wide), ' ') + text;
  };
  std::cout << "Gemeente " << std::string_view(told.at("gemeente").as_string()) << ' '
            << std::string_view(told.at("naam").as_string()) << '\n';
  for (const auto& each : told.at("kerncijfers").as_array()) {
    std::cout << '\n'
              << padded(std::string(each.at("titel").as_string()) + " (" +
                            std::string(each.at("eenheid").as_string()) + ")",
                        name_width);
    for (const auto& month : told.at("maanden").as_array())
      std::cout << right(std::string(month.as_string()));
    std::cout << '\n';
    for (const auto& row : each.at("rubrieken").as_array()) {
      std::cout << "  " << padded(std::string(row.at("naam").as_string()), name_width - 2);
      for (const auto& value : row.at("waarden").as_array()) {
        std::cout << right(value.is_int64()  ? std::to_string(value.as_int64())
                           : value.is_null() ? "-"
                                             : std::string(value.as_string()));
      }
      std::cout << '\n';
    }
  }
  std::cout
      << "\n<5: er staan minder dan vijf personen achter. ≥5: meer, mee afgeschermd omdat anders een ander "
         "getal eruit volgt. Plichtigen zijn afgerond op vijftallen.\n";
}

int show_figures(const Cijfers& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto months = months_of(options, house.clock.now());
  if (!months) return 2;
  const auto only = options.tenant.empty() ? "" : tenant_named(*house.config, options.tenant);
  if (only.empty() && !options.tenant.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  json::array all;
  bool whole = true;
  if (options.csv) std::cout << operation::kerncijfers_csv_header();
  for (const auto& tenant : house.config->tenants) {
    if (!only.empty() && tenant.oin.digits() != only) continue;
    Progress progress;
    const auto counted = operation::tel_kerncijfers(
        *house.sql, {*house.keys, house.around()}, tenant, *months, [&](std::int64_t done, std::int64_t of) {
          progress.tell(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, of)),
                        tenant.gemeentecode + ": " + std::to_string(done) + " van " +
                            schemas::counted(of, "dossier", "dossiers"));
          return true;
        });
    if (!counted->onleesbaar.empty()) {
      whole = false;
      std::cerr << tenant.gemeentecode << ": NIET VOLLEDIG: van "
                << schemas::counted(counted->onleesbaar.size(), "dossier", "dossiers")
                << " was niet alles te lezen, en dat telt niet mee:\n";
      for (const auto& id : counted->onleesbaar) std::cerr << "  " << id << '\n';
    }
    const auto told = mapping::cijfers::te_tonen(counted->telling);
    if (options.csv) {
      std::cout << operation::kerncijfers_to_csv(*house.config, tenant, told, *months);
      continue;
    }
    auto shown = operation::kerncijfers_to_json(*house.config, tenant, told, *months);
    if (options.json)
      all.emplace_back(std::move(shown));
    else
      print_table(shown);
  }
  if (options.json) std::cout << json::serialize(all) << '\n';
  return whole ? 0 : 1;
}

}  // namespace

void add_cijfers(Commands& program) {
  const auto [command, options] = program.add<Cijfers>(
      "cijfers", "kerncijfers per gemeente en maand, waarin niemand herkenbaar is", show_figures);
  command->add_option("--gemeente", options.tenant, "alleen deze gemeente (code of OIN)");
  command->add_option("--van", options.from, "eerste maand, bijvoorbeeld 2026-01; anders de laatste zes");
  command->add_option("--tot", options.until, "laatste maand");
  auto* json = command->add_flag("--json", options.json, "als JSON");
  command->add_flag("--csv", options.csv, "als CSV, met een rij per getal")->excludes(json);
}

}  // namespace inburgering::gateway::cli
