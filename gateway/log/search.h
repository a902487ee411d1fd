#pragma once
// Finding entries of the log among many millions: pages from the newest back, by keys instead of offsets, and
// never a count. A search that would take long ends early and says from where to go on.
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/surroundings.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::log {

struct Filter {
  /// OINs of gemeenten that may be seen; none = all, and what belongs to no gemeente.
  std::optional<std::vector<std::string>> tenants{};
  std::string direction{};
  std::string feed{};
  std::string kind{};
  std::string party{};  ///< OIN
  std::string outcome{};
  bool trouble = false;  ///< only outcomes that someone should look at
  /// A message id, reference (berichtId, referentienummer, kenmerk, event id), dossier or trace id.
  std::string id{};
  std::string dossier{};
  std::optional<schemas::Moment> from{};
  std::optional<schemas::Moment> until{};
  std::int64_t before = 0;  ///< only entries with a lower seq; 0 = from the newest
  int count = 50;
};

struct Page {
  std::vector<Entry> entries;  ///< newest first
  std::int64_t next = 0;       ///< where to go on, as `before`; 0 = there is nothing more
  bool cut_short = false;      ///< it took too long: there may be more on the way to `next`
};
/// Looks for at most about `budget`.
Page search(store::Session& sql, Filter filter, const Clock& clock, std::chrono::milliseconds budget);

/// The kinds of entries that there are, in the order of their names.
std::vector<std::string> kinds(store::Session& sql);

/// What came after a seq, oldest first: for who follows the log.
std::vector<Entry> after(store::Session& sql, const Filter& filter, std::int64_t seq);
/// When the last exchange with a party was, in a direction.
std::optional<std::string> last_moment(store::Session& sql, std::string_view party,
                                       std::string_view direction);
std::int64_t last_seq(store::Session& sql);
/// How far a named reader of the log has come; 0 = it has not begun.
std::int64_t reader_position(store::Session& sql, std::string_view reader);
/// Whether it ever was written down how far this one came.
bool is_reader(store::Session& sql, std::string_view reader);
void set_reader_position(store::Session& sql, std::string_view reader, std::int64_t seq);
/// The lowest seq of about a moment; entries are written up to some minutes after their moment.
std::int64_t seq_at(store::Session& sql, schemas::Moment moment);

}  // namespace inburgering::gateway::log
