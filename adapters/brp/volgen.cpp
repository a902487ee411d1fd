#include "adapters/brp/volgen.h"

#include "schemas/record/json_record.h"

namespace inburgering::adapters::brp::volgen {
namespace {

/// A followed person's answer may be long, but is a list of numbers: room for some 700,000.
constexpr std::size_t most_changes = 8 * 1024 * 1024;

}  // namespace

transport::Call volgindicatie(std::string_view base_url, const schemas::Bsn& bsn,
                              const std::optional<schemas::Day>& einddatum, const transport::TlsFiles& tls) {
  transport::Call call;
  call.method = "PUT";
  call.url = std::string(base_url) + "/volgindicaties/" + bsn.digits();
  call.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  call.body = einddatum ? "{\"einddatum\":\"" + einddatum->text() + "\"}" : "{}";
  call.tls = tls;
  return call;
}

transport::Call wijzigingen(std::string_view base_url, const schemas::Day& vanaf,
                            const transport::TlsFiles& tls) {
  transport::Call call;
  call.url = std::string(base_url) + "/wijzigingen?vanaf=" + vanaf.text();
  call.headers = {{"Accept", "application/json"}};
  call.tls = tls;
  call.max_answer = most_changes;
  return call;
}

schemas::Result<Gewijzigden> read_wijzigingen(std::string_view text) {
  return schemas::read_json_text<Gewijzigden>(text);
}

schemas::Result<std::vector<Volgindicatie>> read_volgindicaties(std::string_view text) {
  const auto value = schemas::parse_json(text);
  if (!value) return std::unexpected(value.error());
  if (const auto* object = value->if_object(); object != nullptr && object->contains("volgindicaties")) {
    auto all = schemas::read_json<Volgindicaties>(*value);
    if (!all) return std::unexpected(std::move(all.error()));
    return std::move(all->volgindicaties);
  }
  auto one = schemas::read_json<Volgindicatie>(*value);
  if (!one) return std::unexpected(std::move(one.error()));
  return std::vector{std::move(*one)};
}

}  // namespace inburgering::adapters::brp::volgen
