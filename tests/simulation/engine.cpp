// The engine's seam: a real SQLite in memory below, and above it what an engine may do to whoever uses it. As
// `sqlite` it is the store of one node; as `postgres_engine` that of several, with the turn to write, news
// between nodes and the clock of the database.
#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>

#include "gateway/store/engine/executed.h"
#include "gateway/store/engine/migrations.h"
#include "gateway/store/engine/postgres.h"
#include "gateway/store/engine/postgres_news.h"
#include "gateway/store/engine/sqlite.h"
#include "tests/simulation/faults.h"
#include "tests/simulation/fibers.h"
#include "tests/simulation/life.h"

namespace inburgering::gateway::store {

std::unique_ptr<Engine> real_sqlite(const std::filesystem::path& file, Access access) __asm__(
    "__real__ZN11inburgering7gateway5store6sqliteERKNSt10filesystem7__cxx114pathENS1_6AccessE");
std::unique_ptr<Engine> simulated_sqlite(const std::filesystem::path& file, Access access) __asm__(
    "__wrap__ZN11inburgering7gateway5store6sqliteERKNSt10filesystem7__cxx114pathENS1_6AccessE");

namespace {

namespace sim = simulation;
using sim::fibers::here;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A store, whoever has it open.
struct Place {
  const void* turn = nullptr;  ///< who writes
  struct Ear {
    const void* who;
    std::function<void(std::string)> hear;
  };
  std::map<int, Ear> ears;  ///< by node
};
Place& place_of(const std::string& file) {
  static std::map<std::string, Place> all;
  return all[file];
}

/// What is asked ahead has no answer yet.
class NoAnswer final : public Run {
 public:
  void bind(std::string_view) override {}
  void bind(Bytes) override {}
  void bind(std::int64_t) override {}
  void bind_null() override {}
  bool next() override { return false; }
  void finish() override {}
  std::int64_t changes() const override { return 0; }
  Kind kind(int) const override { return Kind::nothing; }
  std::string text(int) const override { return {}; }
  std::int64_t number(int) const override { return 0; }
  bool is_null(int) const override { return true; }
  void end() noexcept override {}
};

/// What only the tables of PostgreSQL have.
constexpr std::string_view of_nodes =
    "CREATE TABLE node (instance TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, beats BIGINT "
    "NOT NULL);"
    "CREATE TABLE lease (task TEXT PRIMARY KEY, instance TEXT NOT NULL, fence BIGINT NOT NULL, beats BIGINT "
    "NOT NULL);";

class Simulated final : public Engine {
 public:
  Simulated(std::string file, Access access, bool shared)
      : file_(std::move(file)),
        shared_(shared),
        place_(place_of(file_)),
        inner_(real_sqlite(file_, access)),
        life_(sim::this_life()) {
    must_live();
    if (shared_ && access == Access::write) {
      inner_->script("PRAGMA journal_mode = WAL");
      inner_->script("PRAGMA synchronous = OFF");
      inner_->script("PRAGMA foreign_keys = ON");
    }
    life_->at_death.push_back([gone = std::weak_ptr(self_)] {
      if (const auto self = gone.lock()) (*self)->cut_off();
    });
  }
  ~Simulated() override {
    self_.reset();
    try {
      inner_->rollback();
    } catch (const Failure&) {  // it ends with the connection
    }
    give_turn();
  }
  Simulated(const Simulated&) = delete;
  Simulated& operator=(const Simulated&) = delete;

  Run& start(const Statement& statement) override {
    // Somewhere in between others go first. What is asked because of how large files are is left out: that is
    // another size in each run, because signatures are.
    if (!statement.text.starts_with("PRAGMA") && sim::fibers::dice().one_in(16)) sim::fibers::yield();
    must_live();
    if (ahead_) return no_answer_;
    if (shared_ && statement.name.starts_with("dossier_key_table.")) return keys().start(statement);
    const bool reads = statement.text.starts_with("SELECT") || statement.text.starts_with("PRAGMA");
    if (!reads && !has_turn()) await_turn();
    if (!reads && has_turn() && sim::faults().use(sim::faults().fails_statement, "opdracht mislukt")) {
      broken_ = true;
      throw Failure("gesimuleerd: de schijf is vol", false);
    }
    return inner_->start(statement);
  }

