#pragma once
// Removing what was kept long enough (terms.h). A legal hold keeps everything it covers.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/log/chain.h"
#include "gateway/log/due.h"
#include "gateway/store/engine/writer.h"

namespace inburgering::gateway::log {

std::vector<Hold> holds(store::Session& sql);
void add_hold(store::Session& sql, const Hold& hold);
/// False when there is none of this id.
bool end_hold(store::Session& sql, std::string_view id);

/// What one clean-up removed.
struct Removed {
  std::int64_t bodies = 0;
  std::int64_t events = 0;
  std::int64_t dead_letters = 0;
  std::int64_t entries = 0;
  std::int64_t dossiers = 0;    ///< that ended long ago, with all that was in them
  std::int64_t references = 0;  ///< of messages that would no longer be recognised when they came again
  std::int64_t pages = 0;       ///< of the store's file, given back to the disk
  bool from_disk = false;       ///< whether nothing of it can be read from the files any more
};

/// Removes what is due, in short transactions so that nobody has to wait for it. Everything it removes is
/// accounted for in the log and keeps the chain verifiable.
class CleanUp {
 public:
  CleanUp(const config::Retention& retention, const store::Database& database, store::Writer::Write write,
          const store::Sealing& sealing, const Signer& signer, schemas::Moment now);
  Removed run();

 private:
  void dead_letters();
  void bodies_and_events();
  void bodies(const std::vector<std::string>& waiting);
  void events(const std::vector<std::string>& waiting);
  void dossiers();
  void references();
  void entries();
  void entries_of_term(std::chrono::milliseconds term);
  void give_space_back();

  const store::Writer::Write write_;
  const store::Sealing sealing_;
  const Signer& signer_;
  schemas::Moment now_;
  std::unique_ptr<store::Session> reader_;
  const Due due_;
  Removed removed_;
};

}  // namespace inburgering::gateway::log
