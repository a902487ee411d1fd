// /taalschool/v1/{resource}/batch: rows that are taken up together, all or none of them or each that is good.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/taalschool.h"
#include "gateway/log/faults_json.h"
#include "schemas/record/json_text.h"

namespace inburgering::gateway::http {
namespace {

namespace json = boost::json;
using intake::Sender;

class BatchRows : public intake::Rijen {
 public:
  explicit BatchRows(json::array rows) : rows_(std::move(rows)) {}
  void rewind() override { at_ = 0; }
  bool next(intake::Plaats& plaats) override {
    if (at_ == rows_.size()) return false;
    plaats.nummer = static_cast<std::int64_t>(at_);
    plaats.inhoud = rows_[at_++];
    return true;
  }

 private:
  json::array rows_;
  std::size_t at_ = 0;
};

struct Batch {
  bool all_or_none = true;
  json::array rows;
};

schemas::Result<Batch> read_batch(std::string_view body) {
  auto parsed = schemas::parse_json(body);
  if (!parsed) return std::unexpected(std::move(parsed.error()));
  auto* object = parsed->if_object();
  if (object == nullptr) return schemas::refuse("", "type", "hier hoort een object met verwerking en rijen");
  schemas::Faults faults;
  Batch batch;
  for (auto& [name, value] : *object) {
    if (name == "verwerking") {
      const auto* how = value.if_string();
      batch.all_or_none = how != nullptr && *how == "alles-of-niets";
      if (how == nullptr || (!batch.all_or_none && *how != "per-rij"))
        faults.push_back({"/verwerking", "codelijst", "kies uit alles-of-niets en per-rij"});
    } else if (name == "rijen") {
      if (auto* rows = value.if_array())
        batch.rows = std::move(*rows);
      else
        faults.push_back({"/rijen", "type", "hier hoort een lijst van rijen"});
    } else {
      faults.push_back({"/" + std::string(name), "onbekend-veld", "dit gegeven kent een batch niet"});
    }
  }
  if (!object->contains("verwerking"))
    faults.push_back({"/verwerking", "verplicht", "dit gegeven ontbreekt"});
  if (!object->contains("rijen")) faults.push_back({"/rijen", "verplicht", "dit gegeven ontbreekt"});
  if (faults.empty() && (batch.rows.empty() || batch.rows.size() > rows_at_most))
    faults.push_back({"/rijen", "aantal", "een batch heeft 1 tot en met 1000 rijen"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return batch;
}

/// {"rijen", "aangenomen", "afgekeurd", "fouten": [{"rij", "fouten": […]}]}
json::object to_json(const intake::Uitslag& uitslag) {
  json::array faults;
  for (const auto& each : uitslag.afgekeurd)
    faults.emplace_back(json::object{{"rij", each.nummer}, {"fouten", log::faults_to_json(each.faults)}});
  return {{"rijen", uitslag.rijen},
          {"aangenomen", uitslag.aangenomen},
          {"afgekeurd", uitslag.afgekeurd_totaal},
          {"afgekeurdeRijen", std::move(faults)}};
}

}  // namespace

void handle_taalschool_batch(House& house, Visit visit, Done done) {
  const Sender sender{visit.party, visit.rest, {}, visit.held};
  auto entry = std::move(visit.entry);
  entry.kind = visit.rest + " batch";
  if (!is_of_type(visit.request, json_type))
    return refuse(house, std::move(entry), wrong_type(json_type), not_of_type, std::move(done));
  auto batch = read_batch(visit.request.body);
  if (!batch) return refuse(house, std::move(entry), bad_row(batch.error()), batch.error(), std::move(done));
  entry.http_status = 200;
  entry.body_digest = house.pipeline.sealing().keys.digest(entry.tenant, visit.request.body);
  const auto all_or_none = batch->all_or_none;
  const auto once_more = entry;
  intake::neem(
      house.pipeline, sender, std::make_shared<BatchRows>(std::move(batch->rows)), all_or_none,
      std::move(entry), [](std::int64_t) {},
      [&house, once_more, all_or_none,
       done = std::move(done)](const std::optional<intake::Uitslag>& uitslag) {
        if (!uitslag) return done(unavailable());
        auto report = to_json(*uitslag);
        report["berichtId"] = once_more.message_id;
        if (!all_or_none || uitslag->afgekeurd_totaal == 0)
          return done(json_answer(200, json::serialize(report)));
        refuse(house, once_more,
               problem_with("Rijen afgekeurd", "er is niets verwerkt; verbeter de genoemde rijen",
                            std::move(report)),
               counted(*uitslag), done);
      });
}

}  // namespace inburgering::gateway::http
