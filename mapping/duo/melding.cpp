#include "mapping/duo/melding.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "adapters/duo/gevolgde_uren.h"
#include "adapters/duo/map_pvt.h"
#include "adapters/duo/melding_bodies.h"
#include "adapters/duo/pip.h"
#include "mapping/duo/uren.h"
#include "mapping/feed_codes.h"
#include "mapping/whole.h"
#include "schemas/record/json_record.h"

namespace inburgering::mapping::duo {
namespace {

namespace wire = adapters::duo;
namespace json = boost::json;
using canonical::Object;
using schemas::Day;
using schemas::Faults;

/// What a report of each kind holds besides whom it is about.
struct Content {
  std::string_view operatie;
  std::string_view api;  ///< whose fields go to DUO
  std::array<std::string_view, 2> objects{};
};
constexpr Content contents[] = {
    {"pip", "PIP", {"PIP", "Leerroute"}},
    {"inburgeringsaanbod", "Inburgeringsaanbod", {"Inburgeringsaanbod"}},
    {"map", "MapPvtZroute", {"MAP"}},
    {"pvt", "MapPvtZroute", {"PVT"}},
    {"zroute", "MapPvtZroute", {"ZRoute"}},
    {"uren-taallesknm", "GevolgdeUren", {"GevolgdeUren"}},
    {"uren-participatieactiviteiten", "GevolgdeUren", {"GevolgdeUren"}},
    {"uren-participatietaalles", "GevolgdeUren", {"GevolgdeUren"}},
    {"contactpersoon", "Contactpersoon", {"Contactpersoon"}},
};

const Content* content_of(const wire::Operatie& operatie) {
  const auto* found = std::ranges::find(contents, operatie.name, &Content::operatie);
  return operatie.check != nullptr && found != std::end(contents) ? found : nullptr;
}

/// Reads the members of a report, one fault for each that is wrong, missing or not meant here.
class Reader {
 public:
  Reader(const json::object& object, Faults& faults) : object_(object), faults_(faults) {}

  std::string text(std::string_view name, bool required, std::size_t longest) {
    const auto* value = take(name, required);
    if (value == nullptr) return {};
    const auto* text = value->if_string();
    if (text == nullptr || text->empty() || text->size() > longest)
      return fault(name, "type", "hier hoort een tekst van 1 tot " + std::to_string(longest) + " tekens"), "";
    return std::string(*text);
  }

  std::optional<std::int64_t> number(std::string_view name, bool required) {
    const auto* value = take(name, required);
    if (value == nullptr) return std::nullopt;
    constexpr std::int64_t most = 99999;
    if (value->is_int64() && value->get_int64() >= 1 && value->get_int64() <= most) return value->get_int64();
    fault(name, "bereik", "hier hoort een getal van 1 tot en met 99999");
    return std::nullopt;
  }

  std::optional<Object> object(std::string_view type, bool required) {
    const auto* value = take(type, required);
    if (value == nullptr) return std::nullopt;
    auto read = canonical::from_json(type, *value);
    if (read) return std::move(*read);
    for (auto& each : read.error()) {
      each.pointer.insert(0, "/" + std::string(type));
      faults_.push_back(std::move(each));
    }
    return std::nullopt;
  }

  void finish() {
    for (const auto& member : object_)
      if (std::ranges::find(taken_, std::string_view(member.key())) == taken_.end())
        fault(member.key(), "onbekend", "dit hoort niet in deze melding");
  }

  void fault(std::string_view name, std::string_view rule, std::string_view message) {
    faults_.push_back({"/" + schemas::pointer_token(name), std::string(rule), std::string(message)});
  }

 private:
  const json::value* take(std::string_view name, bool required) {
    taken_.push_back(name);
    const auto* value = object_.if_contains(name);
    if (value == nullptr && required) fault(name, "verplicht", "dit gegeven ontbreekt en is verplicht");
    return value;
  }

  const json::object& object_;
  Faults& faults_;
  std::vector<std::string_view> taken_;
};

/// It stands in the path of the request: other characters could make that another request.
bool is_instellingsnummer(std::string_view text) {
  constexpr std::size_t length = 10;
  return text.size() == length && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
         });
}
constexpr auto wrong_instellingsnummer = "een instellingsnummer heeft tien cijfers of letters";

bool has(const wire::Operatie& operatie, std::string_view part) {
  return operatie.path.find(part) != std::string_view::npos;
}

