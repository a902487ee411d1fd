// simulate: a whole chain in one thread, from one seed (README.md).
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "adapters/brp/schema.h"
#include "tests/simulation/run.h"
#include "tests/simulation/shrink.h"

namespace inburgering::simulation {
namespace {

namespace json = boost::json;

/// Real time: that of the simulation is asked for by its own name.
double seconds_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

json::object to_json(const Outcome& outcome) {
  json::object counts;
  json::object faults;
  for (const auto& [name, count] : outcome.counts) counts[name] = count;
  for (const auto& [name, count] : outcome.faults) faults[name] = count;
  return {{"broken", outcome.broken},   {"step", outcome.step},   {"digest", outcome.digest},
          {"hours", outcome.hours},     {"turns", outcome.turns}, {"counts", std::move(counts)},
          {"faults", std::move(faults)}};
}
Outcome outcome_of(const json::object& from) {
  Outcome outcome;
  outcome.broken = std::string(from.at("broken").as_string());
  outcome.step = from.at("step").to_number<std::size_t>();
  outcome.digest = from.at("digest").to_number<std::uint64_t>();
  outcome.hours = from.at("hours").to_number<double>();
  outcome.turns = from.at("turns").to_number<std::uint64_t>();
  for (const auto& [name, count] : from.at("counts").as_object())
    outcome.counts[std::string(name)] = count.to_number<std::int64_t>();
  for (const auto& [name, count] : from.at("faults").as_object())
    outcome.faults[std::string(name)] = count.to_number<std::int64_t>();
  return outcome;
}

/// Of one length: what is written of it is as long in each run.
std::filesystem::path in_memory(const char* what, int number) {
  char name[60];
  std::snprintf(name, sizeof name, "%s-%08d", what, number);
  return std::filesystem::path("/dev/shm") / name;
}

constexpr unsigned longest_run = 300;  // seconds

/// Each run has a process of its own: it begins with nothing, and may end as it likes.
Outcome apart(const History& history, const Ground& common) {
  int pipe_ends[2];
  if (::pipe(pipe_ends) != 0) std::abort();
  const auto child = ::fork();
  if (child == 0) {
    ::close(pipe_ends[0]);
    ::alarm(longest_run);
    auto ground = common;
    ground.folder = in_memory("simulate", ::getpid());
    std::filesystem::create_directories(ground.folder);
    const auto text = json::serialize(to_json(play(history, ground)));
    static_cast<void>(!::write(pipe_ends[1], text.data(), text.size()));
    ::_exit(0);
  }
  ::close(pipe_ends[1]);
  std::string text;
  char part[4096];
  for (ssize_t got = 0; (got = ::read(pipe_ends[0], part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(got));
  ::close(pipe_ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  std::error_code ignored;
  std::filesystem::remove_all(in_memory("simulate", child), ignored);
  if (!text.empty()) return outcome_of(json::parse(text).as_object());
  Outcome fell;
  fell.broken = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM
                    ? "de run kwam niet tot een einde"
                    : "het programma viel om (signaal " + std::to_string(WTERMSIG(status)) + ")";
  return fell;
}

struct Wanted {
  std::uint64_t seed = 1, runs = 1;
  std::size_t steps = 300;
  double seconds = 0;  ///< as many runs as fit in; 0: `runs`
  bool shrink = true;
  std::filesystem::path out = ".";
  std::vector<std::filesystem::path> histories;
};

[[noreturn]] void usage() {
  std::cerr << "simulate [--seed N] [--steps M] [--runs K | --seconds S] [--out DIR] [--no-shrink]\n"
               "simulate --history FILE…\n";
  std::exit(2);
}

Wanted read_arguments(int count, char** words) {
  Wanted wanted;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto value = [&] { return ++i < count ? std::string(words[i]) : (usage(), std::string()); };
    if (word == "--seed")
      wanted.seed = std::stoull(value());
    else if (word == "--steps")
      wanted.steps = std::stoull(value());
    else if (word == "--runs")
      wanted.runs = std::stoull(value());
    else if (word == "--seconds")
      wanted.seconds = std::stod(value());
    else if (word == "--out")
      wanted.out = value();
    else if (word == "--no-shrink")
      wanted.shrink = false;
    else if (word == "--history")
      while (i + 1 < count) wanted.histories.emplace_back(words[++i]);
    else
      usage();
  }
  return wanted;
}

/// Prints the shortest history that still fails, and keeps it.
void tell_shortest(const Wanted& wanted, const History& history, const Outcome& outcome,
                   const Ground& ground) {
  auto shortest = history;
  if (wanted.shrink)
    shortest = shrink(history, outcome, [&](const History& each) { return apart(each, ground); });
  const auto file = wanted.out / ("seed-" + std::to_string(history.seed) + ".geschiedenis");
  std::ofstream out(file);
  write(shortest, out);
  std::cout << "shortest history: " << shortest.steps.size() << " steps of " << history.steps.size()
            << ", in " << file.string() << '\n';
  write(shortest, std::cout);
}

int run(const Wanted& wanted, const Ground& ground) {
  const auto began = seconds_now();
  Outcome all;
  std::uint64_t runs = 0;
  std::uint64_t failed = 0;
  const auto add = [&](const Outcome& outcome) {
    ++runs;
    all.hours += outcome.hours;
    all.turns += outcome.turns;
    all.step += outcome.step;
    all.digest = (all.digest ^ outcome.digest) * 0x100000001b3ULL;
    for (const auto& [name, count] : outcome.counts) all.counts[name] += count;
    for (const auto& [name, count] : outcome.faults) all.faults[name] += count;
    failed += outcome.broken.empty() ? 0 : 1;
  };
  for (const auto& file : wanted.histories) {
    const auto outcome = apart(read(file), ground);
    add(outcome);
    std::cout << file.string() << ": "
              << (outcome.broken.empty() ? "holds"
                                         : outcome.broken + " (step " + std::to_string(outcome.step) + ")")
              << std::endl;
  }
  for (auto seed = wanted.seed; wanted.histories.empty(); ++seed) {
    if (wanted.seconds > 0 ? seconds_now() - began >= wanted.seconds : runs >= wanted.runs) break;
    const auto history = draw(seed, wanted.steps);
    const auto outcome = apart(history, ground);
    add(outcome);
    if (outcome.broken.empty()) continue;
    std::cout << "seed " << seed << ", step " << outcome.step << ": " << outcome.broken << std::endl;
    tell_shortest(wanted, history, outcome, ground);
    break;
  }
  const auto took = seconds_now() - began;
  auto result = to_json(all);
  result.erase("broken");
  result["runs"] = runs;
  result["failed"] = failed;
  result["seconds"] = took;
  result["hours_a_minute"] = all.hours / took * 60;
  std::cout << json::serialize(result) << std::endl;
  return failed == 0 ? 0 : 1;
}

int begin(int count, char** words) {
  const auto wanted = read_arguments(count, words);
  spdlog::set_level(std::getenv("SIMULATE_LOG") == nullptr ? spdlog::level::off : spdlog::level::info);
  Ground ground;
  ground.pki = in_memory("simulate-pki", ::getpid());
  std::filesystem::create_directories(ground.pki);
  if (const auto error = make_pki(ground.pki); !error.empty()) return std::cerr << error << '\n', 2;
  const auto grammar = adapters::brp::stuf_bg_grammar(std::filesystem::path(PROJECT_DIR) / "schemas", {});
  if (!grammar) return std::cerr << "the schemas are not there\n", 2;
  ground.grammar = &*grammar;
  const int code = run(wanted, ground);
  std::filesystem::remove_all(ground.pki);
  return code;
}

}  // namespace
}  // namespace inburgering::simulation

int main(int count, char** words) { return inburgering::simulation::begin(count, words); }
