#include <gtest/gtest.h>

#include "adapters/duo/melding.h"
#include "gateway/log/exchange_log.h"
#include "gateway/meldingen/verdict.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::meldingen {
namespace {

namespace state = store::melding_state;
using adapters::transport::Answer;

const Circumstances around{*schemas::Moment::parse("2026-11-27T12:00:00Z"), 1.0, std::chrono::seconds(7)};

Job job(std::string_view method, std::string_view operatie, int attempts = 0) {
  Job made;
  made.row.id = "m1";
  made.row.attempts = attempts;
  made.melding.operatie = adapters::duo::find_operatie(method, operatie);
  return made;
}

Answer answer(int status, bool sent = true, std::string body = {}) {
  Answer made;
  made.status = status;
  made.sent = sent;
  made.body = std::move(body);
  if (status == 0) made.failure = "geen antwoord";
  return made;
}

TEST(MeldingVerdict, what_an_answer_means) {
  struct Case {
    const char* what;
    const char* method;
    const char* operatie;
    Answer answer;
    std::string_view state;
    std::string_view outcome;
  };
  const Case cases[] = {
      {"DUO took it", "POST", "pip", answer(201), state::accepted, log::outcome::aanvaard},
      {"any 2xx will do", "PUT", "zroute", answer(204), state::accepted, log::outcome::aanvaard},
      {"it never left", "POST", "pip", answer(0, false), state::waiting, log::outcome::mislukt},
      {"busy", "POST", "pip", answer(429), state::waiting, log::outcome::mislukt},
      {"a fault of DUO's", "POST", "pip", answer(503), state::waiting, log::outcome::mislukt},
      {"lost, and can be asked back", "POST", "pip", answer(0), state::ask_back, log::outcome::mislukt},
      {"lost, and cannot be asked back", "PUT", "zroute", answer(0), state::uncertain, log::outcome::onzeker},
      {"refused", "POST", "pip", answer(400), state::refused, log::outcome::geweigerd},
      {"unknown to DUO", "PUT", "map", answer(404), state::refused, log::outcome::geweigerd},
      {"no answer that may be", "POST", "pip", answer(302), state::refused, log::outcome::geweigerd},
  };
  for (const auto& each : cases) {
    const auto verdict = judge(job(each.method, each.operatie), each.answer, around);
    EXPECT_EQ(verdict.state, each.state) << each.what;
    EXPECT_EQ(verdict.outcome, each.outcome) << each.what;
    EXPECT_EQ(verdict.faults.empty(), verdict.state == state::accepted) << each.what;
  }
}

TEST(MeldingVerdict, whoever_made_it_reads_why_it_was_refused) {
  EXPECT_EQ(judge(job("PUT", "map"), answer(404), around).note,
            "DUO kent deze persoon of dit gegeven niet (HTTP 404)");
  EXPECT_NE(judge(job("PUT", "map"), answer(422), around).note.find("HTTP 422"), std::string::npos);
}

TEST(MeldingVerdict, pauses_grow_and_a_lost_answer_is_asked_about_soon) {
  auto before = std::chrono::milliseconds(0);
  for (int attempts = 0; attempts < 6; ++attempts) {
    const auto pause = judge(job("POST", "pip", attempts), answer(503), around).pause;
    EXPECT_GT(pause, before) << attempts;
    before = pause;
  }
  EXPECT_LE(judge(job("POST", "pip", 1000), answer(503), around).pause, std::chrono::minutes(15));
  EXPECT_EQ(judge(job("POST", "pip", 3), answer(0), around).pause, around.ask_back);
}

TEST(MeldingVerdict, looking_back_sends_again_only_what_duo_does_not_have) {
  const auto back = [](std::string_view method, const Answer& told) {
    auto made = job(method, method == "PUT" ? "map" : "pip");
    const auto json = schemas::parse_json(
        method == "PUT" ? R"({"gemeente":"0518","bsn":"999993367","MAP":{"datumEindgesprek":"2026-11-20"}})"
                        : R"({"gemeente":"0518","bsn":"999993367"})");
    made.melding = *mapping::duo::read_melding(*made.melding.operatie, *json);
    return judge_looking_back(made, told, std::vector<mapping::canonical::Object>(), around);
  };
  EXPECT_EQ(back("PUT", answer(404)).state, state::waiting);
  EXPECT_EQ(back("PUT", answer(404)).outcome, log::outcome::niet_aangekomen);
  EXPECT_EQ(back("DELETE", answer(404)).state, state::accepted);
  EXPECT_EQ(back("PUT", answer(503)).state, state::ask_back);
  EXPECT_EQ(back("PUT", answer(0)).state, state::ask_back);
  for (const auto& unclear : {answer(400), answer(200, true, "niets")}) {
    const auto verdict = back("PUT", unclear);
    EXPECT_EQ(verdict.state, state::uncertain) << unclear.status;
    EXPECT_NE(verdict.faults.at(0).message.find("withdraw m1"), std::string::npos) << "says what to do";
  }
}

TEST(MeldingVerdict, what_the_store_could_not_tell_is_asked_again_later) {
  const auto verdict = judge_looking_back(job("POST", "pip"), answer(404), std::nullopt, around);
  EXPECT_EQ(verdict.state, state::ask_back);
}

TEST(MeldingVerdict, a_person_ends_what_nobody_else_can) {
  EXPECT_EQ(judge_decided(state::seen_at_duo).state, state::accepted);
  EXPECT_EQ(judge_decided(state::withdrawn).state, state::withdrawn);
}

}  // namespace
}  // namespace inburgering::gateway::meldingen
