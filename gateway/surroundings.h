#pragma once
// Time and chance, handed to whoever needs them, so that tests control both.
#include <cstdint>
#include <span>
#include <string>

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
/// UUID version 4, for DUO's berichtId ("willekeurig gegenereerd").
std::string uuid4(Random& random);
/// W3C Trace Context §3.2, version 00, sampled.
std::string traceparent(Random& random);

}  // namespace inburgering::gateway
