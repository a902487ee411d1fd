#pragma once
// An afnemer's wish to receive events, as it stands in the configuration, in the API and in the store: one
// definition of it, read and checked in one way.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/versions/versions.h"
#include "schemas/record/json_record.h"

namespace inburgering::gateway::wishes {

/// A way in which events reach an afnemer, as far as its wish must know. How each does it is a file of
/// gateway/delivery.
struct Wijze {
  std::string_view name;
  bool fetches = false;      ///< the afnemer calls us; else we call it, at its url
  bool cloudevents = false;  ///< what goes over the line is a CloudEvent, with or without data, for it alone
  std::string_view scheme = "https";  ///< of its url
  bool is_http() const { return scheme == "https"; }
};
inline constexpr Wijze wijzen[] = {
    {"push", false, true},           // CloudEvents over HTTP
    {"ophalen", true, true},         // fetched from /gemeente/v1/gebeurtenissen
    {"zgw", false, false},           // a Notificatierouteringscomponent (ZGW Notificaties API 1.0)
    {"amqp", false, true, "amqps"},  // an exchange of a broker that speaks AMQP 0-9-1
    {"kafka", false, true, "kafka"},
    {"zgw-abonnee", false, false},  // the callback of a consumer of that API, who subscribed here
};

struct Subscription {
  std::string id;
  schemas::Oin afnemer;
  std::vector<std::string> gemeenten;       ///< gemeentecodes; at least one
  std::vector<std::string> objecttypes;     ///< empty = all that need not be asked for by name
  std::optional<std::string> url{};         ///< https; of a subscription that pushes
  std::vector<std::string> handelingen{};   ///< vastgelegd, gewijzigd, beeindigd; empty = all
  std::optional<std::string> voorwaarde{};  ///< see condition.h
  std::optional<std::string> personen{};    ///< alle (default) or lijst: only those on the afnemer's own list
  std::optional<std::string> wijze{};       ///< see Wijze below; push is the default
  std::optional<std::string> onderwerp{};   ///< of a broker: its exchange or topic
  std::optional<std::string> informatie{};  ///< vol (default) or arm: without data, told where to fetch it
  std::optional<std::string> formaat{};     ///< gestructureerd (default), binair, bundel, xml
  std::optional<std::int64_t> bundel{};     ///< events in one request, of formaat bundel
  std::optional<std::string> volgorde{};    ///< persoon (default) or geen
  std::optional<std::int64_t> verzoeken_per_seconde{};
  std::optional<std::int64_t> tegelijk{};      ///< requests under way at once
  std::optional<std::string> certificaat{};    ///< which of our client certificates; see tls.clients
  std::optional<std::string> vertrouwen{};     ///< which trust anchor; see tls.anchors
  std::optional<std::string> pin{};            ///< "sha256//" and base64 of the server's public key
  std::optional<std::string> ondertekening{};  ///< geen (default) or http: signed (RFC 9421)
  std::optional<std::string> sleutel{};        ///< PEM; for whom bodies are encrypted (JWE)
  std::optional<std::string> bevestiging{};    ///< handshake (default) or geen
  std::optional<std::int64_t> horizon_uren{};  ///< how long an event is tried
  std::vector<std::int64_t> nooit{};           ///< statuses after which an event is not tried again
  std::optional<std::int64_t> quotum{};        ///< waiting events from which something must be done
  std::optional<std::string> bij_vol{};        ///< waarschuwen (default) or oudste-vervalt
  std::optional<bool> beginstand{};            ///< the present state of all dossiers first
  std::optional<bool> eigen_registraties{};    ///< also what this afnemer registered itself
  std::optional<std::int64_t> schemaversie{};  ///< version of the model; set at its making

