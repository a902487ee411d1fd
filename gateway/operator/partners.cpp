// Ketenpartners: who may connect, with which certificates, and when each was last seen.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/http/answers.h"
#include "gateway/identity/anchors.h"
#include "gateway/identity/certificates.h"
#include "gateway/identity/revocation.h"
#include "gateway/log/search.h"
#include "gateway/operator/desk.h"
#include "gateway/operator/overview.h"

namespace inburgering::gateway::operation {
namespace {

namespace json = boost::json;

json::value told(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object certificate_to_json(const identity::ExpiringCertificate& certificate) {
  const auto mark = identity::warning_mark(certificate.days_left);
  return {{"naam", certificate.name},
          {"onderwerp", certificate.subject},
          {"geldigTot", certificate.valid_until.text()},
          {"dagen", certificate.days_left},
          {"waarschuwing", mark ? json::value(identity::warning_text(certificate)) : json::value()},
          {"sleutel", told(certificate.key)},
          {"verbinding", told(certificate.secured)},
          {"stam", told(certificate.anchor)},
          {"uitTeFaseren", identity::key_warning(certificate).has_value()}};
}

json::object list_to_json(const identity::ListState& list) {
  const auto mark = identity::age_mark(list);
  const bool warned = mark || list.fault || !list.not_kept.empty();
  return {{"uitgever", list.issuer},
          {"nummer", told(list.number)},
          {"bron", list.source},
          {"van", list.this_update.text()},
          {"geldigTot", list.next_update.text()},
          {"secondenGeldig", list.seconds_left},
          {"aantalIngetrokken", list.revoked},
          {"toestand", list.ended()      ? "verlopen"
                       : list.in_grace() ? "respijt"
                       : mark            ? "oud"
                                         : "goed"},
          {"waarschuwing", warned ? json::value(identity::warning_text(list)) : json::value()}};
}

/// Who of all gemeenten depends on it is for who sees them all.
json::object anchor_to_json(const identity::AnchorState& anchor, const Visitor& visitor) {
  json::value needed_by;
  if (!visitor.tenants) needed_by = json::array(anchor.needed_by.begin(), anchor.needed_by.end());
  return {{"naam", anchor.name},
          {"geldigTot", anchor.valid_until.text()},
          {"dagen", anchor.days_left},
          {"waar", json::array(anchor.places.begin(), anchor.places.end())},
          {"nodigVoor", std::move(needed_by)}};
}

json::object status_to_json(const identity::StatusState& status) {
  const auto warning = identity::warning_text(status);
  return {{"onderwerp", status.subject},
          {"serienummer", status.serial},
          {"bron", told(status.source)},
          {"eigen", status.own},
          {"status", told(std::string(status.status))},
          {"geldigTot", told(status.until)},
          {"waarschuwing", warning ? json::value(*warning) : json::value()}};
}

/// Where lists come from, and how that went the last time.
json::array list_sources(const config::Config& config) {
  json::array all;
  if (!config.revocation.lists) return all;
  const auto moment = [](const std::optional<schemas::Moment>& when) {
    return when ? json::value(when->text()) : json::value();
  };
  for (const auto& each : config.revocation.lists->sources())
    all.emplace_back(json::object{{"adres", each.address},
                                  {"gelukt", moment(each.good)},
                                  {"volgende", moment(each.next)},
                                  {"fout", told(each.fault)}});
  return all;
}

bool works_for(const Visitor& visitor, const config::Config& config, const config::Party& party) {
  return std::ranges::any_of(config.tenants, [&](const config::Tenant& tenant) {
    return visitor.sees(tenant.oin.digits()) && identity::serves(party, tenant);
  });
}

/// Who else may answer for a party, besides a server with its own OIN: told, for it is an exception.
json::array other_servers(const config::Config& config, const config::Party& party) {
  json::array others;
  const auto add = [&](const adapters::transport::ServerIdentity& servers) {
    for (const auto& oin : servers.oins)
      if (oin != party.oin.digits()) others.emplace_back("OIN " + oin);
    for (const auto& pin : servers.pins) others.emplace_back(pin);
  };
  add(party.servers);
  if (config.duo.oin == party.oin) add(config.duo.servers);
  for (const auto& brp : config.brp)
    if (brp.oin == party.oin) add(brp.servers);
  return others;
}

}  // namespace

json::object partners(store::Session& sql, const View& view) {
  const auto& config = view.config;
  const auto& visitor = view.visitor;
  const auto now = view.now;
  const auto certificates = identity::certificates(config, sql, now);
  json::array parties;
  for (const auto& party : config.parties) {
    if (visitor.tenants && !works_for(visitor, config, party)) continue;
    const auto oin = party.oin.digits();
    json::array own;
    for (const auto& certificate : certificates)
      if (certificate.party == oin) own.emplace_back(certificate_to_json(certificate));
    const auto last = [&](std::string_view direction) {
      const auto found = log::last_moment(sql, oin, direction);
      return found ? json::value(*found) : json::value();
    };
    parties.emplace_back(
        json::object{{"naam", party.naam},
                     {"oin", oin},
                     {"rol", config::to_text(party.role)},
                     {"gemeenten", json::array(party.gemeenten.begin(), party.gemeenten.end())},
                     {"laatstOntvangen", last(log::direction::in)},
                     {"laatstVerstuurd", last(log::direction::uit)},
                     {"certificaten", std::move(own)},
                     {"andereServers", other_servers(config, party)}});
  }
  json::array own;
  for (const auto& certificate : certificates)
    if (certificate.party.empty()) own.emplace_back(certificate_to_json(certificate));
  json::array lists;
  for (const auto& list : identity::revocation_lists(config, now)) lists.emplace_back(list_to_json(list));
  json::array anchors;
  for (const auto& anchor : identity::anchors(config, sql, now))
    anchors.emplace_back(anchor_to_json(anchor, visitor));
  json::value unseen;
  if (!visitor.tenants) {
    const auto names = identity::unseen(config, sql, now);
    unseen = json::array(names.begin(), names.end());
  }
  json::array statuses;
  for (const auto& status : identity::statuses(config, now)) statuses.emplace_back(status_to_json(status));
  return {{"ketenpartners", std::move(parties)},    {"eigenCertificaten", std::move(own)},
          {"intrekkingslijsten", std::move(lists)}, {"bronnenVanLijsten", list_sources(config)},
          {"statussen", std::move(statuses)},       {"stamcertificaten", std::move(anchors)},
          {"nietGezien", std::move(unseen)}};
}

void list_partners(Desk& desk, Visit visit, Done done) {
  answer_read(desk, done, [&](store::Session& sql) {
    const Live live;
    return http::json_answer(
        200, json::serialize(partners(sql, {desk.config(), visit.visitor, desk.pipeline.now(), live})));
  });
}

}  // namespace inburgering::gateway::operation
