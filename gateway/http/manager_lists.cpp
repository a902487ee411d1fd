// What the Manager tells: contracts, peers, services, keys, transactions.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/fsc/jcs.h"
#include "adapters/fsc/jwks.h"
#include "gateway/fsc/contracts.h"
#include "gateway/http/answers.h"
#include "gateway/http/logged.h"
#include "gateway/http/manager.h"
#include "gateway/log/transactions.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::http {

namespace wire = adapters::fsc;
namespace json = boost::json;
using adapters::transport::Response;

namespace {

constexpr int usual_limit = 25, most_limit = 1000;
/// Rows that are looked at for one answer; what is beyond stands in the next.
constexpr int most_looked_at = 5000;
/// Contracts may be large: a page ends where it is about this large.
constexpr std::size_t enough_bytes = std::size_t{2} * 1024 * 1024;

struct Page {
  int limit = usual_limit;
  bool ascending = false;
  std::string cursor;
};

std::string query_of(const PeerVisit& visit, const char* name) {
  const auto found = visit.query.find(name);
  return found == visit.query.end() ? std::string() : found->second;
}

std::vector<std::string> list_of(const PeerVisit& visit, const char* name) {
  std::vector<std::string> list;
  const auto text = query_of(visit, name);
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find(',', from), text.size());
    if (end > from) list.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return list;
}

schemas::Result<Page> page_of(const PeerVisit& visit) {
  Page page;
  if (const auto text = query_of(visit, "limit"); !text.empty()) {
    const auto number = schemas::whole_number<int>(text, 1, most_limit);
    if (!number) return schemas::refuse("limit", "bereik", "vraag er 1 tot en met 1000");
    page.limit = *number;
  }
  const auto order = query_of(visit, "sort_order");
  if (!order.empty() && order != "SORT_ORDER_ASCENDING" && order != "SORT_ORDER_DESCENDING")
    return schemas::refuse("sort_order", "codelijst",
                           "kies uit SORT_ORDER_ASCENDING en SORT_ORDER_DESCENDING");
  page.ascending = order == "SORT_ORDER_ASCENDING";
  page.cursor = query_of(visit, "cursor");
  return page;
}

Response listed(const char* name, json::array list, std::string_view next) {
  constexpr int fine = 200;
  return json_answer(
      fine, json::serialize(
                json::object{{name, std::move(list)}, {"pagination", json::object{{"next_cursor", next}}}}));
}

Response not_a_page(const schemas::Faults& faults) {
  constexpr int bad_request = 400;
  return problem(bad_request, "Ongeldige vraag", "zo kan niet worden gevraagd", faults);
}

/// Answers what `tell` makes of the store, once it stands in the log that it was told.
template <class Tell>
void tell(ManagerHouse& house, PeerVisit visit, ManagerDone done, Tell&& made) {
  Response response;
  try {
    const auto page = page_of(visit);
    if (!page) {
      response = not_a_page(page.error());
    } else {
      const auto session = house.database.reader();
      response = made(*session, *page);
    }
  } catch (const store::Unavailable&) {
    response = manager_down();
  }
  constexpr int bad = 300;
  visit.entry.outcome = response.status < bad ? log::outcome::verwerkt : log::outcome::geweigerd;
  answer_logged(house.pipeline, std::move(visit.entry), std::move(response), manager_down(), std::move(done));
}

/// `bytes` grows by what it is in the answer, about.
json::object contract_of(store::Session& sql, const store::FscContract& row, std::size_t& bytes) {
  json::object accept, reject, revoke;
  bytes += row.content.size();
  for (const auto& each : store::fsc_signatures_of(sql, row.hash)) {
    bytes += each.jws.size();
    (each.type == "accept" ? accept : each.type == "reject" ? reject : revoke)[each.peer] = each.jws;
  }
  return {{"content", wire::read_ijson(row.content).value_or(nullptr)},
          {"signatures", json::object{{"accept", accept}, {"reject", reject}, {"revoke", revoke}}}};
}

json::object peer_json(store::Session& sql, const std::string& id) {
  const auto known = store::find_fsc_peer(sql, id);
  return {{"id", id},
          {"name", known ? known->name : "onbekend"},
          {"manager_address", known ? known->address : "onbekend"}};
}

}  // namespace

