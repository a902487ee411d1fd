#include "adapters/duo/melding.h"

#include <algorithm>

#include "adapters/duo/gevolgde_uren.h"
#include "adapters/duo/melding_bodies.h"
#include "adapters/duo/pip.h"
#include "schemas/record/json_record.h"

namespace inburgering::adapters::duo {
namespace formats {

bool is_telefoonnummer(std::string_view text) {
  using schemas::formats::is_digit;
  const auto take = [&](std::string_view start) {
    const bool there = text.starts_with(start);
    if (there) text.remove_prefix(start.size());
    return there;
  };
  if (text.empty() || (text.front() != '+' && !is_digit(text.front()))) return false;
  text.remove_prefix(1);
  int digits = 0;
  while (!text.empty() && text.front() != ',') {
    // At most one separator between two digits: a space, or a dash or (0) with spaces about it.
    take(" ");
    if (take("-") || take("(0)")) take(" ");
    if (text.empty() || !is_digit(text.front())) return false;
    text.remove_prefix(1);
    ++digits;
  }
  if (digits < 2 || digits > 15) return false;
  if (text.empty()) return true;
  text.remove_prefix(1);
  return text.size() >= 2 && text.size() <= 9 && text.front() != '0' && std::ranges::all_of(text, is_digit);
}

}  // namespace formats

namespace {

template <class Body>
schemas::Faults check_body(std::string_view body) {
  auto read = schemas::read_json_text<Body>(body);
  return read ? schemas::Faults() : std::move(read.error());
}

constexpr Operatie all_operaties[] = {
    {"pip", "POST", "/personen/{bsn}/PIP", "1.2.0", 201, "pip", check_body<Pip>},
    {"pip", "DELETE", "/personen/{bsn}/PIP", "1.2.0", 200, "pip", nullptr},
    {"inburgeringsaanbod", "POST", "/personen/{bsn}/Inburgeringsaanbod/{instellingsnummer}", "1.2.0", 201, "",
     check_body<Inburgeringsaanbod>},
    {"inburgeringsaanbod", "DELETE", "/personen/{bsn}/Inburgeringsaanbod/{instellingsnummer}", "1.2.0", 204,
     "", nullptr},
    {"map", "PUT", "/personen/{bsn}/map", "1.0.0", 200, "map", check_body<ResultaatMap>},
    {"pvt", "PUT", "/personen/{bsn}/pvt", "1.0.0", 200, "pvt", check_body<ResultaatPvt>},
    {"zroute", "PUT", "/personen/{bsn}/zroute", "1.0.0", 200, "", check_body<ResultaatZroute>},
    {"uren-taallesknm", "PUT", "/personen/{bsn}/uren/bredeintake/taallesknm", "1.0.0", 200, "uren",
     check_body<Uren>},
    {"uren-participatieactiviteiten", "PUT", "/personen/{bsn}/uren/participatieactiviteiten", "1.0.0", 200,
     "uren", check_body<Uren>},
    {"uren-participatietaalles", "PUT", "/personen/{bsn}/uren/participatietaalles", "1.0.0", 200, "uren",
     check_body<Uren>},
    {"contactpersoon", "POST", "/contactpersonen", "1.0.0", 201, "", check_body<Contactpersoongegevens>},
    {"contactpersoon", "PUT", "/contactpersonen/{id}", "1.0.0", 200, "", check_body<Contactpersoongegevens>},
    {"contactpersoon", "DELETE", "/contactpersonen/{id}", "1.0.0", 200, "", nullptr},
    {"contactpersoon-persoon", "POST", "/contactpersonen/{id}/personen/{bsn}", "1.0.0", 201, "", nullptr},
    {"contactpersoon-persoon", "DELETE", "/contactpersonen/{id}/personen/{bsn}", "1.0.0", 200, "", nullptr},
    {"examennummer", "DELETE", "/personen/{bsn}/lbt/examennummer", "1.2.0", 200, "examennummer", nullptr},
};

void fill_in(std::string& path, std::string_view name, std::string_view value) {
  if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
}

}  // namespace

std::span<const Operatie> operaties() { return all_operaties; }

const Operatie* find_operatie(std::string_view method, std::string_view name) {
  const auto* found = std::ranges::find_if(
      all_operaties, [&](const Operatie& row) { return row.method == method && row.name == name; });
  return found == std::end(all_operaties) ? nullptr : found;
}

transport::Call melding(const Operatie& operatie, std::string_view base_url, const PathValues& values,
                        const MessageHeaders& headers, std::string body, const transport::TlsFiles& tls) {
  transport::Call call;
  call.method = operatie.method;
  call.url = operatie.path;
  if (values.bsn) fill_in(call.url, "{bsn}", values.bsn->digits());
  fill_in(call.url, "{instellingsnummer}", values.instellingsnummer);
  fill_in(call.url, "{id}", std::to_string(values.id));
  call.url.insert(0, base_url);
  call.headers = {{"bron", headers.bron.digits()},
                  {"doel", headers.doel.digits()},
                  {"berichtId", headers.bericht_id},
                  {"Accept", "application/json"}};
  if (operatie.check != nullptr) call.headers.emplace_back("Content-Type", "application/json");
  call.body = std::move(body);
  call.tls = tls;
  call.once = true;
  return call;
}

std::vector<std::string> foutteksten(std::string_view body) {
  constexpr std::size_t most = 20;
  std::vector<std::string> texts;
  const auto json = schemas::parse_json(body);
  if (!json) return texts;
  const auto add = [&](const boost::json::value& each) {
    const auto* object = each.if_object();
    const auto* text = object != nullptr ? object->if_contains("fouttekst") : nullptr;
    if (text != nullptr && text->is_string() && texts.size() < most)
      texts.emplace_back(text->get_string().subview(0, 1000));
  };
  if (const auto* list = json->if_array())
    for (const auto& each : *list) add(each);
  else
    add(*json);
  return texts;
}

schemas::Result<std::int64_t> new_contactpersoon(std::string_view body) {
  const auto read = schemas::read_json_text<Contactpersoon>(body);
  if (!read) return std::unexpected(read.error());
  if (!read->id)
    return schemas::refuse("/id", "verplicht", "DUO noemt geen nummer van de nieuwe contactpersoon");
  return *read->id;
}

}  // namespace inburgering::adapters::duo
