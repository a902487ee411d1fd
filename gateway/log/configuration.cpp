#include "gateway/log/configuration.h"

#include "gateway/log/keys.h"
#include "gateway/log/security.h"
#include "gateway/store/crypto.h"

namespace inburgering::gateway::log {

std::string configuration_subject(std::string_view node) {
  return node.empty() ? std::string() : "node " + std::string(node);
}

void note_configuration(store::Session& sql, std::string_view content, std::string_view node,
                        Surroundings around) {
  const auto subject = configuration_subject(node);
  Condition of_any;
  of_any.equals("kind", std::string(kind::configuration));
  of_any.equals("subject", subject);
  Condition of_configuration = of_any;
  of_configuration.equals("outcome", std::string(outcome::verwerkt));
  const auto before = newest(sql, {Key::kind, {std::string(kind::configuration)}}, of_configuration);
  const auto digest = store::sha256(content);
  // After one that was refused it is said again that this one stands: somebody waits to hear it.
  const auto last = newest(sql, {Key::kind, {std::string(kind::configuration)}}, of_any);
  if (before && before->reference == digest && last->seq == before->seq) return;
  auto entry = new_entry(around, direction::in, feed::gateway, kind::configuration);
  entry.subject = subject;
  entry.reference = digest;
  entry.outcome = outcome::verwerkt;
  entry.faults = {
      {"configuratie", "gewijzigd",
       before && before->reference == digest ? "zoals zij was; een andere was geweigerd"
       : before ? "anders dan die sinds " + before->moment.text() + " (SHA-256 " + before->reference + ")"
                : "hiervoor was er geen vastgelegd"}};
  append(sql, entry);
}

}  // namespace inburgering::gateway::log
