// /gemeente/v1/registraties/{objecttype}/{sleutel}: what a gemeente registers itself, by its own system. PUT
// states an object, DELETE ends it. Taken up like any message: durable before it is answered, told to the
// other subscribers in the order of the dossier.
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "adapters/taalschool/rij.h"
#include "gateway/http/answers.h"
#include "gateway/http/partner.h"
#include "gateway/http/sleutel.h"
#include "gateway/http/taalschool.h"
#include "mapping/gemeente/registratie.h"
#include "schemas/record/json_record.h"
#include "schemas/value/text.h"
#include "schemas/value/v_nummer.h"

namespace inburgering::gateway::http {

/// Of whom a registration speaks, and for which gemeente. In a DELETE it stands in the query.
struct Betreft {
  std::string gemeente;
  std::optional<schemas::Bsn> bsn;
  std::optional<std::int64_t> v_nummer;
  std::optional<std::string> dossier;
  std::optional<std::string> kenmerk;
};

}  // namespace inburgering::gateway::http

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::gateway::http::Betreft> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::gateway::http::Betreft;
  constexpr std::string_view source = "gemeente-API";
  return describe<R>(
      "Registratie",
      field("gemeente", &R::gemeente, source, "gemeentecode", {.format = &formats::gemeentecode}),
      field("bsn", &R::bsn, source, "van wie"),
      field("vNummer", &R::v_nummer, source, "van wie",
            {.minimum = least_v_nummer, .maximum = most_v_nummer}),
      field("dossier", &R::dossier, source, "van wie: nummer van het dossier", {.max_length = 36}),
      field("kenmerk", &R::kenmerk, source, "eigen kenmerk",
            {.format = &adapters::taalschool::kenmerk_format}));
}();

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
namespace gemeente = mapping::gemeente;
using adapters::transport::Response;
using mapping::canonical::Object;

constexpr std::size_t largest_registration = 65536;  ///< bytes of one registration

/// A refusal before anything was taken up.
struct No {
  Response response;
  schemas::Faults faults;
};
No wrong(int status, std::string_view title, std::string_view detail, schemas::Faults faults) {
  auto response = problem(status, title, detail, faults);
  return {std::move(response), std::move(faults)};
}
No invalid(schemas::Faults faults) {
  return wrong(400, "Ongeldige registratie", "elke fout noemt haar plek", std::move(faults));
}

/// Where the registration goes.
struct Address {
  std::string objecttype;
  json::object sleutel;
};

std::expected<Address, No> read_address(const Visit& visit) {
  const auto slash = visit.item.find('/');
  auto type = visit.item.substr(0, slash);
  const auto known = mapping::canonical::objecttypes();
  if (slash == std::string::npos || std::ranges::find(known, type) == known.end())
    return std::unexpected(wrong(
        404, "Niet gevonden", "dit objecttype is er niet; het adres is /registraties/{objecttype}/{sleutel}",
        {{"/objecttype", "codelijst", "dit objecttype is niet bekend"}}));
  if (!gemeente::registers(type))
    return std::unexpected(wrong(
        403, "Niet te registreren", "dit objecttype registreert een gemeente niet: het komt van een ander",
        {{"/objecttype", "bron",
          type + " registreert een gemeente niet; docs/canonical-model.md zegt wie het levert"}}));
  if (!identity::may_register(*visit.party, type))
    return std::unexpected(
        wrong(403, "Niet toegestaan", "de beheerder liet deze afnemer dit objecttype niet registreren",
              {{"/objecttype", "recht", type + " staat niet bij deze afnemer (parties, registraties)"}}));
  auto sleutel = read_sleutel(std::string_view(visit.item).substr(slash + 1));
  if (!sleutel) return std::unexpected(invalid(std::move(sleutel.error())));
  return Address{std::move(type), std::move(*sleutel)};
}

/// Whether a number that may be a bsn stands in it, also in parts.
bool hides_bsn(std::string text, std::string_view separators) {
  if (schemas::may_hold_bsn(text)) return true;
  std::erase_if(text, [&](char c) { return separators.contains(c); });
  return schemas::may_hold_bsn(text);
}

