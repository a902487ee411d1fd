#include "gateway/store/engine/postgres_news.h"

#include <poll.h>

#include "gateway/store/engine/postgres_connection.h"

namespace inburgering::gateway::store {

struct PostgresNews::Ear {
  postgres::Connection connection;
};

namespace {

struct FreeNotice {
  void operator()(PGnotify* notice) const { PQfreemem(notice); }
};
using Notice = std::unique_ptr<PGnotify, FreeNotice>;

/// All that there are, for who may have missed some.
TopicSet any_topic() { return TopicSet().set(); }

TopicSet topics_in(const char* text) {
  try {
    return TopicSet(std::string(text));
  } catch (const std::invalid_argument&) {  // of a node with other topics
    return any_topic();
  }
}

postgres::Connection listening(const std::string& conninfo) {
  auto made = postgres::connect(conninfo, Access::read);
  // An identifier is quoted by the server itself.
  const postgres::Result done(PQexec(
      made.get(), "DO $$ BEGIN EXECUTE format('LISTEN %I', 'inburgering ' || current_schema()); END $$"));
  if (!postgres::is_good(done.get())) throw postgres::failure_of(made.get(), done.get(), "news.listen");
  return made;
}

}  // namespace

PostgresNews::PostgresNews(std::string conninfo, const Topics& topics)
    : conninfo_(std::move(conninfo)), topics_(topics) {}

PostgresNews::~PostgresNews() = default;

std::chrono::milliseconds PostgresNews::step() {
  constexpr std::chrono::milliseconds again{1000};
  constexpr int patience_ms = 250;  // whoever stops waits no longer
  if (!ear_) {
    try {
      ear_ = std::make_unique<Ear>(listening(conninfo_));
    } catch (const Failure&) {
      return again;  // who writes tells of it
    }
    topics_.tell(any_topic());
  }
  auto* connection = ear_->connection.get();
  pollfd socket{PQsocket(connection), POLLIN, 0};
  if (::poll(&socket, 1, patience_ms) <= 0) return std::chrono::milliseconds(0);
  if (PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK) {
    ear_.reset();
    return std::chrono::milliseconds(0);
  }
  TopicSet heard;
  // Of what this node committed it woke who listens already.
  while (const Notice notice{PQnotifies(connection)})
    if (!postgres::is_own(notice->be_pid)) heard |= topics_in(notice->extra);
  topics_.tell(heard);
  return std::chrono::milliseconds(0);
}

}  // namespace inburgering::gateway::store
