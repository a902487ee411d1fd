#pragma once
// The store and the words that commands share, for commands that look at a store beside a running gateway.
#include <memory>
#include <string>

#include "gateway/config/config.h"
#include "gateway/store/engine/database.h"

namespace inburgering::gateway::cli {

/// Opens the store; prints what is wrong when that cannot be done.
std::unique_ptr<store::Session> open_store(const config::Config& config);

/// Dutch local time in the form of strftime.
std::string local_time(schemas::Moment moment, const char* format);

/// The gemeentecode of a tenant, or "-".
std::string gemeente_of(const config::Config& config, const std::string& oin);
/// The OIN of the tenant with this OIN or gemeentecode; empty when there is none.
std::string tenant_named(const config::Config& config, const std::string& name);

/// Cut off or filled up to a width in characters.
std::string padded(const std::string& text, std::size_t width);

}  // namespace inburgering::gateway::cli
