#include "mapping/canonical/object.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schemas/record/difference.h"

namespace inburgering::mapping::canonical {
namespace {

template <class T>
const T& same_type(const T&, const Object& other) {
  const auto* typed = std::get_if<T>(&other);
  if (typed == nullptr) throw std::logic_error("objects of different types");
  return *typed;
}

}  // namespace

std::string_view objecttype(const Object& object) {
  return std::visit([]<class T>(const T&) { return schemas::fields<T>.name; }, object);
}

std::vector<std::string_view> objecttypes() {
  std::vector<std::string_view> names;
  for_each_objecttype([&]<class T>() { names.push_back(schemas::fields<T>.name); });
  return names;
}

boost::json::object key_of(const Object& object) {
  return std::visit([](const auto& typed) { return schemas::key_of(typed); }, object);
}

bool same_identity(const Object& one, const Object& other) {
  if (one.index() != other.index()) return false;
  return std::visit([&](const auto& typed) { return schemas::same_key(typed, same_type(typed, other)); },
                    one);
}

std::vector<std::string> update(Object& known, const Object& said) {
  return std::visit(
      [&]<class T>(const T& typed) {
        const T before = same_type(typed, known);
        auto& target = std::get<T>(known);
        schemas::lay_over(target, typed);
        return schemas::difference(before, target);
      },
      said);
}

std::vector<std::string> stated_fields(const Object& object) {
  return std::visit(
      []<class T>(const T& typed) {
        std::vector<std::string> names;
        schemas::for_each_field<T>([&](const auto& field) {
          if (!schemas::says_nothing(typed.*field.member)) names.emplace_back(field.name);
        });
        return names;
      },
      object);
}

void leave_out(Object& object, std::span<const std::string> fields) {
  std::visit(
      [&]<class T>(T& typed) {
        schemas::for_each_field<T>([&](const auto& field) {
          if (field.is_key || std::ranges::find(fields, field.name) == fields.end()) return;
          typed.*field.member = {};
        });
      },
      object);
}

std::vector<Difference> differences(std::span<const Object> before, std::span<const Object> after) {
  std::vector<Difference> found;
  std::vector<bool> matched(before.size());
  // Both mostly come in the same order: the search for one begins behind the match of the one before it.
  std::size_t expected = 0;
  for (const auto& object : after) {
    std::size_t steps = 0;
    while (steps < before.size() && !same_identity(before[(expected + steps) % before.size()], object))
      ++steps;
    if (steps == before.size()) {
      found.push_back({nullptr, &object, {}});
      continue;
    }
    const auto match = (expected + steps) % before.size();
    matched[match] = true;
    expected = match + 1;
    auto fields = std::visit(
        [&](const auto& typed) { return schemas::difference(same_type(typed, before[match]), typed); },
        object);
    if (!fields.empty()) found.push_back({&before[match], &object, std::move(fields)});
  }
  for (std::size_t index = 0; index < before.size(); ++index)
    if (!matched[index]) found.push_back({&before[index], nullptr, {}});
  return found;
}

}  // namespace inburgering::mapping::canonical
