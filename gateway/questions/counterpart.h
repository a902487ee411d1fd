#pragma once
// One of those whom the gateway asks, as the asker sees them.
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/transport/http_client.h"
#include "gateway/exchange/pipeline.h"
#include "gateway/log/exchange_log.h"
#include "gateway/store/questions.h"

namespace inburgering::gateway::questions {

/// What an answer to a question means, decided without doing anything.
enum class Verdict { understood, refused, unknown_person, again, wrong_question };
Verdict judge(int http_status);

/// A question that is asked: the request, and what is needed to read its answer.
struct Asking {
  adapters::transport::Call call;
  std::string reference;  ///< our own id of the request, where it carries one
  schemas::Moment moment;
  std::optional<schemas::Bsn> bsn{};
  std::string message_id{};  ///< of the log entry that it becomes
  std::string trace_id{};
};

/// What its answer comes to.
struct Reading {
  Verdict verdict = Verdict::again;
  std::optional<mapping::Translation> translation{};
  schemas::Faults faults{};        ///< of an answer against its specification, or why there was none
  bool against_the_rules = false;  ///< the answer breaks its specification: nothing of it is taken up
  schemas::Faults remarks{};       ///< what was put right, for the log
  /// More to do in the transaction that keeps the answer; may complete the log entry.
  std::function<void(exchange::Draft&, log::Entry&)> also{};
};

class Counterpart {
 public:
  struct Limits {
    int in_flight = 1;
    int requests_per_second = 1;
  };

  virtual ~Counterpart() = default;
  virtual std::string peer() const = 0;  ///< as the queue names it
  virtual std::string_view feed() const = 0;
  virtual std::string party() const = 0;  ///< its OIN
  virtual Limits limits() const = 0;
  /// What the log calls a question.
  virtual std::string kind(const store::Question& question) const = 0;
  /// The request; or, in Dutch, why this cannot be asked.
  virtual std::expected<Asking, std::string> ask(store::Session& sql, const store::Question& question,
                                                 const config::Tenant& tenant,
                                                 const store::Dossier& dossier) = 0;
  virtual Reading read(const store::Question& question, const config::Tenant& tenant,
                       const mapping::Subject& subject, const Asking& asked,
                       const adapters::transport::Answer& answer) = 0;
};

}  // namespace inburgering::gateway::questions
