#include "gateway/store/engine/postgres_connection.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <mutex>
#include <set>

namespace inburgering::gateway::store::postgres {
namespace {

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.pop_back();
  return text;
}

/// The processes of the server that work for us.
class Own {
 public:
  void add(int process) {
    const std::lock_guard lock(mutex_);
    processes_.insert(process);
  }
  void remove(int process) {
    const std::lock_guard lock(mutex_);
    if (const auto found = processes_.find(process); found != processes_.end()) processes_.erase(found);
  }
  bool has(int process) {
    const std::lock_guard lock(mutex_);
    return processes_.contains(process);
  }

 private:
  std::mutex mutex_;
  std::multiset<int> processes_;
};
Own& own() {
  static Own all;
  return all;
}

std::string_view state_of(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : std::string_view(state);
}

/// The server's own words without its detail, in which values stand.
std::string words_of(PGconn* connection, const PGresult* result) {
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return one_line(primary != nullptr ? primary : PQerrorMessage(connection));
}

/// What an operator has to do.
std::string_view advice(std::string_view state, std::string_view words) {
  if (state == "53100") return "; de schijf van de database is vol: maak daar ruimte";
  if (state == "42501") return "; deze databasegebruiker mist rechten: maak haar eigenaar van het schema";
  if (words.contains("not in hot standby"))
    return "; dit is de primary: vraag die ook (target_session_attrs=read-write)";
  if (state == "25006" || words.contains("read-only") || words.contains("hot standby"))
    return "; dit is een standby: noem ook de primary (host=a,b target_session_attrs=read-write)";
  if (state == "55P03") return "; een andere node hield de schrijfbeurt te lang vast";
  if (words.contains("password"))
    return "; noem een bestand met het wachtwoord (passfile=…) waarin een regel "
           "host:poort:database:gebruiker:wachtwoord "
           "hierop past, dat alleen deze gebruiker mag lezen (chmod 600); PGPASSWORD in de omgeving gaat "
           "daarvoor";
  return "";
}

/// Of the connection, where the operator said nothing about it.
struct Usual {
  const char* keyword;
  const char* value;
};
constexpr std::array usual{
    Usual{"application_name", "inburgering-gateway"},
    Usual{"connect_timeout", "3"},
    Usual{"keepalives_idle", "5"},
    Usual{"keepalives_interval", "2"},
    Usual{"keepalives_count", "3"},
    Usual{"tcp_user_timeout", "10000"},
};

/// Durable is what the server says is committed, wherever its default was set; and no time-out ends the wait
/// for a standby, for then it would say so before that has it. Who falls asleep in a transaction is put out
/// of it: it holds the turn of all others.
constexpr const char* of_writer =
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN "
    "('off', 'local');"
    "SET idle_in_transaction_session_timeout = '5s'; SET lock_timeout = '15s'; SET statement_timeout = 0; "
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = '10s'";
constexpr const char* of_reader =
    "SET default_transaction_read_only = on; SET idle_in_transaction_session_timeout = '10min'";
/// Each statement is looked up by an index that was made for it, and planned once: whatever the server thinks
/// of a table that was empty a moment ago. The statements are those of SQLite, which joins by nothing but
/// indexes; where rows come and go, a plan by what a table held once walks along all that is gone.
constexpr const char* of_all =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; SET "
    "enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; SET bytea_output = 'hex'";

}  // namespace

void EndConnection::operator()(PGconn* connection) const {
  own().remove(process);
  PQfinish(connection);
}

bool is_own(int server_process) { return own().has(server_process); }

bool is_good(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
      return true;
    default:
      return false;
  }
}

bool ends_connection(PGconn* connection, const PGresult* result) {
  const auto state = state_of(result);
  // 25006: it became a standby; another host is the primary now.
  return PQstatus(connection) != CONNECTION_OK || state.starts_with("08") || state.starts_with("57P") ||
         state == "25006" || state == "25P03";
}

Failure failure_of(PGconn* connection, const PGresult* result, std::string_view name) {
  const auto state = state_of(result);
  const auto words = words_of(connection, result);
  // Of the classes that say that the statement itself cannot be done: data (22), constraints (23), and what
  // it names (42), but for missing rights.
  const bool lasting =
      (state.starts_with("22") || state.starts_with("23") || state.starts_with("42")) && state != "42501";
  return {std::string(name) + ": " + words + std::string(advice(state, words)), lasting};
}

Connection connect(const std::string& conninfo, Access access) {
  std::array<const char*, usual.size() + 2> keywords{};
  std::array<const char*, usual.size() + 2> values{};
  std::size_t count = 0;
  for (const auto& [keyword, value] : usual) {
    keywords.at(count) = keyword;
    values.at(count++) = value;
  }
  // What comes later in the list goes before.
  keywords.at(count) = "dbname";
  values.at(count) = conninfo.c_str();
  Connection made(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(made.get()) != CONNECTION_OK) {
    const auto words = one_line(PQerrorMessage(made.get()));
    throw Failure("PostgreSQL is niet te bereiken: " + words + std::string(advice("", words)), false);
  }
  made.get_deleter().process = PQbackendPID(made.get());
  own().add(made.get_deleter().process);
  PQsetNoticeProcessor(made.get(), [](void*, const char*) {}, nullptr);
  PQsetClientEncoding(made.get(), "UTF8");
  for (const char* settings : {access == Access::write ? of_writer : of_reader, of_all}) {
    const Result set(PQexec(made.get(), settings));
    if (!is_good(set.get())) throw failure_of(made.get(), set.get(), "postgres.connect");
  }
  return made;
}

std::string unfit(PGconn* connection) {
  constexpr int oldest = 150000;
  if (PQserverVersion(connection) < oldest)
    return "PostgreSQL is te oud (" + std::to_string(PQserverVersion(connection) / 10000) +
           "): vanaf 15 is nodig";
  const Result found(
      PQexec(connection,
             "SELECT current_setting('server_encoding'), current_setting('fsync'), "
             "current_setting('full_page_writes'), pg_is_in_recovery() OR "
             "current_setting('transaction_read_only') = 'on', COALESCE(current_schema(), ''), "
             "COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false)"));
  if (!is_good(found.get())) return failure_of(connection, found.get(), "postgres.unfit").what();
  const auto value = [&](int column) { return std::string_view(PQgetvalue(found.get(), 0, column)); };
  if (value(0) != "UTF8")
    return "de database heeft een andere tekencodering (" + std::string(value(0)) +
           "): maak haar met ENCODING 'UTF8'";
  if (value(1) != "on" || value(2) != "on")
    return "fsync en full_page_writes van PostgreSQL moeten aan staan: wat ontvangen is zou verloren gaan "
           "als de machine uitvalt";
  if (value(3) == "t")
    return "er is alleen een standby bereikt, die niet beschreven kan worden: noem ook de primary "
           "(host=a,b target_session_attrs=read-write)";
  if (value(4).empty())
    return "geen schema van search_path bestaat, of deze databasegebruiker mag er niet in: maak haar "
           "eigenaar van een schema";
  if (value(5) != "t")
    return "deze databasegebruiker mist rechten: zij mag geen tabellen maken in schema " +
           std::string(value(4)) + "; maak haar eigenaar van het schema";
  return {};
}

}  // namespace inburgering::gateway::store::postgres