schemas::Result<Betreft> read_betreft(const json::value& value) {
  auto betreft = schemas::read_json<Betreft>(value);
  if (!betreft) return betreft;
  // It goes to the other subscribers and stands in the log as it is.
  if (betreft->kenmerk && hides_bsn(*betreft->kenmerk, " .-_/"))
    return schemas::refuse(
        "/kenmerk", "bsn",
        "in het kenmerk staat een getal dat een bsn is of kan zijn; kies een kenmerk waaruit "
        "de persoon niet blijkt");
  const bool number = betreft->bsn || betreft->v_nummer;
  if (number == betreft->dossier.has_value())
    return schemas::refuse(number ? "/dossier" : "/bsn", "persoon",
                           "noem van wie dit is: het bsn of het vNummer (of beide), of ons dossier");
  return betreft;
}

/// A DELETE has no body: about whom it is stands in the query, and never as a number of the person.
schemas::Result<Betreft> read_whom(const std::string& target) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return schemas::refuse("", "adres", "het adres is niet te lezen");
  json::object object;
  for (const auto& parameter : url->params()) {
    if (parameter.key == "bsn" || parameter.key == "vNummer")
      return schemas::refuse("/" + parameter.key, "adres",
                             "een nummer van een persoon hoort niet in een adres; noem het dossier");
    object[parameter.key] = parameter.value;
  }
  return read_betreft(object);
}

/// What the decision finds and leaves, for the answer.
struct Outcome {
  bool is_new = false;
  std::optional<Object> stands;  ///< as it is known afterwards
};

/// Names of the fields that were registered and do not stand so: another's word goes before.
json::array overruled(const Object& said, const Object& stands) {
  json::array names;
  const auto registered = mapping::canonical::to_json(said);
  const auto known = mapping::canonical::to_json(stands);
  for (const auto& member : registered)
    if (const auto* now = known.if_contains(member.key()); now == nullptr || *now != member.value())
      names.emplace_back(member.key());
  return names;
}

const schemas::Faults dossier_ended{
    {"/dossier", "beeindigd",
     "deze gemeente houdt het dossier van deze persoon niet meer bij; DUO vertelt "
     "het als dat weer verandert"}};
/// A registration never changes who a dossier is about.
const schemas::Faults another_person{
    {"/vNummer", "persoon",
     "dit bsn en dit vNummer zijn hier niet van één persoon; noem één van beide, of het dossier"}};
const schemas::Faults unknown_dossier{
    {"/dossier", "dossier", "dit dossier is bij deze gemeente niet bekend"}};

std::optional<store::Dossier> dossier_meant(exchange::Draft& draft, const store::Dossier* named,
                                            const config::Tenant& tenant, const mapping::Subject& subject) {
  if (named != nullptr) return *named;
  if (!subject.bsn && !subject.v_nummer) return std::nullopt;
  return store::find_person(draft, draft.sealing(), tenant.oin.digits(), subject);
}

/// What of the dossier stands in the way.
std::optional<exchange::Refusal> judge_registration(exchange::Draft& draft,
                                                    const std::optional<store::Dossier>& dossier,
                                                    const config::Tenant& tenant, const Betreft& betreft,
                                                    const Object& object, Outcome& outcome) {
  outcome = {};
  if (betreft.bsn && betreft.v_nummer) {
    const auto find = [&](const mapping::Subject& subject) {
      return store::find_dossier_id(draft, draft.sealing().keys, tenant.oin.digits(), subject);
    };
    const auto by_bsn = find({betreft.bsn, {}});
    const auto by_number = find({{}, betreft.v_nummer});
    const bool two = by_bsn && by_number && *by_bsn != *by_number;
    const bool others =
        dossier && ((dossier->subject.bsn && dossier->subject.bsn != betreft.bsn) ||
                    (dossier->subject.v_nummer && dossier->subject.v_nummer != betreft.v_nummer));
    if (two || others) return exchange::Refusal{409, another_person};
  }
  if (!dossier && betreft.dossier) return exchange::Refusal{422, unknown_dossier};
  if (dossier && !dossier->closed.empty()) return exchange::Refusal{409, dossier_ended};
  const auto known = dossier ? store::find_object(draft, draft.sealing(), *dossier, object) : std::nullopt;
  outcome.is_new = !known;
  if (!known && !gemeente::begins(object))
    return exchange::Refusal{422,
                             {{"/sleutel", "onbekend",
                               "van deze persoon is dit object niet bekend; een ander levert het, de "
                               "gemeente vult het alleen aan"}}};
  return std::nullopt;
}

