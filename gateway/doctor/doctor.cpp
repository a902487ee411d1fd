#include "gateway/doctor/doctor.h"

#include <algorithm>
#include <array>
#include <future>
#include <thread>

#include "gateway/doctor/looks.h"

namespace inburgering::gateway::doctor {
namespace {

// A new check is a row here, and its function.
constexpr std::array every_check{
    Check{"configuratie", "wat er geschreven staat en wat het noemt: kan de gateway hiermee starten",
          "verbeter wat er staat; zie `check`", look_at_configuration},
    Check{"opslag",
          "of zij er is, te lezen is, bij de sleutel hoort en of er een gateway op draait; bij PostgreSQL de "
          "server en zijn standbys",
          "zet de sleutel terug die erbij hoort; herstel rechten of verbinding", look_at_store},
    Check{"certificaten",
          "onze eigen: geldig, voor het juiste doel, met ons OIN, bij de sleutel, voor de juiste namen",
          "vraag een nieuw aan en vervang het bestand; de gateway neemt het vanzelf over",
          look_at_certificates},
    Check{"keten", "of achter elk eigen certificaat de tussencertificaten staan, tot een stamcertificaat",
          "zet het ontbrekende tussencertificaat achter het eigen certificaat", look_at_chains},
    Check{"stamcertificaten", "wie wij vertrouwen: te lezen, geldig, en in productie geen proefmateriaal",
          "zet de opvolger ernaast voordat een stamcertificaat verloopt", look_at_roots},
    Check{"intrekking", "of er van elke uitgever een geldige lijst (CRL) is, en of zij te halen is",
          "laat deze machine erheen (http), of noem het juiste adres onder `tls.intrekking`", look_at_lists},
    Check{"poorten",
          "of op de adressen onder `listen` geluisterd kan worden, of dat onze eigen gateway dat al doet",
          "stop wat er op de poort zit, of kies een andere", look_at_ports},
    Check{"namen", "of elke naam van een ketenpartner in DNS bestaat",
          "herstel de naamserver of de naam in de configuratie", look_at_names},
    Check{"bereik",
          "DUO, elke BRP, elke ontvanger, logboek, tijdstempeldienst en SIEM: een echte handshake over "
          "wederzijds TLS",
          "de melding noemt de stap: naam, verbinding, certificaat of antwoord; los die op, of bel de "
          "ketenpartner",
          look_at_reach},
    Check{"klok", "deze klok naast die van de database, van elke ketenpartner (Date), het logboek en NTP",
          "zet NTP aan; certificaten en termijnen gaan naar de klok", look_at_clock},
    Check{"tijdzone", "of de tijdzone van Nederland te lezen is", "installeer `tzdata`", look_at_time_zone},
    Check{"schijf",
          "ruimte en hoe lang nog, of fsync werkt en hoe lang dat duurt, en het soort bestandssysteem",
          "maak ruimte; zet de opslag op een eigen schijf van de machine", look_at_disk},
    Check{"rechten", "wie op deze machine bij sleutels, configuratie en opslag kan",
          "de melding noemt het commando", look_at_modes},
    Check{"geheimen", "sleutels en wachtwoorden die te raden zijn of tweemaal worden gebruikt",
          "maak nieuwe; `store rekey` geeft de opslag een andere sleutel", look_at_secrets},
    Check{"grenzen", "geheugen en open bestanden, van de draaiende gateway als die er is",
          "zet `LimitNOFILE` hoger of geef de machine meer geheugen", look_at_limits},
};

Findings safely(const Check& check, House& house) {
  try {
    return check.look(house);
  } catch (const std::exception& error) {
    return {{Verdict::fout, std::string(check.name), std::string("deze controle brak af: ") + error.what(),
             "meld dit als fout"}};
  }
}

}  // namespace

std::string_view to_text(Verdict verdict) {
  return verdict == Verdict::goed ? "goed" : verdict == Verdict::let_op ? "let op" : "fout";
}

std::span<const Check> checks() { return every_check; }

Outcome look(const std::shared_ptr<House>& house, std::span<const std::string> names,
             std::chrono::milliseconds patience) {
  std::vector<std::pair<const Check*, std::future<Findings>>> looking;
  for (const auto& check : every_check) {
    if (!names.empty() && std::ranges::find(names, check.name) == names.end()) continue;
    std::promise<Findings> promise;
    looking.emplace_back(&check, promise.get_future());
    // Not waited for when it hangs; what it looks at lives as long as it does.
    std::thread([house, &check, told = std::move(promise)]() mutable {
      told.set_value(safely(check, *house));
    }).detach();
  }
  Outcome outcome;
  const auto until = std::chrono::steady_clock::now() + patience;
  for (auto& [check, answer] : looking) {
    if (answer.wait_until(until) == std::future_status::ready) {
      outcome.told.push_back({check, answer.get()});
      continue;
    }
    outcome.all_ended = false;
    outcome.told.push_back(
        {check,
         {{Verdict::fout, std::string(check->name),
           "gaf binnen " + std::to_string(patience / std::chrono::seconds(1)) + " s geen antwoord",
           "iets waar deze controle naar kijkt hangt: een schijf, een naamserver of een ketenpartner"}}});
  }
  return outcome;
}

}  // namespace inburgering::gateway::doctor
