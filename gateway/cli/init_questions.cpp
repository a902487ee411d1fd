#include "gateway/cli/init_questions.h"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>

#include "commandline/texts.h"
#include "schemas/record/json_text.h"
#include "schemas/value/host_name.h"
#include "schemas/value/text.h"
#include "schemas/value/whole_number.h"

namespace inburgering::gateway::cli {
namespace {

using commandline::said;

using Taken = std::expected<void, std::string>;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

std::vector<std::string> parts(std::string_view text, char between) {
  std::vector<std::string> made;
  for (;;) {
    const auto end = text.find(between);
    made.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return made;
    text.remove_prefix(end + 1);
  }
}

/// Of an organisation, as certificates and the log show it.
bool is_name(const std::string& text) {
  constexpr std::size_t longest = 64;  // X.520, organizationName
  return !text.empty() && schemas::length_in_characters(text) <= longest && schemas::is_utf8(text) &&
         schemas::shown(text) == text;
}

Taken take_omgeving(const std::string& text, Answers& into) {
  if (text != "proef" && text != "productie") return std::unexpected("kies uit proef en productie");
  into.production = text == "productie";
  return {};
}

Taken take_naam(const std::string& text, Answers& into) {
  if (!is_name(text)) return std::unexpected("schrijf een naam van ten hoogste 64 tekens");
  into.naam = text;
  return {};
}

std::expected<schemas::Oin, std::string> read_oin(const std::string& text, bool production) {
  auto oin = schemas::Oin::parse(text);
  if (!oin) return std::unexpected(text + " is geen OIN: dat heeft twintig cijfers");
  if (production && text.starts_with("00000099"))
    return std::unexpected(text + " is een test-OIN (00000099…); dat kan niet in productie");
  return *oin;
}

Taken take_oin(const std::string& text, Answers& into) {
  auto oin = read_oin(text, into.production);
  if (!oin) return std::unexpected(oin.error());
  into.oin = *oin;
  return {};
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  return schemas::whole_number<std::uint16_t>(text, 1, 65535);
}

Taken take_gemeenten(const std::string& text, Answers& into) {
  std::vector<Answers::Gemeente> read;
  const auto all = parts(text, ',');
  for (const auto& each : all) {
    auto words = parts(each, '=');
    const auto& code = words.front();
    if (code.size() != 4 || code.find_first_not_of("0123456789") != std::string::npos)
      return std::unexpected("'" + code + "' is geen gemeentecode: dat zijn vier cijfers, 0518");
    if (words.size() == 1 && all.size() == 1) {
      read.push_back({code, into.oin, into.naam});
      continue;
    }
    if (words.size() != 3 || !is_name(words[2]))
      return std::unexpected("schrijf van elke gemeente CODE=OIN=NAAM, met een komma ertussen");
    auto oin = read_oin(words[1], into.production);
    if (!oin) return std::unexpected(oin.error());
    const auto same = [&](const Answers::Gemeente& other) { return other.code == code || other.oin == *oin; };
    if (std::ranges::any_of(read, same))
      return std::unexpected("gemeente " + code + ": deze code of dit OIN staat er tweemaal");
    read.push_back({code, *oin, words[2]});
  }
  into.gemeenten = std::move(read);
  return {};
}

Taken take_adres(const std::string& text, Answers& into) {
  const auto colon = text.rfind(':');
  const auto host = text.substr(0, colon);
  constexpr std::uint16_t usual_port = 8443;
  const auto port =
      colon == std::string::npos ? usual_port : read_port(std::string_view(text).substr(colon + 1));
  if (!port) return std::unexpected("achter de dubbele punt hoort een poort van 1 tot en met 65535");
  constexpr std::size_t longest = 64;  // X.520, commonName
  if (host.size() > longest || !schemas::is_host_name(host))
    return std::unexpected("schrijf een naam in kleine letters, zonder https://, en zo nodig :poort");
  if (into.production && (!host.contains('.') || host.find_first_not_of("0123456789.") == std::string::npos))
    return std::unexpected("ketenpartners bellen een volledige naam in DNS, geen IP-adres");
  into.host = host;
  into.port = *port;
  return {};
}

Taken read_url(const std::string& url) {
  const auto read = boost::urls::parse_uri(url);
  const auto wrong = std::unexpected("'" + schemas::shown(url) + "' is geen adres dat met https:// begint");
  if (!read || read->scheme_id() != boost::urls::scheme::https || url.contains('\'')) return wrong;
  if (read->has_userinfo() || read->has_fragment())
    return std::unexpected("in een adres horen geen naam, wachtwoord of #: " +
                           std::string(read->encoded_host()));
  if (read->has_port() && !read_port(std::string_view(read->port())))
    return std::unexpected("achter de dubbele punt hoort een poort van 1 tot en met 65535");
  const bool by_name = read->host_type() == boost::urls::host_type::name;
  if (by_name && !schemas::is_host_name(std::string_view(read->host()))) return wrong;
  return {};
}

Taken take_duo(const std::string& text, Answers& into) {
  const auto words = parts(text, '=');
  if (words.size() != 2) return std::unexpected("schrijf OIN=ADRES, zoals DUO ze opgaf");
  auto oin = read_oin(words[0], into.production);
  if (!oin) return std::unexpected(oin.error());
  const auto same = [&](const Answers::Gemeente& each) { return each.oin == *oin; };
  if (*oin == into.oin || std::ranges::any_of(into.gemeenten, same))
    return std::unexpected("dit is uw eigen OIN, of dat van een gemeente; DUO heeft een ander");
  if (auto url = read_url(words[1]); !url) return url;
  into.duo_oin = *oin;
  into.duo_url = words[1];
  return {};
}

Taken take_afnemer(const std::string& text, Answers& into) {
  into.afnemer.reset();
  if (text == "-" || text == "geen") return {};
  const auto first = text.find('=');
  const auto second = text.find('=', first + 1);
  if (second == std::string::npos || first == std::string::npos)
    return std::unexpected("schrijf NAAM=OIN=ADRES, of - als er nog geen is");
  Answers::Afnemer made{trimmed(text.substr(0, first)), {}, trimmed(text.substr(second + 1))};
  if (!is_name(made.naam)) return std::unexpected("schrijf een naam van ten hoogste 64 tekens");
  auto oin = read_oin(trimmed(text.substr(first + 1, second - first - 1)), into.production);
  if (!oin) return std::unexpected(oin.error());
  if (*oin == into.duo_oin) return std::unexpected("dit is het OIN van DUO");
  if (auto url = read_url(made.url); !url) return url;
  made.oin = *oin;
  into.afnemer = std::move(made);
  return {};
}

std::string in_trial(const Answers& before, const char* usual) { return before.production ? "" : usual; }

constexpr std::array<Question, how_many> seven{{
    {"--omgeving", "proef (draait meteen, met certificaten die niemand anders vertrouwt) of productie",
     "Waarvoor is deze gateway?",
     "proef draait meteen, met eigen proefcertificaten; productie vraagt certificaten van PKIoverheid",
     [](const Answers&) { return std::string("proef"); }, take_omgeving},
    {"--naam", "naam van de organisatie, zoals zij in het certificaat komt te staan",
     "Hoe heet de organisatie?", "zoals zij in het register staat en in het certificaat komt",
     [](const Answers& before) { return in_trial(before, "Proefgemeente"); }, take_naam},
    {"--oin", "OIN van de organisatie, twintig cijfers", "Wat is haar OIN?",
     "twintig cijfers; het staat in het OIN-register van Logius",
     [](const Answers& before) { return in_trial(before, "00000099000000001000"); }, take_oin},
    {"--gemeente", "gemeentecode, of van elke gemeente CODE=OIN=NAAM met komma's ertussen",
     "Voor welke gemeente of gemeenten?",
     "de code van vier cijfers als het de organisatie zelf is; anders CODE=OIN=NAAM, met komma's ertussen",
     [](const Answers& before) { return in_trial(before, "0518"); }, take_gemeenten},
    {"--adres", "naam in DNS (en poort) waarop ketenpartners deze gateway bellen, gateway.gemeente.nl:8443",
     "Op welke naam en poort bellen ketenpartners?", "zonder https://: gateway.gemeente.nl:8443",
     [](const Answers& before) { return in_trial(before, "localhost:8443"); }, take_adres},
    {"--duo", "OIN en adres van DUO, OIN=https://…/v1", "Wat zijn het OIN en het adres van DUO?",
     "OIN=https://…/v1, uit de aansluitgegevens van DUO; in proef de keten-simulator",
     [](const Answers& before) {
       return in_trial(before, "00000099000000002000=https://127.0.0.1:18444/v1");
     },
     take_duo},
    {"--afnemer", "eerste afnemer: NAAM=OIN=https://…, of - als er nog geen is",
     "Welk systeem ontvangt de gebeurtenissen?", "NAAM=OIN=https://…, of - als u dat later toevoegt",
     [](const Answers& before) {
       return before.production
                  ? std::string("-")
                  : std::string(
                        "Klantvolgsysteem=00000099000000005000=https://127.0.0.1:18445/gebeurtenissen");
     },
     take_afnemer},
}};

}  // namespace

std::span<const Question> questions() { return seven; }

std::expected<Answers, std::vector<std::string>> given_alone(
    std::span<const std::optional<std::string>, how_many> given) {
  Answers answers;
  std::vector<std::string> faults;
  for (std::size_t i = 0; i < how_many; ++i)
    if (given[i])
      if (auto taken = seven[i].take(trimmed(*given[i]), answers); !taken)
        faults.push_back(std::string(seven[i].option) + ": " + said(taken.error()));
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return answers;
}

std::expected<Answers, std::vector<std::string>> answered(
    std::span<const std::optional<std::string>, how_many> given, const AskPerson& ask) {
  Answers answers;
  std::vector<std::string> faults;
  const auto take = [&](const Question& question, const std::string& text) {
    if (auto taken = question.take(text, answers); !taken)
      faults.push_back(std::string(question.option) + ": " + said(taken.error()));
  };
  for (std::size_t i = 0; i < how_many; ++i) {
    if (given[i]) {
      take(seven[i], trimmed(*given[i]));
      continue;
    }
    const auto usual = seven[i].usual(answers);
    if (!ask && usual.empty())
      faults.push_back(
          said("{} ontbreekt: {}", std::array{std::string(seven[i].option), said(seven[i].help)}));
    else if (!ask)
      take(seven[i], usual);
    // Before anybody is asked more: what was given as an option is wrong.
    for (std::string refused; ask && faults.empty();) {
      const auto text = ask(i + 1, seven[i], usual, refused);
      if (!text) return std::unexpected(std::vector{said("afgebroken; er is niets geschreven")});
      const auto answer = trimmed(*text);
      auto taken = seven[i].take(answer.empty() ? usual : answer, answers);
      if (taken) break;
      refused = said(answer.empty() && usual.empty() ? "hier is een antwoord nodig" : taken.error());
    }
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return answers;
}

}  // namespace inburgering::gateway::cli
