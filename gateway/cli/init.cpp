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
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "adapters/token/uri.h"
#include "commandline/help.h"
#include "gateway/cli/check.h"
#include "gateway/cli/commands.h"
#include "gateway/cli/init_config.h"
#include "gateway/cli/load.h"
#include "gateway/identity/certificate_request.h"
#include "gateway/identity/dev_pki.h"
#include "gateway/store/crypto.h"
#include "gateway/store/key_file.h"
#include "schemas/on_disk.h"
#include "schemas/shipped.h"

namespace inburgering::gateway::cli {
namespace {

namespace fs = std::filesystem;
using identity::Leaf;

constexpr const char* service = "inburgering-gateway";  ///< its user and group, where a package made those
constexpr const char* folder_of_package = "/etc/inburgering";
constexpr const char* state_of_package = "/var/lib/inburgering-gateway";
constexpr const char* trial_folder = "proef";

struct Init {
  fs::path to;
  std::array<std::optional<std::string>, how_many> given{};
  std::string store;
  bool request = false;
};

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(fs::symlink_status(path, unknown));
}

/// Whether it is the configuration that the package put there, in which nobody wrote anything yet.
bool as_packaged(const fs::path& file) {
  const auto text = [](const fs::path& from) {
    std::ifstream stream(from, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
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
      return fail("map " + path.string() + " is niet te maken: " + error.message());
    give(path, of_service ? 0700 : 0750, of_service);
  }
  /// False when it was there.
  bool file(const fs::path& path, const std::string& content, const char* what) {
    if (is_there(path)) return tell(path, what, false), false;
    folder(path.parent_path());
    if (!good_) return false;
    if (!store::write_secret(path, content))
      return fail("bestand " + path.string() + " is niet te schrijven: " + std::strerror(errno)), false;
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
    std::cout << (made ? "  gemaakt      " : "  stond er al  ") << path.string() << "  (" << what << ")\n";
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
      fail(path.string() + " is niet aan de groep " + service + " te geven: " + std::strerror(errno));
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
    std::cout << '\n' << number << '/' << how_many << "  " << question.asked << '\n';
    for (const auto& line : commandline::wrapped(question.how, commandline::terminal_width - 5))
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
      {"gateway-server", naam, config.oin, server},
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

bool is_trial(const config::Config& config) {
  return !config.production && config.server.certificate.parent_path().filename() == trial_folder;
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

FirstPlaces places_of(const Init& options, const Answers& answers) {
  const bool requested = answers.production || options.request;
  FirstPlaces places;
  places.server = requested ? "certificaten/server" : "proef/gateway-server";
  places.client = requested ? "certificaten/client" : "proef/gateway-client";
  places.trust = requested ? "certificaten/vertrouwen.pem" : "proef/root.pem";
  const bool packaged = options.to == folder_of_package;
  const std::string state = packaged ? state_of_package : "opslag";
  constexpr std::string_view postgres = "postgres:";
  constexpr std::string_view sqlite = "sqlite:";
  if (options.store.starts_with(postgres)) {
    places.postgres = options.store.substr(postgres.size());
    places.store = state;
  } else {
    const auto file = options.store.starts_with(sqlite) ? options.store.substr(sqlite.size()) : options.store;
    places.store = file.empty() ? state + "/gateway.db" : fs::absolute(file).string();
  }
  return places;
}

void tell_next(const config::Config& config, const Folder& house) {
  const bool packaged = house.root() == folder_of_package;
  const auto with = packaged ? std::string() : " --config " + config.file.string();
  const auto start = packaged ? std::string("systemctl enable --now inburgering-gateway")
                              : "inburgering-gateway serve" + with;
  int step = 0;
  const auto next = [&](const std::string& text) {
    const auto lines = commandline::wrapped(text, commandline::terminal_width - 5);
    for (std::size_t i = 0; i < lines.size(); ++i)
      std::cout << (i == 0 ? "  " + std::to_string(++step) + ". " : "     ") << lines[i] << '\n';
  };
  const auto command = [](const std::string& text) { std::cout << "       " << text << '\n'; };
  std::cout << "\nWat u nu doet, in deze volgorde:\n";
  next("Bewaar een kopie van " + config.store_key.string() +
       " in een kluis: zonder die sleutel is de opslag niet te lezen.");
  if (!is_trial(config)) {
    auto request = [](fs::path certificate) { return certificate.replace_extension(".csr").string(); };
    next(
        "Vraag bij uw leverancier van PKIoverheid twee certificaten aan voor Digikoppeling: een "
        "servercertificaat met " +
        request(config.server.certificate) + " en een clientcertificaat met " +
        request(config.client.certificate) + ".");
    next("Zet ze, elk met zijn tussencertificaten erachter, in " + config.server.certificate.string() +
         " en " + config.client.certificate.string() + ".");
    next("Zet de stamcertificaten die u vertrouwt in " + config.server.trust.string() + ".");
    next("Geef DUO, de BRP en uw afnemers uw OIN (" + config.oin.digits() +
         ") en het adres waarop zij bellen; zet hen onder parties in " + config.file.string() + ".");
  }
  const auto pki = config.server.certificate.parent_path().string();
  if (is_trial(config)) {
    next("Speel de andere kant van de keten, elk in een eigen venster:");
    command("keten-simulator duo serve --pki " + pki + " --port 18444");
    command("keten-simulator afnemer serve --pki " + pki + " --name afnemer-server --port 18445");
  }
  next("Laat nakijken of alles klopt:");
  command("inburgering-gateway doctor" + with);
  next("Start de gateway, en open de link die hij toont:");
  command(start);
  if (!is_trial(config)) return;
  next("Stuur een notificatie over een verzonnen persoon, en zie haar in de monitor:");
  command("keten-simulator duo notify --pki " + pki + " --to https://localhost:" +
          std::to_string(config.partner.port) + config.duo.base_path + "/notificaties --doel " +
          config.tenants.front().oin.digits() + " --gebeurtenis SS101 --bsn 999996617");
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
  return answered(given, ask);
}

int refuse(const std::vector<std::string>& faults) {
  for (const auto& fault : faults) std::cerr << fault << '\n';
  return 2;
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
    std::cout << "Dit maakt in " << options.to.string() << " een configuratie, sleutels en certificaten"
              << (ask ? ".\nWat tussen [ ] staat geldt als u niets antwoordt; Ctrl-D breekt af.\n" : ".\n");
    auto read = answered(options.given, ask);
    if (!read) return refuse(read.error());
    answers = std::move(*read);
    std::cout << '\n';
    house.folder(options.to);
    if (std::error_code unknown; as_packaged(file)) fs::remove(file, unknown);
    if (house.good()) house.file(file, first_config(answers, places_of(options, answers)), "configuratie");
    if (!house.good()) return 2;
  } else {
    std::cout
        << "Er is al een configuratie; wat er is blijft zoals het is, alleen wat ontbreekt komt erbij.\n";
    Folder::tell(file, "configuratie", false);
  }
  const auto config = load(file);
  if (!config) return 2;
  if (again) {
    answers.naam = config->tenants.front().naam;
    if (lacks_request(*config)) {
      auto read = for_requests(*config, options, ask);
      if (!read) return refuse(read.error());
      answers = std::move(*read);
    }
  }
  make_the_rest(*config, answers, house);
  if (!house.good()) return 2;
  std::cout << "\nNagekeken (check):\n" << std::flush;
  // What is still awaited is no fault of what was made.
  const auto judged = check_configuration(file);
  tell_next(*config, house);
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
