#include "gateway/config/store.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace inburgering::gateway::config {
namespace {

std::string name_of_machine() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "node";
}

bool is_name(std::string_view text) {
  constexpr std::size_t longest = 60;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
  });
}

}  // namespace

bool holds_password(std::string_view conninfo) {
  for (auto at = conninfo.find("password"); at != std::string_view::npos;
       at = conninfo.find("password", at + 1)) {
    auto behind = conninfo.substr(at + std::string_view("password").size());
    while (!behind.empty() && std::isspace(static_cast<unsigned char>(behind.front())) != 0)
      behind.remove_prefix(1);
    // Also sslpassword.
    if (behind.starts_with('=')) return true;
  }
  // postgresql://name:password@host/…
  const auto scheme = conninfo.find("://");
  if (scheme == std::string_view::npos) return false;
  const auto user = conninfo.substr(scheme + 3, conninfo.find_first_of("@/?", scheme + 3) - scheme - 3);
  return conninfo.substr(scheme + 3 + user.size()).starts_with('@') && user.contains(':');
}

void read_store(Reader store, Config& config) {
  const bool postgres = store.has("postgres");
  if (!postgres) {
    config.store.file = store.path("file");
  } else {
    if (store.has("file"))
      store.fault("file", "opslag", "noem een bestand (SQLite) of postgres, niet allebei");
    config.store.postgres = store.text("postgres");
    if (holds_password(config.store.postgres))
      store.fault("postgres", "wachtwoord",
                  "zet het wachtwoord niet hier, maar in een bestand dat alleen de gateway leest: "
                  "passfile=/…/pgpass (of meld aan met een certificaat: sslcert, sslkey)");
    // With the first that answers it would go well until the day on which that is a standby.
    if (config.store.postgres.contains(',') && !config.store.postgres.contains("target_session_attrs"))
      store.fault(
          "postgres", "hosts",
          "er staan meer hosts: zet erbij welke ervan wordt gezocht, target_session_attrs=read-write");
    // What stands beside the store on this machine: locks and revocation lists.
    config.store.file = store.path("map") / "gateway";
    config.node = name_of_machine();
    store.optional("node", config.node);
    if (!is_name(config.node))
      store.fault("node", "naam", "noem deze node met letters, cijfers, '-', '.' of '_', ten hoogste 60");
  }
  config.revocation.folder = config.store.file.parent_path() / "intrekkingslijsten";
  config.store_key = store.path("key");
  std::string backup = "ja";
  store.optional("backup_voor_migratie", backup);
  if (backup != "ja" && backup != "nee")
    store.fault("backup_voor_migratie", "codelijst", "kies uit ja en nee");
  config.backup_before_migration = backup == "ja";
  config.store_token = {store.token("token", false), store.path("wachtwoord_bestand", false)};
  store.finish();
}

}  // namespace inburgering::gateway::config