template <class T>
std::optional<T> told(const Stated<T>& value) {
  return value.has_value() ? std::optional(value.value()) : std::nullopt;
}

std::optional<std::string> ja_nee(const Stated<bool>& value) {
  if (!value.has_value()) return std::nullopt;
  return value.value() ? "Ja" : "Nee";
}

/// A code for DUO, out of those that it takes here.
template <class Code>
std::optional<std::string> code_for_duo(const Stated<Code>& code, std::span<const std::string_view> takes,
                                        std::string_view pointer, Faults& faults) {
  if (!code.has_value()) return std::nullopt;
  const auto text = code.value().text();
  if (std::ranges::find(takes, text) != takes.end()) return std::string(text);
  std::string list;
  for (const auto each : takes) list += (list.empty() ? "" : ", ") + std::string(each);
  faults.push_back({std::string(pointer), "codelijst", "DUO neemt hier alleen: " + list});
  return std::nullopt;
}
constexpr std::string_view niveaus[] = {"A2", "B1"};
constexpr std::string_view alfabetiseringen[] = {"A", "AA", "NVT"};

wire::Pip pip_body(const Melding& melding, Faults& faults) {
  wire::Pip body;
  const auto* pip = melding.find<canonical::PIP>();
  const auto* leerroute = melding.find<canonical::Leerroute>();
  if (pip->gemeentecode != melding.gemeente)
    faults.push_back({"/PIP/gemeentecode", "gemeente", "een gemeente meldt alleen haar eigen PIP"});
  if (leerroute->gemeentecode != pip->gemeentecode || leerroute->dagtekening_pip != pip->dagtekening)
    faults.push_back(
        {"/Leerroute", "verwijzing", "gemeentecode en dagtekeningPip moeten die van het PIP zijn"});
  body.dagtekening_pip = pip->dagtekening;
  const auto* row = leerroute->leerroute.has_value()
                        ? std::ranges::find(leerroutes, leerroute->leerroute.value().text(), &FeedCode::ours)
                        : std::end(leerroutes);
  if (row == std::end(leerroutes))
    faults.push_back({"/Leerroute/leerroute", "verplicht", "noem B1-route, Onderwijsroute of Z-route"});
  else
    body.leerroute = row->theirs;
  body.niveau = code_for_duo(leerroute->niveau, niveaus, "/Leerroute/niveau", faults);
  if (leerroute->geschatte_intensiteit_b1_route.has_value())
    body.geschatte_intensiteit_b1_route = leerroute->geschatte_intensiteit_b1_route.value().count();
  body.indicator_mag_opleiding_afmaken = told(pip->mag_opleiding_afmaken);
  body.indicator_alfabetiseringsonderwijs =
      code_for_duo(leerroute->alfabetisering, alfabetiseringen, "/Leerroute/alfabetisering", faults);
  return body;
}

wire::Inburgeringsaanbod aanbod_body(const canonical::Inburgeringsaanbod& aanbod, Faults& faults) {
  const auto alfabetisering =
      code_for_duo(aanbod.alfabetisering, alfabetiseringen, "/Inburgeringsaanbod/alfabetisering", faults);
  if (!alfabetisering && faults.empty())
    faults.push_back({"/Inburgeringsaanbod/alfabetisering", "verplicht", "noem A, AA of NVT"});
  return {told(aanbod.datum_inburgeringsaanbod), told(aanbod.verwachte_startdatum_opleiding),
          told(aanbod.verwachte_einddatum_opleiding), alfabetisering.value_or("")};
}

/// The total of one kind of hours, as GevolgdeUren names it and as DUO's question tells it back.
const Urensoort* urensoort_of(const Melding& melding) {
  const auto* found = std::ranges::find(urensoorten, melding.operatie->name, &Urensoort::operatie);
  return found == std::end(urensoorten) ? nullptr : found;
}

wire::Uren uren_body(const Melding& melding, const Urensoort& soort, Faults& faults) {
  const auto& uren = melding.find<canonical::GevolgdeUren>()->*soort.bij_duo;
  if (!uren.has_value())
    faults.push_back({"/GevolgdeUren/" + std::string(soort.field), "verplicht", "noem het aantal uren"});
  return {uren.has_value() ? uren.value() : schemas::Hours()};
}

