// `init`: from nothing to a configuration, keys and certificates, or the requests for those. Never puts
// anything in the place of what is there.
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iostream>
#include <iterator>

#include "adapters/token/uri.h"
#include "commandline/help.h"
#include "commandline/texts.h"
#include "gateway/cli/check.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/init_config.h"
#include "gateway/cli/init_given.h"
#include "gateway/cli/init_steps.h"
#include "gateway/cli/load.h"
#include "gateway/cli/store.h"
#include "gateway/identity/certificate_request.h"
#include "gateway/identity/dev_pki.h"
#include "gateway/store/crypto.h"
#include "gateway/store/key_file.h"
#include "schemas/on_disk.h"
#include "schemas/reason.h"
#include "schemas/shipped.h"
#include "schemas/small_file.h"

namespace inburgering::gateway::cli {
namespace {

namespace fs = std::filesystem;
using commandline::said;
using identity::Leaf;
using Words = std::vector<std::string>;

constexpr const char* service = "inburgering-gateway";  ///< its user and group, where a package made those

std::string reason(int error) {
  return schemas::reason_of(error, commandline::spoken_language() == commandline::Language::en
                                       ? schemas::Tongue::en
                                       : schemas::Tongue::nl);
}

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

/// Whether it is the configuration that the package put there, in which nobody wrote anything yet.
bool as_packaged(const fs::path& file) {
  const auto text = [](const fs::path& from) {
    return schemas::read_small_file(from).value_or(std::string());
  };
  const auto here = text(file);
  return !here.empty() && here == text(schemas::shipped("gateway.yaml"));
}

/// Makes what is not there, tells of each thing whether it was made, and gives it to the service.
class Folder {
 public:
  explicit Folder(fs::path root) : root_(std::move(root)) {
    if (::geteuid() != 0) return;
    if (const auto* group = ::getgrnam(service)) group_ = group->gr_gid;
    if (const auto* user = ::getpwnam(service)) user_ = user->pw_uid;
  }

  const fs::path& root() const { return root_; }
  bool good() const { return good_; }
  void fail(const std::string& why) {
    std::cerr << why << '\n';
    good_ = false;
  }

  void folder(const fs::path& path, bool of_service = false) {
    if (is_there(path)) return;
    if (const auto error = schemas::make_folders(path))
      return fail(said("map {} is niet te maken: {}", Words{path.string(), reason(error.value())}));
    give(path, of_service ? 0700 : 0750, of_service);
  }
  /// False when it was there.
  bool file(const fs::path& path, const std::string& content, const char* what) {
    if (is_there(path)) return tell(path, what, false), false;
    folder(path.parent_path());
    if (!good_) return false;
    if (!store::write_secret(path, content))
      return fail(said("bestand {} is niet te schrijven: {}", Words{path.string(), reason(errno)})), false;
    take_over(path, what);
    return good_;
  }
  /// Of what others wrote.
  void take_over(const fs::path& path, const char* what) {
    own(path);
    tell(path, what, true);
  }
  void own(const fs::path& path) { give(path, 0640, false); }
  static void tell(const fs::path& path, const char* what, bool made) {
    std::cout << "  " << padded(said(made ? "gemaakt" : "stond er al"), 13) << path.string() << "  ("
              << said(what) << ")\n";
  }

 private:
  /// As root in a package: root's, and readable by the service. Elsewhere for nobody but who made it.
  void give(const fs::path& path, mode_t mode, bool of_service) {
    if (!group_) {
      ::chmod(path.c_str(), mode == 0640 ? 0600 : 0700);
      return;
    }
    const uid_t owner = of_service && user_ ? *user_ : 0;
    if (::chown(path.c_str(), owner, *group_) != 0 || ::chmod(path.c_str(), mode) != 0)
      fail(said("{} is niet aan de groep {} te geven: {}", Words{path.string(), service, reason(errno)}));
  }

