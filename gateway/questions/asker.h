#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "gateway/base/rate_limit.h"
#include "gateway/base/wake_loop.h"
#include "gateway/identity/registry.h"
#include "gateway/questions/counterpart.h"

namespace inburgering::gateway::questions {

/// Asks one counterpart what messages and schedules made us want to know, at the agreed pace. What may pass
/// (no answer, 5xx, 429) is asked again with growing pauses; an answer against the specification is kept,
/// logged and never half applied.
class Asker {
 public:
  Asker(exchange::Pipeline& pipeline, const identity::Registry& registry, const store::Database& database,
        adapters::transport::HttpClient& client, std::unique_ptr<Counterpart> counterpart);
  void start() {
    loop_.start();
    reading_.start();
  }
  void wake() { loop_.wake(); }
  /// Asks nothing more; what is under way may still be answered.
  void stop() { loop_.stop(); }
  /// When no answer comes in any more: takes up those that came.
  void drain() {
    reading_.stop();
    read_answers();
  }

 private:
  std::chrono::milliseconds step();
  std::chrono::milliseconds read_answers();
  void bring_forward(const store::Lease& lease, Milliseconds now);
  void ask(const store::Question& question, const store::Lease& lease);
  log::Entry entry_of(const store::Question& question) const;
  void put_off(const store::Question& question, const store::Lease& lease, std::string_view why);
  void postpone(const store::Question& question, const store::Lease& lease, std::string_view why);
  void finish(const store::Question& question, const store::Lease& lease, const config::Tenant& tenant,
              const mapping::Subject& subject, const Asking& asked,
              const adapters::transport::Answer& answer);
  static void settle(store::Session& sql, const store::Question& question, const log::Entry& entry,
                     bool conclusive);
  bool ask_due(int priority, int places, Milliseconds now, const store::Lease& lease,
               std::deque<store::Question>& read);
  bool has_room(int places);
  bool claim(const store::Question& question);
  int being_written();
  void answered();
  void give_back(const store::Question& question);
  void release(const store::Question& question, bool look_again);

  exchange::Pipeline& pipeline_;
  const identity::Registry& registry_;
  const store::Database& database_;
  adapters::transport::HttpClient& client_;
  const std::unique_ptr<Counterpart> counterpart_;
  RateLimit pace_;
  std::unique_ptr<store::Session> reader_;
  Milliseconds looked_over_ = 0;         ///< what the clock did to what waits
  std::deque<store::Question> of_runs_;  ///< read and not asked yet; each is looked at again before it is
  std::mutex mutex_;
  /// Dossier and resource: never two of the same at once, lest an older answer arrive after a newer one.
  std::set<std::pair<std::string, std::string>> claimed_;
  int asking_ = 0;                             ///< of those, how many are not answered yet
  std::deque<std::function<void()>> answers_;  ///< that came in and are not read yet
  WakeLoop loop_{"vragen", [this] { return step(); }};
  WakeLoop reading_{"antwoorden", [this] { return read_answers(); }};
};

}  // namespace inburgering::gateway::questions
