#include <sys/resource.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>

#include "adapters/taalschool/resources.h"
#include "gateway/cli/commands.h"
#include "gateway/log/words.h"
#include "gateway/wipe.h"
#include "mapping/canonical/object.h"

int main(int argc, char** argv) {
  using namespace inburgering;
  using namespace inburgering::gateway::cli;
  // What we write is for us alone, and memory with data of persons is never dumped to disk.
  ::umask(S_IRWXG | S_IRWXO);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::unsetenv("SSLKEYLOGFILE");  // libcurl would write the secrets of each connection to where this points
  gateway::wipe_what_libraries_free();
  CLI::App app{"Uitwisseling van inburgeringsgegevens tussen DUO, BRP, taalscholen en gemeenten"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "inburgering-gateway " INBURGERING_VERSION);
  int code = 0;

  std::string config;
  const auto with_config = [&](CLI::App* command) {
    command->add_option("--config", config, "het configuratiebestand")->required();
    return command;
  };

  with_config(app.add_subcommand("serve", "draait de gateway"))->callback([&] { code = serve(config); });
  with_config(app.add_subcommand("check", "zegt wat er aan de configuratie schort"))->callback([&] {
    code = check(config);
  });

  Translate to_translate;
  auto* translating =
      app.add_subcommand("translate", "vertaalt één bericht naar canonieke wijzigingen, als JSON");
  translating->add_option("--feed", to_translate.feed, "waar het bericht vandaan komt")
      ->required()
      ->check(CLI::IsMember({"duo", "brp-stuf", "brp-json", "taalschool"}));
  translating->add_option("--resource", to_translate.resource, translate_resources());
  translating->add_option("--bsn", to_translate.bsn, "over wie een antwoord van DUO of de BRP gaat");
  translating->add_option("FILE", to_translate.file, "het bericht; - is standaardinvoer")
      ->capture_default_str();
  translating->callback([&] {
    if (!to_translate.feed.starts_with("brp") && to_translate.resource.empty())
      throw CLI::RequiredError("--resource");
    code = translate(to_translate);
  });

  auto* model = app.add_subcommand("model", "het canonieke model, gemaakt uit zijn ene definitie");
  model->require_subcommand(1);
  model->add_subcommand("json-schema", "JSON Schema 2020-12")->callback([&] { code = model_json_schema(); });
  model->add_subcommand("xsd", "XML Schema 1.0")->callback([&] { code = model_xsd(); });
  model->add_subcommand("markdown", "de beschrijving voor lezers")->callback([&] {
    code = model_markdown();
  });
  std::string api = "taalschool";
  auto* contract = model->add_subcommand("openapi", "het contract van een API, OpenAPI 3.1");
  contract->add_option("API", api, "welke")
      ->check(CLI::IsMember({"taalschool", "gemeente", "beheer"}))
      ->capture_default_str();
  contract->callback([&] { code = model_openapi(api); });
  Convert to_convert;
  auto* converting =
      model->add_subcommand("convert", "kijkt een object na en zet JSON om in XML, of XML in JSON");
  converting->add_option("--objecttype", to_convert.objecttype, "bij JSON: wat voor object het is")
      ->check(CLI::IsMember([] {
        const auto types = mapping::canonical::objecttypes();
        return std::vector<std::string>(types.begin(), types.end());
      }()));
  converting->add_option("FILE", to_convert.file, "het object; - is standaardinvoer")->capture_default_str();
  converting->callback([&] { code = model_convert(to_convert); });

  auto* log = app.add_subcommand("log", "het uitwisselingslogboek");
  log->require_subcommand(1);
  LogSearch search;
  bool json = false;
  const auto searching = [&](const char* name, const char* help) {
    auto* command = with_config(log->add_subcommand(name, help));
    command->add_option("--gemeente", search.tenant, "alleen deze gemeente (code of OIN)");
    command->add_option("--id", search.id, "bericht-id, referentie of dossier");
    command->add_option("--dossier", search.dossier, "alleen over dit dossier");
    command->add_option("--partij", search.party, "OIN of naam");
    command->add_option("--feed", search.feed, gateway::log::listed(gateway::log::feed::all));
    command->add_option("--soort", search.kind, "precies zoals de lijst het toont");
    command
        ->add_option("--richting", search.direction,
                     gateway::log::listed(gateway::log::direction::all, " of "))
        ->check(CLI::IsMember(gateway::log::direction::all));
    command->add_option("--uitkomst", search.outcome, "verwerkt, geweigerd, afgeleverd, mislukt, …");
    command->add_flag("--aandacht", search.trouble, "alleen waar iemand naar moet kijken");
    command->add_option("--from", search.from, "vanaf dit moment: 2026-11-25T00:00:00Z");
    command->add_option("--until", search.until, "tot dit moment");
    return command;
  };
  const auto wished = [&] {
    search.config = config;
    return search;
  };
  LogList listing;
  auto* list = searching("list", "de laatste berichten");
  list->add_option("--count", listing.count, "hoeveel")->capture_default_str()->check(CLI::Range(1, 100000));
  list->add_option("--before", listing.before, "alleen regels met een lager nummer");
  list->add_flag("--json", json, "als JSON");
  list->callback([&] {
    listing.search = wished();
    listing.json = json;
    code = log_list(listing);
  });
  LogTail tailing;
  auto* tail = searching("tail", "de laatste berichten, en met -f wat erbij komt");
  tail->add_option("--count", tailing.count, "hoeveel eerst")
      ->capture_default_str()
      ->check(CLI::Range(1, 100000));
  tail->add_flag("-f,--follow", tailing.follow, "blijft volgen, tot Ctrl-C");
  tail->add_flag("--json", tailing.json, "één JSON-object per regel");
  tail->callback([&] {
    tailing.search = wished();
    code = log_tail(tailing);
  });
  LogExport exporting;
  auto* exported = searching("export", "schrijft het logboek naar een bestand, oudste eerst");
  exported->add_option("--format", exporting.format, "ndjson of csv")
      ->check(CLI::IsMember({"ndjson", "csv"}))
      ->capture_default_str();
  exported->add_option("FILE", exporting.file, "- is standaarduitvoer")->capture_default_str();
  exported->callback([&] {
    exporting.search = wished();
    code = log_export(exporting);
  });
  std::string id;
  auto* show = with_config(log->add_subcommand("show", "één bericht met zijn hele reis"));
  show->add_option("ID", id, "bericht-id")->required();
  show->add_flag("--json", json, "als JSON");
  show->callback([&] { code = log_show(config, id, json); });
  std::string reason;
  auto* body = with_config(log->add_subcommand("body", "de inhoud van één bericht; het inzien wordt gelogd"));
  body->add_option("ID", id, "bericht-id")->required();
  body->add_option("--reden", reason, "waarom u de inhoud nodig hebt")->required();
  body->callback([&] { code = log_body(config, id, reason); });
  LogPerson of_person;
  auto* person =
      with_config(log->add_subcommand("person", "alles over één persoon; het inzien wordt gelogd"));
  person->add_option("--gemeente", of_person.tenant, "gemeentecode of OIN")->required();
  person->add_option("--bsn", of_person.bsn, "- leest het van standaardinvoer")->required();
  person->add_option("--reden", of_person.reason, "waarom; noem geen persoon")->required();
  person->add_flag("--json", of_person.json, "als JSON");
  person->callback([&] {
    of_person.config = config;
    code = log_person(of_person);
  });
  LogVerify verifying;
  auto* verify = with_config(log->add_subcommand("verify", "rekent de keten, ijkpunten en inhouden na"));
  verify->add_option("--ijkpunten", verifying.checkpoints, "bestand met ijkpunten die elders zijn bewaard");
  verify->add_flag("--keten", verifying.chain_only, "zonder de inhouden");
  verify->add_flag("--json", verifying.json, "als JSON");
  verify->callback([&] {
    verifying.config = config;
    code = log_verify(verifying);
  });
  auto* clean =
      with_config(log->add_subcommand("clean", "verwijdert nu wat volgens de bewaartermijnen weg mag"));
  clean->add_flag("--json", json, "als JSON");
  clean->callback([&] { code = log_clean(config, json); });
  auto* hold = log->add_subcommand("hold", "bewaarplichten: wat niet weg mag, wat de termijnen ook zeggen");
  hold->require_subcommand(1);
  LogHold holding;
  const auto hold_action = [&](const char* name, const char* help, LogHold::Action action) {
    auto* command = with_config(hold->add_subcommand(name, help));
    command->callback([&, action] {
      holding.action = action;
      holding.config = config;
      code = log_hold(holding);
    });
    return command;
  };
  hold_action("list", "alle bewaarplichten", LogHold::Action::list)
      ->add_flag("--json", holding.json, "als JSON");
  auto* begin_hold = hold_action("add", "begint een bewaarplicht", LogHold::Action::begin);
  begin_hold->add_option("--gemeente", holding.tenant, "gemeentecode of OIN")->required();
  begin_hold->add_option("--dossier", holding.dossier, "alleen dit dossier");
  begin_hold->add_option("--reden", holding.reason, "waarom; noem geen persoon")->required();
  hold_action("remove", "beëindigt een bewaarplicht", LogHold::Action::end)
      ->add_option("ID", holding.id, "zie log hold list")
      ->required();

  auto* sync = app.add_subcommand("sync", "synchronisatie met DUO en de BRP");
  sync->require_subcommand(1);
  SyncOptions syncing;
  std::string feed = "duo";
  auto* sync_now = with_config(sync->add_subcommand("run", "vraagt nu opnieuw naar iedereen, en volgt dat"));
  sync_now->add_option("FEED", feed, "de bron")->check(CLI::IsMember({"duo", "brp"}));
  sync_now->add_option("--gemeente", syncing.gemeente, "gemeentecode of OIN");
  sync_now->add_option("--resource", syncing.resources, "alleen deze resources");
  sync_now->add_option("--person", syncing.persons, "alleen deze personen (BSN)");
  sync_now->callback([&] {
    syncing.config = config;
    if (feed == "brp" && syncing.resources.empty()) syncing.resources = {"brp-persoon"};
    code = sync_run(syncing);
  });
  auto* runs = with_config(sync->add_subcommand("list", "de laatste synchronisaties"));
  runs->add_flag("--json", json, "als JSON");
  runs->callback([&] { code = sync_list(config, json); });
  auto* status = with_config(sync->add_subcommand("status", "hoe volledig elke gemeente is"));
  status->add_flag("--json", json, "als JSON");
  status->callback([&] { code = sync_status(config, json); });
  const auto changing = [&](const char* name, const char* help, gateway::schedule::Change change) {
    auto* command = with_config(sync->add_subcommand(name, help));
    command->add_option("ID", id, "zie sync list")->required();
    command->callback([&, change] { code = sync_set(config, id, change); });
  };
  changing("pause", "vraagt voorlopig niets meer", gateway::schedule::Change::pause);
  changing("resume", "gaat verder", gateway::schedule::Change::resume);
  changing("cancel", "beëindigt een synchronisatie", gateway::schedule::Change::cancel);

  auto* melding = app.add_subcommand("melding", "meldingen van afnemers aan DUO");
  melding->require_subcommand(1);
  std::optional<std::string> melding_state;
  auto* meldingen = with_config(melding->add_subcommand("list", "de laatste meldingen"));
  meldingen->add_option("--state", melding_state,
                        "alleen wacht, onderweg, navragen, onzeker, aanvaard, geweigerd of ingetrokken");
  meldingen->add_flag("--json", json, "als JSON");
  meldingen->callback([&] { code = melding_list(config, melding_state, json); });
  const auto deciding = [&](const char* name, const char* help, MeldingDecision decision) {
    auto* command = with_config(melding->add_subcommand(name, help));
    command->add_option("ID", id, "zie melding list")->required();
    command->callback([&, decision] { code = melding_decide(config, id, decision); });
  };
  deciding("accept", "DUO blijkt de onzekere melding te hebben", MeldingDecision::accept);
  deciding("retry", "DUO blijkt de onzekere melding niet te hebben: opnieuw versturen",
           MeldingDecision::retry);
  deciding("withdraw", "sluit een melding af zonder haar (opnieuw) te versturen", MeldingDecision::withdraw);

  auto* subscription = app.add_subcommand("subscription", "abonnementen van afnemers");
  subscription->require_subcommand(1);
  std::optional<std::string> event;
  std::optional<std::string> dossier;
  std::optional<std::string> since;
  std::string named_dossier;
  const auto on_subscription = [&](const char* name, const char* help) {
    auto* command = with_config(subscription->add_subcommand(name, help));
    command->add_option("ID", id, "zie subscription list")->required();
    return command;
  };
  auto* subscriptions = with_config(subscription->add_subcommand("list", "alle abonnementen"));
  subscriptions->add_flag("--json", json, "als JSON");
  subscriptions->callback([&] { code = subscription_list(config, json); });
  auto* one = on_subscription("show", "één abonnement, met zijn taken en wie er vaststaat");
  one->add_flag("--json", json, "als JSON");
  one->callback([&] { code = subscription_show(config, id, json); });
  std::string wish = "-";
  auto* adding = with_config(subscription->add_subcommand("add", "maakt een abonnement"));
  adding->add_option("FILE", wish, "de wens als JSON, met id en afnemer; - is standaardinvoer")
      ->capture_default_str();
  adding->callback([&] { code = subscription_add(config, wish); });
  for (const auto& [name, help, wanted] :
       {std::tuple{"pause", "levert voorlopig niets; wat gebeurt blijft wachten", SubscriptionChange::pause},
        std::tuple{"resume", "gaat verder", SubscriptionChange::resume},
        std::tuple{"remove", "beëindigt een abonnement en haalt zijn wachtrij leeg",
                   SubscriptionChange::remove}})
    on_subscription(name, help)->callback([&, change = wanted] {
      code = subscription_set(config, id, change);
    });
  on_subscription("test", "stuurt een proefgebeurtenis, over niemand")->callback([&] {
    code = subscription_test(config, id);
  });
  auto* present = on_subscription("load", "zet de huidige stand klaar");
  present->add_option("--dossier", dossier, "alleen van dit dossier");
  present->callback([&] { code = subscription_load(config, id, dossier); });
  ReplayOptions replaying;
  auto* replay = on_subscription("replay", "zet gebeurtenissen opnieuw klaar");
  replay->add_option("--event", replaying.event, "deze ene");
  replay->add_option("--dossier", replaying.dossier, "alles van dit dossier");
  replay->add_option("--from", replaying.from, "vanaf dit moment: 2026-11-25T00:00:00Z");
  replay->add_option("--until", replaying.until, "tot dit moment; zonder: nu");
  replay->callback([&] {
    if (!replaying.event && !replaying.dossier && !replaying.from)
      throw CLI::RequiredError("--event, --dossier of --from");
    replaying.config = config;
    replaying.id = id;
    code = subscription_replay(replaying);
  });
  auto* dead = on_subscription("dead", "gebeurtenissen die niet meer worden aangeboden");
  dead->add_option("--event", event, "deze ene, met wat er is geprobeerd");
  dead->add_flag("--json", json, "als JSON");
  dead->callback([&] { code = subscription_dead(config, id, event, json); });
  auto* retrying = on_subscription("retry", "biedt ze opnieuw aan: allemaal (10.000 tegelijk), of");
  retrying->add_option("--event", event, "deze ene");
  retrying->add_option("--since", since, "die sinds dit moment onbestelbaar zijn");
  retrying->callback([&] { code = subscription_retry(config, id, event, since); });
  auto* blocked = on_subscription("blocked", "personen van wie een gebeurtenis niet aankomt");
  blocked->add_flag("--json", json, "als JSON");
  blocked->callback([&] { code = subscription_blocked(config, id, json); });
  auto* skipping = on_subscription("skip", "legt de gebeurtenis die niet aankomt bij onbestelbaar");
  skipping->add_option("DOSSIER", named_dossier, "zie subscription blocked")->required();
  skipping->callback([&] { code = subscription_skip(config, id, named_dossier); });

  auto* brp = app.add_subcommand("brp", "berichten van een BRP");
  brp->require_subcommand(1);
  BrpImport to_import;
  auto* importing = with_config(brp->add_subcommand(
      "import", "neemt een bestand met StUF-BG-berichten in (StUF-berichtenSet of één bericht)"));
  importing->add_option("--party", to_import.party, "OIN van de BRP die ze stuurde")->required();
  importing->add_option("FILE", to_import.file, "het bestand; - is standaardinvoer")->capture_default_str();
  importing->callback([&] {
    to_import.config = config;
    code = brp_import(to_import);
  });

  auto* school = app.add_subcommand("taalschool", "bestanden van een taalschool");
  school->require_subcommand(1);
  TaalschoolImport of_school;
  const auto resources = [] {
    const auto& names = adapters::taalschool::resource_names;
    return CLI::IsMember(std::vector<std::string>(names.begin(), names.end()));
  };
  auto* taking = with_config(
      school->add_subcommand("import", "kijkt een CSV-bestand na en verwerkt het als alle rijen goed zijn"));
  taking->add_option("--party", of_school.party, "OIN van de taalschool")->required();
  taking->add_option("--resource", of_school.resource, "wat voor rijen het zijn")
      ->required()
      ->check(resources());
  taking->add_option("FILE", of_school.file, "het bestand; - is standaardinvoer")->capture_default_str();
  taking->add_flag("--proef", of_school.trial, "alleen nakijken, niets verwerken");
  taking->add_flag("--json", of_school.json, "het verslag als JSON");
  taking->callback([&] {
    of_school.config = config;
    code = taalschool_import(of_school);
  });
  auto* templates = school->add_subcommand("sjabloon", "een leeg CSV-bestand met de juiste kolommen");
  templates->add_option("RESOURCE", of_school.resource, "wat voor rijen het zijn")
      ->required()
      ->check(resources());
  templates->callback([&] { code = taalschool_template(of_school.resource); });

  auto* monitor = app.add_subcommand("monitor", "de pagina's voor de beheerder");
  monitor->require_subcommand(1);
  MonitorLink linking;
  const auto showing = [&](const char* name, const char* help,
                           int (*show_it)(const std::filesystem::path&, bool)) {
    auto* command = with_config(monitor->add_subcommand(name, help));
    command->add_flag("--json", json, "als JSON");
    command->callback([&, show_it] { code = show_it(config, json); });
  };
  showing("status", "is alles goed, en zo niet: wat te doen", monitor_status);
  showing("ketenpartners", "wie er aangesloten is, en tot wanneer de certificaten gelden", monitor_partners);
  showing("planning", "wanneer er weer wordt gesynchroniseerd", monitor_schedules);
  auto* link =
      with_config(monitor->add_subcommand("link", "maakt een link waarmee iemand zich eenmaal aanmeldt"));
  link->add_option("--naam", linking.name, "wie zich aanmeldt; zo noemt het logboek die persoon")->required();
  link->add_option("--recht", linking.right, "kijker, beheerder of privacy")
      ->check(CLI::IsMember({"kijker", "beheerder", "privacy"}))
      ->capture_default_str();
  link->add_option("--minuten", linking.minutes, "hoe lang de link geldt")
      ->check(CLI::Range(1, 1440))
      ->capture_default_str();
  link->callback([&] {
    linking.config = config;
    code = monitor_link(linking);
  });

  auto* pki = app.add_subcommand("pki", "certificaten");
  pki->require_subcommand(1);
  PkiDev pki_options;
  auto* dev = pki->add_subcommand(
      "dev", "een eigen stamcertificaat en certificaten met OIN, voor demonstratie en test");
  dev->add_option("--out", pki_options.out, "de map")->required();
  dev->add_option("--leaf", pki_options.leaves,
                  "naam=OIN:server|client[:dagen]; zonder: de rollen van de demo");
  dev->callback([&] { code = pki_dev(pki_options); });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return code;
}
