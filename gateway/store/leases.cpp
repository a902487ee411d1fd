#include "gateway/store/leases.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

namespace inburgering::gateway::store {
namespace {

/// Who stopped asking for a task does not want it any more.
constexpr std::chrono::seconds wanted_for{30};
/// What is under way when a lease is to go to another node gets this long.
constexpr std::chrono::seconds to_finish{5};

/// The numbers of leases, as one transaction read them.
struct Fences : Gathered {
  std::map<std::string, std::int64_t, std::less<>> known;
  void write(Session&) override {}
};

}  // namespace

void must_hold(Session& sql, const Lease& lease) {
  if (lease.fence == 0) return;
  const bool holds = sql.gather<Fences>([&](Fences& fences) {
    auto found = fences.known.find(lease.task);
    if (found == fences.known.end())
      found =
          fences.known
              .emplace(lease.task,
                       sql.one<std::int64_t>(
                              {"leases.must_hold", "SELECT fence FROM lease WHERE task = :task"}, lease.task)
                           .value_or(0))
              .first;
    return found->second == lease.fence;
  });
  if (!holds) throw LeaseLost("een andere node heeft de taak " + lease.task + " overgenomen");
}

std::vector<NodeRow> nodes(Session& sql) {
  std::vector<NodeRow> found;
  for (auto& [node, instance, version, beats] : sql.all<std::string, std::string, std::string, std::int64_t>(
           {"leases.nodes", "SELECT name, instance, version, beats FROM node ORDER BY name, instance"}))
    found.push_back({std::move(node), std::move(instance), std::move(version), beats});
  return found;
}

std::vector<LeaseRow> leases(Session& sql) {
  std::vector<LeaseRow> found;
  for (auto& [task, instance, fence, beats] : sql.all<std::string, std::string, std::int64_t, std::int64_t>(
           {"leases.leases", "SELECT task, instance, fence, beats FROM lease ORDER BY task"}))
    found.push_back({std::move(task), std::move(instance), fence, beats});
  return found;
}

Leases::Leases(std::string node, std::string version, Writer& writer, Random& random, SharedClock* clock,
               Steady steady)
    : node_(std::move(node)),
      version_(std::move(version)),
      instance_(uuid4(random)),
      writer_(writer),
      clock_(clock),
      steady_(steady) {}

std::optional<Lease> Leases::hold(const std::string& task) {
  const auto now = steady_();
  const std::lock_guard lock(mutex_);
  wanted_[task] = now;
  const auto found = held_.find(task);
  if (found == held_.end() || found->second.is_leaving() || now >= found->second.until) return std::nullopt;
  return Lease{task, found->second.fence};
}

/// Whether nothing was heard for so long that it must be gone.
bool Leases::stands_still(Seen& seen, const std::string& instance, std::int64_t fence, std::int64_t beats,
                          Moment now) const {
  if (seen.instance != instance || seen.fence != fence || seen.beats != beats)
    seen = {fence, beats, instance, now};
  return now - seen.since >= expires;
}

Leases::Plan Leases::beat_in(Session& sql, Moment now) {
  sql.run({"leases.beat.node",
           "INSERT INTO node (instance, name, version, beats) VALUES (:instance, :name, :version, 1) ON "
           "CONFLICT (instance) DO UPDATE SET beats = node.beats + 1"},
          instance_, node_, version_);
  sql.run({"leases.beat.keep", "UPDATE lease SET beats = beats + 1 WHERE instance = :instance"}, instance_);
  Plan plan;
  std::set<std::string> alive;
  for (const auto& each : nodes(sql)) {
    if (each.instance != instance_ &&
        stands_still(seen_nodes_[each.instance], each.instance, 0, each.beats, now)) {
      sql.run({"leases.beat.forget_node", "DELETE FROM node WHERE instance = :instance"}, each.instance);
      plan.gone.push_back(each.node);
      continue;
    }
    alive.insert(each.instance);
    if (each.instance != instance_ && each.node == node_) plan.namesake = each.instance;
  }
  // Here, where nothing is waited for any more: the turn was.
  if (clock_ != nullptr) clock_->compare(sql);
  std::vector<std::string> wanted;
  std::map<std::string, Held> mine;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(wanted_, [&](const auto& each) { return now - each.second > wanted_for; });
    for (const auto& [task, since] : wanted_) wanted.push_back(task);
    mine = held_;
  }
  plan.alive = alive.size();
  plan.fair = (wanted.size() + plan.alive - 1) / plan.alive;
  std::map<std::string, std::size_t> count;
  for (const auto& instance : alive) count[instance] = 0;
  std::vector<LeaseRow> free;
  std::set<std::string> there;
  for (auto& each : leases(sql)) {
    there.insert(each.task);
    if (each.instance == instance_) {
      const bool leaves = mine.contains(each.task) && mine.at(each.task).is_leaving();
      if (leaves && now >= mine.at(each.task).leaves) {
        sql.run({"leases.beat.give_back", "UPDATE lease SET instance = '' WHERE task = :task"}, each.task);
        continue;
      }
      plan.held.emplace_back(each.task, each.fence);
      ++count[instance_];
      continue;
    }
    if (stands_still(seen_leases_[each.task], each.instance, each.fence, each.beats, now) ||
        each.instance.empty())
      free.push_back(std::move(each));
    else
      ++count[each.instance];
  }
  for (const auto& task : wanted)
    if (!there.contains(task)) free.push_back({task, "", 0, 0});
  for (const auto& each : free) {
    if (std::ranges::find(wanted, each.task) == wanted.end()) continue;
    if (mine.contains(each.task) && mine.at(each.task).is_leaving()) continue;
    // What nobody takes who has less is taken all the same.
    const bool long_free = now - seen_leases_[each.task].since >= 2 * expires;
    if (count[instance_] >= plan.fair && !long_free) continue;
    sql.run(
        {"leases.beat.take",
         "INSERT INTO lease (task, instance, fence, beats) VALUES (:task, :instance, :fence, 0) ON CONFLICT "
         "(task) DO UPDATE SET instance = excluded.instance, fence = excluded.fence, beats = 0"},
        each.task, instance_, each.fence + 1);
    plan.held.emplace_back(each.task, each.fence + 1);
    ++count[instance_];
  }
  plan.others_have_less =
      std::ranges::any_of(count, [&](const auto& each) { return each.second + 1 < count[instance_]; });
  return plan;
}