  void begin() override {
    sim::fibers::yield();
    must_live();
    await_turn();
    place_.turn = this;
    inner_->begin();
  }
  void begin_view() override {
    sim::fibers::yield();
    must_live();
    inner_->begin_view();
    // In SQLite a view begins at its first look.
    const Ended looked(inner_->start({"simulated.look", "SELECT 1 FROM sqlite_master LIMIT 1"}));
    looked.run.next();
  }
  void commit() override {
    if (!has_turn()) {
      must_live();
      inner_->commit();
      return;
    }
    sim::fibers::yield();
    must_live();
    auto& faults = sim::faults();
    if (faults.use(faults.slow, "trage opslag"))
      sim::fibers::sleep(milliseconds(500 + sim::fibers::dice().below(9500)));
    must_live();
    if (faults.use(faults.fails_before_commit, "opslag faalt voor de commit")) {
      undo();
      throw Failure("gesimuleerd: schrijven mislukte", false);
    }
    if (faults.use(faults.unclear_undone, "commit onduidelijk, niet gebeurd")) {
      undo();
      throw UnclearCommit("gesimuleerd: de verbinding brak");
    }
    inner_->commit();
    give_turn();
    tell_news();
    if (faults.use(faults.fails_after_commit, "commit onduidelijk, gebeurd"))
      throw UnclearCommit("gesimuleerd: de verbinding brak na de commit");
    // It is on disk; whoever waits hears it a moment later, or never.
    sim::fibers::yield();
    must_live();
  }
  void rollback() override { undo(); }
  bool in_transaction() const override { return inner_->in_transaction(); }
  bool begin_ahead() override { return ahead_ = shared_ && inner_->in_transaction(); }
  void end_ahead() noexcept override { ahead_ = false; }
  void take_your_time() override {}
  void begin_part() override { inner_->begin_part(); }
  void undo_part() override { inner_->undo_part(); }
  void end_part() override { inner_->end_part(); }
  bool hold(std::string_view, Hold) override { return true; }

  void script(std::string_view text) override {
    must_live();
    inner_->script(text);
  }
  std::span<const std::string_view> migrations() const override {
    if (!shared_) return inner_->migrations();
    static const auto all = [] {
      const auto of_sqlite = sqlite_migrations();
      std::vector<std::string_view> steps(of_sqlite.begin(), of_sqlite.end());
      steps.push_back(of_nodes);
      return steps;
    }();
    return all;
  }
  std::size_t version() override {
    must_live();
    return inner_->version();
  }
  void set_version(std::size_t version) override { inner_->set_version(version); }
  std::vector<Table> tables() override { return inner_->tables(); }
  void go_on_numbering() override { inner_->go_on_numbering(); }
  bool has_table(std::string_view table) override { return inner_->has_table(table); }
  bool has_column(std::string_view table, std::string_view column) override {
    return inner_->has_column(table, column);
  }
  void announce(std::string_view topics) override { news_ = topics; }
  bool is_shared() const override { return shared_; }
  std::vector<Standby> standbys() override { return {}; }
  std::optional<std::int64_t> moment_ms() override {
    must_live();
    if (!shared_) return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(sim::fibers::wall(sim::nobody)).count();
  }
  /// Who reads would be waited for: it is left to another time now and then, as where somebody went on.
  bool wipe_removed() override { return true; }
  std::int64_t free_pages() override { return 0; }
  std::int64_t free_bytes() override { return 0; }
  void give_pages_back() override { inner_->give_pages_back(); }
  void keep_up() override {
    must_live();
    inner_->keep_up();
  }
  std::int64_t executed() const override { return inner_->executed(); }
  std::int64_t made_ready() const override { return inner_->made_ready(); }
  std::int64_t steps() const override { return inner_->steps(); }