  const Wijze& way() const;
  bool pulls() const { return way().fetches; }
  /// Whether it gets no data, and fetches that by `dataref`.
  bool thin() const { return informatie == "arm"; }
  bool is_signed() const { return ondertekening == "http"; }
  bool ordered() const { return volgorde != "geen"; }
  bool own_list() const { return personen == "lijst"; }
  bool drops_oldest() const { return bij_vol == "oudste-vervalt"; }
  bool needs_handshake() const { return !pulls() && bevestiging != "geen"; }
  /// By which version of the model it is told.
  int version() const { return static_cast<int>(schemaversie.value_or(mapping::versions::newest)); }
  /// Where it names no version: that by which it was told before.
  Subscription& keep_version(const Subscription& before) {
    if (!schemaversie) schemaversie = before.schemaversie;
    return *this;
  }
  std::string_view form() const { return formaat ? std::string_view(*formaat) : "gestructureerd"; }
  /// Events in one request at most.
  int together() const {
    constexpr std::int64_t usual = 100;
    return formaat == "bundel" ? static_cast<int>(bundel.value_or(usual)) : 1;
  }
  bool operator==(const Subscription&) const = default;
};

/// What is wrong with a wish beyond its form: an address that is no https address, a condition that cannot be
/// read, an object type that does not exist, things that do not go together. Pointers are JSON Pointers.
schemas::Faults check(const Subscription& subscription);

/// Host and port of an address of https, amqps or kafka, in lower case; empty when it is no such address.
std::string authority_of(std::string_view url);

}  // namespace inburgering::gateway::wishes

namespace inburgering::gateway::wishes::forms {

constexpr bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}
inline constexpr schemas::Format id{
    "AbonnementId", "[a-z0-9.\\-]{1,60}", "1 tot en met 60 kleine letters, cijfers, punten en streepjes",
    [](std::string_view text) {
      constexpr std::size_t most = 60;
      return !text.empty() && text.size() <= most && std::ranges::all_of(text, is_id_character);
    }};
inline constexpr schemas::Format pin{
    "Pin", "sha256//[A-Za-z0-9+/]{43}=", "sha256// en de base64 van de SHA-256 van de publieke sleutel",
    [](std::string_view text) {
      constexpr std::string_view start = "sha256//";
      constexpr std::size_t length = start.size() + 44;
      return text.size() == length && text.starts_with(start) && text.ends_with('=');
    }};
