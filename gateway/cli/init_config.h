#pragma once
#include <filesystem>
#include <string>

#include "gateway/cli/init_questions.h"

namespace inburgering::gateway::cli {

/// Where things stand that a first configuration names, from its folder on.
struct FirstPlaces {
  std::string server;  ///< certificate and key, without .pem and .key
  std::string client;
  std::string trust;
  std::string key = "store.key";
  std::string store;     ///< the file of SQLite
  std::string postgres;  ///< or the connection string of PostgreSQL; `store` is then the folder beside it
};

/// A configuration with a comment at each thing that somebody is likely to change.
std::string first_config(const Answers& answers, const FirstPlaces& places);

}  // namespace inburgering::gateway::cli
