#include "gateway/cli/init_steps.h"

#include <iostream>
#include <vector>

#include "commandline/help.h"
#include "commandline/texts.h"
#include "gateway/cli/init_given.h"

namespace inburgering::gateway::cli {
namespace {

using commandline::said;
using Words = std::vector<std::string>;

/// As a shell takes it for one word.
std::string word(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:=,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// The steps, numbered, and below each the commands that it takes.
class Steps {
 public:
  void next(const std::string& text) {
    const auto lines = commandline::wrapped(text, commandline::terminal_width - 5);
    for (std::size_t i = 0; i < lines.size(); ++i)
      std::cout << (i == 0 ? "  " + std::to_string(++step_) + ". " : "     ") << lines[i] << '\n';
  }
  static void command(const std::string& text) { std::cout << "       " << text << '\n'; }

 private:
  int step_ = 0;
};

void tell_requests(const config::Config& config, Steps& steps) {
  const auto request = [](std::filesystem::path certificate) {
    return certificate.replace_extension(".csr").string();
  };
  const auto server = config.server.certificate;
  const auto client = config.client.certificate;
  steps.next(
      said("Vraag bij uw leverancier van PKIoverheid twee certificaten aan voor Digikoppeling: een "
           "servercertificaat met {} en een clientcertificaat met {}.",
           Words{request(server), request(client)}));
  steps.next(said("Zet ze, elk met zijn tussencertificaten erachter, in {} en {}.",
                  Words{server.string(), client.string()}));
  steps.next(said("Zet de stamcertificaten die u vertrouwt in {}.", Words{config.server.trust.string()}));
  steps.next(
      said("Geef DUO, de BRP en uw afnemers uw OIN ({}) en het adres waarop zij bellen; zet hen onder "
           "parties in {}.",
           Words{config.oin.digits(), config.file.string()}));
}

}  // namespace

void tell_next(const config::Config& config, const std::filesystem::path& folder) {
  const bool packaged = folder == folder_of_package;
  const auto with = packaged ? std::string() : " --config " + word(config.file.string());
  const auto start = packaged ? std::string("systemctl enable --now inburgering-gateway")
                              : "inburgering-gateway serve" + with;
  Steps steps;
  std::cout << '\n' << said("Wat u nu doet, in deze volgorde:") << '\n';
  steps.next(said("Bewaar een kopie van {} in een kluis: zonder die sleutel is de opslag niet te lezen.",
                  Words{config.store_key.string()}));
  if (!is_trial(config)) tell_requests(config, steps);
  const auto pki = word(config.server.certificate.parent_path().string());
  if (is_trial(config)) {
    steps.next(said("Speel de andere kant van de keten, elk in een eigen venster:"));
    Steps::command("keten-simulator duo serve --pki " + pki + " --port 18444");
    Steps::command("keten-simulator afnemer serve --pki " + pki + " --name afnemer-server --port 18445");
  }
  steps.next(said("Laat nakijken of alles klopt:"));
  Steps::command("inburgering-gateway doctor" + with);
  steps.next(said("Start de gateway, en open de link die hij toont:"));
  Steps::command(start);
  if (!is_trial(config)) return;
  steps.next(said("Stuur een notificatie over een verzonnen persoon, en zie haar in de monitor:"));
  Steps::command("keten-simulator duo notify --pki " + pki + " --to https://localhost:" +
                 std::to_string(config.partner.port) + config.duo.base_path + "/notificaties --doel " +
                 config.tenants.front().oin.digits() + " --gebeurtenis SS101 --bsn 999996617");
}

}  // namespace inburgering::gateway::cli
