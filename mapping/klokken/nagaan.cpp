#include "mapping/klokken/nagaan.h"

#include <algorithm>

#include "mapping/document/walk.h"

namespace inburgering::mapping::klokken {
namespace {

/// What a field is, as far as a clock cares.
struct Kenmerk {
  bool day = false;
  const schemas::CodeList* codes = nullptr;
};

template <class T>
std::optional<Kenmerk> field_of(std::string_view name) {
  std::optional<Kenmerk> found;
  schemas::for_each_field<T>([&]<class Field>(const Field& field) {
    if (field.name != name) return;
    using Value = document::ValueOf<Field>;
    found = Kenmerk{std::is_same_v<Value, schemas::Day> || std::is_same_v<Value, schemas::Moment>};
    if constexpr (schemas::is_code<Value>)
      found->codes = &document::list_of(static_cast<const Value*>(nullptr));
  });
  return found;
}

template <class T>
std::optional<std::string> fault_in(const Aanwijzing& aanwijzing) {
  const auto unknown = [&](const std::string& veld) {
    return "objecttype " + aanwijzing.objecttype + " heeft geen veld " + veld +
           "; zie docs/canonical-model.md";
  };
  if (!aanwijzing.veld.empty()) {
    const auto veld = field_of<T>(aanwijzing.veld);
    if (!veld) return unknown(aanwijzing.veld);
    if (!veld->day)
      return "veld " + aanwijzing.veld + " van " + aanwijzing.objecttype + " is geen dag of moment";
  }
  for (const auto& [naam, waarden] : aanwijzing.waarbij) {
    const auto veld = field_of<T>(naam);
    if (!veld) return unknown(naam);
    for (const auto& waarde : waarden)
      if (veld->codes != nullptr && veld->codes->find(waarde) == nullptr)
        return "veld " + naam + " van " + aanwijzing.objecttype + " kent de code " + waarde + " niet";
  }
  return std::nullopt;
}

void add(std::string& line, std::string_view text) { line += std::string(text) + "|"; }
void add(std::string& line, bool value) { add(line, std::string_view(value ? "ja" : "nee")); }
void add(std::string& line, const Duur& duur) { add(line, std::string_view(duur.text())); }
void add(std::string& line, const Aanwijzing::Veld& veld) {
  add(line, std::string_view(veld.naam));
  for (const auto& waarde : veld.waarden) add(line, std::string_view(waarde));
}

template <class T>
void add(std::string& line, const std::optional<T>& value) {
  if (value) add(line, *value);
  add(line, std::string_view());
}

void add(std::string& line, const Aanwijzing& aanwijzing);

template <class T>
void add_all(std::string& line, const std::vector<T>& list) {
  for (const auto& each : list) {
    if constexpr (std::is_same_v<T, std::string>)
      add(line, std::string_view(each));
    else
      add(line, each);
  }
  add(line, std::string_view());
}

void add(std::string& line, const Aanwijzing& aanwijzing) {
  add(line, std::string_view(aanwijzing.objecttype));
  add(line, std::string_view(aanwijzing.veld));
  add_all(line, aanwijzing.waarbij);
  add(line, std::string_view(std::to_string(static_cast<int>(aanwijzing.sinds))));
}

}  // namespace

std::optional<std::string> fout(const Aanwijzing& aanwijzing) {
  std::optional<std::string> fault =
      "objecttype " + aanwijzing.objecttype + " is niet bekend; zie docs/canonical-model.md";
  canonical::for_each_objecttype([&]<class T>() {
    if (schemas::fields<T>.name == aanwijzing.objecttype) fault = fault_in<T>(aanwijzing);
  });
  return fault;
}

std::string omschreven(const Klokdefinitie& klok) {
  std::string line;
  add(line, std::string_view(klok.naam));
  add(line, std::string_view(klok.titel));
  add(line, std::string_view(std::to_string(static_cast<int>(klok.begin))));
  add(line, klok.van);
  add(line, std::string_view(klok.tot));
  add(line, klok.duur);
  add_all(line, klok.stopt);
  add(line, klok.alleen_plichtig);
  add_all(line, klok.doelgroep);
  add_all(line, klok.leerroute);
  add(line, klok.bij_begin);
  add_all(line, klok.ervoor);
  add(line, klok.op_de_dag);
  add_all(line, klok.erna);
  add(line, klok.vervalt);
  add(line, std::string_view(klok.grondslag));
  return line;
}

}  // namespace inburgering::mapping::klokken
