#include "gateway/log/view.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "gateway/log/faults_json.h"
#include "schemas/value/text.h"

namespace inburgering::gateway::log {

std::string csv_cell(const std::string& raw) {
  auto text = schemas::shown(raw);
  if (!text.empty() && std::string_view("=+-@\t\r").contains(text.front())) text.insert(0, 1, '\'');
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

boost::json::object to_json(const Entry& stored) {
  const auto entry = readable(stored);
  boost::json::array steps;
  for (const auto& step : entry.steps)
    steps.emplace_back(boost::json::object{{"stap", step.name}, {"duurMs", step.milliseconds}});
  boost::json::object told{{"nr", entry.seq},
                           {"berichtId", entry.message_id},
                           {"oorzaak", entry.cause_id},
                           {"gemeente", entry.tenant},
                           {"moment", entry.moment.text()},
                           {"richting", entry.direction},
                           {"feed", entry.feed},
                           {"soort", entry.kind},
                           {"partij", entry.party},
                           {"certificaat", entry.subject},
                           {"referentie", entry.reference},
                           {"dossier", entry.dossier},
                           {"uitkomst", entry.outcome},
                           {"httpStatus", entry.http_status},
                           {"duurMs", entry.duration_ms},
                           {"stappen", std::move(steps)},
                           {"bytes", entry.size},
                           {"gebeurtenissen", entry.events},
                           {"fouten", faults_to_json(entry.faults)},
                           {"traceId", entry.trace_id},
                           {"inhoudBewaard", entry.body_kept},
                           {"bodyHash", entry.body_digest},
                           {"hash", entry.hash}};
  boost::system::error_code unreadable;
  if (!entry.fsc.empty()) told["fsc"] = boost::json::parse(entry.fsc, unreadable);
  return told;
}

boost::json::object to_json(const Journey& journey) {
  auto line = to_json(journey.root);
  for (const auto* name : {"oorzaak", "stappen", "bytes", "inhoudBewaard", "bodyHash", "hash", "certificaat"})
    line.erase(name);
  const auto& outlook = journey.outlook;
  line["laatste"] = (journey.steps.empty() ? journey.root : journey.steps.back()).moment.text();
  line["uitwisselingen"] = std::ssize(journey.steps);
  line["meer"] = journey.shortened;
  line["gebeurtenissen"] = outlook.events;
  line["afnemers"] = outlook.receivers;
  line["afgeleverd"] = outlook.reached;
  line["stand"] = outlook.stand;
  line["wat"] = schemas::to_utf8(outlook.what);
  line["doe"] = outlook.todo;
  line["pagina"] = outlook.page;
  return line;
}

std::string csv_header() {
  return "nr;moment;richting;feed;soort;gemeente;partij;certificaat;berichtId;oorzaak;referentie;dossier;"
         "uitkomst;"
         "httpStatus;duurMs;bytes;gebeurtenissen;fouten;traceId;hash\r\n";
}

std::string to_csv(const Entry& stored) {
  const auto entry = readable(stored);
  std::string faults;
  for (const auto& fault : entry.faults) faults += (faults.empty() ? "" : " | ") + schemas::to_text(fault);
  std::string row;
  for (const auto& text : {std::to_string(entry.seq),
                           entry.moment.text(),
                           entry.direction,
                           entry.feed,
                           entry.kind,
                           entry.tenant,
                           entry.party,
                           entry.subject,
                           entry.message_id,
                           entry.cause_id,
                           entry.reference,
                           entry.dossier,
                           entry.outcome,
                           std::to_string(entry.http_status),
                           std::to_string(entry.duration_ms),
                           std::to_string(entry.size),
                           std::to_string(entry.events),
                           faults,
                           entry.trace_id,
                           entry.hash})
    row += (row.empty() ? "" : ";") + csv_cell(text);
  return row + "\r\n";
}

}  // namespace inburgering::gateway::log