void handle_contracts(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto peer = visit.peer;
  const auto hashes = list_of(visit, "grant_hash");
  const auto type = query_of(visit, "grant_type");
  tell(house, std::move(visit), std::move(done), [&](store::Session& sql, const Page& page) {
    json::array list;
    std::size_t bytes = 0;
    if (!hashes.empty()) {
      const auto from = page.cursor.empty() ? std::optional<int>(0)
                                            : schemas::whole_number<int>(page.cursor, 0, most_limit);
      if (!from) return not_a_page({{"cursor", "cursor", "deze cursor is niet van hier"}});
      std::vector<std::string> told;
      for (auto i = static_cast<std::size_t>(*from); i < std::min<std::size_t>(hashes.size(), most_limit);
           ++i) {
        const auto grant = store::find_fsc_grant(sql, hashes[i]);
        const auto row = grant ? store::find_fsc_contract(sql, grant->contract) : std::nullopt;
        if (!row || std::ranges::find(told, row->hash) != told.end()) continue;
        const auto contract = fsc::reread(*row);
        if (!contract || !contract->has_peer(peer)) continue;
        told.push_back(row->hash);
        if (bytes >= enough_bytes) return listed("contracts", std::move(list), std::to_string(i));
        list.emplace_back(contract_of(sql, *row, bytes));
      }
      return listed("contracts", std::move(list), "");
    }
    const auto* kind = type.empty() ? nullptr : wire::kind_named(type);
    if (!type.empty() && kind == nullptr)
      return not_a_page({{"grant_type", "codelijst", "dit soort toestemming is niet bekend"}});
    std::optional<store::FscPlace> beyond;
    if (const auto bar = page.cursor.find('|'); bar != std::string::npos) {
      const auto created = schemas::whole_number<std::int64_t>(page.cursor.substr(0, bar), 0, INT64_MAX);
      if (!created) return not_a_page({{"cursor", "cursor", "deze cursor is niet van hier"}});
      beyond = store::FscPlace{*created, page.cursor.substr(bar + 1)};
    } else if (!page.cursor.empty()) {
      return not_a_page({{"cursor", "cursor", "deze cursor is niet van hier"}});
    }
    std::string next;
    for (int looked = 0; looked < most_looked_at;) {
      const auto rows = store::list_fsc_contracts(sql, peer, beyond, page.ascending, page.limit);
      bool full = false, more = std::ssize(rows) == page.limit;
      for (const auto& row : rows) {
        ++looked;
        beyond = store::FscPlace{row.created, row.hash};
        const auto grants = store::fsc_grants_of(sql, row.hash);
        if (kind != nullptr &&
            std::ranges::none_of(grants, [&](const auto& each) { return each.kind == kind->hash_type; }))
          continue;
        if (!fsc::reread(row)) continue;
        list.emplace_back(contract_of(sql, row, bytes));
        full = std::ssize(list) == page.limit || bytes >= enough_bytes;
        more = more || (full && &row != &rows.back());
        if (full) break;
      }
      next = more && beyond ? std::to_string(beyond->created) + "|" + beyond->hash : "";
      if (!more || full) break;
    }
    return listed("contracts", std::move(list), next);
  });
}

void handle_own_peer(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto identity = house.own.now();
  visit.entry.outcome = log::outcome::verwerkt;
  if (!identity) return done(manager_down());
  constexpr int fine = 200;
  answer_logged(
      house.pipeline, std::move(visit.entry),
      json_answer(fine,
                  json::serialize(json::object{
                      {"peer_id", house.config().oin.digits()},
                      {"peer_name", fsc::name_of(**identity)},
                      {"fsc_version", "1.0.0"},
                      {"enabled_extensions", json::object{{"EXTENSION_DELEGATION", "1.0.0"},
                                                          {"EXTENSION_TRANSACTION_LOGGING", "1.0.0"}}}})),
      manager_down(), std::move(done));
}

void handle_peers(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto ids = list_of(visit, "peer_id");
  const auto name = query_of(visit, "peer_name");
  tell(house, std::move(visit), std::move(done), [&](store::Session& sql, const Page& page) {
    json::array list;
    if (!ids.empty()) {
      for (std::size_t i = 0; i < std::min<std::size_t>(ids.size(), most_limit); ++i)
        if (store::find_fsc_peer(sql, ids[i])) list.emplace_back(peer_json(sql, ids[i]));
      return listed("peers", std::move(list), "");
    }
    std::string safe;
    for (const char c : name)
      safe += std::string_view("!%_").contains(c) ? std::string{'!', c} : std::string{c};
    const auto rows = store::list_fsc_peers(sql, safe, page.cursor, page.ascending, page.limit);
    for (const auto& row : rows)
      list.emplace_back(json::object{{"id", row.id}, {"name", row.name}, {"manager_address", row.address}});
    return listed("peers", std::move(list), std::ssize(rows) == page.limit ? rows.back().id : "");
  });
}

