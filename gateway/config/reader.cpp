#include "gateway/config/reader.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "adapters/token/uri.h"
#include "schemas/value/nearest.h"

namespace inburgering::gateway::config {
namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> duration(std::string_view text) {
  const auto split = text.find_first_not_of("0123456789");
  if (split == 0 || split == std::string_view::npos) return std::nullopt;
  const auto count = number<long>(text.substr(0, split));
  const auto unit = text.substr(split);
  if (!count) return std::nullopt;
  if (unit == "ms") return std::chrono::milliseconds(*count);
  if (unit == "s") return std::chrono::seconds(*count);
  if (unit == "m") return std::chrono::minutes(*count);
  if (unit == "h") return std::chrono::hours(*count);
  if (unit == "d") return std::chrono::days(*count);
  return std::nullopt;
}

boost::json::value to_json(const YAML::Node& node) {
  if (node.IsMap()) {
    boost::json::object object;
    for (const auto& member : node) object[member.first.Scalar()] = to_json(member.second);
    return object;
  }
  if (node.IsSequence()) {
    boost::json::array array;
    for (const auto& item : node) array.push_back(to_json(item));
    return array;
  }
  if (!node.IsScalar()) return nullptr;
  const auto& text = node.Scalar();
  const bool quoted = node.Tag() == "!";
  if (!quoted && (text == "true" || text == "ja")) return true;
  if (!quoted && (text == "false" || text == "nee")) return false;
  // A leading zero is a code: 0518.
  if (!quoted && (text == "0" || !text.starts_with('0')))
    if (const auto value = number<std::int64_t>(text)) return *value;
  return boost::json::value(text);
}

}  // namespace

Reader::Reader(const YAML::Node& node, std::string path, std::filesystem::path base, schemas::Faults& faults)
    : node_(node), path_(std::move(path)), base_(std::move(base)), faults_(faults) {
  if (node_.IsDefined() && !node_.IsNull() && !node_.IsMap()) {
    fault("", "type", "hier hoort een blok met sleutels");
    node_ = YAML::Node();
  }
}

void Reader::fault(std::string_view key, std::string_view rule, std::string message) {
  const auto place = !key.empty() && node_.IsMap() && node_[std::string(key)] ? node_[std::string(key)].Mark()
                                                                              : node_.Mark();
  std::string pointer = place.is_null() ? std::string() : "regel " + std::to_string(place.line + 1) + ", ";
  pointer += path_;
  if (!key.empty()) pointer += (path_.empty() ? "" : ".") + std::string(key);
  faults_.push_back({pointer, std::string(rule), std::move(message)});
}

YAML::Node Reader::child(std::string_view key) {
  asked_.emplace_back(key);
  return node_.IsMap() ? node_[std::string(key)] : YAML::Node(YAML::NodeType::Undefined);
}

bool Reader::has(std::string_view key) const { return node_.IsMap() && node_[std::string(key)].IsDefined(); }

Reader Reader::section(std::string_view key) {
  auto node = child(key);
  return Reader(node.IsDefined() ? node : YAML::Node(),
                path_.empty() ? std::string(key) : path_ + "." + std::string(key), base_, faults_);
}

void Reader::each(std::string_view key, const std::function<void(Reader&)>& read) {
  const auto list = child(key);
  if (!list.IsDefined() || list.IsNull()) return;
  if (!list.IsSequence()) return fault(key, "type", "hier hoort een lijst");
  for (std::size_t i = 0; i < list.size(); ++i) {
    Reader item(list[i],
                (path_.empty() ? "" : path_ + ".") + std::string(key) + "[" + std::to_string(i) + "]", base_,
                faults_);
    read(item);
    item.finish();
  }
}

std::vector<std::string> Reader::texts(std::string_view key) {
  const auto list = child(key);
  std::vector<std::string> texts;
  if (!list.IsDefined() || list.IsNull()) return texts;
  if (!list.IsSequence()) {
    fault(key, "type", "hier hoort een lijst");
    return texts;
  }
  for (const auto& item : list)
    if (item.IsScalar()) texts.push_back(item.Scalar());
  return texts;
}

std::vector<int> Reader::numbers(std::string_view key, int minimum, int maximum) {
  std::vector<int> numbers;
  for (const auto& text : texts(key)) {
    const auto read = number<int>(text);
    if (read && *read >= minimum && *read <= maximum)
      numbers.push_back(*read);
    else
      fault(key, "bereik",
            "hier horen getallen van " + std::to_string(minimum) + " tot en met " + std::to_string(maximum));
  }
  return numbers;
}

