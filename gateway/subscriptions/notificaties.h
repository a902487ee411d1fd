#pragma once
// An abonnement as consumers of the ZGW Notificaties API 1.0 write it, and the subscription that it is here.
// Kanaal `inburgering` is the only one; its filters are the wishes of a subscription.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/subscriptions/standing.h"
#include "schemas/record/json_record.h"

namespace inburgering::gateway::subscriptions::notificaties {

inline constexpr std::string_view kanaal = "inburgering";
inline constexpr std::string_view wijze = "zgw-abonnee";

/// Only notifications of which the kenmerk is this; absent, empty or "*": any.
struct Filters {
  std::optional<std::string> gemeente{}, objecttype{}, handeling{};
};
struct Kanaal {
  std::string naam;
  std::optional<Filters> filters{};
};
struct Abonnement {
  std::optional<std::string> url{};  ///< its own address: what a consumer sends back of it is not looked at
  std::string callback;
  std::optional<std::string> auth{};  ///< for `Authorization`; never shown again
  std::vector<Kanaal> kanalen;
};

/// As JSON, without `auth`. `base`: of the API, with our address.
boost::json::object to_json(const wishes::Subscription& wish, std::string_view base);

/// The subscription that it is, judged as any; faults point into the abonnement. `before`: what it changes.
/// Without a filter on gemeente: all that its afnemer may have now. `keeps_filters`: what is asked names no
/// kanalen, and filters as `before`.
schemas::Result<wishes::Subscription> read(const config::Config& config, const Abonnement& abonnement,
                                           const schemas::Oin& afnemer, std::string_view id,
                                           const wishes::Subscription* before, bool keeps_filters = false);

}  // namespace inburgering::gateway::subscriptions::notificaties

template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::gateway::subscriptions::notificaties::Filters> = [] {
      using namespace inburgering::schemas;
      using R = inburgering::gateway::subscriptions::notificaties::Filters;
      constexpr std::string_view source = "Notificaties API";
      return describe<R>(
          About("Filters", "welke notificaties"),
          field("gemeente", &R::gemeente, source, "gemeentecode", {.max_length = 100}),
          field("objecttype", &R::objecttype, source, "objecttype van het model", {.max_length = 100}),
          field("handeling", &R::handeling, source, "vastgelegd, gewijzigd of beeindigd",
                {.max_length = 100}));
    }();
template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::gateway::subscriptions::notificaties::Kanaal> = [] {
      using namespace inburgering::schemas;
      using R = inburgering::gateway::subscriptions::notificaties::Kanaal;
      constexpr std::string_view source = "Notificaties API";
      return describe<R>(About("Kanaal", "waarop, en met welke filters"),
                         field("naam", &R::naam, source, "naam van het kanaal", {.max_length = 50}),
                         field("filters", &R::filters, source, "kenmerken waaraan moet worden voldaan"));
    }();
template <>
inline constexpr auto
    inburgering::schemas::fields<inburgering::gateway::subscriptions::notificaties::Abonnement> = [] {
      using namespace inburgering::schemas;
      using R = inburgering::gateway::subscriptions::notificaties::Abonnement;
      constexpr std::string_view source = "Notificaties API";
      return describe<R>(
          About("Abonnement", "van een consumer van ZGW"),
          field("url", &R::url, source, "eigen adres", {.max_length = 1000}),
          field("callbackUrl", &R::callback, source, "waarheen notificaties gaan", {.max_length = 1000}),
          field("auth", &R::auth, source, "inhoud van Authorization", {.max_length = 1000}),
          field("kanalen", &R::kanalen, source, "waarop"));
    }();
