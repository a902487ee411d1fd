#pragma once
// Where security events go. One of these, in the thread of the stream.
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "gateway/config/config.h"
#include "gateway/siem/rfc5424.h"

namespace inburgering::gateway::siem {

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  /// All of them, or an error in Dutch: then they are told again later, each with the same `bericht`.
  virtual std::expected<void, std::string> tell(std::span<const Told> events) = 0;
};

/// As the configuration says; null when it names none. `given_up` is asked while the other side keeps us
/// waiting.
std::unique_ptr<Sink> sink_of(const config::Siem& siem, std::function<bool()> given_up);

}  // namespace inburgering::gateway::siem
