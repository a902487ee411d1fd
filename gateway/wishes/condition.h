#pragma once
#include <boost/json/object.hpp>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace inburgering::gateway::wishes {

/// A condition on what an event tells, as an afnemer writes it: `object.leerroute = "Z" AND NOT (gemeente IN
/// ("0518", "0344"))`. Names are members of the event's `data`, parted by points; the operators are those of
/// CESQL (CloudEvents SQL Expression Language 1.0 §3): = != < <= > >= AND OR NOT IN LIKE EXISTS, with
/// parentheses. Texts stand in single or double quotes; there are whole numbers, TRUE and FALSE. Texts are
/// compared as texts, numbers as numbers; dates are texts, whose order is that of the calendar. What is
/// absent, unknown or of another kind is equal to nothing. Of a list the comparison holds when it holds of
/// one of its items.
class Condition {
 public:
  /// Dutch error that names the place. At most 1000 characters, 50 levels deep.
  static std::expected<Condition, std::string> parse(std::string_view text);
  bool holds(const boost::json::object& data) const;

  struct Node;

 private:
  explicit Condition(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

}  // namespace inburgering::gateway::wishes
