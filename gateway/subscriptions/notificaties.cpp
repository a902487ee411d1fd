#include "gateway/subscriptions/notificaties.h"

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/subscriptions/requests.h"

namespace inburgering::gateway::subscriptions::notificaties {
namespace {

namespace json = boost::json;

/// Where a member of a subscription stands in an abonnement.
constexpr std::pair<std::string_view, std::string_view> places[] = {
    {"/url", "/callbackUrl"},
    {"/gemeenten", "/kanalen/0/filters/gemeente"},
    {"/objecttypes", "/kanalen/0/filters/objecttype"},
    {"/handelingen", "/kanalen/0/filters/handeling"},
};

std::string place_of(const std::string& pointer) {
  for (const auto& [ours, theirs] : places)
    if (pointer.starts_with(ours)) return std::string(theirs);
  return pointer;
}

std::vector<std::string> chosen(const std::optional<std::string>& filter) {
  if (!filter || filter->empty() || *filter == "*") return {};
  return {*filter};
}

/// All that an afnemer may have.
std::vector<std::string> gemeenten_of(const config::Config& config, const schemas::Oin& afnemer) {
  std::vector<std::string> codes;
  const auto party = std::ranges::find(config.parties, afnemer, &config::Party::oin);
  if (party == config.parties.end()) return codes;
  for (const auto& tenant : config.tenants)
    if (std::ranges::any_of(party->gemeenten,
                            [&](const auto& code) { return code == "*" || code == tenant.gemeentecode; }))
      codes.push_back(tenant.gemeentecode);
  return codes;
}

}  // namespace

json::object to_json(const wishes::Subscription& wish, std::string_view base) {
  json::object filters;
  const auto tell = [&](std::string_view name, const std::vector<std::string>& values) {
    if (values.size() == 1) filters[name] = values.front();
  };
  tell("gemeente", wish.gemeenten);
  tell("objecttype", wish.objecttypes);
  tell("handeling", wish.handelingen);
  return {{"url", std::string(base) + "/abonnement/" + wish.id},
          {"callbackUrl", wish.url.value_or("")},
          {"kanalen", json::array{json::object{{"naam", kanaal}, {"filters", std::move(filters)}}}}};
}

schemas::Result<wishes::Subscription> read(const config::Config& config, const Abonnement& abonnement,
                                           const schemas::Oin& afnemer, std::string_view id,
                                           const wishes::Subscription* before, bool keeps_filters) {
  if (abonnement.kanalen.size() != 1 || abonnement.kanalen.front().naam != kanaal)
    return schemas::refuse(
        "/kanalen", "kanaal",
        "noem het kanaal inburgering, één keer; voor andere filters maakt u nog een abonnement");
  wishes::Subscription wish;
  if (before != nullptr) wish = *before;
  const auto filters = abonnement.kanalen.front().filters.value_or(Filters());
  wish.id = id;
  wish.afnemer = afnemer;
  wish.wijze = wijze;
  wish.url = abonnement.callback;
  // A filter of an abonnement holds one value, where a subscription may have more: those stay as they are.
  if (before == nullptr || !keeps_filters) {
    wish.gemeenten = chosen(filters.gemeente);
    if (wish.gemeenten.empty()) wish.gemeenten = gemeenten_of(config, afnemer);
    wish.objecttypes = chosen(filters.objecttype);
    wish.handelingen = chosen(filters.handeling);
  }
  auto judged = read_wish(config, schemas::write_json(wish), store::origin::api);
  if (!judged)
    for (auto& fault : judged.error()) fault.pointer = place_of(fault.pointer);
  return judged;
}

}  // namespace inburgering::gateway::subscriptions::notificaties
