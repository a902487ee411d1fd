#include "gateway/taalschool/together.h"

#include <boost/json/serialize.hpp>
#include <future>
#include <stdexcept>

namespace inburgering::gateway::taalschool {
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
  RowReader(const Surroundings& around, const Sender& sender, Rijen& rijen)
      : around_(around), sender_(sender), rijen_(rijen) {
    rijen_.rewind();
  }

  /// The next row; nothing at the end.
  std::optional<schemas::Result<Row>> next(Plaats& plaats) {
    if (!rijen_.next(plaats)) return std::nullopt;
    auto row = read_row(around_, sender_, plaats.inhoud);
    if (row && !seen_.emplace(row->tenant, row->push.kenmerk).second)
      row = schemas::refuse("/kenmerk", "dubbel", "dit kenmerk staat er meer dan een keer in");
    return row;
  }

 private:
  const Surroundings& around_;
  const Sender& sender_;
  Rijen& rijen_;
  std::set<std::pair<const config::Tenant*, std::string>> seen_;
};

/// A row that is ready to be taken up, or why it cannot be.
struct Ready {
  std::int64_t nummer = 0;
  schemas::Result<pipeline::Incoming> message;
};

/// Makes the next rows ready, sealed and all.
std::vector<Ready> make_ready(RowReader& reader, const Surroundings& around, const Sender& sender,
                              const log::Entry& entry) {
  constexpr std::size_t at_once = 200;
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
    one.message_id = around.pipeline.new_id();
    one.kind = sender.resource;
    auto message =
        incoming(around, sender, std::move(**row), boost::json::serialize(plaats.inhoud), std::move(one));
    around.pipeline.seal(message);
    ready.push_back({plaats.nummer, std::move(message)});
  }
  return ready;
}

}  // namespace

Uitslag toets(const Surroundings& around, const Sender& sender, store::Session& sql, Rijen& rijen,
              const Progress& progress) {
  Uitslag uitslag;
  RowReader reader(around, sender, rijen);
  Plaats plaats;
  while (auto row = reader.next(plaats)) {
    if (++uitslag.rijen % rows_between_progress == 0) progress(uitslag.rijen);
    if (!*row)
      refuse(uitslag, plaats.nummer, std::move(row->error()));
    else if (auto refusal = judge_row(sql, around.pipeline.sealing(), sender, **row))
      refuse(uitslag, plaats.nummer, std::move(refusal->faults));
    else
      ++uitslag.aangenomen;
  }
  return uitslag;
}

void neem(const Surroundings& around, pipeline::Pipeline& pipeline, const Sender& sender,
          std::shared_ptr<Rijen> rijen, bool all_or_none, log::Entry entry, Progress progress,
          std::function<void(std::optional<Uitslag>)> done) {
  auto uitslag = std::make_shared<Uitslag>();
  const auto row_entry = entry;
  pipeline.take_together(
      std::move(entry),
      [=, progress = std::move(progress)](const pipeline::Pipeline::Take& take, log::Entry& whole) {
        // While these rows are taken up, the next are made ready on a thread of their own.
        RowReader reader(around, sender, *rijen);
        const auto get_ready = [&] {
          return std::async(std::launch::async,
                            [&] { return make_ready(reader, around, sender, row_entry); });
        };
        auto next = get_ready();
        for (auto ready = next.get(); !ready.empty(); ready = next.get()) {
          next = get_ready();
          for (auto& [nummer, message] : ready) {
            ++uitslag->rijen;
            if (!message) {
              refuse(*uitslag, nummer, std::move(message.error()));
              continue;
            }
            auto taken = take(std::move(*message));
            if (taken.fate == pipeline::Fate::accepted)
              ++uitslag->aangenomen;
            else
              refuse(*uitslag, nummer, std::move(taken.faults));
          }
          progress(uitslag->rijen);
        }
        if (all_or_none && uitslag->afgekeurd_totaal > 0) throw Undone();
        whole.outcome = "verwerkt";
        if (uitslag->afgekeurd_totaal > 0)
          whole.faults = {{"", "rijen",
                           std::to_string(uitslag->afgekeurd_totaal) + " van " +
                               std::to_string(uitslag->rijen) + " rijen zijn afgekeurd"}};
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

}  // namespace inburgering::gateway::taalschool
