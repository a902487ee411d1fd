#pragma once
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// `log`: what proves it.
void read_log(Reader reader, LogProof& log, const adapters::transport::TlsFiles& client);
/// `retention`: how long what is kept.
void read_retention(Reader reader, Config& config);
/// `logboek`: the Logboek dataverwerkingen.
void read_logboek(Reader reader, Logboek& logboek);
/// `siem`: who watches along.
void read_siem(Reader reader, Siem& siem, bool production, bool strict);

}  // namespace inburgering::gateway::config
