#pragma once
#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/store/own_key.h"
#include "gateway/store/reseal.h"

namespace inburgering::gateway::schedule {

/// Takes up another key of the store while everything goes on: when its file names a new one, that seals from
/// then on, and what stands under a former one is sealed anew.
class StoreKeys {
 public:
  /// `keys` are those that the sealing of the pipeline is of.
  StoreKeys(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer,
            store::Keys& keys)
      : pipeline_(pipeline), database_(database), writer_(writer), keys_(keys) {
    // What a command sealed a moment ago must not be taken for damaged.
    keys_.when_unknown(
        [this] { look_at_file(); },
        [this](std::string_view name) { return store::present_key(*database_.reader()) == name; });
  }
  void start() { loop_.start(); }
  void stop() {
    stopping_ = true;
    loop_.stop();
  }

 private:
  std::chrono::milliseconds step();
  void look_at_file();
  /// Whether all of it stands under the present key now.
  bool seal_anew(const store::Writer::Write& write);

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  store::Writer& writer_;
  store::Keys& keys_;
  std::mutex looking_;  ///< held while the file is looked at
  std::filesystem::file_time_type read_{};
  std::atomic<bool> stopping_ = false;
  std::string told_;                        ///< of a file that cannot be used: once
  bool gone_ = false;                       ///< keys that were to go when this began are gone
  bool per_dossier_ = false;                ///< nothing is left of before dossiers had keys of their own
  std::int64_t anew_ = 0;                   ///< since it was told last that all is done
  std::atomic<bool> looked_again_ = false;  ///< the file said something else since
  schemas::Moment looked_{};                ///< when the whole store was last looked through
  WakeLoop loop_{"sleutel van de opslag", [this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
