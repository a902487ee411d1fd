#include "gateway/cli/log_format.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>

#include "schemas/value/moment.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::cli {
namespace {

bool under_systemd() { return std::getenv("JOURNAL_STREAM") != nullptr; }

/// Syslog priorities (RFC 5424 §6.2.1).
int priority(spdlog::level::level_enum level) {
  constexpr int error = 3;
  constexpr int warning = 4;
  constexpr int informational = 6;
  constexpr int debug = 7;
  switch (level) {
    case spdlog::level::critical:
    case spdlog::level::err:
      return error;
    case spdlog::level::warn:
      return warning;
    case spdlog::level::info:
      return informational;
    default:
      return debug;
  }
}

class Lines : public spdlog::formatter {
 public:
  explicit Lines(bool json) : json_(json) {}
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    // One line stays one line, whatever a partner put in its certificate.
    const auto text = schemas::shown({message.payload.data(), message.payload.size()});
    std::string line;
    if (under_systemd()) line = "<" + std::to_string(priority(message.level)) + ">";
    if (json_) {
      const auto level = spdlog::level::to_string_view(message.level);
      line += boost::json::serialize(boost::json::object{
          {"moment", schemas::Moment(std::chrono::floor<std::chrono::milliseconds>(message.time)).text()},
          {"niveau", std::string_view(level.data(), level.size())},
          {"tekst", text}});
    } else {
      line += text;
    }
    line += '\n';
    out.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<Lines>(json_); }

 private:
  bool json_;
};

}  // namespace

void set_log_format(const std::string& format) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("gateway"));
  if (format == "json" || under_systemd())
    spdlog::set_formatter(std::make_unique<Lines>(format == "json"));
  else
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
}

}  // namespace inburgering::gateway::cli