  fs::path root_;
  std::optional<gid_t> group_{};
  std::optional<uid_t> user_{};
  bool good_ = true;
};

std::optional<std::string> ask_on_terminal(std::size_t number, const Question& question,
                                           const std::string& usual, const std::string& refused) {
  if (!refused.empty()) std::cout << "   " << refused << '\n';
  if (refused.empty()) {
    std::cout << '\n' << number << '/' << how_many << "  " << said(question.asked) << '\n';
    for (const auto& line : commandline::wrapped(said(question.how), commandline::terminal_width - 5))
      std::cout << "     " << line << '\n';
  }
  std::cout << (usual.empty() ? "" : "     [" + usual + "]\n") << "   > " << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) {
    std::cout << '\n';
    return std::nullopt;
  }
  return answer;
}

/// The certificates of a trial: of the gateway, and of who plays the others.
void make_trial(const config::Config& config, const fs::path& folder, const std::string& naam,
                Folder& house) {
  using enum Leaf::Purpose;
  const auto test_oin = [](std::string_view text) { return *schemas::Oin::parse(text); };
  std::vector<Leaf> leaves{
      {.name = "gateway-server",
       .organisation = naam,
       .oin = config.oin,
       .purpose = server,
       .host = config.server_hosts.empty() ? std::string() : config.server_hosts.front()},
      {"gateway-client", naam, config.oin, client},
      {"duo-server", "Proef DUO", config.duo.oin, server},
      {"duo-client", "Proef DUO", config.duo.oin, client},
      {"brp-server", "Proef BRP", test_oin("00000099000000003000"), server},
      {"brp-client", "Proef BRP", test_oin("00000099000000003000"), client},
      {"taalschool-client", "Proef taalschool", test_oin("00000099000000004000"), client}};
  for (const auto& party : config.parties)
    if (party.role == config::Role::afnemer) {
      leaves.push_back({"afnemer-server", "Proef afnemer", party.oin, server});
      leaves.push_back({"afnemer-client", "Proef afnemer", party.oin, client});
      break;
    }
  const bool fresh = !is_there(folder / "root.pem");
  std::erase_if(leaves, [&](const Leaf& leaf) {
    const bool has = is_there(folder / (leaf.name + ".pem")) || is_there(folder / (leaf.name + ".key"));
    if (has) Folder::tell(folder / (leaf.name + ".pem"), "proefcertificaat", false);
    return has;
  });
  house.folder(folder);
  if (auto made = identity::make_dev_pki(folder, leaves); !made) return house.fail(made.error());
  if (fresh) {
    house.own(folder / "root.key");
    house.take_over(folder / "root.pem", "eigen stamcertificaat, alleen voor de proef");
  }
  for (const auto& leaf : leaves) {
    house.own(folder / (leaf.name + ".key"));
    house.take_over(folder / (leaf.name + ".pem"), "proefcertificaat, met zijn sleutel");
  }
}

/// Keys, and the requests for their certificates, of which there are none.
void make_request(const adapters::transport::TlsFiles& files, Leaf::Purpose purpose, const Answers& answers,
                  Folder& house) {
  const char* what = purpose == Leaf::Purpose::server ? "sleutel van de server" : "sleutel van de client";
  if (is_there(files.key) || is_there(files.certificate)) {
    for (const auto& each : {files.key, files.certificate})
      if (is_there(each)) Folder::tell(each, each == files.key ? what : "certificaat", false);
    return;
  }
  const auto made = identity::request_certificate({answers.naam, answers.oin, answers.host, purpose});
  if (!made) return house.fail(made.error());
  auto request = files.certificate;
  request.replace_extension(".csr");
  if (house.file(files.key, made->key, what))
    house.file(request, made->request, "aanvraag, voor de leverancier");
}

bool lacks_request(const config::Config& config) {
  if (is_trial(config)) return false;
  return std::ranges::any_of(std::array{&config.server, &config.client}, [](const auto* files) {
    return !is_there(files->key) && !is_there(files->certificate) &&
           !adapters::transport::is_pkcs12(files->certificate) &&
           !adapters::token::is_uri(files->key.native());
  });
}

void make_the_rest(const config::Config& config, const Answers& answers, Folder& house) {
  SystemRandom random;
  house.folder(config.store.file.parent_path(), true);
  if (house.good())
    house.file(config.store_key, store::Keys::generate(random), "sleutel van de opslag: bewaar een kopie");
  if (!house.good()) return;
  if (is_trial(config))
    return make_trial(config, config.server.certificate.parent_path(), answers.naam, house);
  if (!lacks_request(config)) return;
  make_request(config.server, Leaf::Purpose::server, answers, house);
  if (house.good()) make_request(config.client, Leaf::Purpose::client, answers, house);
}

/// Only what is still needed for requests: who it is, and by which name it is called.
std::expected<Answers, std::vector<std::string>> for_requests(const config::Config& config,
                                                              const Init& options, const AskPerson& ask) {
  auto given = options.given;
  // What the configuration tells already.
  given[0] = config.production ? "productie" : "proef";
  given[2] = config.oin.digits();
  given[3] = config.tenants.front().gemeentecode;
  given[5] = config.duo.oin.digits() + "=" + config.duo.url;
  given[6] = "-";
  // What it was called by when it was made.
  if (!config.server_hosts.empty() && !given[4])
    given[4] = config.server_hosts.front() + ":" + std::to_string(config.partner.port);
  return answered(given, ask);
}

int refuse(const std::vector<std::string>& faults) {
  for (const auto& fault : faults) std::cerr << fault << '\n';
  return 2;
}

/// The configuration that was asked for, judged before anything is written; its faults go by the options.
std::expected<std::string, std::vector<std::string>> judged(const std::string& text, const fs::path& file) {
  const auto config = config::read_text(text, file);
  if (config) return text;
  std::vector<std::string> faults{said("Zo zou de configuratie niet goed zijn; er is niets geschreven:")};
  for (const auto& fault : config.error()) faults.push_back(schemas::to_text(fault));
  return std::unexpected(std::move(faults));
}

void tell_beginning(const Init& options, bool asks) {
  std::cout << said("Dit maakt in {} een configuratie, sleutels en certificaten.", Words{options.to.string()})
            << '\n';
  if (asks) std::cout << said("Wat tussen [ ] staat geldt als u niets antwoordt; Ctrl-D breekt af.") << '\n';
}

std::expected<Answers, std::vector<std::string>> answers_for(const Init& options, const AskPerson& ask) {
  if (auto wrong = wrong_store(options.store); !wrong.empty()) return std::unexpected(std::vector{wrong});
  // Before anybody is asked anything.
  if (auto given = given_alone(options.given); ask && !given) return std::unexpected(given.error());
  if (ask) tell_beginning(options, true);
  return answered(options.given, ask);
}

int init(const Init& asked) {
  auto options = asked;
  options.to = fs::absolute(options.to).lexically_normal();
  if (!options.to.has_filename()) options.to = options.to.parent_path();
  const auto file = options.to / "gateway.yaml";
  const AskPerson ask = ::isatty(STDIN_FILENO) == 1 ? AskPerson(ask_on_terminal) : AskPerson();
  Folder house(options.to);
  Answers answers;
  const bool again = is_there(file) && !as_packaged(file);
  if (!again) {
    auto read = answers_for(options, ask);
    if (!read) return refuse(read.error());
    answers = std::move(*read);
    const auto text = judged(first_config(answers, places_of(options, answers)), file);
    if (!text) return refuse(text.error());
    if (!ask) tell_beginning(options, false);
    std::cout << '\n';
    house.folder(options.to);
    if (std::error_code unknown; as_packaged(file)) fs::remove(file, unknown);
    if (house.good()) house.file(file, *text, "configuratie");
    if (!house.good()) return 2;
  }
  const auto config = load(file);
  if (!config) return 2;
  if (again) {
    const auto faults = contradictions(options, *config);
    if (!faults.empty()) return refuse(faults);
    answers.naam = config->tenants.front().naam;
    if (lacks_request(*config)) {
      auto read = for_requests(*config, options, ask);
      if (!read) return refuse(read.error());
      answers = std::move(*read);
    }
    std::cout
        << said("Er is al een configuratie; wat er is blijft zoals het is, alleen wat ontbreekt komt erbij.")
        << '\n';
    Folder::tell(file, "configuratie", false);
  }
  make_the_rest(*config, answers, house);
  if (!house.good()) return 2;
  std::cout << '\n' << said("Nagekeken (check):") << '\n' << std::flush;
  // What is still awaited is no fault of what was made.
  const auto judged = check_configuration(file);
  tell_next(*config, house.root());
  return judged == 2 ? 2 : 0;
}

}  // namespace

void add_init(Commands& program) {
  const auto [command, into] = program.add<Init>("init",
                                                 "maakt een eerste configuratie, sleutels, en certificaten "
                                                 "voor een proef of de aanvragen daarvan; vraagt "
                                                 "op een terminal wat niet is gegeven",
                                                 init);
  into.to = ::geteuid() == 0 ? folder_of_package : "inburgering";
  command->add_option("--naar", into.to, "de map waarin alles komt; wat er al staat blijft")
      ->capture_default_str();
  for (std::size_t i = 0; i < how_many; ++i) {
    const auto& question = questions()[i];
    command->add_option(question.option, into.given[i], question.help);
  }
  command->add_option(
      "--opslag", into.store,
      "sqlite:BESTAND of postgres:\"host=… dbname=…\"; zonder: een bestand bij de configuratie");
  command->add_flag("--aanvraag", into.request,
                    "ook voor een proef: aanvragen voor certificaten van een ander, geen proefcertificaten");
}

}  // namespace inburgering::gateway::cli
