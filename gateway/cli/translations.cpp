#include "gateway/cli/translations.h"

#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "adapters/brp/herkennen.h"
#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/volgen.h"
#include "adapters/brp/vraag.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"
#include "gateway/cli/asked_after.h"
#include "gateway/http/sleutel.h"
#include "gateway/log/words.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"
#include "mapping/gemeente/registratie.h"
#include "mapping/taalschool/push.h"
#include "schemas/record/json_record.h"
#include "schemas/shipped.h"
#include "schemas/value/text.h"
#include "schemas/value/v_nummer.h"

namespace inburgering::gateway::cli {
namespace {

using mapping::Translation;
using schemas::Result;

/// The OIN that stands for "some taalschool": translate knows no connection, so no certificate.
constexpr std::string_view nobody = "00000000000000000000";

Result<std::optional<schemas::Bsn>> asked_about(const MessageKind& kind) {
  if (kind.bsn.empty()) return std::nullopt;
  auto bsn = schemas::Bsn::parse(kind.bsn, "--bsn");
  if (!bsn) return std::unexpected(schemas::Faults{bsn.error()});
  return *bsn;
}

Result<Told> of_notification(std::string_view text) {
  const auto notificatie = adapters::duo::parse_notificatie(text);
  if (!notificatie) return std::unexpected(notificatie.error());
  Told told{mapping::duo::translate(*notificatie, "")};
  told.follows =
      asked_of_duo(adapters::duo::vragen_na(adapters::duo::gebeurtenis(notificatie->gebeurtenis_id)),
                   told.translation.subject);
  return told;
}

Result<Told> of_duo(const MessageKind& kind, std::string_view text) {
  if (kind.resource == "notificatie") return of_notification(text);
  const auto asked = asked_about(kind);
  if (!asked) return std::unexpected(asked.error());
  auto translation = mapping::duo::translate_answer(kind.resource, text, {*asked, {}}, "");
  if (!translation) return std::unexpected(std::move(translation.error()));
  Told told{std::move(*translation)};
  const auto* resource = adapters::duo::find_resource(kind.resource);
  if (!*asked && resource != nullptr && resource->about_person)
    told.follows = {
        "dit antwoord noemt niet over wie het gaat: geef dat met --bsn, dan staat die persoon bij elke "
        "wijziging"};
  return told;
}

// What a gemeente registers

/// Of whom it is, as far as it says; a dossier is known to the gateway alone.
Result<mapping::Subject> registered_of(const boost::json::object& body) {
  mapping::Subject subject;
  if (const auto* bsn = body.if_contains("bsn")) {
    auto read = schemas::Bsn::parse(bsn->is_string() ? std::string_view(bsn->get_string()) : "", "/bsn");
    if (!read) return std::unexpected(schemas::Faults{read.error()});
    subject.bsn = *read;
  }
  if (const auto* number = body.if_contains("vNummer")) {
    const auto read = schemas::read_v_nummer(*number, "/vNummer");
    if (!read) return std::unexpected(schemas::Faults{read.error()});
    subject.v_nummer = *read;
  }
  return subject;
}

/// The body that the API takes, of which --resource names what the address does; or what the log keeps of it,
/// in which that stands.
Result<Told> of_gemeente(const MessageKind& kind, std::string_view text) {
  auto json = schemas::parse_json(text);
  if (!json) return std::unexpected(json.error());
  auto* body = json->if_object();
  if (body == nullptr) return schemas::refuse("", "type", "hier hoort een JSON-object");
  if (!kind.resource.empty()) {
    const auto slash = kind.resource.find('/');
    if (slash == std::string::npos)
      return schemas::refuse(
          "--resource", "adres",
          "noem objecttype en sleutel zoals in het adres, bijvoorbeeld ICTVaardigheid/enig");
    const auto sleutel = http::read_sleutel(std::string_view(kind.resource).substr(slash + 1));
    if (!sleutel) return std::unexpected(sleutel.error());
    (*body)["objecttype"] = kind.resource.substr(0, slash);
    (*body)["sleutel"] = *sleutel;
  } else if (!body->contains("objecttype")) {
    return schemas::refuse("--resource", "verplicht",
                           "noem objecttype en sleutel zoals in het adres, bijvoorbeeld ICTVaardigheid/enig");
  }
  const auto* type = body->at("objecttype").if_string();
  if (type == nullptr || !mapping::gemeente::registers(*type))
    return schemas::refuse("/objecttype", "bron",
                           "dit objecttype registreert een gemeente niet; docs/canonical-model.md zegt wie "
                           "het levert");
  auto subject = registered_of(*body);
  if (!subject) return std::unexpected(std::move(subject.error()));
  auto read = mapping::gemeente::reread(boost::json::serialize(*json));
  if (!read) return std::unexpected(std::move(read.error()));
  read->subject = std::move(*subject);
  Told told{std::move(*read)};
  if (!told.translation.subject.bsn && !told.translation.subject.v_nummer)
    told.follows = {"over wie dit gaat weet alleen de gateway: de registratie noemt het dossier"};
  return told;
}

Result<Told> of_taalschool(const MessageKind& kind, std::string_view text) {
  auto push = mapping::taalschool::translate_push_text(kind.resource, text, nobody);
  if (!push) return std::unexpected(push.error());
  return Told{std::move(push->translation)};
}

// The BRP, in StUF

Result<Told> of_kennisgeving(const schemas::xml::Grammar& grammar, std::string_view text) {
  const auto kennisgeving = adapters::brp::parse_kennisgeving(grammar, text);
  if (!kennisgeving) return std::unexpected(kennisgeving.error().faults);
  auto translation = mapping::brp::translate(*kennisgeving);
  if (!translation) return std::unexpected(std::move(translation.error()));
  Told told{std::move(*translation)};
  told.follows = asked_after_brp(told.translation);
  return told;
}

Told about_nobody(std::string place) {
  Told told;
  told.translation.remarks = {{std::move(place), "onbekend", "de BRP kent deze persoon niet"}};
  return told;
}

/// A fault of the other side. Its own words are repeated where they cannot name a person by number.
Result<Told> refused_by_brp(const adapters::brp::StufFault& fault, std::string_view text) {
  std::string message = "de BRP antwoordde met een fout";
  const auto words = adapters::brp::fouttekst(text);
  if (words.empty())
    message += ", zonder te zeggen welke";
  else if (schemas::may_hold_bsn(words))
    message += "; haar tekst is weggelaten: er kan een bsn in staan";
  else
    message += ": " + schemas::shown(words);
  return schemas::refuse("/Fault", fault.code.empty() ? "zonder code" : fault.code, message);
}

/// What came back on a question: the person, or a fault of the other side.
Result<Told> of_stuf_answer(const schemas::xml::Grammar& grammar, const MessageKind& kind,
                            std::string_view text) {
  const auto asked = asked_about(kind);
  if (!asked) return std::unexpected(asked.error());
  const auto read = adapters::brp::read_beantwoord(grammar, text, "text/xml", *asked);
  if (!read) return std::unexpected(read.error());
  if (read->fout) return refused_by_brp(*read->fout, text);
  if (!read->persoon) return about_nobody("/npsLa01/antwoord");
  auto translation = mapping::brp::translate(*read->persoon, {}, {std::string(log::feed::brp), {}, {}});
  if (!translation) return std::unexpected(std::move(translation.error()));
  for (auto& remark : adapters::brp::remarks_on(read->coulances, "/npsLa01"))
    translation->remarks.push_back(std::move(remark));
  Told told{std::move(*translation)};
  told.follows = asked_after_brp(told.translation);
  return told;
}

Result<Told> of_stuf_message(const schemas::xml::Grammar& grammar, const MessageKind& kind,
                             std::string_view text) {
  if (adapters::brp::is_beantwoord(text)) return of_stuf_answer(grammar, kind, text);
  const auto other = adapters::brp::herken(text);
  if (!other) return of_kennisgeving(grammar, text);
  const auto what = other->naam + " is " + other->uitleg;
  if (!other->goed) return schemas::refuse("/" + other->naam, "soort", what);
  Told told;
  told.follows = {what};
  return told;
}

Translations of_stuf(const MessageKind& kind, std::string_view text) {
  Translations all;
  const auto grammar = adapters::brp::stuf_bg_grammar(schemas::shipped("schemas"));
  if (!grammar) return {{}, grammar.error()};
  const auto messages = adapters::brp::berichten_van(text);
  if (!messages) return {{}, messages.error()};
  int number = 0;
  for (const auto& message : *messages) {
    ++number;
    auto told = of_stuf_message(*grammar, kind, message);
    // Of several messages a place without a line does not tell which.
    const auto place = messages->size() > 1 ? "bericht " + std::to_string(number) + ", " : std::string();
    auto& faults = told ? told->translation.remarks : told.error();
    for (auto& fault : faults) fault.pointer = place + fault.pointer;
    if (told)
      all.told.push_back(std::move(*told));
    else
      all.faults.insert(all.faults.end(), faults.begin(), faults.end());
  }
  return all;
}

// The BRP, in JSON

Result<Told> of_person(const MessageKind& kind, std::string_view text) {
  const auto asked = asked_about(kind);
  if (!asked) return std::unexpected(asked.error());
  const auto found = adapters::brp::personen::read_antwoord(text, *asked);
  if (!found) return std::unexpected(found.error());
  if (!found->persoon) return about_nobody("/personen");
  auto translation = mapping::brp::translate(*found, {}, {std::string(log::feed::brp), {}, {}});
  if (!translation) return std::unexpected(std::move(translation.error()));
  Told told{std::move(*translation)};
  told.follows = asked_after_brp(told.translation);
  return told;
}

/// Who has changed: what, is asked of the BRP.
Translations of_changes(std::string_view text) {
  const auto changed = adapters::brp::volgen::read_wijzigingen(text);
  if (!changed) return {{}, changed.error()};
  Translations all;
  for (const auto& bsn : changed->burgerservicenummers) {
    Told told;
    told.translation.subject.bsn = bsn;
    told.follows = asked_after_change();
    all.told.push_back(std::move(told));
  }
  if (all.told.empty()) all.told.emplace_back().follows = {"geen van de gevolgde personen is gewijzigd"};
  return all;
}

Translations of_followed(std::string_view text) {
  const auto followed = adapters::brp::volgen::read_volgindicaties(text);
  if (!followed) return {{}, followed.error()};
  Translations all;
  for (const auto& each : *followed) {
    Told told;
    told.translation.subject.bsn = each.burgerservicenummer;
    told.follows = {"de BRP volgt deze persoon" +
                    (each.begindatum ? " sinds " + each.begindatum->text() : std::string()) +
                    (each.einddatum ? " tot " + each.einddatum->text() : std::string())};
    all.told.push_back(std::move(told));
  }
  return all;
}

Translations one(Result<Told> told) {
  Translations all;
  if (told)
    all.told.push_back(std::move(*told));
  else
    all.faults = std::move(told.error());
  return all;
}

/// Which of the answers of a BRP it is, its members tell.
Translations of_json(const MessageKind& kind, std::string_view text) {
  const auto value = schemas::parse_json(text);
  const auto* object = value ? value->if_object() : nullptr;
  const auto has = [&](const char* member) { return object != nullptr && object->contains(member); };
  if (!has("personen")) {
    if (has("volgindicaties") || has("burgerservicenummer")) return of_followed(text);
    if (has("burgerservicenummers") || has("_links")) return of_changes(text);
  }
  return one(of_person(kind, text));
}

}  // namespace

Translations translations_of(const MessageKind& kind, std::string_view text) {
  if (kind.feed == "brp-stuf") return of_stuf(kind, text);
  if (kind.feed == "brp-json") return of_json(kind, text);
  if (kind.feed == mapping::gemeente::feed) return one(of_gemeente(kind, text));
  return one(kind.feed == "duo" ? of_duo(kind, text) : of_taalschool(kind, text));
}

}  // namespace inburgering::gateway::cli
