#include "mapping/tegenspraak.h"

#include <boost/json/serialize.hpp>

namespace inburgering::mapping {
namespace {

/// A value as text: what is text or a day without its quotes, all else as JSON writes it.
schemas::Stated<std::string> text_of(const boost::json::object& object, std::string_view field) {
  using Text = schemas::Stated<std::string>;
  const auto* value = object.if_contains(field);
  if (value == nullptr || value->is_null()) return Text::no_value();
  if (value->is_string()) return std::string(value->get_string());
  if (value->is_object() && value->get_object().contains("onbekend")) return Text::unknown();
  return boost::json::serialize(*value);
}

}  // namespace

std::vector<canonical::Tegenspraak> disputes_of(const Testimony& testimony) {
  std::vector<canonical::Tegenspraak> list;
  for (const auto& [field, believed, denied] : testimony.disputes()) {
    const auto name = canonical::field_names(believed->said)[field];
    canonical::Tegenspraak told;
    told.objecttype = canonical::objecttype(believed->said);
    told.sleutel = boost::json::serialize(canonical::key_of(believed->said));
    told.veld = name;
    told.tegenbron = denied->feed();
    told.bron = std::string(believed->feed());
    told.waarde = text_of(canonical::to_json(believed->said), name);
    told.tegenwaarde = text_of(canonical::to_json(denied->said), name);
    list.push_back(std::move(told));
  }
  return list;
}

}  // namespace inburgering::mapping
