#include "gateway/store/herstel.h"

#include <algorithm>

#include "gateway/store/deliveries.h"
#include "gateway/store/meldingen.h"

namespace inburgering::gateway::store {

void add_herstel(Session& sql, Herstel herstel) {
  sql.run({"herstel.add",
           "INSERT INTO herstel (number, backup, gemaakt, teruggezet, seq, opgenomen, afgehandeld) SELECT "
           "COALESCE(MAX("
           "number), 0) + 1, :backup, :made, :back, :seq, 0, 0 FROM herstel"},
          herstel.backup, herstel.made, herstel.put_back, herstel.log_seq);
}

std::vector<Herstel> herstellen(Session& sql) {
  std::vector<Herstel> found;
  for (auto& [number, backup, made, back, seq, up, done] :
       sql.all<std::int64_t, std::string, Milliseconds, Milliseconds, std::int64_t, Milliseconds,
               Milliseconds>({"herstel.all",
                              "SELECT number, backup, gemaakt, teruggezet, seq, opgenomen, afgehandeld FROM "
                              "herstel ORDER BY number DESC"}))
    found.push_back({number, std::move(backup), made, back, seq, up, done});
  return found;
}

std::optional<Herstel> open_herstel(Session& sql) {
  auto all = herstellen(sql);
  if (all.empty() || all.front().dealt_with != 0) return std::nullopt;
  return std::move(all.front());
}

void set_taken_up(Session& sql, std::int64_t number, Milliseconds moment) {
  sql.run({"herstel.set_taken_up", "UPDATE herstel SET opgenomen = :moment WHERE number = :number"}, moment,
          number);
}

void set_dealt_with(Session& sql, Milliseconds moment) {
  sql.run({"herstel.set_dealt_with", "UPDATE herstel SET afgehandeld = :moment WHERE afgehandeld = 0"},
          moment);
}

std::int64_t highest_number(Session& sql) {
  const auto last =
      sql.one<std::int64_t>({"herstel.last_sequence", "SELECT COALESCE(MAX(last_sequence), 0) FROM dossier"});
  const auto position = sql.one<std::int64_t>(
      {"herstel.last_position", "SELECT COALESCE(MAX(last_position), 0) FROM subscription_queue"});
  return std::max(last.value_or(0), position.value_or(0));
}

Milliseconds put_back_after(Milliseconds now, std::int64_t highest) {
  return std::max(now, highest / numbers_a_millisecond + 1);
}

PassedOver pass_over(Session& sql, Milliseconds put_back) {
  sql.settle();
  PassedOver done;
  const auto last = passed_over_at(put_back_after(put_back, highest_number(sql)));
  sql.run({"herstel.pass_over_sequences", "UPDATE dossier SET last_sequence = :last"}, last);
  sql.run({"herstel.pass_over_positions",
           "UPDATE subscription_queue SET hersteld_na = CASE WHEN hersteld_tot > 0 AND last_position = "
           "hersteld_tot THEN hersteld_na ELSE last_position END, hersteld_tot = :last, last_position = "
           ":last"},
          last);
  done.last = last;
  done.again = sql.changed({"herstel.mark_repeats", "UPDATE delivery SET mark = :replay WHERE mark = ''"},
                           mark::replay);
  done.meldingen =
      sql.changed({"herstel.ask_back", "UPDATE melding SET state = :ask WHERE open = 1 AND state = :waits"},
                  melding_state::ask_back, melding_state::waiting);
  sql.run({"herstel.forget_sessions", "DELETE FROM operator_session"});
  sql.run({"herstel.forget_login_codes", "DELETE FROM login_code"});
  sql.run({"herstel.forget_consents", "DELETE FROM consent"});
  return done;
}

Hole hole_of(Session& sql, std::string_view subscription) {
  const auto found = sql.one<std::int64_t, std::int64_t>(
      {"herstel.hole_of", "SELECT hersteld_na, hersteld_tot FROM subscription_queue WHERE subscription = :s"},
      subscription);
  return found ? Hole{std::get<0>(*found), std::get<1>(*found)} : Hole{};
}

}  // namespace inburgering::gateway::store