wire::Contactpersoongegevens contactpersoon_body(const canonical::Contactpersoon& persoon, Faults& faults) {
  const auto need = [&](const Stated<std::string>& value, std::string_view name) {
    if (!value.has_value())
      faults.push_back({"/Contactpersoon/" + std::string(name), "verplicht", "DUO vraagt dit gegeven"});
    return value.has_value() ? value.value() : std::string();
  };
  return {need(persoon.naam, "naam"), need(persoon.email, "email"),
          need(persoon.telefoonnummer, "telefoonnummer")};
}

json::value body_of(const Melding& melding, Faults& faults) {
  if (const auto* soort = urensoort_of(melding))
    return schemas::write_json(uren_body(melding, *soort, faults));
  if (melding.find<canonical::PIP>() != nullptr) return schemas::write_json(pip_body(melding, faults));
  if (const auto* aanbod = melding.find<canonical::Inburgeringsaanbod>())
    return schemas::write_json(aanbod_body(*aanbod, faults));
  if (const auto* map = melding.find<canonical::MAP>())
    return schemas::write_json(wire::ResultaatMap{told(map->datum_eindgesprek), ja_nee(map->verwijtbaar)});
  if (const auto* pvt = melding.find<canonical::PVT>())
    return schemas::write_json(
        wire::ResultaatPvt{told(pvt->datum_ondertekening), ja_nee(pvt->verwijtbaar_niet_voldaan)});
  if (const auto* route = melding.find<canonical::ZRoute>())
    return schemas::write_json(wire::ResultaatZroute{told(route->datum_afronding)});
  return schemas::write_json(contactpersoon_body(*melding.find<canonical::Contactpersoon>(), faults));
}

/// Objects as they hold at DUO: what a report that replaces everything left out has no value.
Object as_whole(Object object) {
  if (auto* map = std::get_if<canonical::MAP>(&object)) {
    map->datum_eindgesprek = whole(told(map->datum_eindgesprek));
    map->verwijtbaar = whole(told(map->verwijtbaar));
  } else if (auto* pvt = std::get_if<canonical::PVT>(&object)) {
    pvt->datum_ondertekening = whole(told(pvt->datum_ondertekening));
    pvt->verwijtbaar_niet_voldaan = whole(told(pvt->verwijtbaar_niet_voldaan));
  } else if (auto* route = std::get_if<canonical::ZRoute>(&object)) {
    route->datum_afronding = whole(told(route->datum_afronding));
  } else if (auto* pip = std::get_if<canonical::PIP>(&object)) {
    pip->mag_opleiding_afmaken = whole(told(pip->mag_opleiding_afmaken));
  } else if (auto* leerroute = std::get_if<canonical::Leerroute>(&object)) {
    leerroute->niveau = whole(told(leerroute->niveau));
    leerroute->geschatte_intensiteit_b1_route = whole(told(leerroute->geschatte_intensiteit_b1_route));
    leerroute->alfabetisering = whole(told(leerroute->alfabetisering));
  }
  return object;
}

/// Whether each member that was sent and that the answer can tell stands in it so.
bool holds(const json::object& answer, const json::object& sent, std::span<const std::string_view> tells) {
  return std::ranges::all_of(tells, [&](std::string_view name) {
    const auto* mine = sent.if_contains(name);
    const auto* theirs = answer.if_contains(name);
    return mine == nullptr || (theirs != nullptr && *mine == *theirs);
  });
}

Navraag look_back_uren(const Melding& melding, const Urensoort& soort, const json::value& answer) {
  const auto sent = (melding.find<canonical::GevolgdeUren>()->*soort.bij_duo).value().count();
  const auto* list = answer.if_array();
  if (list == nullptr) return Navraag::unclear;
  for (const auto& each : *list) {
    const auto* gemeente = each.if_object();
    const auto* code = gemeente != nullptr ? gemeente->if_contains("gemeentecode") : nullptr;
    if (code == nullptr || !code->is_string() || code->get_string() != melding.gemeente) continue;
    const auto* total = gemeente->if_contains(soort.answer);
    const auto* hours =
        total != nullptr && total->is_object() ? total->get_object().if_contains("uren") : nullptr;
    return hours != nullptr && hours->is_int64() && hours->get_int64() == sent ? Navraag::done
                                                                               : Navraag::not_done;
  }
  return Navraag::not_done;
}

