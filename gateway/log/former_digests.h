#pragma once
// Entries of before digests were keyed (forms 1 and 2) hold the SHA-256 of a body, and a hash over it:
// whoever sees one can try all BSNs. Those of before each gemeente had digests of its own (form 3) tell that
// two gemeenten have the same body. When such a store is taken over these are sealed. The chain goes on to be
// verifiable by whoever has the key; a body is still found by its keyed digest, which follows from the old
// one.
#include <functional>
#include <string>

#include "gateway/log/exchange_log.h"
#include "gateway/store/dossiers.h"
#include "gateway/store/engine/writer.h"

namespace inburgering::gateway::log {

struct Checkpoint;
struct Gap;

/// Seals what is not sealed yet, in short transactions; goes on where it was broken off. Also of what was
/// received and asked. `progress` is called with the entries that were done and how many there are.
/// Answers how many entries were sealed now because their digest was not keyed.
std::int64_t seal_former_digests(const store::Database& database, store::Writer& writer,
                                 const store::Sealing& sealing,
                                 const std::function<void(std::int64_t, std::int64_t)>& progress);

/// The same of checkpoints and gaps that tell hashes of such entries: one entry between two hashes that are
/// known could be tried too. Runs inside the caller's transaction; to be called again after gaps were made.
void seal_former_proofs(store::Session& sql, const store::Sealing& sealing);

/// Puts back what is sealed of a checkpoint, or of a gap and its signature.
void open_former_proof(store::Session& sql, const store::Keys& keys, Checkpoint& checkpoint);
void open_former_proof(store::Session& sql, const store::Keys& keys, Gap& gap, std::string& signature);

/// Puts back what is sealed of an entry: what its hash is made of instead of the digest, and where that could
/// be tried the hashes of the chain. Throws std::runtime_error when it cannot be opened.
void open_former_digest(store::Session& sql, const store::Keys& keys, Entry& entry);

/// Whether the digest of an entry is that of this body.
bool is_digest_of(const store::Keys& keys, const Entry& entry, std::string_view body);

}  // namespace inburgering::gateway::log
