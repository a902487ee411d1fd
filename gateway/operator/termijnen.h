#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/store/engine/session.h"

namespace inburgering::gateway::operation {

/// Which are asked for.
struct Termijnwens {
  std::vector<const config::Tenant*> tenants{};
  std::vector<std::string_view> standen{"verstreken", "nadert"};
  std::string klok{};  ///< that one alone; empty = all
};
/// {"termijnen", "ingekort", "aantallen"}, as the page shows them and the command line too.
boost::json::object termijnen(store::Session& sql, const Termijnwens& wens, schemas::Day today);

/// The same as CSV, at most so many lines; the last says so when there are more.
std::string termijnen_csv(store::Session& sql, const Termijnwens& wens, schemas::Day today,
                          int count = 100'000);

/// What a clock of a gemeente is called; its name when it has no such clock any more.
std::string title_of(const config::Tenant& tenant, std::string_view klok);
/// "03-12-2026"
std::string dutch(schemas::Day day);

}  // namespace inburgering::gateway::operation
