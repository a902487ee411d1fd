#include "gateway/config/store.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <sstream>

#include "adapters/token/password.h"
#include "adapters/token/uri.h"
#include "gateway/config/awaited.h"
#include "gateway/config/revocation.h"
#include "gateway/doctor/looks.h"
#include "gateway/store/crypto.h"
#include "gateway/store/engine/lock.h"
#include "gateway/store/engine/postgres.h"
#include "gateway/store/own_key.h"
#include "schemas/small_file.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::doctor {
namespace {

/// Whether a secret of 32 bytes can have come from chance: of those 1 in a billion has so few different ones.
bool is_by_chance(std::string_view hex) {
  std::set<std::string_view> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes.insert(hex.substr(i, 2));
  constexpr std::size_t fewest = 20;
  return bytes.size() >= fewest;
}

void judge_store_keys(const config::Config& config, Findings& found) {
  const auto content = schemas::read_small_file(config.store_key);
  if (!content) return;  // told where the store is opened
  std::istringstream in(*content);
  std::set<std::string> seen;
  const auto before = found.size();
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const auto secret = line.substr(std::min(line.size(), line.find(':') + 1));
    const auto name = line.substr(0, line.find(':'));
    if (!secret.starts_with("token:") && !is_by_chance(secret))
      found.push_back({Verdict::fout, "store.key",
                       "sleutel " + name + " is niet door toeval gemaakt en te raden",
                       "geef de opslag een nieuwe: store rekey"});
    if (!seen.insert(secret).second)
      found.push_back({Verdict::fout, "store.key",
                       "sleutel " + name + " is dezelfde als een andere in het bestand",
                       "geef de opslag een nieuwe: store rekey"});
  }
  if (count > 0 && found.size() == before)
    found.push_back(
        {Verdict::goed, "store.key", schemas::counted(count, "sleutel", "sleutels") + ", van toeval"});
}

constexpr std::array guessed{"wachtwoord", "welkom", "password", "changeit", "changeme", "secret",
                             "geheim",     "admin",  "123456",   "qwerty",   "gemeente", "inburgering"};

void judge_password(const std::string& place, const std::filesystem::path& file, bool is_pin,
                    Findings& found) {
  if (file.empty()) return;
  auto password = adapters::token::read_password(file);
  if (!password) {
    found.push_back(
        {Verdict::fout, place, password.error(), "zet het wachtwoord op de eerste regel van dat bestand"});
    return;
  }
  std::ranges::transform(*password, password->begin(), [](unsigned char c) { return std::tolower(c); });
  const bool known =
      std::ranges::any_of(guessed, [&](const char* each) { return password->starts_with(each); });
  constexpr std::size_t shortest = 12;
  constexpr std::size_t shortest_pin = 6;
  const bool one_letter = password->find_first_not_of(password->front()) == std::string::npos;
  if (known || one_letter || password->size() < (is_pin ? shortest_pin : shortest))
    found.push_back(
        {Verdict::let_op, place, "het wachtwoord in " + file.string() + " is te raden",
         is_pin ? "geef het token een andere PIN" : "kies er een van twaalf tekens of meer, door toeval"});
}

/// A key that is used for two things: who gets it has both.
void judge_keys_used_twice(const config::Config& config, Findings& found) {
  std::vector<std::pair<std::string, adapters::transport::OwnIdentity>> seen;
  for (const auto& [place, files] : config::blocks_of(config)) {
    auto own = adapters::transport::read_own(files->own());
    if (!own) continue;
    for (const auto& [other, identity] : seen)
      if (EVP_PKEY_eq(own->key.get(), identity.key.get()) == 1)
        found.push_back({Verdict::let_op, place, "heeft dezelfde sleutel als " + other,
                         "vraag voor elk een eigen sleutel en certificaat aan"});
    seen.emplace_back(place, std::move(*own));
  }
}

void judge_key(const config::Config& config, store::Session& sql, Findings& found) {
  auto keys = store::Keys::read(config.store_key, config.store_token);
  if (!keys)
    return found.push_back(
        {Verdict::fout, "store.key", keys.error(), "zet de sleutel van deze opslag terug"});
  if (sql.engine().version() != sql.engine().migrations().size())
    return found.push_back({Verdict::let_op, "versie", "de opslag is van een vorige versie van de gateway",
                            "maak een kopie; bij de eerste start wordt zij omgezet"});
  if (const auto judged = store::judge_key(sql, config.store, *keys); !judged) {
    if (judged.error() == store::missing_dossier_keys(sql, config.store))
      return found.push_back(
          {Verdict::fout, config.store.name(), judged.error(),
           "zet " + store::dossier_keys(config.store)->name() +
               " terug; naast de laatste back-up ligt het, met de naam gateway-….dossiersleutels"});
    return found.push_back(
        {Verdict::fout, "store.key", judged.error(), "zet de sleutel van deze opslag terug"});
  }
  found.push_back({Verdict::goed, config.store.name(), "te lezen, en opent met de sleutel"});
}

}  // namespace

