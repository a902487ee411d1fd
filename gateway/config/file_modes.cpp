#include "gateway/config/file_modes.h"

#include <set>

#include "adapters/token/uri.h"

namespace inburgering::gateway::config {
namespace {

using std::filesystem::perms;

std::string octal(perms mode) {
  std::string digits;
  for (const unsigned shift : {6U, 3U, 0U})
    digits += static_cast<char>('0' + ((static_cast<unsigned>(mode) >> shift) & 7U));
  return digits;
}

struct Modes {
  schemas::Faults& faults;
  std::set<std::filesystem::path> seen{};

  void look(const std::string& place, const std::filesystem::path& file, perms never,
            std::string_view advice) {
    if (file.empty() || !seen.insert(file).second) return;
    std::error_code error;
    const auto mode = std::filesystem::status(file, error).permissions();
    if (error || (mode & never) == perms::none) return;  // one that is not there is told elsewhere
    faults.push_back(
        {place, "rechten",
         file.string() + " heeft rechten " + octal(mode) + ": " + std::string(advice) + file.string()});
  }
  void secret(const std::string& place, const std::filesystem::path& file) {
    look(place, file, perms::others_all | perms::group_write | perms::group_exec,
         "anderen op deze machine kunnen de sleutel lezen of vervangen; chmod 600 ");
  }
  void trusted(const std::string& place, const std::filesystem::path& file) {
    look(place, file, perms::others_write | perms::group_write,
         "anderen op deze machine kunnen veranderen wat de gateway vertrouwt; chmod go-w ");
  }
  /// Who can put another module in its place has whatever the token does for us.
  void key(const std::string& place, const std::string& key_or_uri) {
    if (const auto uri = adapters::token::parse(key_or_uri))
      trusted(place, uri->module);
    else
      secret(place, key_or_uri);
  }
  void own(const std::string& place, const adapters::transport::OwnFiles& files) {
    key(place + ".key", files.key);
    secret(place + ".wachtwoord_bestand", files.password);
    if (adapters::transport::is_pkcs12(files.certificate))
      secret(place + ".certificate", files.certificate);
    else
      trusted(place + ".certificate", files.certificate);
  }
  void both(const std::string& place, const adapters::transport::TlsFiles& files) {
    own(place, files.own());
    trusted(place + ".trust", files.trust);
    trusted(place + ".crl", files.crl.value_or(""));
  }
};

}  // namespace

schemas::Faults check_file_modes(const Config& config) {
  schemas::Faults faults;
  Modes modes{faults};
  modes.secret("store.key", config.store_key);
  modes.key("store.token", config.store_token.uri);
  modes.secret("store.wachtwoord_bestand", config.store_token.pin);
  modes.both("tls.server", config.server);
  modes.both("tls.client", config.client);
  if (config.operation_tls) modes.both("tls.operator", *config.operation_tls);
  for (const auto& [name, files] : config.clients) modes.both("tls.clients, " + name, files);
  for (const auto& [name, anchors] : config.anchors) modes.trusted("tls.anchors, " + name, anchors->file());
  for (const auto& each : config.server.named) modes.own("tls.servers", each.own);
  for (const auto& party : config.parties)
    if (party.zgw) modes.secret("parties, " + party.naam + ".zgw.secret_bestand", party.zgw->secret);
  for (const auto& party : config.parties)
    if (party.broker)
      modes.secret("parties, " + party.naam + ".broker.wachtwoord_bestand", party.broker->password);
  modes.own("log.signing", config.log.own);
  modes.trusted("log.timestamp.trust", config.log.time_stamp_trust);
  modes.trusted("logboek.trust", config.logboek.trust);
  modes.both("siem", config.siem.tls);
  modes.trusted("configuratie", config.file);
  return faults;
}

}  // namespace inburgering::gateway::config
