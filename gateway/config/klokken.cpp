#include "gateway/config/klokken.h"

#include <algorithm>

#include "mapping/canonical/codes.h"
#include "mapping/klokken/nagaan.h"
#include "mapping/klokken/reken.h"

namespace inburgering::gateway::config {
namespace {

namespace klokken = mapping::klokken;
namespace codes = mapping::canonical::codes;
using klokken::Aanwijzing;
using klokken::Duur;
using klokken::Klokdefinitie;

constexpr std::size_t most_klokken = 50;   ///< clocks of one gemeente
constexpr std::size_t most_warnings = 12;  ///< before, and as many after
constexpr std::size_t longest_name = 40;

std::optional<bool> yes_or_no(Reader& reader, std::string_view key) {
  std::string text;
  reader.optional(key, text);
  if (text.empty()) return std::nullopt;
  if (text != "ja" && text != "nee") reader.fault(key, "codelijst", "kies uit ja en nee");
  return text == "ja";
}

std::optional<Duur> read_duur(Reader& reader, std::string_view key) {
  std::string text;
  reader.optional(key, text);
  if (text.empty()) return std::nullopt;
  const auto duur = Duur::parse(text);
  if (!duur) return reader.fault(key, "duur", duur.error()), std::nullopt;
  return *duur;
}

void read_duren(Reader& reader, std::string_view key, std::vector<Duur>& into) {
  if (!reader.has(key)) return;
  into.clear();
  for (const auto& text : reader.texts(key)) {
    if (const auto duur = Duur::parse(text))
      into.push_back(*duur);
    else
      reader.fault(key, "duur", duur.error());
  }
  if (into.size() > most_warnings)
    reader.fault(key, "aantal", "hoogstens " + std::to_string(most_warnings) + " waarschuwingen");
}

void read_codes(Reader& reader, std::string_view key, const schemas::CodeList& list,
                std::vector<std::string>& into) {
  into = reader.texts(key);
  for (const auto& code : into)
    if (list.find(code) == nullptr)
      reader.fault(
          key, "codelijst",
          "code " + code + " is niet bekend; zie " + std::string(list.name) + " in docs/canonical-model.md");
}

/// What both kinds have: when it warns.
void read_when(Reader& reader, Klokdefinitie& klok) {
  read_duren(reader, "waarschuw_voor", klok.ervoor);
  if (const auto op = yes_or_no(reader, "waarschuw_op")) klok.op_de_dag = *op;
  read_duren(reader, "waarschuw_na", klok.erna);
  if (const auto begin = yes_or_no(reader, "meld_begin")) klok.bij_begin = *begin;
}

std::string text_of(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  return value.is_int64() ? std::to_string(value.get_int64()) : std::string();
}

/// {objecttype, veld, waarbij: {veld: waarde, veld: [waarde, waarde]}}
Aanwijzing read_aanwijzing(Reader& reader) {
  Aanwijzing read{.objecttype = reader.text("objecttype"), .veld = reader.text("veld", false)};
  auto waarbij = reader.section("waarbij");
  for (const auto& [naam, value] : waarbij.json()) {
    Aanwijzing::Veld veld{std::string(naam), {}};
    if (value.is_array())
      for (const auto& each : value.get_array()) veld.waarden.push_back(text_of(each));
    else
      veld.waarden.push_back(text_of(value));
    read.waarbij.push_back(std::move(veld));
  }
  if (!read.objecttype.empty())
    if (const auto fault = klokken::fout(read)) reader.fault("objecttype", "model", *fault);
  return read;
}

void change(Reader& reader, Klokdefinitie& klok) {
  if (auto duur = read_duur(reader, "duur")) {
    // Which of two is longer, on any day.
    const auto some_day = klokken::inwerkingtreding();
    if (!klok.duur)
      reader.fault("duur", "klok",
                   "van klok " + klok.naam + " zegt de bron wanneer zij afloopt; laat duur weg");
    else if (klok.hoogstens && klokken::na(some_day, *duur) > klokken::na(some_day, *klok.hoogstens))
      reader.fault("duur", "bereik", "de wet geeft hoogstens " + klok.hoogstens->text());
    else
      klok.duur = duur;
  }
  read_when(reader, klok);
}

Klokdefinitie read_own(Reader& reader, std::string naam) {
  Klokdefinitie klok{.naam = std::move(naam), .titel = reader.text("titel")};
  auto begint = reader.section("begint");
  klok.van = read_aanwijzing(begint);
  if (klok.van.veld.empty())
    begint.fault("veld", "verplicht", "noem het veld met de dag waarop de klok begint");
  begint.finish();
  klok.duur = read_duur(reader, "duur");
  if (!klok.duur && !reader.has("duur"))
    reader.fault("duur", "verplicht", "zeg hoe lang de klok loopt, zoals \"6 weken\"");
  reader.each("stopt", [&](Reader& item) {
    auto stop = read_aanwijzing(item);
    // What was there before the clock began does not stop it.
    if (!stop.veld.empty()) stop.sinds = Aanwijzing::Sinds::begin;
    klok.stopt.push_back(std::move(stop));
  });
  read_codes(reader, "doelgroep", codes::doelgroep, klok.doelgroep);
  read_codes(reader, "leerroute", codes::leerroute, klok.leerroute);
  if (const auto only = yes_or_no(reader, "alleen_plichtig")) klok.alleen_plichtig = *only;
  reader.optional("grondslag", klok.grondslag);
  read_when(reader, klok);
  return klok;
}

bool is_klok_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

Klokken read_klokken(Reader& tenant) {
  Klokken read;
  std::set<std::string> named;
  tenant.each("klokken", [&](Reader& item) {
    auto naam = item.text("klok");
    if (!naam.empty() && !is_klok_name(naam))
      item.fault("klok", "naam", "een naam bestaat uit hoogstens 40 kleine letters, cijfers en streepjes");
    if (!naam.empty() && !named.insert(naam).second) item.fault("klok", "dubbel", "deze klok staat er al");
    const auto on = yes_or_no(item, "aan").value_or(true);
    const auto known = std::ranges::find(read.lijst, naam, &Klokdefinitie::naam);
    if (known == read.lijst.end()) {
      if (auto own = read_own(item, naam); on) read.lijst.push_back(std::move(own));
    } else if (change(item, *known); !on) {
      read.lijst.erase(known);
    }
  });
  if (read.lijst.size() > most_klokken)
    tenant.fault("klokken", "aantal", "hoogstens " + std::to_string(most_klokken) + " klokken per gemeente");
  read.types = klokken::types(read.lijst);
  return read;
}

}  // namespace inburgering::gateway::config