/// DUO shows the PIP that holds. After a lost DELETE that may be an older one, which must not be deleted too.
Navraag look_back_deleted_pip(const json::value& answer, std::span<const Object> known) {
  const auto now = schemas::read_json<wire::PipVanGemeente>(answer);
  const canonical::PIP* before = nullptr;
  for (const auto& object : known)
    if (const auto* pip = std::get_if<canonical::PIP>(&object)) before = pip;
  if (!now || before == nullptr) return Navraag::unclear;
  const bool same =
      now->gemeentecode == before->gemeentecode && now->pip.dagtekening_pip == before->dagtekening;
  return same ? Navraag::not_done : Navraag::done;
}

/// Whether the dossier already had the day that this MAP or PVT states.
bool had_date(const Melding& melding, std::span<const Object> known) {
  return std::ranges::any_of(known, [&](const Object& object) {
    if (const auto* map = std::get_if<canonical::MAP>(&object))
      if (const auto* said = melding.find<canonical::MAP>())
        return map->datum_eindgesprek == said->datum_eindgesprek;
    if (const auto* pvt = std::get_if<canonical::PVT>(&object))
      if (const auto* said = melding.find<canonical::PVT>())
        return pvt->datum_ondertekening == said->datum_ondertekening;
    return false;
  });
}

}  // namespace

bool Melding::about_person() const { return has(*operatie, "{bsn}"); }

schemas::Result<Melding> read_melding(const wire::Operatie& operatie, const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return schemas::refuse("", "type", "een melding is een JSON-object");
  Faults faults;
  Reader reader(*object, faults);
  Melding melding;
  melding.operatie = &operatie;
  constexpr std::size_t code = 4;
  constexpr std::size_t reference = 200;
  melding.gemeente = reader.text("gemeente", true, code);
  melding.kenmerk = reader.text("kenmerk", false, reference);
  if (melding.about_person()) {
    const bool named = object->contains("dossier");
    if (auto bsn = reader.text("bsn", !named, reference); !bsn.empty()) {
      if (auto parsed = schemas::Bsn::parse(bsn, "/bsn"))
        melding.bsn = *parsed;
      else
        faults.push_back(parsed.error());
    }
    melding.dossier = reader.text("dossier", false, reference);
    if (named && object->contains("bsn"))
      reader.fault("dossier", "keuze", "noem bsn of dossier, niet allebei");
  }
  const auto* content = content_of(operatie);
  if (content == nullptr && has(operatie, "{instellingsnummer}")) {
    melding.instellingsnummer = reader.text("instellingsnummer", true, reference);
    if (!melding.instellingsnummer.empty() && !is_instellingsnummer(melding.instellingsnummer))
      reader.fault("instellingsnummer", "patroon", wrong_instellingsnummer);
  }
  if (content == nullptr && has(operatie, "{id}"))
    melding.contactpersoon = reader.number("contactpersoonId", true);
  if (content != nullptr)
    for (const auto type : content->objects)
      if (!type.empty())
        if (auto read = reader.object(type, true)) melding.objects.push_back(std::move(*read));
  reader.finish();
  if (const auto* aanbod = melding.find<canonical::Inburgeringsaanbod>()) {
    melding.instellingsnummer = aanbod->instellingsnummer;
    if (!is_instellingsnummer(melding.instellingsnummer))
      faults.push_back({"/Inburgeringsaanbod/instellingsnummer", "patroon", wrong_instellingsnummer});
  }
  if (const auto* persoon = melding.find<canonical::Contactpersoon>()) {
    melding.contactpersoon = persoon->contactpersoon_id;
    if (has(operatie, "{id}") != melding.contactpersoon.has_value())
      faults.push_back(
          {"/Contactpersoon/contactpersoonId", "contactpersoon",
           "DUO geeft een nieuwe contactpersoon een nummer; bij een wijziging is het verplicht"});
  }
  if (faults.empty())
    if (const auto body = wire_body(melding); !body) faults = body.error();
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return melding;
}

