#pragma once
// Time and chance, handed to whoever needs them, so that tests control both.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schemas/value/moment.h"

namespace inburgering::gateway {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual schemas::Moment now() const = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<unsigned char> bytes) = 0;
  /// Uniform in [0, 1).
  double fraction();
};

class SystemClock : public Clock {
 public:
  schemas::Moment now() const override;
};

/// OpenSSL's generator; safe to use from several threads.
class SystemRandom : public Random {
 public:
  void fill(std::span<unsigned char> bytes) override;
};

struct Surroundings {
  const Clock& clock;
  Random& random;
};

/// UUID version 7 (RFC 9562 §5.7): rises with time, so that it also sorts well.
std::string uuid7(Surroundings surroundings);
/// As if it were made at a moment.
std::string uuid7_of(schemas::Moment moment, Random& random);
/// When a UUID of version 7 was made; nothing for other text.
std::optional<schemas::Moment> moment_of_uuid7(std::string_view id);
/// The lowest UUID of version 7 of a moment: what was made before it has a lower one.
std::string first_uuid7(schemas::Moment moment);
/// UUID version 4, for DUO's berichtId ("willekeurig gegenereerd").
std::string uuid4(Random& random);

}  // namespace inburgering::gateway
