#pragma once
// What each feed says of one object, and what holds by that. Each feed has its own say, which only what it
// tells itself can change; what holds is reckoned from these by the precedence of each field (voorrang.h). So
// it is the same in whatever order the feeds spoke, and when one falls silent the next takes its place.
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/canonical/object.h"
#include "schemas/fault.h"

namespace inburgering::mapping {

/// The message in which something was said, and the rule that understood it.
struct Source {
  std::string feed;
  std::string message{};  ///< its id in the exchange log; empty: from before this was kept
  std::string rule{};     ///< "duo.pip@1" (rule.h); empty likewise
  bool operator==(const Source&) const = default;
};

/// The say of one feed: what it told, laid over each other.
struct Voice {
  canonical::Object said;
  std::vector<Source> sources;        ///< of which something stands, in the order in which they came
  std::vector<std::uint8_t> told_in;  ///< by field: which of them set what it says now

  std::string_view feed() const { return sources.front().feed; }
};

/// Two feeds say different things of a field.
struct Dispute {
  std::size_t field;
  const Voice* believed;
  const Voice* denied;
};

class Testimony {
 public:
  Testimony() = default;
  /// Of an object of which only is known who told it last.
  Testimony(canonical::Object object, std::string feed);

  bool empty() const { return voices_.empty(); }
  const std::vector<Voice>& voices() const { return voices_; }
  const Voice* voice_of(std::string_view feed) const;
  /// The voice that is believed of a field: of those that say something, and among those that do not, of the
  /// object itself.
  const Voice& believed(std::size_t field) const;
  /// The one that is believed first of the object as a whole.
  const Voice& leading() const;
  /// What holds.
  canonical::Object object() const;
  std::vector<Dispute> disputes() const;

  /// Lays what a feed says now over what it said before. False when that says nothing new.
  bool say(const canonical::Object& said, const Source& source);
  /// A feed says nothing of the object any more. False when it never did. Where it is not known who said
  /// what, anybody may end it.
  bool withdraw(std::string_view feed);

 private:
  friend boost::json::object to_json(const Testimony& testimony);
  friend schemas::Result<Testimony> testimony_from_json(std::string_view objecttype, boost::json::object json,
                                                        std::string_view feed);
  std::vector<Voice> voices_;
};

/// What holds as the object's own JSON, and beside its fields one member "@" that tells the rest: where it
/// was told, when that is one message; else [[each message], "by member: which of these", {"which": {what it
/// says that does not hold}}]. A message stands there as its id in 22 characters of base64 and the sign of
/// the rule with its version. Which of the messages is one sign, from '0' on; where there are more than 80 of
/// them, two.
boost::json::object to_json(const Testimony& testimony);
/// `feed`: who told it last, of what was written before "@" was.
schemas::Result<Testimony> testimony_from_json(std::string_view objecttype, boost::json::object json,
                                               std::string_view feed);

}  // namespace inburgering::mapping
