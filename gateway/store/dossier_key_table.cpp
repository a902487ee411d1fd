#include "gateway/store/dossier_key_table.h"

#include <stdexcept>
#include <vector>

#include "gateway/store/engine/database.h"

namespace inburgering::gateway::store {

Session& DossierKeyTable::sql() const {
  if (!session_) session_ = open(place_);
  return *session_;
}

std::int64_t DossierKeyTable::last() const {
  return sql()
      .one<std::int64_t>({"dossier_key_table.last", "SELECT COALESCE(MAX(number), 0) FROM dossier_key"})
      .value_or(0);
}

std::int64_t DossierKeyTable::count() const {
  const std::lock_guard lock(mutex_);
  return last();
}

std::optional<std::string> DossierKeyTable::read(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (const auto found = read_.find(number); found != read_.end() && now - found->second.at < remembered)
    return found->second.record;
  auto record = sql().one<std::string>(
      {"dossier_key_table.read", "SELECT sealed FROM dossier_key WHERE number = :number AND sealed <> ''"},
      number);
  if (record == no_record) record.reset();
  if (read_.size() >= remembered_at_most) read_.clear();
  read_[number] = {record, now};
  return record;
}

/// In one statement, and in no transaction: the turn to write (engine.h) may be with who asks. Where another
/// node was first with these numbers, the next are taken.
std::int64_t DossierKeyTable::add(std::int64_t count,
                                  const std::function<std::string(std::int64_t number)>& make) {
  constexpr int tries = 20;
  const std::lock_guard lock(mutex_);
  std::string text;
  for (std::int64_t i = 0; i < count; ++i)
    text += text.empty() ? "INSERT INTO dossier_key (number, sealed) VALUES (?, ?)" : ", (?, ?)";
  for (int left = tries;; --left) {
    const auto first = last() + 1;
    std::vector<std::string> records;
    for (auto number = first; number < first + count; ++number) {
      records.push_back(make(number));
      if (records.back().empty() || records.back().size() > longest)
        throw std::logic_error("a record does not fit in its place");
    }
    try {
      Execution insert(sql(), {"dossier_key_table.add", text});
      for (auto number = first; number < first + count; ++number) {
        insert.bind(number);
        insert.bind(Bytes{records[static_cast<std::size_t>(number - first)]});
      }
      insert.finish();
      return first;
    } catch (const Failure& failure) {
      if (!failure.lasting() || left == 0) throw;
    }
  }
}

/// What was destroyed is an empty record: a row that is not there was never given, or is lost.
bool DossierKeyTable::is_destroyed(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  return sql()
      .one<int>({"dossier_key_table.is_destroyed",
                 "SELECT 1 FROM dossier_key WHERE number = :number AND sealed = ''"},
                number)
      .has_value();
}

void DossierKeyTable::destroy(std::span<const std::int64_t> numbers) {
  const std::lock_guard lock(mutex_);
  for (const auto number : numbers) {
    read_.erase(number);
    sql().run({"dossier_key_table.destroy", "UPDATE dossier_key SET sealed = '' WHERE number = :number"},
              number);
  }
  if (!numbers.empty()) ++destructions_;
}

void DossierKeyTable::put(std::int64_t number, std::string_view record) {
  const std::lock_guard lock(mutex_);
  read_.erase(number);
  sql().run({"dossier_key_table.put",
             "INSERT INTO dossier_key (number, sealed) VALUES (:number, :sealed)"
             " ON CONFLICT (number) DO UPDATE SET sealed = excluded.sealed"},
            number, Bytes{record});
  ++destructions_;
}

}  // namespace inburgering::gateway::store
