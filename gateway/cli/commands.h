#pragma once
// The subcommands of inburgering-gateway. Each answers its exit code: 0 done, 1 the input or the other side
// is at fault, 2 usage or configuration.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/schedule/runs.h"

namespace inburgering::gateway::cli {

/// A file of a taalschool.
struct TaalschoolImport {
  std::filesystem::path config;
  std::string party;     ///< OIN of the school
  std::string resource;  ///< what the rows are
  std::string file = "-";
  bool trial = false;  ///< only judge
  bool json = false;
};
int taalschool_import(const TaalschoolImport& options);
int taalschool_template(const std::string& resource);

int serve(const std::filesystem::path& config);
int check(const std::filesystem::path& config);

struct Translate {
  std::string feed;
  std::string resource;
  std::string bsn;
  std::string file = "-";
};
int translate(const Translate& options);
/// What --resource takes, for the help text.
std::string translate_resources();

/// Which entries of the log; an empty text asks nothing.
struct LogSearch {
  std::filesystem::path config;
  std::optional<std::string> tenant;  ///< OIN or gemeentecode
  std::string direction, feed, kind, outcome, id, dossier;
  std::string party;  ///< OIN or name
  bool trouble = false;
  std::optional<std::string> from, until;
};
struct LogList {
  LogSearch search;
  int count = 50;
  long before = 0;
  bool json = false;
};
int log_list(const LogList& options);
struct LogTail {
  LogSearch search;
  int count = 20;
  bool follow = false;
  bool json = false;  ///< a line each
};
int log_tail(const LogTail& options);
struct LogExport {
  LogSearch search;
  std::string format = "ndjson";
  std::string file = "-";
};
int log_export(const LogExport& options);
int log_show(const std::filesystem::path& config, const std::string& id, bool json);
/// The body of a message; that it was looked at, and why, is logged.
int log_body(const std::filesystem::path& config, const std::string& id, const std::string& reason);
struct LogVerify {
  std::filesystem::path config;
  std::filesystem::path checkpoints;  ///< a file of checkpoints kept elsewhere
  bool chain_only = false;
  bool json = false;
};
int log_verify(const LogVerify& options);
/// Every exchange about one person, for who asks what is kept (AVG, article 15); that is logged.
struct LogPerson {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN
  std::string bsn;     ///< "-" = from standard input, so that it stands in no history of commands
  std::string reason;
  bool json = false;
};
int log_person(const LogPerson& options);
/// Removes now what is due by the terms.
int log_clean(const std::filesystem::path& config, bool json);
struct LogHold {
  enum class Action { list, begin, end };
  Action action = Action::list;
  std::filesystem::path config;
  std::string id, tenant, dossier, reason;
  bool json = false;
};
int log_hold(const LogHold& options);

int model_json_schema();
int model_xsd();
int model_markdown();
/// The contract of an API: taalschool, gemeente or beheer.
int model_openapi(const std::string& api);

/// A canonical object from JSON to XML or the reverse; all faults when it is not one.
struct Convert {
  std::string objecttype;  ///< needed for JSON; in XML the root element tells
  std::string file = "-";
};
int model_convert(const Convert& options);

struct SyncOptions {
  std::filesystem::path config;
  std::optional<std::string> gemeente;  ///< OIN or gemeentecode; needed when there are several
  std::vector<std::string> resources;   ///< empty = all about a person
  std::vector<std::string> persons;     ///< BSNs; empty = everyone
};
/// Starts a run in the running gateway and follows it to its end.
int sync_run(const SyncOptions& options);
int sync_list(const std::filesystem::path& config, bool json);
/// How complete each gemeente is, and the exceptions.
int sync_status(const std::filesystem::path& config, bool json);
int sync_set(const std::filesystem::path& config, const std::string& id, schedule::Change change);

/// Reports to DUO; `state` narrows.
int melding_list(const std::filesystem::path& config, const std::optional<std::string>& state, bool json);
/// What a person decides about a report whose fate is uncertain: DUO has it, send it again, or let it be.
enum class MeldingDecision { accept, retry, withdraw };
int melding_decide(const std::filesystem::path& config, const std::string& id, MeldingDecision decision);

/// Subscriptions: what their afnemers may do over the API, and more.
int subscription_list(const std::filesystem::path& config, bool json);
int subscription_show(const std::filesystem::path& config, const std::string& id, bool json);
/// A wish as JSON, as the API takes it, with `id` and `afnemer`.
int subscription_add(const std::filesystem::path& config, const std::string& from);
enum class SubscriptionChange { pause, resume, remove };
int subscription_set(const std::filesystem::path& config, const std::string& id, SubscriptionChange change);
int subscription_test(const std::filesystem::path& config, const std::string& id);
int subscription_load(const std::filesystem::path& config, const std::string& id,
                      const std::optional<std::string>& dossier);
struct ReplayOptions {
  std::filesystem::path config;
  std::string id;
  std::optional<std::string> event, dossier, from, until;
};
int subscription_replay(const ReplayOptions& options);
int subscription_dead(const std::filesystem::path& config, const std::string& id,
                      const std::optional<std::string>& event, bool json);
int subscription_retry(const std::filesystem::path& config, const std::string& id,
                       const std::optional<std::string>& event, const std::optional<std::string>& since);
int subscription_blocked(const std::filesystem::path& config, const std::string& id, bool json);
int subscription_skip(const std::filesystem::path& config, const std::string& id, const std::string& dossier);

/// A file with messages of StUF-BG, taken in on behalf of a BRP that is a party.
struct BrpImport {
  std::filesystem::path config;
  std::string party;  ///< OIN
  std::string file = "-";
};
int brp_import(const BrpImport& options);

/// A link with which an operator logs in once.
struct MonitorLink {
  std::filesystem::path config;
  std::string name;
  std::string right = "beheerder";
  int minutes = 15;
};
int monitor_link(const MonitorLink& options);
/// Is everything well, as far as the store tells it; 1 when something asks attention.
int monitor_status(const std::filesystem::path& config, bool json);
int monitor_partners(const std::filesystem::path& config, bool json);
int monitor_schedules(const std::filesystem::path& config, bool json);

struct PkiDev {
  std::filesystem::path out;
  std::vector<std::string> leaves;  ///< "name=OIN:server|client[:days]"; empty = the demo's cast
};
int pki_dev(const PkiDev& options);

}  // namespace inburgering::gateway::cli
