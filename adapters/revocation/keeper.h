#pragma once
// Who takes lists up: knows the issuers that lead to what is trusted, takes no list that none of them signed,
// puts what is good in force and on disk. For one thread at a time.
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/revocation/kept.h"
#include "adapters/revocation/lists.h"
#include "adapters/revocation/status.h"

namespace inburgering::adapters::revocation {

/// What an operator reads about a list that came in, or did not.
struct Told {
  enum class Kind { taken, same, refused, unknown_issuer, not_kept } kind{};
  std::string what;  ///< Dutch
};

class Keeper {
 public:
  struct Files {
    std::vector<std::filesystem::path> trust;  ///< PEM: trust anchors, and certificates below them
    /// What we show ourselves, as PEM: each with its intermediates.
    std::function<std::vector<std::string>()> own;
    std::filesystem::path folder;  ///< where lists are kept
    bool keeps = true;             ///< whether lists that come in are kept there; who only looks does not
  };
  Keeper(std::shared_ptr<Lists> lists, Files files);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Reads trust and own certificates (anew). What is known of peers is asked for again.
  void read_trust();
  /// Puts in force what an earlier run kept. Dutch: what could not be.
  std::vector<std::string> read_kept();
  /// Judges what came from a source and takes what is good. `trusted_file`: an operator's own file, whose
  /// lists are taken also when their issuer is not known yet.
  std::vector<Told> take(std::string_view bytes, const std::string& source, bool trusted_file,
                         schemas::Moment now);
  /// Looks at certificates that peers showed since; whether an issuer came to be known.
  bool learn();
  /// The addresses that known certificates name: those of our own, of issuers, and of peers. Each once.
  const std::vector<std::string>& points() const { return points_; }
  /// What we show ourselves, each with its issuer; as far as those lead to what is trusted.
  const std::vector<Issued>& own() const { return own_; }
  /// The issuers under trust and of our own certificate for whom there is no list, by name.
  std::vector<std::string> without_list() const;

 private:
  struct Bundle;
  /// The chain above a certificate, itself first, when it leads to an anchor; empty when it does not.
  Chain chain_of(const Chain& shown) const;
  bool admit(const Chain& chain);
  void add_points(X509* certificate);
  /// Who signed it; null = nobody known. `fault` says what was wrong with the one of that name.
  Holder signer_of(const List& list, std::string& fault) const;
  Told put(List list, const std::string& source, bool trusted_file, schemas::Moment now);

  const std::shared_ptr<Lists> lists_;
  const Files files_;
  std::vector<std::unique_ptr<Bundle>> bundles_;
  Chain issuers_;   ///< that lead to an anchor
  Chain expected_;  ///< of those, the ones under trust and above our own certificate
  std::vector<std::string> points_;
  std::vector<Issued> own_;
};

}  // namespace inburgering::adapters::revocation
