#pragma once
#include "gateway/config/config.h"
#include "gateway/config/reader.h"

namespace inburgering::gateway::config {

/// A certificate and its key. One PKCS#12 file is both.
adapters::transport::OwnFiles read_own_files(Reader& reader, bool required);

/// `tls`: who we are, whom we trust, and what that is judged by. `strict`: whether it asks more than it must.
void read_tls_section(Reader tls, Config& config, bool& strict);

/// With which certificate and roots somebody is met, where `usual` is not what is said there.
Hierarchy read_hierarchy(Reader& reader, const Config& config, Hierarchy usual = {}, bool called = true);
/// Whether the gateway calls such a party, and so shows it a certificate.
bool is_called(Role role);

/// Who may answer where this party is called: itself, and the OINs or public keys under `servers`; and what
/// its certificates must be.
adapters::transport::ServerIdentity read_servers(Reader& reader, const schemas::Oin& own,
                                                 const Config& config, const Hierarchy& hierarchy);

/// Whoever is called by what stands under `duo` or `brp`, and is a party too, is so by the same roots and
/// certificate unless that says otherwise.
void inherit(Config& config, const schemas::Oin& oin, Hierarchy& hierarchy,
             adapters::transport::ServerIdentity& servers);

}  // namespace inburgering::gateway::config
