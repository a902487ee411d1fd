#include "gateway/intake/together.h"

#include <boost/json/serialize.hpp>
#include <future>
#include <stdexcept>

#include "gateway/base/heartbeat.h"
#include "gateway/base/milliseconds.h"
#include "gateway/store/bestanden.h"
#include "gateway/store/stored_rows.h"
#include "schemas/value/counted.h"

namespace inburgering::gateway::intake {
namespace {

constexpr std::int64_t rows_between_progress = 500;

void refuse(Uitslag& uitslag, std::int64_t nummer, schemas::Faults faults) {
  ++uitslag.afgekeurd_totaal;
  if (uitslag.afgekeurd.size() < told_at_most) uitslag.afgekeurd.push_back({nummer, std::move(faults)});
}

/// Undoes a transaction in which a row was refused.
struct Undone : std::runtime_error {
  Undone() : std::runtime_error("rows were refused") {}
};

/// Goes through rows, each read, translated, and seen for the first time.
class RowReader {
 public:
  RowReader(const exchange::Pipeline& pipeline, const Sender& sender, Rijen& rijen)
      : registry_(pipeline.ground().registry), sender_(sender), rijen_(rijen) {
    rijen_.rewind();
  }

  /// The next row; nothing at the end.
  std::optional<schemas::Result<Row>> next(Plaats& plaats) {
    if (!rijen_.next(plaats)) return std::nullopt;
    auto row = read_row(registry_, sender_, plaats.inhoud);
    if (row && !seen_.emplace(row->tenant->gemeentecode, row->push.kenmerk).second)
      row = schemas::refuse("/kenmerk", "dubbel", "dit kenmerk staat er meer dan een keer in");
    return row;
  }

  /// Goes past the first rows; how many there were.
  std::int64_t pass(std::int64_t count) {
    Plaats plaats;
    std::int64_t passed = 0;
    while (passed < count && next(plaats)) ++passed;
    return passed;
  }