void handle_services(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto of_peer = query_of(visit, "peer_id");
  auto name = query_of(visit, "service_name");
  const auto lower = [](std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  };
  name = lower(name);
  const auto now = fsc::seconds(house.pipeline.now());
  tell(house, std::move(visit), std::move(done), [&](store::Session& sql, const Page& page) {
    json::array list;
    std::string beyond = page.cursor, next;
    for (int looked = 0; looked < most_looked_at && std::ssize(list) < page.limit;) {
      const auto rows = store::list_fsc_publications(sql, beyond, page.limit);
      for (const auto& row : rows) {
        ++looked;
        beyond = row.hash;
        // Where both are asked for either will do.
        const bool by_peer = !of_peer.empty() && row.service_peer == of_peer;
        const bool by_name = !name.empty() && lower(row.service).contains(name);
        if ((!of_peer.empty() || !name.empty()) && !by_peer && !by_name) continue;
        const auto stored = store::find_fsc_contract(sql, row.contract);
        if (!stored) continue;
        const auto read = fsc::reread(*stored);
        if (!read) continue;
        const auto& contract = *read;
        if (fsc::stand_of(contract, store::fsc_signatures_of(sql, contract.hash), now) != fsc::Stand::valid)
          continue;
        const auto& data = contract.content.grants.at(static_cast<std::size_t>(row.position)).data;
        const auto type = data.delegator ? wire::service_type::delegated : wire::service_type::own;
        json::object service{{"type", type},
                             {"peer", peer_json(sql, row.service_peer)},
                             {"name", row.service},
                             {"protocol", *data.service.protocol}};
        if (data.delegator) {
          const auto known = store::find_fsc_peer(sql, data.delegator->peer_id);
          service["delegator"] = json::object{{"peer_id", data.delegator->peer_id},
                                              {"peer_name", known ? known->name : "onbekend"}};
        }
        list.emplace_back(json::object{{"type", type}, {"data", std::move(service)}});
        if (std::ssize(list) == page.limit) break;
      }
      const bool more = std::ssize(rows) == page.limit;
      next = more || std::ssize(list) == page.limit ? beyond : "";
      if (!more) break;
    }
    return listed("services", std::move(list), next);
  });
}

void handle_keys(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  const auto held = house.own.all();
  std::vector<const std::vector<wire::Certificate>*> chains;
  for (const auto& each : held) chains.push_back(&each->own.chain);
  visit.entry.outcome = log::outcome::verwerkt;
  constexpr int fine = 200;
  if (chains.empty()) return done(manager_down());
  answer_logged(house.pipeline, std::move(visit.entry),
                json_answer(fine, json::serialize(wire::write_jwks(chains))), manager_down(),
                std::move(done));
}

void handle_transactions(ManagerHouse& house, PeerVisit visit, ManagerDone done) {
  log::TransactionsAsked asked;
  asked.peer = visit.peer;
  asked.ids = list_of(visit, "transaction_ids");
  asked.grants = list_of(visit, "grant_hash");
  asked.services = list_of(visit, "service_name");
  const auto after = query_of(visit, "after"), before = query_of(visit, "before");
  tell(house, std::move(visit), std::move(done), [&](store::Session& sql, const Page& page) {
    for (const auto& [text, into] : {std::pair{&after, &asked.after}, std::pair{&before, &asked.before}}) {
      if (text->empty()) continue;
      *into = schemas::whole_number<std::int64_t>(*text, 0, INT64_MAX);
      if (!*into) return not_a_page({{"after", "getal", "hier hoort een aantal seconden sinds 1970"}});
    }
    if (!page.cursor.empty()) {
      asked.beyond = schemas::whole_number<std::int64_t>(page.cursor, 0, INT64_MAX);
      if (!asked.beyond) return not_a_page({{"cursor", "cursor", "deze cursor is niet van hier"}});
    }
    asked.ascending = page.ascending;
    asked.count = page.limit;
    auto [records, next] = log::transactions(sql, asked);
    return listed("records", std::move(records), next ? std::to_string(*next) : "");
  });
}

}  // namespace inburgering::gateway::http
