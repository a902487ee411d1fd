// `export`: all that is known of the persons of a gemeente, for its data warehouse.
#include <iostream>

#include "adapters/sftp/put.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/cli/progress.h"
#include "gateway/cli/who.h"
#include "gateway/uitvoer/uitvoer.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::cli {
namespace {

struct Exporting {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN
  std::string to;      ///< a folder, or sftp://
  std::filesystem::path work, key, known_hosts;
  std::string form = "beide";
  bool pseudonym = false;
  std::filesystem::path mark;
  std::string ground, purpose;
  int at_once = 500;
};

int export_state(const Exporting& options) {
  OpenedWithKeys house(options.config);
  if (!house) return 2;
  const auto oin = tenant_named(*house.config, options.tenant);
  const auto tenant =
      std::ranges::find(house.config->tenants, oin, [](const auto& each) { return each.oin.digits(); });
  if (tenant == house.config->tenants.end()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  Progress progress;
  const auto tell = [&](std::int64_t count, std::int64_t of, std::string_view what) {
    progress.tell(static_cast<double>(count) / static_cast<double>(std::max<std::int64_t>(1, of)),
                  std::to_string(count) + " van " + std::to_string(of) + std::string(what), count == of);
  };
  std::filesystem::path folder = options.to;
  uitvoer::Bezorger bring;
  if (options.to.starts_with("sftp:")) {
    auto place = adapters::sftp::parse(options.to);
    if (!place) return std::cerr << "--naar: " << place.error() << '\n', 2;
    if (options.work.empty() || options.key.empty() || options.known_hosts.empty()) {
      std::cerr << "noem bij sftp ook --werkmap, --sleutel en --bekende-servers\n";
      return 2;
    }
    place->key = options.key;
    place->known_hosts = options.known_hosts;
    folder = options.work;
    bring.vrije_naam = [there = *place](const std::string& name) {
      return adapters::sftp::free_name(there, name);
    };
    bring.breng = [&tell, there = *place](const std::filesystem::path& files, const std::string& name) {
      return adapters::sftp::put_folder(there, files, name, [&](std::int64_t count, std::int64_t of) {
        tell(count, of, " bytes gebracht");
      });
    };
    bring.ruim_op = [there = *place](const std::string& name) { adapters::sftp::remove_half(there, name); };
  }
  const auto done =
      uitvoer::voer_uit(*house.sql, {*house.keys, house.around()},
                        {*house.config,
                         *tenant,
                         folder,
                         {options.form != "parquet", options.form != "csv"},
                         options.pseudonym,
                         options.mark,
                         options.ground,
                         options.purpose,
                         who_commands(),
                         options.at_once,
                         std::move(bring)},
                        [&](std::int64_t count, std::int64_t of) { tell(count, of, " dossiers"); });
  if (!done) return std::cerr << done.error() << '\n', 1;
  if (done->hergebruikt > 0)
    std::cerr << schemas::counted(done->hergebruikt, "dossier was", "dossiers waren")
              << " al gelezen door een export die werd afgebroken\n";
  std::cout << options.to << (options.to.ends_with('/') ? "" : "/") << done->naam << '\n';
  std::cerr << schemas::counted(done->objecten, "object", "objecten") << " van "
            << schemas::counted(done->dossiers, "dossier", "dossiers") << '\n';
  if (done->onleesbaar.empty()) return 0;
  std::cerr << "NIET VOLLEDIG: van " << done->onleesbaar.size()
            << " dossiers was niet alles te lezen; het merk blijft zoals het was:\n";
  for (const auto& id : done->onleesbaar) std::cerr << "  " << id << '\n';
  return 1;
}

}  // namespace

void add_export(Commands& program) {
  const auto [command, options] = program.add<Exporting>(
      "export", "alles wat er over de personen van een gemeente bekend is, voor haar datawarehouse",
      export_state);
  command->add_option("--gemeente", options.tenant, "code of OIN")->required();
  command
      ->add_option("--naar", options.to,
                   "waarin een map met deze export komt te staan: een map, of sftp://gebruiker@server/map")
      ->required();
  command->add_option("--werkmap", options.work,
                      "bij sftp: waar de export wordt gemaakt voor zij wordt gebracht");
  command->add_option("--sleutel", options.key, "bij sftp: onze private sleutel (OpenSSH of PEM)");
  command->add_option("--bekende-servers", options.known_hosts,
                      "bij sftp: het bestand known_hosts met de sleutel van de server");
  command->add_option("--vorm", options.form, "csv, parquet of beide")
      ->check(CLI::IsMember({"csv", "parquet", "beide"}))
      ->capture_default_str();
  command->add_flag("--pseudoniem", options.pseudonym,
                    "een pseudoniem in plaats van het bsn; namen en adressen blijven leeg");
  command->add_option("--merk", options.mark,
                      "een bestand waarin staat wat er al is uitgevoerd: alleen wat sindsdien veranderde");
  command->add_option("--per-deel", options.at_once, "dossiers die samen opzij worden gezet tot alles er is")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  command->add_option("--grondslag", options.ground, "waarop het uitvoeren berust; komt in het logboek")
      ->required();
  command->add_option("--doel", options.purpose, "waarvoor; komt in het logboek")->required();
}

}  // namespace inburgering::gateway::cli