 private:
  const identity::Registry& registry_;
  const Sender& sender_;
  Rijen& rijen_;
  std::set<std::pair<std::string, std::string>> seen_;  ///< gemeentecode and kenmerk
};

/// A row that is ready to be taken up, or why it cannot be.
struct Ready {
  std::int64_t nummer = 0;
  schemas::Result<exchange::Incoming> message;
};

/// Makes the next rows ready, measured and all.
std::vector<Ready> make_ready(RowReader& reader, const exchange::Pipeline& pipeline, const Sender& sender,
                              const log::Entry& entry) {
  constexpr std::size_t at_once = rows_of_a_part;
  std::vector<Ready> ready;
  Plaats plaats;
  while (ready.size() < at_once) {
    auto row = reader.next(plaats);
    if (!row) break;
    if (!*row) {
      ready.push_back({plaats.nummer, std::unexpected(std::move(row->error()))});
      continue;
    }
    auto one = entry;
    one.fsc.clear();  // the whole is one transaction, told by the entry of what brought it
    // Of a kept file its rows are as old as the file, whenever their turn comes.
    const auto kept = moment_of_uuid7(sender.since);
    one.message_id = kept ? uuid7_of(*kept, pipeline.sealing().surroundings.random) : pipeline.new_id();
    one.kind = sender.resource;
    auto message =
        incoming(pipeline, sender, std::move(**row), boost::json::serialize(plaats.inhoud), std::move(one));
    pipeline.measure(message);
    ready.push_back({plaats.nummer, std::move(message)});
  }
  return ready;
}

void take_rows(const std::vector<Ready>& ready, const exchange::Pipeline::Take& take, Uitslag& uitslag) {
  for (const auto& [nummer, message] : ready) {
    ++uitslag.rijen;
    if (!message) {
      refuse(uitslag, nummer, message.error());
      continue;
    }
    auto taken = take(*message);
    if (taken.fate == exchange::Fate::accepted)
      ++uitslag.aangenomen;
    else
      refuse(uitslag, nummer, std::move(taken.faults));
  }
}

schemas::Faults refused_rows(const Uitslag& uitslag) {
  if (uitslag.afgekeurd_totaal == 0) return {};
  return {{"", "rijen",
           std::to_string(uitslag.afgekeurd_totaal) + " van " +
               schemas::counted(uitslag.rijen, "rij is", "rijen zijn") + " afgekeurd"}};
}

}  // namespace

Uitslag toets(const exchange::Pipeline& pipeline, const Sender& sender, store::Session& sql, Rijen& rijen,
              const Progress& progress) {
  Uitslag uitslag;
  RowReader reader(pipeline, sender, rijen);
  store::StoredRows stored(sql);
  Plaats plaats;
  while (auto row = reader.next(plaats)) {
    if (++uitslag.rijen % rows_between_progress == 0) progress(uitslag.rijen);
    if (!*row)
      refuse(uitslag, plaats.nummer, std::move(row->error()));
    else if (auto refusal = judge_row(stored, pipeline.sealing(), sender, **row))
      refuse(uitslag, plaats.nummer, std::move(refusal->faults));
    else
      ++uitslag.aangenomen;
  }
  return uitslag;
}

void neem(exchange::Pipeline& pipeline, const Sender& sender, std::shared_ptr<Rijen> rijen, bool all_or_none,
          log::Entry entry, Progress progress, std::function<void(std::optional<Uitslag>)> done) {
  auto uitslag = std::make_shared<Uitslag>();
  const auto row_entry = entry;
  pipeline.take_together(
      std::move(entry),
      [=, &pipeline, progress = std::move(progress)](exchange::Draft&, const exchange::Pipeline::Take& take,
                                                     log::Entry& whole) {
        *uitslag = {};  // decided anew it is counted anew
        // While these rows are taken up, the next are made ready on a thread of their own.
        RowReader reader(pipeline, sender, *rijen);
        const auto get_ready = [&] {
          return std::async(std::launch::async,
                            [&] { return make_ready(reader, pipeline, sender, row_entry); });
        };
        auto next = get_ready();
        for (auto ready = next.get(); !ready.empty(); ready = next.get()) {
          next = get_ready();
          take_rows(ready, take, *uitslag);
          progress(uitslag->rijen);
        }
        if (all_or_none && uitslag->afgekeurd_totaal > 0) throw Undone();
        whole.outcome = log::outcome::verwerkt;
        whole.faults = refused_rows(*uitslag);
      },
      [=, done = std::move(done)](std::exception_ptr error) {
        if (!error) return done(std::move(*uitslag));
        try {
          std::rethrow_exception(error);
        } catch (const Undone&) {
          uitslag->aangenomen = 0;
          done(std::move(*uitslag));
        } catch (const std::exception&) {
          done(std::nullopt);
        }
      });
}

namespace {

/// How an entry begins that another caused.
log::Entry caused_by(const log::Entry& entry) {
  auto next = entry;
  next.cause_id = entry.message_id;
  next.fsc.clear();
  next.size = 0;
  next.steps.clear();
  return next;
}

/// A file that goes in one transaction.
Verwerking whole(exchange::Pipeline& pipeline, const Sender& sender, const std::shared_ptr<Rijen>& rijen,
                 log::Entry entry, const Progress& progress) {
  std::promise<std::optional<Uitslag>> done;
  neem(pipeline, sender, rijen, true, std::move(entry), progress,
       [&done](std::optional<Uitslag> uitslag) { done.set_value(std::move(uitslag)); });
  auto uitslag = done.get_future().get();
  return uitslag ? Verwerking{.uitslag = std::move(*uitslag)} : Verwerking{.afgebroken = true};
}

/// A file that goes in parts, and what became of it so far.
struct Parts {
  exchange::Pipeline& pipeline;
  const std::string& bestand;  ///< its id
  Uitslag uitslag{};
  std::int64_t events = 0;

