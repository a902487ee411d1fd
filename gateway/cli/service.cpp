#include "gateway/cli/service.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace inburgering::gateway::cli {
namespace {

void tell_still(const std::vector<std::string>& still) {
  if (still.empty()) return spdlog::warn("alle taken lopen weer");
  for (const auto& name : still)
    spdlog::critical(
        "de taak {} staat stil; de waakhond wordt niet meer gevoed, en systemd herstart de gateway als dat "
        "zo "
        "blijft. Meld dit als fout",
        name);
}

}  // namespace

Service::Service()
    : supervisor_(Supervisor::of_this_process()),
      watchdog_({supervisor_.watchdog(),
                 [this] {
                   // Who starts may need long (a store of a former version): what matters then is that it
                   // still does.
                   supervisor_.tell(starting_ ? "EXTEND_TIMEOUT_USEC=60000000\nWATCHDOG=1" : "WATCHDOG=1");
                 },
                 tell_still}) {}

void Service::tell(const std::string& state, const std::string& status) {
  if (state.empty() && status == status_) return;
  status_ = status;
  // One line, whatever it is made of.
  auto line = status;
  for (auto& letter : line)
    if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
  supervisor_.tell(state + (state.empty() ? "" : "\n") + "STATUS=" + line);
}

void Service::starts(const std::string& at) { tell("", "start: " + at); }

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