void Leases::step() {
  const auto began = steady_();
  Plan plan;
  try {
    // What is seen is seen when the turn came, not when it was asked for.
    writer_.run([&](Session& sql) { plan = beat_in(sql, steady_()); });
  } catch (const std::exception& error) {
    spdlog::error("node {}: haar taken zijn niet te bevestigen ({})", node_, error.what());
    is_cut_off_ = true;
    return;  // what it holds runs out by itself
  }
  if (std::exchange(is_cut_off_, false))
    spdlog::info("node {}: de opslag is er weer, zij gaat verder", node_);
  for (const auto& gone : plan.gone)
    spdlog::warn("node {} laat niets meer van zich horen: er draaien er nu {}, en die nemen haar taken over",
                 gone, plan.alive);
  if (!plan.namesake.empty() && std::exchange(told_, plan.namesake) != plan.namesake)
    spdlog::warn("nog een node heet {}: geef elke node een eigen naam (store.node)", node_);
  const std::lock_guard lock(mutex_);
  std::map<std::string, Held> now_held;
  for (const auto& [task, fence] : plan.held) {
    const auto former = held_.find(task);
    Held held{fence, began + expires - margin};
    if (former != held_.end() && former->second.fence == fence)
      held.leaves = former->second.leaves;
    else
      spdlog::info("node {} neemt de taak {} op zich", node_, task);
    now_held[task] = held;
  }
  for (const auto& [task, held] : held_)
    if (!now_held.contains(task)) spdlog::info("node {} heeft de taak {} niet meer", node_, task);
  // What is more than its part goes to who has less, once what is under way is over.
  const bool leaving =
      std::ranges::any_of(now_held, [](const auto& each) { return each.second.is_leaving(); });
  if (plan.others_have_less && !leaving) {
    auto more = now_held.size() - std::min(now_held.size(), plan.fair);
    for (auto each = now_held.rbegin(); more > 0; ++each, --more) each->second.leaves = began + to_finish;
  }
  held_ = std::move(now_held);
}

void Leases::stop() {
  loop_.stop();
  try {
    writer_.run([&](Session& sql) {
      sql.run({"leases.stop.give_back", "UPDATE lease SET instance = '' WHERE instance = :instance"},
              instance_);
      sql.run({"leases.stop.leave", "DELETE FROM node WHERE instance = :instance"}, instance_);
    });
  } catch (const std::exception& error) {
    spdlog::warn("node {}: haar taken zijn niet teruggegeven ({}); een andere neemt ze zo over", node_,
                 error.what());
  }
  const std::lock_guard lock(mutex_);
  held_.clear();
}

}  // namespace inburgering::gateway::store