  /// One part in a transaction of its own; false when the store cannot take it.
  bool take(log::Entry entry, std::vector<Ready> ready) {
    // What is counted holds only when it is on disk.
    auto after = std::make_shared<Uitslag>();
    auto made = std::make_shared<std::int64_t>(0);
    const auto rows = std::make_shared<const std::vector<Ready>>(std::move(ready));
    std::promise<bool> done;
    pipeline.take_together(
        std::move(entry),
        [before = uitslag, after, made, rows, id = bestand](
            exchange::Draft& draft, const exchange::Pipeline::Take& each, log::Entry& part) {
          *after = before;
          part.reference = "rij " + std::to_string(after->rijen + 1) + " tot en met " +
                           std::to_string(after->rijen + static_cast<std::int64_t>(rows->size()));
          take_rows(*rows, each, *after);
          part.outcome = log::outcome::verwerkt;
          *made = part.events;
          draft.also([id, from = before.rijen, taken = after->rijen,
                      now = milliseconds(draft.now())](store::Session& sql) {
            if (!store::move_bestand(sql, id, from, taken, now))
              throw std::runtime_error("another goes on with this file");
          });
        },
        [&done](std::exception_ptr error) { done.set_value(!error); });
    if (!done.get_future().get()) return false;
    uitslag = std::move(*after);
    events += *made;
    return true;
  }
};

/// Writes an entry and what goes with it, and waits.
bool record_and_wait(exchange::Pipeline& pipeline, log::Entry entry,
                     std::function<void(store::Session&)> also) {
  std::promise<bool> done;
  pipeline.record(
      std::move(entry), [also = std::move(also)](store::Session& sql, log::Entry&) { also(sql); },
      [&done](bool written) { done.set_value(written); });
  return done.get_future().get();
}

}  // namespace

Verwerking verwerk_rest(exchange::Pipeline& pipeline, const Sender& sender,
                        const std::shared_ptr<Rijen>& rijen, std::int64_t count, std::int64_t taken,
                        log::Entry next, const Progress& progress, const std::function<bool()>& stopping) {
  const auto id = next.cause_id;
  auto bound = sender;
  bound.since = id;
  Verwerking verwerking;
  RowReader reader(pipeline, bound, *rijen);
  Parts parts{pipeline, id};
  parts.uitslag.rijen = parts.uitslag.aangenomen = reader.pass(taken);
  const auto get_ready = [&] {
    return std::async(std::launch::async, [&] { return make_ready(reader, pipeline, bound, next); });
  };
  const auto fresh = [&] {
    auto made = next;
    made.message_id = pipeline.new_id();
    made.moment = pipeline.now();
    return made;
  };
  auto coming = get_ready();
  for (auto ready = coming.get(); !ready.empty(); ready = coming.get()) {
    coming = get_ready();
    auto part = fresh();
    part.kind += " (deel)";
    verwerking.afgebroken = stopping() || !parts.take(std::move(part), std::move(ready));
    if (verwerking.afgebroken) break;
    progress(parts.uitslag.rijen);
    Heartbeat::here();
  }
  auto end = fresh();
  end.events = parts.events;
  if (verwerking.afgebroken) {
    end.outcome = log::outcome::uitgesteld;
    end.faults = {{"", "afgebroken",
                   "na " + std::to_string(parts.uitslag.rijen) + " van " + std::to_string(count) +
                       " rijen; de rest volgt vanzelf zodra het kan"}};
    // At a stop nobody works on it any more: whoever starts next may go on at once.
    record_and_wait(pipeline, std::move(end),
                    [id, done = parts.uitslag.rijen, stopped = stopping()](store::Session& sql) {
                      if (stopped) store::move_bestand(sql, id, done, done, 0);
                    });
  } else {
    end.outcome = log::outcome::verwerkt;
    end.faults = refused_rows(parts.uitslag);
    verwerking.afgebroken = !record_and_wait(pipeline, std::move(end),
                                             [id](store::Session& sql) { store::remove_bestand(sql, id); });
  }
  verwerking.uitslag = std::move(parts.uitslag);
  return verwerking;
}

bool leg_vast(exchange::Pipeline& pipeline, const Sender& sender, const std::string& text, std::int64_t count,
              log::Entry entry, Milliseconds moved) {
  const auto& sealing = pipeline.sealing();
  store::Bestand bestand{entry.message_id,
                         sender.party->oin.digits(),
                         sender.resource,
                         sealing.keys.seal(text, "bestand:" + entry.message_id, sealing.surroundings.random),
                         count,
                         0,
                         moved};
  entry.outcome = log::outcome::ontvangen;
  return record_and_wait(pipeline, std::move(entry), [bestand = std::move(bestand)](store::Session& sql) {
    store::add_bestand(sql, bestand);
  });
}

Verwerking verwerk(exchange::Pipeline& pipeline, const Sender& sender, const std::shared_ptr<Rijen>& rijen,
                   const std::string& text, std::int64_t count, log::Entry entry, const Progress& progress,
                   const std::function<bool()>& stopping) {
  if (count <= rows_as_a_whole) return whole(pipeline, sender, rijen, std::move(entry), progress);
  auto next = caused_by(entry);
  if (!leg_vast(pipeline, sender, text, count, std::move(entry), milliseconds(pipeline.now())))
    return {.afgebroken = true};
  auto verwerking = verwerk_rest(pipeline, sender, rijen, count, 0, std::move(next), progress, stopping);
  verwerking.vastgelegd = true;
  return verwerking;
}

}  // namespace inburgering::gateway::intake