inline constexpr std::string_view handelingen[] = {"vastgelegd", "gewijzigd", "beeindigd"};
inline constexpr std::string_view personen[] = {"alle", "lijst"};
inline constexpr auto wijzen = [] {
  std::array<std::string_view, std::size(wishes::wijzen)> names;
  std::ranges::transform(wishes::wijzen, names.begin(), &Wijze::name);
  return names;
}();
inline constexpr std::string_view informaties[] = {"vol", "arm"};
inline constexpr std::string_view ondertekeningen[] = {"geen", "http"};
inline constexpr std::string_view formaten[] = {"gestructureerd", "binair", "bundel", "xml"};
inline constexpr std::string_view volgordes[] = {"persoon", "geen"};
inline constexpr std::string_view bevestigingen[] = {"handshake", "geen"};
inline constexpr std::string_view bij_vol[] = {"waarschuwen", "oudste-vervalt"};

}  // namespace inburgering::gateway::wishes::forms

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::gateway::wishes::Subscription> = [] {
  using namespace inburgering::schemas;
  namespace forms = inburgering::gateway::wishes::forms;
  using R = inburgering::gateway::wishes::Subscription;
  constexpr std::string_view source = "gemeente-API";
  return describe<R>(
      About("Abonnement", "de wens van een afnemer om gebeurtenissen te ontvangen"),
      field("id", &R::id, source, "naam van het abonnement, zelf te kiezen", {.format = &forms::id}),
      field("afnemer", &R::afnemer, source, "OIN van de afnemer"),
      field("gemeenten", &R::gemeenten, source, "over welke gemeenten: gemeentecodes",
            {.format = &formats::gemeentecode}),
      field("objecttypes", &R::objecttypes, source,
            "alleen deze objecttypes; leeg: alle, behalve Tegenspraak", {.max_length = 60}),
      field("url", &R::url, source,
            "waarheen; een https-adres, van een broker amqps://naam/vhost of kafka://naam",
            {.max_length = 2000}),
      field("handelingen", &R::handelingen, source, "alleen wat zo veranderde; leeg: alles",
            {.codes = forms::handelingen}),
      field("voorwaarde", &R::voorwaarde, source,
            "alleen wat hieraan voldoet, bijvoorbeeld object.leerroute = \"Z\"", {.max_length = 1000}),
      field("personen", &R::personen, source, "iedereen, of alleen wie op uw eigen lijst staat",
            {.codes = forms::personen}),
      field("wijze", &R::wijze, source,
            "push: de gateway levert af; ophalen: u haalt zelf op; zgw: aan uw notificatiecomponent (ZGW); "
            "zgw-abonnee: als notificatie van ZGW aan uw eigen callback; amqp, kafka: aan uw berichtenbroker",
            {.codes = forms::wijzen}),
      field("onderwerp", &R::onderwerp, source, "van een broker: de exchange (amqp) of de topic (kafka)",
            {.max_length = 200}),
      field("informatie", &R::informatie, source,
            "vol: met de gegevens; arm: zonder, en met dataref, waar u ze ophaalt",
            {.codes = forms::informaties}),
      field("formaat", &R::formaat, source, "hoe een gebeurtenis op de lijn staat",
            {.codes = forms::formaten}),
      field("bundel", &R::bundel, source, "hoogste aantal gebeurtenissen in één verzoek, bij formaat bundel",
            {.minimum = 1, .maximum = 1000}),
      field("volgorde", &R::volgorde, source,
            "persoon: op volgorde per persoon; geen: sneller, in willekeurige volgorde",
            {.codes = forms::volgordes}),
      field("verzoekenPerSeconde", &R::verzoeken_per_seconde, source, "hoogste aantal verzoeken per seconde",
            {.minimum = 1, .maximum = 10000}),
      field("tegelijk", &R::tegelijk, source, "hoogste aantal verzoeken tegelijk",
            {.minimum = 1, .maximum = 256}),
      field("certificaat", &R::certificaat, source,
            "welk clientcertificaat de gateway toont; een naam die de beheerder u geeft", {.max_length = 60}),
      field("vertrouwen", &R::vertrouwen, source,
            "welk vertrouwensanker uw servercertificaat heeft; een naam die de beheerder u geeft",
            {.max_length = 60}),
      field("pin", &R::pin, source, "de publieke sleutel die uw server moet hebben", {.format = &forms::pin}),
      field("ondertekening", &R::ondertekening, source,
            "http: elk verzoek draagt een handtekening van de gateway (RFC 9421)",
            {.codes = forms::ondertekeningen}),
      field("sleutel", &R::sleutel, source,
            "uw publieke sleutel (PEM; RSA of EC op P-256): de inhoud wordt voor u versleuteld (JWE)",
            {.max_length = 4000}),
      field("bevestiging", &R::bevestiging, source,
            "handshake: uw server zegt eerst dat hij wil ontvangen; geen kan alleen de beheerder instellen",
            {.codes = forms::bevestigingen}),
      field("horizonUren", &R::horizon_uren, source, "zo lang wordt een gebeurtenis opnieuw aangeboden",
            {.minimum = 1, .maximum = 8760}),
      field("nooit", &R::nooit, source, "HTTP-statussen waarna een gebeurtenis niet opnieuw wordt aangeboden",
            {.minimum = 400, .maximum = 499}),
      field("quotum", &R::quotum, source, "bij zo veel wachtende gebeurtenissen moet er iets gebeuren",
            {.minimum = 100, .maximum = 1'000'000'000}),
      field("bijVol", &R::bij_vol, source, "wat er bij het quotum gebeurt", {.codes = forms::bij_vol}),
      field("beginstand", &R::beginstand, source, "eerst de huidige stand van alle dossiers"),
      field("eigenRegistraties", &R::eigen_registraties, source,
            "ook wat u zelf registreerde; zonder dit gegeven hoort u alleen wat anderen vertellen"),
      field(
          "schemaversie", &R::schemaversie, source,
          "versie van het model waarin u gebeurtenissen krijgt; zonder dit gegeven de nieuwste op het moment "
          "dat het abonnement wordt gemaakt, en daarna blijft zij zo",
          {.minimum = inburgering::mapping::versions::oldest,
           .maximum = inburgering::mapping::versions::newest}));
}();
