#pragma once
#include "adapters/transport/http_server.h"
#include "gateway/config/config.h"
#include "gateway/store/writer.h"
#include "gateway/surroundings.h"

namespace inburgering::gateway::operation {

/// Synchronisation at the operator listener, as `sync` on the command line has it:
///   GET  /beheer/v1/synchronisaties             the last runs, with progress
///   POST /beheer/v1/synchronisaties             {"gemeente", "resources", "dossiers"}: starts one
///   GET  /beheer/v1/synchronisaties/{id}
///   POST /beheer/v1/synchronisaties/{id}/pauzeren | hervatten | annuleren
///   GET  /beheer/v1/volledigheid                no event older than N hours can have been missed
/// A POST is JSON: that is what a page of another site cannot send without asking.
class SyncApi {
 public:
  using Done = adapters::transport::Handler::Done;
  /// `wake` is called when there is new work for the synchroniser.
  SyncApi(const config::Config& config, const store::Database& database, store::Writer& writer,
          Surroundings around, std::function<void()> wake)
      : config_(config), database_(database), writer_(writer), around_(around), wake_(std::move(wake)) {}

  static bool knows(std::string_view path);
  void answer(const adapters::transport::Request& request, const Done& done);

 private:
  void show(std::string_view path, const Done& done);
  void start(const adapters::transport::Request& request, const Done& done);
  void change(std::string_view rest, const Done& done);

  const config::Config& config_;
  const store::Database& database_;
  store::Writer& writer_;
  Surroundings around_;
  std::function<void()> wake_;
};

}  // namespace inburgering::gateway::operation
