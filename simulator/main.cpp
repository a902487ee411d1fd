#include "commandline/program.h"
#include "schemas/shipped.h"
#include "simulator/english.h"
#include "simulator/proef.h"
#include "simulator/roles.h"

int main(int argc, char** argv) {
  using namespace inburgering::simulator;
  inburgering::commandline::Program program(
      "keten-simulator", "Speelt de andere kant van de keten: DUO, BRP, een taalschool en een afnemer",
      {.version = INBURGERING_VERSION}, english());
  auto& app = program.app();
  int& code = program.code();
  const auto role = [&](const char* name, const char* description) {
    auto* sub = app.add_subcommand(name, description);
    sub->require_subcommand(1);
    return sub;
  };
  const auto with_pki = [](CLI::App* command, std::filesystem::path& pki, std::string& name) {
    command->add_option("--pki", pki, "de map van 'pki dev'")->required();
    command->add_option("--name", name, "welk certificaat uit die map")->capture_default_str();
  };
  const auto with_sending = [&](CLI::App* command, Sending& to) {
    with_pki(command, to.pki, to.name);
    command->add_option("--to", to.url, "het volledige adres bij de gateway")->required();
  };

  auto* duo = role("duo", "DUO: beantwoordt vragen, stuurt notificaties");
  DuoServe duo_serve;
  duo_serve.fixtures = inburgering::schemas::shipped("fixtures") / "duo.json";
  auto* serve = duo->add_subcommand("serve", "beantwoordt vragen uit voorbeeldgegevens");
  with_pki(serve, duo_serve.pki, duo_serve.name);
  serve->add_option("--port", duo_serve.port, "0: het systeem kiest")->capture_default_str();
  serve->add_option("--fixtures", duo_serve.fixtures, "de voorbeeldgegevens; zonder: die zijn meegeleverd");
  serve->add_option("--threads", duo_serve.threads, "antwoorden tegelijk")->capture_default_str();
  serve->add_option("--delay-ms", duo_serve.behaviour.delay_ms, "zo lang met elk antwoord wachten");
  serve->add_option("--fail", duo_serve.behaviour.count, "zo veel vragen laten mislukken; -1: alle");
  serve->add_option("--fail-status", duo_serve.behaviour.status, "met deze HTTP-status")
      ->capture_default_str();
  serve->callback([&] { code = serve_duo(duo_serve); });

  Year year;
  year.to.name = "duo-client";
  year.bron = "00000099000000002000";
  year.script = inburgering::schemas::shipped("fixtures") / "jaar.json";
  auto* playing = duo->add_subcommand("year", "speelt een jaar van notificaties naar een draaiboek");
  with_sending(playing, year.to);
  playing->add_option("--simulator", year.simulator, "het adres van een draaiende 'duo serve'")->required();
  playing->add_option("--bron", year.bron, "OIN van DUO")->capture_default_str();
  playing->add_option("--doel", year.doel, "OIN van de gemeente")->required();
  playing->add_option("--script", year.script, "het draaiboek; zonder: dat is meegeleverd");
  playing->add_option("--day-ms", year.day_ms, "zo lang duurt een dag van het verhaal")
      ->capture_default_str();
  playing->callback([&] { code = play_year(year); });

  Notification notification;
  notification.to.name = "duo-client";
  notification.bron = "00000099000000002000";
  auto* notifying = duo->add_subcommand("notify", "stuurt een notificatie");
  with_sending(notifying, notification.to);
  notifying->add_option("--bron", notification.bron, "OIN van DUO")->capture_default_str();
  notifying->add_option("--doel", notification.doel, "OIN van de gemeente")->required();
  notifying->add_option("--gebeurtenis", notification.gebeurtenis, "bijvoorbeeld SS101")->required();
  notifying->add_option("--bsn", notification.bsn, "over wie");
  notifying->add_option("--v-nummer", notification.v_nummer, "over wie");
  notifying->add_option("--bericht-id", notification.bericht_id, "zonder: een nieuwe UUID");
  notifying->callback([&] { code = notify(notification); });

  auto* brp = role("brp", "BRP: stuurt kennisgevingen, beantwoordt vragen");
  Sending brp_to{{}, "brp-client", {}};
  std::string file;
  const auto brp_fixtures = inburgering::schemas::shipped("fixtures") / "brp.json";
  BrpServe brp_serve;
  brp_serve.fixtures = brp_fixtures;
  auto* brp_serving =
      brp->add_subcommand("serve", "beantwoordt vragen (Personen API, npsLv01) en volgt personen");
  with_pki(brp_serving, brp_serve.pki, brp_serve.name);
  brp_serving->add_option("--port", brp_serve.port, "0: het systeem kiest")->capture_default_str();
  brp_serving->add_option("--fixtures", brp_serve.fixtures,
                          "de voorbeeldgegevens; zonder: die zijn meegeleverd");
  brp_serving->callback([&] { code = serve_brp(brp_serve); });
  BrpPlay brp_play;
  brp_play.to.name = "brp-client";
  brp_play.fixtures = brp_fixtures;
  auto* brp_playing = brp->add_subcommand("play", "stuurt kennisgevingen naar een draaiboek");
  with_sending(brp_playing, brp_play.to);
  brp_playing->add_option("--script", brp_play.script, "het draaiboek")->required();
  brp_playing->add_option("--fixtures", brp_play.fixtures,
                          "de voorbeeldgegevens; zonder: die zijn meegeleverd");
  brp_playing->add_option("--zender", brp_play.zender, "organisatie van de zender")->required();
  brp_playing->add_option("--ontvanger", brp_play.ontvanger, "OIN of gemeentecode")->required();
  brp_playing->callback([&] { code = play_brp(brp_play); });
  auto* brp_send = brp->add_subcommand("send", "stuurt een StUF-BG-bericht");
  with_sending(brp_send, brp_to);
  brp_send->add_option("FILE", file, "het bericht; - is standaardinvoer")->required();
  brp_send->callback([&] { code = send_file(brp_to, "text/xml; charset=utf-8", file); });

  auto* school = role("taalschool", "taalschool: meldt voortgang en aanwezigheid");
  Sending school_to{{}, "taalschool-client", {}};
  auto* school_send = school->add_subcommand("send", "stuurt een melding");
  with_sending(school_send, school_to);
  school_send->add_option("FILE", file, "de melding; - is standaardinvoer")->required();
  school_send->callback([&] { code = send_file(school_to, "application/json", file); });

  SchoolYear school_year;
  school_year.to.name = "taalschool-client";
  auto* schooling = school->add_subcommand("year", "een school met haar deelnemers, een jaar lang");
  with_sending(schooling, school_year.to);
  schooling->add_option("--gemeente", school_year.gemeente, "gemeentecode")->capture_default_str();
  schooling->add_option("--deelnemers", school_year.participants, "hoeveel")
      ->capture_default_str()
      ->check(CLI::Range(1, 9000));
  schooling->add_option("--jaar", school_year.year, "welk jaar")->capture_default_str();
  schooling->add_option("--seed", school_year.seed, "andere deelnemers")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  schooling->add_option("--month-ms", school_year.month_ms, "zo lang duurt een maand van het verhaal")
      ->capture_default_str();
  schooling->callback([&] { code = play_school_year(school_year); });

  auto* afnemer = role("afnemer", "afnemer: ontvangt gebeurtenissen");
  Afnemer afnemer_options;
  auto* afnemer_serve = afnemer->add_subcommand("serve", "ontvangt en toont gebeurtenissen");
  with_pki(afnemer_serve, afnemer_options.pki, afnemer_options.name);
  afnemer_serve->add_option("--port", afnemer_options.port, "0: het systeem kiest")->capture_default_str();
  afnemer_serve->add_option("--out", afnemer_options.out, "bewaart elke gebeurtenis als regel JSON");
  afnemer_serve->add_option("--journal", afnemer_options.journal,
                            "onthoudt wat er kwam, ook na een herstart");
  afnemer_serve->add_flag("--quiet", afnemer_options.quiet, "toont geen gebeurtenissen");
  afnemer_serve->add_flag("--refuse-handshake", afnemer_options.refuse_handshake, "wil niets ontvangen");
  afnemer_serve->add_option("--threads", afnemer_options.threads, "antwoorden tegelijk")
      ->capture_default_str();
  auto& conduct = afnemer_options.conduct;
  afnemer_serve->add_option("--delay-ms", conduct.delay_ms, "zo lang met elk antwoord wachten");
  afnemer_serve->add_option("--misbehave", conduct.what, "hoe het zich misdraagt")
      ->check(CLI::IsMember({"fout", "stil", "reset", "doorverwijzing", "leugen"}))
      ->capture_default_str();
  afnemer_serve->add_option("--times", conduct.count, "bij zo veel verzoeken; -1: alle");
  afnemer_serve->add_option("--status", conduct.status, "met deze HTTP-status")->capture_default_str();
  afnemer_serve->add_option("--retry-after", conduct.retry_after, "en deze Retry-After, in seconden");
  afnemer_serve->add_option("--redirect", afnemer_options.redirect, "waarheen het doorverwijst")
      ->capture_default_str();
  afnemer_serve->add_option("--chance", conduct.chance, "kans om zich zomaar te misdragen")
      ->check(CLI::Range(0.0, 1.0));
  afnemer_serve->add_option("--seed", afnemer_options.seed, "ander toeval");
  afnemer_serve->callback([&] { code = serve_afnemer(afnemer_options); });

  auto* proof = role("proef", "proef: beproeft wat een leverancier maakte, en schrijft een verslag");
  ProefAfnemer receiver;
  auto* proving = proof->add_subcommand("afnemer", "beproeft een ontvanger, als de gateway die hem levert");
  with_pki(proving, receiver.pki, receiver.name);
  proving->add_option("--to", receiver.url, "het adres van de ontvanger")->required();
  proving->add_option("--oin", receiver.oin, "OIN van de gateway")->capture_default_str();
  proving->add_option("--vernieuwd", receiver.renewed,
                      "een tweede certificaat uit die map, met hetzelfde OIN");
  proving->add_option("--stand", receiver.counts, "waar de ontvanger vertelt hoeveel hij aannam");
  proving->add_option("--gedrag", receiver.conduct, "waar de ontvanger is te zeggen dat hij 503 antwoordt");
  const auto with_report = [](CLI::App* command, int& hour, std::filesystem::path& report) {
    command->add_option("--uur-ms", hour, "zo lang duurt een uur van de proef")
        ->capture_default_str()
        ->check(CLI::Range(100, 3'600'000));
    command->add_option("--verslag", report, "bewaart het verslag als JSON");
  };
  with_report(proving, receiver.hour_ms, receiver.json);
  proving->callback([&] { code = proef_afnemer(receiver); });
  ProefSchool client;
  auto* proving_client =
      proof->add_subcommand("school", "beproeft een client van een school, als de gateway waaraan zij meldt");
  with_pki(proving_client, client.pki, client.name);
  proving_client->add_option("--port", client.port, "0: het systeem kiest")->capture_default_str();
  proving_client->add_option("--rijen", client.rows, "zo veel rijen gaat de client melden")
      ->capture_default_str()
      ->check(CLI::Range(12, 10'000));
  proving_client->add_option("--geduld-ms", client.patience_ms, "daarna houdt de proef op")
      ->capture_default_str();
  with_report(proving_client, client.hour_ms, client.json);
  proving_client->callback([&] { code = proef_school(client); });

  program.add_documentation();
  return program.run(argc, argv);
}