exchange::Incoming registration(const Visit& visit, log::Entry entry, const config::Tenant& tenant,
                                const Betreft& betreft, mapping::Change change, std::string kept) {
  exchange::Incoming message;
  entry.reference = betreft.kenmerk.value_or("");
  message.tenant = &tenant;
  message.body = std::move(kept);
  message.dossier = betreft.dossier.value_or("");
  message.translation.subject = {betreft.bsn, betreft.v_nummer};
  message.translation.bron = {std::string(gemeente::feed), entry.reference, entry.moment};
  message.translation.rule = mapping::rule("gemeente", "registratie");
  message.translation.changes.push_back(std::move(change));
  message.own_word_of = visit.party->oin;
  message.http_status = 200;
  message.entry = std::move(entry);
  return message;
}

void answer_registration(const exchange::Taken& taken, json::object body, bool made,
                         const std::string& location, const Done& done) {
  using exchange::Fate;
  if (taken.fate == Fate::unavailable) return done(unavailable());
  if (taken.fate != Fate::accepted)
    return done(problem(taken.http_status, "Niet aangenomen", taken.faults.front().message, taken.faults));
  body["dossier"] = taken.dossier;
  auto response = json_answer(made ? 201 : 200, json::serialize(body));
  if (made) response.headers.emplace_back("Location", location);
  done(std::move(response));
}

std::string location_of(const Object& object) {
  return "/gemeente/v1/registraties/" + std::string(mapping::canonical::objecttype(object)) + "/" +
         write_sleutel(mapping::canonical::key_of(object));
}

/// A registration as it was read.
struct Registratie {
  Betreft betreft;
  Object object;
  std::string kept;  ///< with what the address says: a registration can be read again from it
};

std::expected<Registratie, No> read_registratie(const Visit& visit, const Address& address) {
  if (!is_of_type(visit.request, json_type)) return std::unexpected(No{wrong_type(json_type), not_of_type});
  if (visit.request.body.size() > largest_registration)
    return std::unexpected(wrong(413, "Registratie te groot", "een registratie is hoogstens 65536 bytes",
                                 {{"", "grootte", "een registratie is hoogstens 65536 bytes"}}));
  auto value = schemas::parse_json(visit.request.body);
  if (!value) return std::unexpected(invalid(std::move(value.error())));
  auto* body = value->if_object();
  if (body == nullptr) return std::unexpected(invalid({{"", "type", "hier hoort een JSON-object"}}));
  const auto* given = body->if_contains("object");
  const auto content = given == nullptr ? json::value() : *given;
  body->erase("object");
  auto betreft = read_betreft(*value);
  auto object = gemeente::read(address.objecttype, address.sleutel, content);
  schemas::Faults faults;
  if (!betreft) faults = std::move(betreft.error());
  if (!object) faults.insert(faults.end(), object.error().begin(), object.error().end());
  if (!faults.empty()) return std::unexpected(invalid(std::move(faults)));
  (*body)["objecttype"] = address.objecttype;
  (*body)["sleutel"] = address.sleutel;
  (*body)["object"] = content;
  return Registratie{std::move(*betreft), std::move(*object), json::serialize(*value)};
}

/// How both begin: where it goes, and what of it. `take` takes it up, or says why not.
template <class Take>
void begin(House& house, Visit& visit, std::string_view ending, const Done& done, const Take& take) {
  auto entry = std::move(visit.entry);
  entry.kind = "registratie" + std::string(ending);
  auto address = read_address(visit);
  std::optional<No> no;
  if (address) {
    entry.kind = "registratie " + address->objecttype + std::string(ending);
    no = take(entry, *address);
  } else {
    no = std::move(address.error());
  }
  if (no) http::refuse(house, std::move(entry), std::move(no->response), std::move(no->faults), done);
}

