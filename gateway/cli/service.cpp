#include "gateway/cli/service.h"

#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <utility>

namespace inburgering::gateway::cli {
namespace {

constexpr const char* starting = "start";
/// Of a step of the start, as many times the usual time: reading is slow on a disk that is busy.
constexpr int patience_of_start = 10;

void tell_still(const std::vector<std::string>& still, const char* at) {
  if (still.empty()) return spdlog::warn("alle taken lopen weer");
  for (const auto& name : still)
    if (name == starting)
      spdlog::critical(
          "de start staat stil bij: {}; de waakhond wordt niet meer gevoed, en systemd herstart de gateway "
          "als "
          "dat zo blijft. Kijk of de schijven (mount) en de database waar de configuratie naar wijst "
          "antwoorden",
          at);
    else
      spdlog::critical(
          "de taak {} staat stil; de waakhond wordt niet meer gevoed, en systemd herstart de gateway als dat "
          "zo "
          "blijft. Meld dit als fout",
          name);
}

/// Ends the program on a signal while nobody else hears it.
void stop_when_told(const std::stop_token& done) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  constexpr timespec pause{0, 100'000'000};
  while (!done.stop_requested()) {
    if (sigtimedwait(&set, nullptr, &pause) < 0) continue;
    spdlog::info("gateway stopt, tijdens de start");
    spdlog::default_logger()->flush();
    ::_exit(0);
  }
}

}  // namespace

Service::Service()
    : supervisor_(Supervisor::of_this_process()),
      watchdog_({supervisor_.watchdog(),
                 [this] {
                   // Who starts may need long (a store of a former version): what matters then is that it
                   // gets on, or the heart of the start is still.
                   supervisor_.tell(starting_ ? "EXTEND_TIMEOUT_USEC=60000000\nWATCHDOG=1" : "WATCHDOG=1");
                 },
                 [this](const auto& still) { tell_still(still, at_); }}) {
  start_.emplace(starting, patience_of_start);
  stopper_.emplace(stop_when_told);
}

void Service::tell(const std::string& state, const std::string& status) {
  if (state.empty() && status == status_) return;
  status_ = status;
  // One line, whatever it is made of.
  auto line = status;
  for (auto& letter : line)
    if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
  supervisor_.tell(state + (state.empty() ? "" : "\n") + "STATUS=" + line);
}

void Service::starts(const char* at) {
  Heartbeat::here();
  at_ = at;
  tell("", std::string("start: ") + at);
}

void Service::started() {
  stopper_.reset();
  start_.reset();
}

void Service::stands(const operation::Readiness& readiness, const std::string& at_work) {
  auto status = "in bedrijf: " + at_work;
  if (!readiness.ready)
    status = "niet gereed: " + readiness.detail;
  else if (!readiness.attention.empty())
    status += "; let op: " + readiness.attention;
  const bool told = std::exchange(reloading_, false) || (readiness.ready && !ready_);
  ready_ = ready_ || readiness.ready;
  if (ready_) starting_ = false;
  tell(told && ready_ ? "READY=1" : "", status);
}

void Service::reloads() {
  supervisor_.tell_reloading();
  reloading_ = true;
  tell("", "leest de configuratie opnieuw");
}

void Service::stops() { tell("STOPPING=1", "stopt: rondt af wat is aangenomen"); }

}  // namespace inburgering::gateway::cli