 private:
  bool has_turn() const { return place_.turn == this; }
  void must_live() const {
    if (life_->dead) throw Failure("gesimuleerd: deze node is gestopt", false);
    if (broken_) throw Failure("gesimuleerd: de transactie is al mislukt", false);
  }
  void await_turn() {
    // As long as an engine lets wait.
    const auto until = sim::fibers::now() + (shared_ ? seconds(60) : seconds(2));
    while (place_.turn != nullptr) {
      if (sim::fibers::now() >= until) throw Failure("gesimuleerd: de opslag is bezet", false);
      sim::fibers::wait(&place_, until - sim::fibers::now());
      must_live();
    }
  }
  void give_turn() {
    if (!has_turn()) return;
    place_.turn = nullptr;
    sim::fibers::wake(&place_);
  }
  void undo() {
    broken_ = false;
    news_.clear();
    if (!life_->dead || has_turn()) inner_->rollback();
    give_turn();
  }
  /// The node is no more: what it had begun never was.
  void cut_off() {
    try {
      inner_->rollback();
    } catch (const Failure&) {  // it ends with the connection
    }
    give_turn();
  }
  void tell_news() {
    if (!shared_ || news_.empty()) return;
    for (const auto& [node, ear] : place_.ears)
      if (node != life_->node && !sim::faults().use(sim::faults().loses_news, "nieuws verloren"))
        ear.hear(news_);
    news_.clear();
  }
  /// Those stand beside the rest: they are written while somebody else has the turn.
  Engine& keys() {
    if (!keys_) {
      keys_ = real_sqlite(file_ + ".sleutels", Access::write);
      keys_->script("PRAGMA journal_mode = WAL");
      keys_->script("PRAGMA synchronous = OFF");
      keys_->script(
          "CREATE TABLE IF NOT EXISTS dossier_key (number BIGINT PRIMARY KEY, sealed BLOB NOT NULL)");
    }
    return *keys_;
  }

  const std::string file_;
  const bool shared_;
  Place& place_;
  std::unique_ptr<Engine> inner_, keys_;
  const std::shared_ptr<sim::Life> life_;
  std::shared_ptr<Simulated*> self_ = std::make_shared<Simulated*>(this);
  NoAnswer no_answer_;
  std::string news_;
  bool ahead_ = false, broken_ = false;
};

/// A connection string of the simulation: "gesimuleerd <file>".
std::string file_of(const std::string& conninfo) { return conninfo.substr(conninfo.find('/')); }

}  // namespace

std::unique_ptr<Engine> simulated_sqlite(const std::filesystem::path& file, Access access) {
  return std::make_unique<Simulated>(file.string(), access, false);
}
std::unique_ptr<Engine> postgres_engine(const std::string& conninfo, Access access) {
  return std::make_unique<Simulated>(file_of(conninfo), access, true);
}
std::string postgres_unfit(const std::string&) { return {}; }

struct PostgresNews::Ear {
  Place& place;
  std::mutex mutex;
  TopicSet heard;
};

PostgresNews::PostgresNews(std::string conninfo, const Topics& topics)
    : conninfo_(std::move(conninfo)), topics_(topics), ear_(new Ear{place_of(file_of(conninfo_)), {}, {}}) {
  ear_->place.ears[here()] = {this, [this](const std::string& news) {
                                const std::lock_guard lock(ear_->mutex);
                                ear_->heard |= TopicSet(news);
                                loop_.wake();
                              }};
}
PostgresNews::~PostgresNews() {
  std::erase_if(ear_->place.ears, [this](const auto& each) { return each.second.who == this; });
}

std::chrono::milliseconds PostgresNews::step() {
  TopicSet heard;
  {
    const std::lock_guard lock(ear_->mutex);
    heard = std::exchange(ear_->heard, {});
  }
  topics_.tell(heard);
  return milliseconds(1000);
}

}  // namespace inburgering::gateway::store
