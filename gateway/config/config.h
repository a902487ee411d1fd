#pragma once
// What an operator configures, read from one YAML file and made valid once. Keys, defaults and their meaning
// stand here; deploy/demo.yaml is an example of all of them.
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/brp/coulance.h"
#include "adapters/revocation/lists.h"
#include "adapters/transport/anchors.h"
#include "adapters/transport/http_server.h"
#include "adapters/transport/network.h"
#include "adapters/transport/peer.h"
#include "adapters/transport/tls.h"
#include "gateway/base/cron.h"
#include "gateway/base/store_place.h"
#include "gateway/config/klokken.h"
#include "gateway/config/terms.h"
#include "gateway/wishes/subscription.h"
#include "mapping/taalschool/waarschuwing.h"
#include "schemas/fault.h"
#include "schemas/value/oin.h"

namespace inburgering::gateway::config {

/// What an operator may do only with the consent of another, where a gemeente asks that: read the body of a
/// message, make that a person is forgotten, drop a key of the store.
enum class Deed { inhoud, vergeten, sleutel };
std::string_view to_text(Deed deed);
std::optional<Deed> deed_named(std::string_view text);

/// One gemeente for which this gateway works. Nothing crosses from one to another.
struct Tenant {
  schemas::Oin oin;
  std::string gemeentecode;  ///< four digits
  std::string naam;
  /// When the gateway warns about someone by itself.
  mapping::taalschool::Waarschuwingsregels waarschuwingen{};
  /// Which terms of persons it watches.
  Klokken klokken{};
  /// Whether hours that taalscholen told are reported to DUO without a person confirming them.
  bool uren_melden = false;
  std::set<Deed> vier_ogen{};  ///< log/four_eyes.h; of a key, one gemeente that asks it is enough
};

/// What an operator may: look; look and act; or look, and read bodies and what there is about a person, each
/// time with a reason that is logged.
enum class Right { kijker, beheerder, privacy };
std::string_view to_text(Right right);
std::optional<Right> right_named(std::string_view text);

enum class Role { duo, brp, taalschool, afnemer, beheerder };
std::string_view to_text(Role role);
std::optional<Role> role_named(std::string_view text);

/// An organisation that may connect, known by the OIN in its certificate.
/// With which of our certificates a party is called, and by which roots it is trusted, in both directions.
struct Hierarchy {
  std::string certificaat{};  ///< a name of tls.clients; empty = tls.client
  std::string
      vertrouwen{};  ///< a name of tls.anchors; empty = the roots of tls.server, and of tls.client for calls
};

/// As whom we come to an afnemer's Notificatierouteringscomponent (ZGW): its tokens, beside mutual TLS.
struct ZgwClient {
  std::string client_id;
  std::filesystem::path secret;  ///< a file of which the first line is the secret
};

/// As whom we come to an afnemer's message broker.
struct BrokerUser {
  std::string name;
  std::filesystem::path password;  ///< a file of which the first line is the password
};

struct Party {
  std::string naam;
  schemas::Oin oin;
  Role role = Role::afnemer;
  std::vector<std::string> gemeenten;  ///< gemeentecodes that it may speak of; "*" = all
  std::vector<schemas::Oin> mandates;  ///< OINs that it may name as `bron` besides its own
  /// Of an afnemer: the object types that it may register for its gemeenten; "*" = all that a gemeente may
  /// (mapping/gemeente/registratie.h); none = it only receives.
  std::vector<std::string> registraties{};
  /// Of a BRP: which harmless departures from StUF-BG are put right instead of refused.
  std::vector<const adapters::brp::Coulance*> coulances{};
  Right recht = Right::kijker;         ///< of a beheerder
  std::optional<ZgwClient> zgw{};      ///< of an afnemer
  std::optional<BrokerUser> broker{};  ///< of an afnemer; none: its broker knows us by our certificate
  /// Of who calls us: whether by FSC, with a token, and not without; else by mutual TLS alone.
  bool by_fsc = false;
  /// Of who is called: its service in the group of FSC by which it is; empty = it is called by mutual TLS
  /// alone.
  std::string dienst{};
  /// Who it is: its own OIN, and where it is called those and keys that `servers` names besides; and what its
  /// certificates must be.
  adapters::transport::ServerIdentity servers{};
  Hierarchy hierarchy{};
};

struct Listen {
  std::string address;
  std::uint16_t port = 0;
};

struct Delivery final {
  std::chrono::milliseconds first_retry{1000};  ///< pause after the first failure; doubles with each next
  std::chrono::milliseconds max_retry{std::chrono::minutes(15)};
  std::chrono::milliseconds max_retry_after{std::chrono::hours(24)};  ///< of a Retry-After that is honoured
  std::chrono::milliseconds timeout{10000};                           ///< for one attempt
  std::chrono::milliseconds horizon{
      std::chrono::days(7)};              ///< how long an event is tried: a weekend and a holiday
  std::vector<int> never{400, 410, 422};  ///< answers after which an event is not tried again
  int in_flight = 16;                     ///< attempts at once, per subscription
  int open_after = 10;                    ///< failures in a row after which a sink is only probed
  /// Networks that are not public and where sinks may be all the same: "10.20.0.0/16".
  std::vector<adapters::transport::Network> private_networks;
};

struct Duo final {
  schemas::Oin oin;
  std::string url;                    ///< base of the APIs, with /v1
  std::string base_path = "/duo/v1";  ///< where we take notifications
  std::chrono::milliseconds timeout{20000};
  int in_flight = 8;             ///< questions at once; one of them is kept free for notifications
  int requests_per_second = 50;  ///< all questions together
  adapters::transport::ServerIdentity servers{};  ///< who answers there: its own OIN, and `servers`
  Hierarchy hierarchy{};
  /// After a report whose answer was lost: how long DUO gets before it is asked what it has.
  std::chrono::milliseconds ask_back{30000};
};

/// A BRP that is asked about persons, by one of two ways, and that may follow them for us.
struct Brp final {
  enum class Wijze { personen, stuf };
  std::string naam;                    ///< as the log and the queue name it
  schemas::Oin oin;                    ///< whose system it is
  std::vector<std::string> gemeenten;  ///< gemeentecodes; a gemeente has one such BRP at most
  Wijze wijze = Wijze::personen;       ///< the Personen API in JSON, or npsLv01 in StUF-BG
  std::string url;                     ///< base of the Personen API, or the address of BeantwoordVraag
  std::string volgen;                  ///< base of the Update API; empty: nobody is followed
  std::string applicatie = "BRP";      ///< of the StUF system that is asked
  std::chrono::milliseconds timeout{20000};
  int in_flight = 4;
  int requests_per_second = 20;
  adapters::transport::ServerIdentity servers{};  ///< who answers there: its own OIN, and `servers`
  Hierarchy hierarchy{};
  int volgen_na_einde = 90;  ///< days after the end of the plicht until the BRP need not follow any more
};

/// The schedule of what someone started by hand.
inline constexpr std::string_view hand = "hand";

/// When everyone is asked about again, without a notification.
struct Schedule {
  std::string id;
  std::vector<std::string> gemeenten;  ///< gemeentecodes; "*" = all
  Cron cron;                           ///< Dutch local time
  std::vector<std::string> resources;  ///< names of DUO resources; empty = all about a person
};

/// How the log is proven.
struct LogProof final {
  std::chrono::milliseconds checkpoint{std::chrono::minutes(15)};  ///< between two signed checkpoints
  std::filesystem::path checkpoints;  ///< a file outside the store where they are written too; empty = none
  adapters::transport::OwnFiles own;  ///< that they are signed with; those of the client when none are named
  std::string time_stamp_url;         ///< of an authority that stamps them (RFC 3161); empty = none
  std::filesystem::path time_stamp_trust;  ///< its root, for its TLS certificate and its stamps
};

/// The Logboek dataverwerkingen that every processing about a person is told to.
struct Logboek final {
  std::string url;              ///< of an OTLP/HTTP collector, with /v1/traces; empty = nobody is told
  std::filesystem::path trust;  ///< its root; that of tls.client when empty
  std::string activity;         ///< URI in the verwerkingsregister, where the feed has none of its own
  std::map<std::string, std::string> activities;  ///< by feed
};

/// Who is told of security events (log/security.h): a receiver of syslog over TLS, or the journal of this
/// machine.
struct Siem final {
  std::string host;  ///< of the receiver, as its certificate has it; empty = none
  std::uint16_t port = 6514;
  adapters::transport::TlsFiles
      tls;                        ///< what it is trusted by; our own certificate only when it is named here
  std::filesystem::path journal;  ///< the journal's socket; empty = none
  int most = 100'000;             ///< events that may wait for a receiver; the oldest beyond are passed over
  int enterprise =
      32473;  ///< Private Enterprise Number in structured data; this one is for examples (RFC 5612)
};

/// How it is known that a certificate was revoked, for all listeners and calls.
struct Revocation final {
  bool fetched = false;                ///< whether lists are fetched; else they come from the files alone
  std::vector<std::string> addresses;  ///< that are always fetched
  std::vector<std::string> hosts;  ///< where also lists are fetched, and responders asked, that certificates
                                   ///< name themselves
  std::chrono::milliseconds every{std::chrono::hours(4)};  ///< at least so often
  /// A peer's status by OCSP is asked anew after so long.
  std::chrono::milliseconds status_every = adapters::revocation::asked_anew;
  std::filesystem::path folder;  ///< where they are kept
  /// Those in force: the same that stand in each TlsFiles which is to be checked. Null = nobody is.
  std::shared_ptr<adapters::revocation::Lists> lists;
  /// Who asks the responders at `hosts` (OCSP), where a certificate names one; null = no hosts.
  std::shared_ptr<adapters::revocation::Statuses> statuses;
};

/// The group of FSC of which the gateway is a peer, by its own OIN: with its Manager on a listener of its
/// own.
struct Fsc final {
  struct Peer {
    schemas::Oin oin;
    std::string manager;  ///< "https://fsc.duo.nl:8443"
  };
  std::string groep;  ///< group_id; empty = the gateway is no peer of any
  Listen manager{"0.0.0.0", 8443};
  std::string manager_adres;  ///< where others find our Manager
  std::string inway_adres;    ///< where they bring their calls: the partner listener, as others see it
  std::optional<schemas::Oin> directory;  ///< who is told where we are
  std::vector<Peer> peers;                ///< where others are, until they say otherwise
  Hierarchy hierarchy{};                  ///< the roots of the group; our client certificate there
  // Made of the others:
  adapters::transport::TlsFiles server;  ///< of the Manager's listener: who signs is who stands there
  std::shared_ptr<const adapters::transport::Anchors> anchors;  ///< the group's
  /// How long a token is good.
  std::chrono::seconds token{300};
};
/// Whether that is an address as FSC has them: https, a port, no path; in production 443 or 8443.
bool is_fsc_address(std::string_view address, bool production);

/// Of the configurations that this program reads: `versie`, 1 when it is not said. A key that is new needs no
/// new one; one that means something else from now on does.
inline constexpr int config_version = 1;

struct Config {
  std::filesystem::path file;  ///< that it was read from
  std::string text;            ///< of that file
  bool production = false;
  schemas::Oin oin;  ///< of the gateway itself: the source of events
  Listen partner{"0.0.0.0", 8443};
  Listen operation{"127.0.0.1", 8080};  ///< operator listener: loopback
  /// Where partners find the first: "https://gateway.example:8443". Stands in links to us; empty = not said.
  std::string address;
  adapters::transport::TlsFiles server;
  /// Under which names peers call this gateway; empty = not said. Its certificate must be for each.
  std::vector<std::string> server_hosts;
  adapters::transport::TlsFiles client;
  std::optional<adapters::transport::TlsFiles>
      operation_tls;  ///< of the operator listener, which then asks a certificate
  std::map<std::string, adapters::transport::TlsFiles> clients;  ///< other client certificates, by name
  std::map<std::string, std::shared_ptr<const adapters::transport::Anchors>>
      anchors;  ///< other roots, by name
  /// Those of tls.server: of whoever has no others.
  std::shared_ptr<const adapters::transport::Anchors> usual_anchors;
  /// Those of tls.operator, or the usual: of beheerders who have no others.
  std::shared_ptr<const adapters::transport::Anchors> operation_anchors;
  std::map<Role, Hierarchy> roles;  ///< of parties that have none of their own
  Revocation revocation;
  adapters::transport::ServerLimits limits;
  int requests_per_second = 200;  ///< per party
  int threads = 2;
  StorePlace store;
  bool backup_before_migration = true;  ///< when a newer version changes the tables
  std::string node;  ///< of several that share a store: which this is; empty = there is one
  std::filesystem::path store_key;
  adapters::token::Place store_token;  ///< under which the keys in that file stand; empty = readably
  std::filesystem::path schemas;       ///< folder of our own schemas
  std::filesystem::path stuf_bg;       ///< official StUF-BG package; empty = our own subset
  std::string logs = "tekst";          ///< how standard error is written: tekst or json
  LogProof log;
  config::Retention retention;
  Cron retention_at;  ///< when what is due is removed; Dutch local time
  Logboek logboek;
  Siem siem;
  Duo duo;
  std::vector<Brp> brp;
  Fsc fsc;
  Delivery delivery;
  std::vector<Tenant> tenants;
  std::vector<Party> parties;
  std::vector<wishes::Subscription> subscriptions;
  std::vector<Schedule> schedules;
  std::vector<std::string> test_oins;  ///< where OINs of the test register stand: "regel 12, 00000099…"
};

/// Reads and checks. Relative paths are relative to the file. Faults point at "regel 12, parties[2].oin".
schemas::Result<Config> read(const std::filesystem::path& file);
/// Of what `file` holds, or would hold.
schemas::Result<Config> read_text(std::string content, const std::filesystem::path& file);

/// What a call to a party goes by. A name that is no longer in the configuration leaves the usual one, which
/// the other side may refuse.
adapters::transport::TlsFiles tls_to(const Config& config, const Hierarchy& hierarchy);

/// The BRP that is asked about persons of a gemeente; null when there is none.
const Brp* brp_of(const Config& config, std::string_view gemeentecode);

/// The same, or what can be said of it from tls.server.hosts and the port that is listened on; empty when
/// neither says it.
std::string address_of(const Config& config);

/// What only the machine can tell: files that cannot be read, certificates without OIN or of the wrong root,
/// test material in production. Dutch, for the operator.
schemas::Faults check_surroundings(const Config& config);

}  // namespace inburgering::gateway::config