No not_served_here() { return wrong(403, "Niet toegestaan", not_served.front().message, not_served); }

/// What is answered of each that is taken up.
json::object told_of(const std::string& message_id, const Object& object, const exchange::Taken& taken) {
  return {{"berichtId", message_id},
          {"objecttype", mapping::canonical::objecttype(object)},
          {"sleutel", mapping::canonical::key_of(object)},
          {"gewijzigd", taken.events > 0}};
}

}  // namespace

void handle_registratie(House& house, Visit visit, Done done) {
  begin(house, visit, "", done, [&](log::Entry& entry, const Address& address) -> std::optional<No> {
    auto read = read_registratie(visit, address);
    if (!read) return std::move(read.error());
    const auto* tenant = tenant_for(house, visit, read->betreft.gemeente);
    if (tenant == nullptr) return not_served_here();
    auto faults = gemeente::check(read->object, {tenant->gemeentecode, tenant->oin.digits()},
                                  schemas::day_in_the_netherlands(entry.moment));
    if (!faults.empty())
      return wrong(422, "Niet te registreren", "dit is niet aan de gemeente; elke fout noemt haar plek",
                   std::move(faults));

    const auto message_id = entry.message_id;
    const auto outcome = std::make_shared<Outcome>();
    auto message = registration(visit, std::move(entry), *tenant, read->betreft,
                                {mapping::Actie::vastgelegd, read->object}, std::move(read->kept));
    message.check = [=, registratie = *read, subject = message.translation.subject](
                        exchange::Draft& draft, const store::Dossier* named) {
      return judge_registration(draft, dossier_meant(draft, named, *tenant, subject), *tenant,
                                registratie.betreft, registratie.object, *outcome);
    };
    message.also = [=, object = read->object](exchange::Draft& draft, const store::Dossier& dossier) {
      outcome->stands = store::find_object(draft, draft.sealing(), dossier, object);
    };
    house.pipeline.take(
        std::move(message), [=, object = std::move(read->object), done = done](const exchange::Taken& taken) {
          auto body = told_of(message_id, object, taken);
          if (outcome->stands) {
            body["object"] = mapping::canonical::to_json(*outcome->stands);
            body["nietOvergenomen"] = overruled(object, *outcome->stands);
          }
          answer_registration(taken, std::move(body), outcome->is_new, location_of(object), done);
        });
    return std::nullopt;
  });
}

void handle_registratie_beeindigd(House& house, Visit visit, Done done) {
  begin(
      house, visit, " beeindigen", done, [&](log::Entry& entry, const Address& address) -> std::optional<No> {
        const auto betreft = read_whom(visit.request.target);
        const auto object = gemeente::read_sleutel(address.objecttype, address.sleutel);
        schemas::Faults faults;
        if (!betreft) faults = betreft.error();
        if (!object) faults.insert(faults.end(), object.error().begin(), object.error().end());
        if (!faults.empty()) return invalid(std::move(faults));
        const auto* tenant = tenant_for(house, visit, betreft->gemeente);
        if (tenant == nullptr) return not_served_here();

        const auto message_id = entry.message_id;
        auto message = registration(
            visit, std::move(entry), *tenant, *betreft, {mapping::Actie::beeindigd, *object},
            json::serialize(json::object{{"objecttype", address.objecttype}, {"sleutel", address.sleutel}}));
        message.check = [object = *object](exchange::Draft& draft,
                                           const store::Dossier* named) -> std::optional<exchange::Refusal> {
          if (named == nullptr) return exchange::Refusal{422, unknown_dossier};
          if (!named->closed.empty()) return exchange::Refusal{409, dossier_ended};
          if (store::find_testimony(draft, draft.sealing(), *named, object).voice_of(gemeente::feed) !=
              nullptr)
            return std::nullopt;
          return exchange::Refusal{404,
                                   {{"/sleutel", "onbekend", "dit is van deze persoon niet geregistreerd"}}};
        };
        house.pipeline.take(std::move(message),
                            [=, object = *object, done = done](const exchange::Taken& taken) {
                              answer_registration(taken, told_of(message_id, object, taken), false, {}, done);
                            });
        return std::nullopt;
      });
}

}  // namespace inburgering::gateway::http
