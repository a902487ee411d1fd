#pragma once
// The field tables of what FSC sends: manager.yaml and logging.yaml name each member.
#include "adapters/fsc/contract.h"
#include "schemas/record/json_record.h"

namespace inburgering::schemas {

template <>
struct JsonValue<adapters::fsc::Properties> {
  static bool read(const boost::json::value& json, const Limits&, Reading& reading,
                   adapters::fsc::Properties& into) {
    const auto* object = json.if_object();
    if (object == nullptr) return wrong_type("een object", json, reading), false;
    into.object = *object;
    return true;
  }
  static boost::json::value write(const adapters::fsc::Properties& value) { return value.object; }
};

}  // namespace inburgering::schemas

namespace inburgering::adapters::fsc {

inline constexpr std::size_t longest_peer_id = 255;
inline constexpr schemas::Limits peer_id_limits{.min_length = 1, .max_length = longest_peer_id};
inline constexpr schemas::Format service_name_format{
    "ServiceName", "[a-zA-Z0-9\\-._]{1,100}",
    "1 tot 100 letters, cijfers, streepjes, punten en lage streepjes",
    [](std::string_view text) { return is_service_name(text); }};
inline constexpr schemas::Format thumbprint_format{
    "PublicKeyThumbprint", "[0-9a-f]{64}", "64 hexadecimale cijfers in kleine letters",
    [](std::string_view text) {
      constexpr std::size_t length = 64;
      return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    }};
inline constexpr std::array<std::string_view, 2> service_types{service_type::own, service_type::delegated};
inline constexpr std::array<std::string_view, 2> protocols{protocol_http11, "PROTOCOL_TCP_HTTP_2"};

}  // namespace inburgering::adapters::fsc

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::PeerRef> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::PeerRef;
  return describe_open<R>("peer", field("peer_id", &R::peer_id, "manager.yaml", "PeerID",
                                        inburgering::adapters::fsc::peer_id_limits));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::OutwayRef> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::OutwayRef;
  return describe_open<R>(
      "outway",
      field("peer_id", &R::peer_id, "manager.yaml", "PeerID van wie belt",
            inburgering::adapters::fsc::peer_id_limits),
      field("public_key_thumbprint", &R::public_key_thumbprint, "manager.yaml",
            "afdruk van zijn publieke sleutel", {.format = &inburgering::adapters::fsc::thumbprint_format}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::ServiceRef> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::ServiceRef;
  return describe_open<R>("service",
                          field("type", &R::type, "manager.yaml", "soort dienst",
                                {.codes = inburgering::adapters::fsc::service_types}),
                          field("peer_id", &R::peer_id, "manager.yaml", "PeerID van wie haar biedt",
                                inburgering::adapters::fsc::peer_id_limits),
                          field("name", &R::name, "manager.yaml", "naam van de dienst",
                                {.format = &inburgering::adapters::fsc::service_name_format}),
                          field("protocol", &R::protocol, "manager.yaml", "HTTP/1.1 of HTTP/2",
                                {.codes = inburgering::adapters::fsc::protocols}),
                          field("delegator", &R::delegator, "manager.yaml", "namens wie zij wordt geboden"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::GrantData> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::GrantData;
  return describe_open<R>("grant.data", field("type", &R::type, "manager.yaml", "soort toestemming"),
                          field("directory", &R::directory, "manager.yaml", "waar de dienst in staat"),
                          field("outway", &R::outway, "manager.yaml", "wie mag bellen"),
                          field("service", &R::service, "manager.yaml", "welke dienst"),
                          field("delegator", &R::delegator, "manager.yaml", "namens wie"),
                          field("properties", &R::properties, "manager.yaml", "vrije gegevens"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Grant> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Grant;
  return describe_open<R>("grant", field("data", &R::data, "manager.yaml", "de toestemming"));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Validity> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Validity;
  return describe_open<R>("validity",
                          field("not_before", &R::not_before, "manager.yaml", "vanaf", {.minimum = 0}),
                          field("not_after", &R::not_after, "manager.yaml", "tot", {.minimum = 0}));
}();

template <>
inline constexpr auto inburgering::schemas::fields<inburgering::adapters::fsc::Content> = [] {
  using namespace inburgering::schemas;
  using R = inburgering::adapters::fsc::Content;
  return describe_open<R>(
      "contract_content",
      field("iv", &R::iv, "manager.yaml", "UUID die dit contract enig maakt", {.max_length = 36}),
      field("group_id", &R::group_id, "manager.yaml", "de groep", {.max_length = 100}),
      field("validity", &R::validity, "manager.yaml", "wanneer het geldt"),
      field("grants", &R::grants, "manager.yaml", "de toestemmingen"),
      field("hash_algorithm", &R::hash_algorithm, "manager.yaml", "waarmee het wordt gehasht"),
      field("created_at", &R::created_at, "manager.yaml", "wanneer het is gemaakt", {.minimum = 0}));
}();
