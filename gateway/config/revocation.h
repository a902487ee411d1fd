#pragma once
// tls.intrekking: where revocation lists come from, and what holds when there is none any more.
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// After the blocks of `tls` were read: each that is to be checked is, from then on. Once lists are fetched
/// every one is; else those that name a file of lists.
void read_revocation(Reader reader, bool given, Config& config);

/// Every block of `tls` that is there, by its key.
std::vector<std::pair<std::string, const adapters::transport::TlsFiles*>> blocks_of(const Config& config);

}  // namespace inburgering::gateway::config
