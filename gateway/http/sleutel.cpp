#include "gateway/http/sleutel.h"

#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "schemas/value/text.h"

namespace inburgering::gateway::http {
namespace {

constexpr std::string_view only_one = "enig";

std::string encoded(std::string_view text) {
  return boost::urls::encode(text, boost::urls::unreserved_chars);
}

schemas::Fault wrong(std::string message) { return {"/sleutel", "sleutel", std::move(message)}; }

}  // namespace

schemas::Result<boost::json::object> read_sleutel(std::string_view text) {
  boost::json::object key;
  if (text == only_one) return key;
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto equals = part.find('=');
    const auto name = boost::urls::make_pct_string_view(part.substr(0, equals));
    const auto value =
        boost::urls::make_pct_string_view(equals == std::string_view::npos ? "" : part.substr(equals + 1));
    if (equals == std::string_view::npos || !name || !value || name->empty())
      return std::unexpected(schemas::Faults{wrong(
          "schrijf de sleutel als naam=waarde met ; ertussen, bijzondere tekens achter een procentteken; "
          "of als `enig` bij een objecttype waarvan er één per dossier is")});
    auto decoded = value->decode();
    if (!schemas::is_utf8(decoded) || !schemas::is_utf8(name->decode()))
      return std::unexpected(schemas::Faults{wrong("de sleutel is geen UTF-8")});
    auto joined = decoded;
    std::erase_if(joined, [](char c) { return c == ' ' || c == '.'; });
    if (schemas::may_hold_bsn(decoded) || schemas::may_hold_bsn(joined))
      return std::unexpected(schemas::Faults{
          {"/sleutel", "bsn", "hierin staat een getal dat een bsn kan zijn; dat hoort niet in een adres"}});
    if (key.contains(name->decode()))
      return std::unexpected(schemas::Faults{wrong("een naam staat er tweemaal in")});
    key[name->decode()] = std::move(decoded);
  }
  return key;
}

std::string write_sleutel(const boost::json::object& key) {
  std::string text;
  for (const auto& member : key)
    text += (text.empty() ? "" : ";") + encoded(member.key()) + "=" +
            encoded(member.value().is_string() ? std::string_view(member.value().get_string())
                                               : std::string_view(boost::json::serialize(member.value())));
  return text.empty() ? std::string(only_one) : text;
}

}  // namespace inburgering::gateway::http