schemas::Result<std::string> wire_body(const Melding& melding) {
  if (melding.operatie->check == nullptr) return std::string();
  Faults faults;
  const auto body = body_of(melding, faults);
  auto text = json::serialize(body);
  if (faults.empty()) {
    faults = melding.operatie->check(text);
    // DUO's own names for what is wrong; the report spells them otherwise, so say whose they are.
    for (auto& fault : faults) fault.message += " (veld van DUO)";
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return text;
}

std::vector<std::string> not_told(const Melding& melding) {
  std::vector<std::string> names;
  const auto* content = content_of(*melding.operatie);
  if (content == nullptr) return names;
  const auto mark = "duo:" + std::string(content->api) + "/";
  const auto* hours = urensoort_of(melding);
  for (const auto& object : melding.objects) {
    const auto stated = canonical::stated_fields(object);
    const std::string type(canonical::objecttype(object));
    std::visit(
        [&]<class T>(const T&) {
          schemas::for_each_field<T>([&](const auto& field) {
            const bool goes =
                field.is_key || (hours != nullptr ? field.name == hours->field
                                                  : field.source.find(mark) != std::string_view::npos);
            if (!goes && std::ranges::find(stated, field.name) != stated.end())
              names.push_back(type + "." + std::string(field.name));
          });
        },
        object);
  }
  return names;
}

Translation effect(const Melding& melding, const Subject& subject, std::string_view bericht_id) {
  Translation translation{subject, {"duo", std::string(bericht_id), std::nullopt}, {}, {}};
  translation.rule = rule("duo", "melding");
  const auto& operatie = *melding.operatie;
  const bool ends = operatie.method == "DELETE";
  const auto change = [&](Object object) {
    translation.changes.push_back({ends ? Actie::beeindigd : Actie::vastgelegd, std::move(object)});
  };
  for (const auto& object : melding.objects) change(as_whole(object));
  if (operatie.name == "pip") translation.complete = {"PIP", "Leerroute"};
  if (operatie.name == "examennummer") translation.complete = {"AanmeldingLeerbaarheidstoets"};
  if (operatie.name == "inburgeringsaanbod" && ends) {
    canonical::Inburgeringsaanbod aanbod;
    aanbod.instellingsnummer = melding.instellingsnummer;
    change(std::move(aanbod));
  }
  if (operatie.check == nullptr && melding.contactpersoon) {
    canonical::Contactpersoon persoon;
    persoon.contactpersoon_id = melding.contactpersoon;
    change(std::move(persoon));
    // A person has one contact at a time: linking puts the new one in the place of the old.
    if (operatie.name == "contactpersoon-persoon" && !ends) translation.complete = {"Contactpersoon"};
  }
  return translation;
}

Navraag look_back(const Melding& melding, int http_status, std::string_view answer,
                  std::span<const Object> known) {
  const bool ends = melding.operatie->method == "DELETE";
  const auto sent = wire_body(melding);
  const bool withdraws = sent && *sent == "{}";
  if (http_status == 404) return ends || withdraws ? Navraag::done : Navraag::not_done;
  if (http_status != 200) return Navraag::unclear;
  const auto told_back = schemas::parse_json(answer);
  if (!told_back) return Navraag::unclear;
  if (ends && melding.operatie->name == "pip") return look_back_deleted_pip(*told_back, known);
  if (ends || withdraws) return Navraag::not_done;
  if (const auto* soort = urensoort_of(melding)) return look_back_uren(melding, *soort, *told_back);
  const auto mine = sent ? schemas::parse_json(*sent) : std::unexpected(Faults());
  const auto* object = told_back->if_object();
  if (!mine || object == nullptr) return Navraag::unclear;
  if (melding.operatie->name == "pip") {
    constexpr std::string_view tells[] = {"dagtekeningPip",
                                          "leerroute",
                                          "niveau",
                                          "geschatteIntensiteitB1Route",
                                          "indicatorMagOpleidingAfmaken",
                                          "indicatorAlfabetiseringsonderwijs"};
    const auto* code = object->if_contains("gemeentecode");
    const auto* pip = object->if_contains("pip");
    const bool ours = code != nullptr && code->is_string() && code->get_string() == melding.gemeente &&
                      pip != nullptr && pip->is_object();
    return ours && holds(pip->get_object(), mine->as_object(), tells) ? Navraag::done : Navraag::not_done;
  }
  constexpr std::string_view tells[] = {"datumEindgesprekMap", "datumOndertekeningPvt"};
  // DUO does not tell `verwijtbaar` back: with a date that it already had, its answer proves nothing.
  if (mine->as_object().contains("verwijtbaar") && had_date(melding, known)) return Navraag::unclear;
  return holds(*object, mine->as_object(), tells) ? Navraag::done : Navraag::not_done;
}

}  // namespace inburgering::mapping::duo