Findings look_at_configuration(House& house) {
  const auto& config = house.config();
  Findings found;
  const auto awaited = config::awaited(config);
  for (const auto& fault : config::besides(config::check_surroundings(config), awaited, config))
    found.push_back({Verdict::fout, fault.pointer, fault.message,
                     "zo start de gateway niet; verbeter dit en draai check"});
  for (const auto& each : awaited)
    found.push_back({Verdict::fout, each.place, each.file.string() + " is er nog niet", each.todo});
  if (found.empty())
    found.push_back({Verdict::goed, config.file.string(),
                     std::string(config.production ? "stand productie" : "stand test") + ", " +
                         schemas::counted(config.tenants.size(), "gemeente", "gemeenten") + ", " +
                         schemas::counted(config.parties.size(), "partij", "partijen")});
  return found;
}

Findings look_at_store(House& house) {
  const auto& config = house.config();
  Findings found;
  const auto running = store::RunningLock::holder(config.store.file);
  found.push_back(
      {Verdict::goed, "gateway", running ? "draait, als proces " + std::to_string(*running) : "draait niet"});
  try {
    if (config.store.is_postgres())
      if (const auto unfit = store::postgres_unfit(config.store.postgres); !unfit.empty()) {
        found.push_back(
            {Verdict::fout, config.store.name(), unfit, "zie docs/beheer.md, Meer nodes op PostgreSQL"});
        return found;
      }
    if (!store::exists(config.store)) {
      found.push_back(
          {Verdict::goed, config.store.name(), "is er nog niet; serve maakt haar bij de eerste start"});
      return found;
    }
    const auto sql = store::open(config.store, store::Access::read);
    if (const auto newer = store::made_by_newer(*sql); !newer.empty()) {
      found.push_back({Verdict::fout, "versie", newer, "installeer de nieuwere gateway weer"});
      return found;
    }
    judge_key(config, *sql, found);
    const auto standbys = sql->engine().standbys();
    if (!standbys.empty() && std::ranges::none_of(standbys, &store::Standby::synchronous))
      found.push_back({Verdict::let_op, config.store.name(), "geen standby bevestigt mee",
                       "zet synchronous_standby_names, of in Patroni synchronous_mode"});
  } catch (const store::Gone& gone) {
    found.push_back({Verdict::fout, config.store.name(), gone.what(),
                     "zet de laatste back-up terug: store restore --from"});
  } catch (const store::Damaged& damaged) {
    found.push_back({Verdict::fout, config.store.name(), "beschadigd: " + damaged.words(),
                     "stop de gateway en bewaar de vorige back-up; store check zegt wat er mis is, en store "
                     "restore --from … --vervang zet een back-up terug"});
  } catch (const std::exception& error) {
    found.push_back({Verdict::fout, config.store.name(), std::string("niet te lezen: ") + error.what(),
                     "kijk naar rechten, schijf en (PostgreSQL) verbinding; zie check"});
  }
  return found;
}

Findings look_at_secrets(House& house) {
  const auto& config = house.config();
  Findings found;
  judge_store_keys(config, found);
  judge_password("store.wachtwoord_bestand", config.store_token.pin, true, found);
  std::set<std::filesystem::path> seen;
  for (const auto& [place, files] : config::blocks_of(config))
    if (seen.insert(files->password).second)
      judge_password(place + ".wachtwoord_bestand", files->password,
                     adapters::token::is_uri(files->key.native()), found);
  judge_keys_used_twice(config, found);
  if (RAND_status() != 1)
    found.push_back({Verdict::fout, "toeval", "het systeem geeft geen toeval",
                     "wacht tot na het opstarten, of kijk naar /dev/urandom"});
  if (config.store.is_postgres() && !config.store.postgres.contains("sslmode=verify-full") &&
      !config.store.postgres.contains("host=/") && config.store.postgres.contains("host="))
    found.push_back({Verdict::let_op, "store.postgres", "of de server echt de onze is wordt niet nagekeken",
                     "zet er sslmode=verify-full en sslrootcert bij"});
  return found;
}

}  // namespace inburgering::gateway::doctor
