#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/siem/sink.h"

namespace inburgering::gateway::siem {

/// Under which the log keeps how far was told.
inline constexpr std::string_view reader_name = "siem";

/// Tells a SIEM of the security events (log/security.h), in order and within a second. What is to be told
/// stands in the log already, so that nothing waits for it: neither a message, nor memory. Where the receiver
/// is gone the log keeps them, also over a restart and for what commands wrote while the gateway stood still;
/// it begins again with a growing pause. No more than `siem.hoogstens` wait: of those beyond, the oldest are
/// passed over, counted, and told by an event of their own. After a failure some may come twice, with the
/// same `bericht`.
class Stream {
 public:
  Stream(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer);
  /// Where it was; the first time with what comes from now on. Throws as Writer::run does. To be called
  /// before the start.
  void begin();
  void start();
  void stop();
  /// Since when, and why, the receiver takes nothing; nothing while all is well.
  struct Trouble {
    schemas::Moment since;
    std::string why;
  };
  std::optional<Trouble> trouble() const;

 private:
  std::chrono::milliseconds step();
  void take_up(const store::Lease& lease);
  std::chrono::milliseconds tell(const store::Lease& lease);
  void pass_over(const store::Lease& lease);
  void save(std::int64_t position, const store::Lease& lease);
  std::chrono::milliseconds failed(const std::string& why);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  store::Writer& writer_;
  std::atomic<bool> stopping_ = false;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<store::Session> reader_;
  std::int64_t fence_ = 0;  ///< of the lease under which its position is known
  std::int64_t position_ = 0;
  std::int64_t saved_ = 0;
  int attempts_ = 0;
  mutable std::mutex mutex_;
  std::optional<Trouble> trouble_;
  WakeLoop loop_{"verzending naar het SIEM", [this] { return step(); }};
};

}  // namespace inburgering::gateway::siem
