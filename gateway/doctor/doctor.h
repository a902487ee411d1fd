#pragma once
// What usually goes wrong, looked at before it does: each check is one row of one list. Nothing is changed,
// and nothing about a person is told. It works beside a running gateway and without one.
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/doctor/house.h"

namespace inburgering::gateway::doctor {

enum class Verdict { goed, let_op, fout };
std::string_view to_text(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::goed;
  std::string about;  ///< of what: "tls.server", "DUO"
  std::string seen;
  std::string todo{};  ///< empty = nothing
};
using Findings = std::vector<Finding>;

struct Check {
  std::string_view name;
  std::string_view looks_at;  ///< Dutch, one line
  std::string_view todo;      ///< what is usually to be done, for the guide
  Findings (*look)(House&);
};
/// All of them, in the order in which they are told.
std::span<const Check> checks();

struct Told {
  const Check* check;
  Findings findings;
};
/// Looks at all, or at those of these names, side by side. A check that gives no answer within `patience` is
/// told as such and left to itself: `all_ended` is false then, and the process must end without waiting for
/// it.
struct Outcome {
  std::vector<Told> told;
  bool all_ended = true;
};
Outcome look(const std::shared_ptr<House>& house, std::span<const std::string> names,
             std::chrono::milliseconds patience);

}  // namespace inburgering::gateway::doctor
