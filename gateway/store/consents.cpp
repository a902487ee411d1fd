#include "gateway/store/consents.h"

#include <tuple>
#include <utility>

namespace inburgering::gateway::store {
namespace {

const std::string consent_columns =
    "id, tenant, deed, subject, asker, reason, asked, expires, state, answerer";

using ConsentRow = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string,
                              Milliseconds, Milliseconds, std::string, std::string>;

Consent consent_of(ConsentRow row) {
  auto& [id, tenant, deed, subject, asker, reason, asked, expires, state, answerer] = row;
  return {std::move(id),    std::move(tenant),  std::move(deed), std::move(subject),
          std::move(asker), std::move(reason),  asked,           expires,
          std::move(state), std::move(answerer)};
}

std::optional<Consent> first_of(std::vector<ConsentRow> rows) {
  if (rows.empty()) return std::nullopt;
  return consent_of(std::move(rows.front()));
}

}  // namespace

void add_consent(Session& sql, const Consent& consent) {
  sql.run(
      {"consents.add",
       "INSERT INTO consent (" + consent_columns +
           ") VALUES (:id, :tenant, :deed, :subject, :asker, :reason, :asked, :expires, :state, :answerer)"},
      consent.id, consent.tenant, consent.deed, consent.subject, consent.asker, consent.reason, consent.asked,
      consent.expires, consent.state, consent.answerer);
}

std::optional<Consent> find_consent(Session& sql, std::string_view id) {
  return first_of(sql.rows<ConsentRow>(
      {"consents.find", "SELECT " + consent_columns + " FROM consent WHERE id = :id"}, id));
}

std::vector<Consent> open_consents(Session& sql, Milliseconds now, int count) {
  std::vector<Consent> found;
  for (auto& row :
       sql.rows<ConsentRow>({"consents.open", "SELECT " + consent_columns +
                                                  " FROM consent WHERE state IN (:asked, :given) AND expires "
                                                  "> :now ORDER BY id DESC LIMIT :count"},
                            consent_state::asked, consent_state::given, now, count))
    found.push_back(consent_of(std::move(row)));
  return found;
}

std::int64_t count_open_consents(Session& sql, std::string_view asker, Milliseconds now) {
  return sql
      .one<std::int64_t>({"consents.count_open",
                          "SELECT COUNT(*) FROM consent WHERE asker = :asker AND state IN (:asked, :given) "
                          "AND expires > :now"},
                         asker, consent_state::asked, consent_state::given, now)
      .value_or(0);
}

namespace {

std::optional<Consent> like_this(Session& sql, const Consent& like, std::string_view state,
                                 Milliseconds now) {
  return first_of(sql.rows<ConsentRow>(
      {"consents.like",
       "SELECT " + consent_columns +
           " FROM consent WHERE deed = :deed AND tenant = :tenant AND subject = :subject AND asker = :asker "
           "AND state = :state AND expires > :now ORDER BY id LIMIT 1"},
      like.deed, like.tenant, like.subject, like.asker, state, now));
}

}  // namespace

std::optional<Consent> given_consent(Session& sql, const Consent& like, Milliseconds now) {
  return like_this(sql, like, consent_state::given, now);
}

std::optional<Consent> consent_in_use(Session& sql, const Consent& like, Milliseconds now) {
  return like_this(sql, like, consent_state::used, now);
}

void shorten_consent(Session& sql, std::string_view id, Milliseconds expires) {
  sql.run({"consents.shorten", "UPDATE consent SET expires = :until WHERE id = :id AND expires > :until"},
          expires, id);
}

bool move_consent(Session& sql, std::string_view id, std::string_view from, std::string_view to,
                  std::string_view answerer) {
  return sql.changed(
             {"consents.move",
              "UPDATE consent SET state = :to, answerer = :answerer WHERE id = :id AND state = :from"},
             to, answerer, id, from) == 1;
}

void forget_consents(Session& sql, Milliseconds before) {
  sql.run({"consents.forget", "DELETE FROM consent WHERE expires < :before"}, before);
}

}  // namespace inburgering::gateway::store