boost::json::object Reader::json() {
  boost::json::object object;
  if (!node_.IsMap()) return object;
  for (const auto& member : node_) asked_.push_back(member.first.Scalar());
  return to_json(node_).as_object();
}

std::string Reader::scalar(std::string_view key, bool required) {
  const auto node = child(key);
  if (!node.IsDefined() || node.IsNull()) {
    if (required) fault(key, "verplicht", "deze sleutel ontbreekt en is verplicht");
    return {};
  }
  if (!node.IsScalar()) {
    fault(key, "type", "hier hoort één waarde");
    return {};
  }
  return node.Scalar();
}

std::string Reader::text(std::string_view key, bool required) { return scalar(key, required); }

void Reader::optional(std::string_view key, std::string& into) {
  if (auto value = scalar(key, false); !value.empty()) into = std::move(value);
}

void Reader::optional(std::string_view key, int& into, int minimum, int maximum) {
  const auto value = scalar(key, false);
  if (value.empty()) return;
  const auto read = number<int>(value);
  if (!read || *read < minimum || *read > maximum)
    return fault(
        key, "bereik",
        "hier hoort een getal van " + std::to_string(minimum) + " tot en met " + std::to_string(maximum));
  into = *read;
}

void Reader::optional(std::string_view key, std::size_t& into, std::size_t minimum, std::size_t maximum) {
  const auto value = scalar(key, false);
  if (value.empty()) return;
  const auto read = number<std::size_t>(value);
  if (!read || *read < minimum || *read > maximum)
    return fault(
        key, "bereik",
        "hier hoort een getal van " + std::to_string(minimum) + " tot en met " + std::to_string(maximum));
  into = *read;
}

void Reader::optional(std::string_view key, std::chrono::milliseconds& into) {
  const auto value = scalar(key, false);
  if (value.empty()) return;
  const auto read = duration(value);
  if (!read) return fault(key, "duur", "schrijf een duur als 500ms, 30s, 15m, 2h of 7d");
  into = *read;
}

std::filesystem::path Reader::credential_named(std::string_view key, const std::string& name) {
  // systemd.exec(5), CREDENTIALS
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0')
    return fault(
               key, "credential",
               "systemd gaf dit proces geen credentials: zet LoadCredential=" +
                   (name.empty() ? "NAAM" : name) +
                   ":BESTAND in de unit. Op de opdrachtregel: CREDENTIALS_DIRECTORY=/run/credentials/<unit>"),
           std::filesystem::path();
  if (name.empty() || name.contains('/') || name.starts_with('.'))
    return fault(key, "credential", "noem de credential bij haar naam: credential:store.key"),
           std::filesystem::path();
  return std::filesystem::path(folder) / name;
}

std::filesystem::path Reader::path(std::string_view key, bool required) {
  const auto value = scalar(key, required);
  constexpr std::string_view credential = "credential:";
  if (value.starts_with(credential)) return credential_named(key, value.substr(credential.size()));
  return value.empty() ? std::filesystem::path() : base_ / value;
}

std::string Reader::token(std::string_view key, bool required) {
  auto value = scalar(key, required);
  if (value.empty()) return value;
  if (const auto parsed = adapters::token::parse(value); !parsed) {
    fault(key, "pkcs11", parsed.error());
    value.clear();
  }
  return value;
}

std::filesystem::path Reader::key(std::string_view key, bool required) {
  return adapters::token::is_uri(scalar(key, required)) ? std::filesystem::path(token(key))
                                                        : path(key, false);
}

schemas::Oin Reader::oin(std::string_view key) {
  const auto value = scalar(key, true);
  if (value.empty()) return {};
  if (auto parsed = schemas::Oin::parse(value)) return *parsed;
  fault(key, "oin", "een OIN bestaat uit twintig cijfers (zet het tussen aanhalingstekens)");
  return {};
}

void Reader::finish() {
  if (!node_.IsMap()) return;
  for (const auto& member : node_) {
    const auto key = member.first.Scalar();
    if (std::ranges::find(asked_, key) == asked_.end())
      fault(key, "onbekend",
            "deze sleutel is niet bekend; controleer de schrijfwijze" + schemas::meant(key, asked_));
  }
}

}  // namespace inburgering::gateway::config
