#pragma once
// How long what is kept: bodies of messages and events until some time after they were delivered, dead
// letters, dossiers that ended, and entries of the log, those about a person longer than the others because
// they are the evidence of who got what (Logboek dataverwerkingen). No statute sets these terms: they are the
// operator's to choose, for each gemeente and feed (BIO2 leaves it to the organisation; five years is usual
// for evidence).
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::gateway::config {

struct Terms {
  std::chrono::milliseconds bodies{
      std::chrono::days(30)};  ///< after the last exchange that followed from them
  std::chrono::milliseconds dead_letters{std::chrono::days(90)};
  std::chrono::milliseconds log{std::chrono::days(396)};        ///< entries about nobody: thirteen months
  std::chrono::milliseconds evidence{std::chrono::days(1827)};  ///< entries about a person: five years
  std::chrono::milliseconds dossiers{std::chrono::days(1827)};  ///< after the day that the gemeente ended one
};

/// Other terms for what belongs to a gemeente, a feed, or both. The first that fits counts.
struct Exception {
  std::string tenant{};  ///< OIN; empty = any
  std::string feed{};    ///< empty = any
  Terms terms;
};

struct Retention {
  Terms terms;
  std::vector<Exception> exceptions{};
};
const Terms& terms_of(const Retention& retention, std::string_view tenant, std::string_view feed);

}  // namespace inburgering::gateway::config
