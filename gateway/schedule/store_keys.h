#pragma once
#include <atomic>
#include <filesystem>
#include <string>

#include "gateway/base/wake_loop.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/store/reseal.h"

namespace inburgering::gateway::schedule {

/// Takes up another key of the store while everything goes on: when its file names a new one, that seals from
/// then on, and what stands under a former one is sealed anew.
class StoreKeys {
 public:
  /// `keys` are those that the sealing of the pipeline is of.
  StoreKeys(exchange::Pipeline& pipeline, const store::Database& database, store::Writer& writer,
            store::Keys& keys)
      : pipeline_(pipeline), database_(database), writer_(writer), keys_(keys) {}
  void start() { loop_.start(); }
  void stop() {
    stopping_ = true;
    loop_.stop();
  }

 private:
  std::chrono::milliseconds step();
  void look_at_file();
  /// Whether all of it stands under the present key now.
  bool seal_anew();

  exchange::Pipeline& pipeline_;
  const store::Database& database_;
  store::Writer& writer_;
  store::Keys& keys_;
  std::filesystem::file_time_type read_{};
  std::atomic<bool> stopping_ = false;
  std::string told_;          ///< of a file that cannot be used: once
  std::int64_t anew_ = 0;     ///< since it was told last that all is done
  schemas::Moment looked_{};  ///< when the whole store was last looked through
  WakeLoop loop_{[this] { return step(); }};
};

}  // namespace inburgering::gateway::schedule
