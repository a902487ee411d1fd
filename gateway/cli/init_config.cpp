#include "gateway/cli/init_config.h"

namespace inburgering::gateway::cli {
namespace {

/// A double-quoted scalar of YAML.
std::string text(std::string_view plain) {
  std::string made = "\"";
  for (const char c : plain) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + '"';
}

/// A line with a comment where the others have theirs.
std::string with_note(std::string line, const std::string& note) {
  constexpr std::size_t column = 33;
  if (line.size() < column) line.resize(column, ' ');
  return line + "# " + note;
}

std::string identity(const char* side, const std::string& own, const std::string& trust, const char* what) {
  return std::string("  ") + side + ":                        # " + what +
         "\n    certificate: " + text(own + ".pem") + "\n    key: " + text(own + ".key") +
         "\n    trust: " + text(trust) + "\n";
}

std::string codes(const Answers& answers) {
  std::string made;
  for (const auto& each : answers.gemeenten) made += (made.empty() ? "" : ", ") + text(each.code);
  return "[" + made + "]";
}

std::string revocation(const Answers& answers) {
  if (!answers.production)
    return "  # intrekking: {hosts: [crl.pkioverheid.nl]}   in productie verplicht: wie is ingetrokken komt "
           "er "
           "niet in\n";
  return "  intrekking:                    # wie is ingetrokken komt er niet in; zonder geldige lijst komt "
         "niemand erin\n"
         "    hosts: [crl.pkioverheid.nl]  # hier mogen lijsten worden opgehaald die certificaten noemen; "
         "voeg "
         "die\n"
         "                                 # van de uitgevers van uw ketenpartners toe\n"
         "    # adressen: [\"http://…/x.crl\"]   die altijd worden opgehaald\n";
}

std::string store(const FirstPlaces& places) {
  std::string made = "store:\n";
  if (places.postgres.empty())
    made +=
        "  file: " + text(places.store) +
        "\n  # postgres: \"host=… dbname=… user=… passfile=…\"   in plaats van file: meer gateways op één "
        "opslag\n";
  else
    made += "  postgres: " + text(places.postgres) + "\n  map: " + text(places.store) +
            "                    # wat er op deze machine naast de database staat\n";
  return made + "  key: " + text(places.key) +
         "               # opent de opslag: bewaar een kopie, apart van de kopieën van de opslag\n";
}

std::string network(const std::string& url) {
  const bool here = url.starts_with("https://127.") || url.starts_with("https://localhost");
  return here ? "  private_networks: [\"127.0.0.0/8\"]   # ontvangers hier mogen; elders alleen op openbare "
                "adressen\n"
              : "  # private_networks: [\"10.20.0.0/16\"]   staat een ontvanger op een intern adres, noem "
                "dan zijn "
                "netwerk\n";
}

std::string afnemer(const Answers& answers) {
  if (!answers.afnemer)
    return "subscriptions: []                # abonnementen: hier, of door een afnemer zelf gemaakt "
           "(docs/afnemers.md)\n"
           "  # - {id: kvs, afnemer: \"OIN\", gemeenten: [\"0518\"], url: \"https://…\"}\n";
  return "subscriptions:                   # wie wat ontvangt; docs/afnemers.md\n  - {id: eerste-afnemer, "
         "afnemer: " +
         text(answers.afnemer->oin.digits()) + ", gemeenten: " + codes(answers) +
         ",\n     url: " + text(answers.afnemer->url) + "}\n";
}

}  // namespace

std::string first_config(const Answers& answers, const FirstPlaces& places) {
  const auto listen =
      std::string(answers.production ? "0.0.0.0" : "127.0.0.1") + ":" + std::to_string(answers.port);
  std::string made =
      "# Configuratie van de inburgering-gateway, gemaakt door: inburgering-gateway init\n"
      "# Elke sleutel staat met uitleg in deploy/demo.yaml, en wat zij doet in docs/beheer.md. Paden gaan "
      "vanaf\n"
      "# de map van dit bestand. Na een wijziging: check, en dan reload.\n\n"
      "versie: 1                        # van deze opzet; een nieuwer programma leest haar ook\n"
      "mode: ";
  made +=
      answers.production
          ? "production                 # in productie weigert de gateway test-OIN's en proefcertificaten\n"
          : "test                       # production weigert test-OIN's en proefcertificaten\n";
  made += "oin: " + text(answers.oin.digits()) + "      # " + answers.naam + "\n\nlisten:\n" +
          with_note("  partner: " + listen, "DUO, BRP, taalscholen en afnemers, op " + answers.host) +
          "\n  operator: 127.0.0.1:8080       # monitor, /healthz, /readyz, /metrics: alleen op deze "
          "machine\n\ntls:\n";
  made += identity("server", places.server, places.trust,
                   "wie wij zijn voor wie belt, en wie we dan vertrouwen") +
          with_note("    hosts: [" + text(answers.host) + "]",
                    "onder deze naam bellen zij: vergeleken met certificaat en DNS") +
          "\n";
  made += identity("client", places.client, places.trust, "wie wij zijn voor wie wij bellen");
  made += revocation(answers) + "\n" + store(places);
  made += "\nduo:\n  oin: " + text(answers.duo_oin.digits()) + "\n  url: " + text(answers.duo_url) +
          "\n  base_path: /duo/v1             # waar DUO zijn notificaties brengt\n";
  made +=
      "\n# brp:                           # een BRP die wordt bevraagd; docs/brp.md\n"
      "#   - {naam: brp, oin: \"…\", gemeenten: [\"*\"], wijze: personen, url: \"https://…\"}\n";
  made +=
      "\nschedules:                       # wanneer iedereen opnieuw wordt nagevraagd; cron, Nederlandse "
      "tijd\n"
      "  - {id: nacht, gemeenten: [\"*\"], cron: \"0 2 * * *\"}\n";
  made += "\ndelivery:\n" + network(answers.afnemer ? answers.afnemer->url : "") + "\ntenants:\n";
  for (const auto& each : answers.gemeenten)
    made += "  - {oin: " + text(each.oin.digits()) + ", gemeentecode: " + text(each.code) +
            ", naam: " + text(each.naam) + "}\n";
  made +=
      "\nparties:                         # wie verbinding mag maken, aan het OIN in zijn certificaat "
      "gekend\n"
      "  - {naam: DUO, oin: " +
      text(answers.duo_oin.digits()) + ", role: duo, gemeenten: [\"*\"]}\n";
  if (answers.afnemer)
    made += "  - {naam: " + text(answers.afnemer->naam) + ", oin: " + text(answers.afnemer->oin.digits()) +
            ", role: afnemer, gemeenten: " + codes(answers) + "}\n";
  made +=
      "  # - {naam: Taalschool …, oin: \"…\", role: taalschool, gemeenten: [\"0518\"]}\n"
      "  # - {naam: BRP, oin: \"…\", role: brp, gemeenten: [\"*\"]}\n\n";
  return made + afnemer(answers);
}

}  // namespace inburgering::gateway::cli
