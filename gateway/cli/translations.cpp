#include "gateway/cli/translations.h"

#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "adapters/brp/kennisgeving.h"
#include "adapters/brp/schema.h"
#include "adapters/brp/volgen.h"
#include "adapters/brp/vraag.h"
#include "adapters/duo/gebeurtenis.h"
#include "adapters/duo/notificatie.h"
#include "adapters/duo/vraag.h"
#include "gateway/cli/asked_after.h"
#include "gateway/log/words.h"
#include "mapping/brp/personen.h"
#include "mapping/brp/persoon.h"
#include "mapping/duo/answer.h"
#include "mapping/duo/notificatie.h"
#include "mapping/taalschool/push.h"
#include "schemas/record/json_record.h"
#include "schemas/shipped.h"

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
  return Told{std::move(*translation)};
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

/// What came back on a question: the person, or a fault of the other side.
Result<Told> of_stuf_answer(const schemas::xml::Grammar& grammar, const MessageKind& kind,
                            std::string_view text) {
  const auto asked = asked_about(kind);
  if (!asked) return std::unexpected(asked.error());
  const auto read = adapters::brp::read_beantwoord(grammar, text, "text/xml", *asked);
  if (!read) return std::unexpected(read.error());
  if (read->fout) return schemas::refuse("/Fault", read->fout->code, "de BRP antwoordde met een fout");
  if (!read->persoon) return about_nobody("/npsLa01/antwoord");
  auto translation = mapping::brp::translate(*read->persoon, {}, {std::string(log::feed::brp), {}, {}});
  if (!translation) return std::unexpected(std::move(translation.error()));
  for (auto& remark : adapters::brp::remarks_on(read->coulances, "/npsLa01"))
    translation->remarks.push_back(std::move(remark));
  Told told{std::move(*translation)};
  told.follows = asked_after_brp(told.translation);
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
    auto told = adapters::brp::is_beantwoord(message) ? of_stuf_answer(*grammar, kind, message)
                                                      : of_kennisgeving(*grammar, message);
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
  return one(kind.feed == "duo" ? of_duo(kind, text) : of_taalschool(kind, text));
}

}  // namespace inburgering::gateway::cli
