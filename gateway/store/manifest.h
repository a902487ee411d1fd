#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "gateway/store/engine/session.h"

namespace inburgering::gateway::store {

/// What stands in a backup, at its end.
struct Manifest {
  std::string engine{};  ///< that it was made of: "sqlite" or "postgresql"
  std::int64_t page_size = 0;
  std::int64_t pages = 0;                      ///< of the whole store
  std::int64_t stored = 0;                     ///< of those: that stand in this file
  std::string digest{};                        ///< SHA-256 over all pages, in their order
  std::map<std::string, std::int64_t> rows{};  ///< by table
  std::int64_t log_seq = 0;                    ///< the last entry of the log, and its hash
  std::string log_hash{};
  std::string checkpoint{};  ///< what the gateway signed of that (log/chain.h); empty: the log was empty
  std::string signer{};      ///< certificate of who signed
  std::string keys;          ///< name of the file of keys of dossiers; empty: there were none
  std::int64_t key_count = 0;
};

/// As it is written; and read again. Throws BadArchive.
std::string text_of(const Manifest& manifest);
Manifest read_manifest(const std::string& text);

/// How many rows each table has.
std::map<std::string, std::int64_t> rows_of(Session& sql);

}  // namespace inburgering::gateway::store
