#include "gateway/cli/store.h"

#include <date/tz.h>

#include <iostream>

#include "gateway/cli/progress.h"
#include "gateway/store/put_back.h"
#include "schemas/record/json_text.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {

std::unique_ptr<store::Session> open_store(const config::Config& config) {
  try {
    if (!config.store.is_postgres() && store::is_half_put_back(config.store.file)) {
      std::cerr << store::half_put_back(config.store.file) << '\n';
      return nullptr;
    }
    if (!store::exists(config.store)) {
      std::cerr << "De opslag " << config.store.name()
                << " bestaat nog niet: is de gateway al eens gestart?\n";
      return nullptr;
    }
    {
      // It is not changed by a command that only looks: who starts the gateway is told, and has a backup.
      const auto sql = store::open(config.store, store::Access::read);
      const auto version = sql->engine().version();
      if (version > 0 && version < sql->engine().migrations().size()) {
        std::cerr << "de opslag " << config.store.name()
                  << " is van een oudere versie dan dit programma: start eerst de gateway (serve), die maakt "
                     "een back-up en "
                     "werkt haar bij; check zegt wat er dan gebeurt\n";
        return nullptr;
      }
    }
    return store::Database(config.store, tell_migration()).session();
  } catch (const store::Damaged&) {
    throw;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return nullptr;
  }
}

std::string local_time(schemas::Moment moment, const char* format) {
  return date::format(format,
                      date::make_zoned("Europe/Amsterdam", date::floor<std::chrono::seconds>(moment.time())));
}

std::string gemeente_of(const config::Config& config, const std::string& oin) {
  for (const auto& tenant : config.tenants)
    if (tenant.oin.digits() == oin) return tenant.gemeentecode;
  return "-";
}

std::string padded(const std::string& text, std::size_t width) {
  const auto clean = schemas::shown(text);
  const auto length = schemas::length_in_characters(clean);
  if (length > width) return std::string(schemas::cut_characters(clean, width - 1)) + "…";
  return clean + std::string(width - length, ' ');
}

std::string tenant_named(const config::Config& config, const std::string& name) {
  for (const auto& tenant : config.tenants)
    if (tenant.oin.digits() == name || tenant.gemeentecode == name) return tenant.oin.digits();
  return {};
}

}  // namespace inburgering::gateway::cli
