#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "gateway/cli/commands.h"
#include "gateway/cli/opened.h"
#include "gateway/identity/revocation.h"
#include "gateway/log/exchange_log.h"
#include "gateway/log/security.h"
#include "gateway/operator/overview.h"
#include "gateway/operator/sessions.h"
#include "gateway/operator/termijnen.h"
#include "gateway/schedule/runs.h"

namespace inburgering::gateway::cli {
namespace {

/// A link with which an operator logs in once.
struct Link {
  std::filesystem::path config;
  std::string name;
  std::string right = "beheerder";
  int minutes = 15;
};

int make_link(const Link& options) {
  Opened house(options.config);
  if (!house) return 2;
  auto& sql = *house.sql;
  if (house.config->operation_tls) {
    std::cerr << "bij deze gateway meldt een beheerder zich aan met een certificaat (tls.operator)\n";
    return 2;
  }
  auto entry = log::new_entry(house.around(), log::direction::in, log::feed::beheer, log::kind::login_link);
  entry.subject = options.name;
  entry.outcome = log::outcome::verwerkt;
  entry.faults = {{"", "recht", options.right}};
  const auto code = store::transact(sql, [&] {
    auto made = operation::make_login_code(sql, {options.name, *config::right_named(options.right), {}},
                                           house.around(), std::chrono::minutes(options.minutes));
    log::append(sql, entry);
    return made;
  });
  std::cout << "http://" << house.config->operation.address << ':' << house.config->operation.port
            << "/aanmelden#" << code << '\n';
  return 0;
}

/// The lists as files and folder hold them, for who looks without the running gateway.
void look_at_lists(const Opened& house) {
  std::vector<std::string> faults;
  identity::open_lists(*house.config, house.clock.now(), false, faults);
  for (const auto& fault : faults) std::cerr << fault << '\n';
}

/// Is everything well, as far as the store tells it; 1 when something asks attention.
int show_status(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  look_at_lists(house);
  const operation::Visitor everything;
  const operation::Live live;
  const operation::View view{*house.config, everything, house.clock.now(), live};
  const auto concerns = operation::concerns(*house.sql, view);
  if (options.json) {
    std::cout << boost::json::serialize(operation::overview(*house.sql, view)) << '\n';
    return concerns.empty() ? 0 : 1;
  }
  for (const auto& concern : concerns)
    std::cout << (concern.termijn  ? "TERMIJN  "
                  : concern.outage ? "STORING  "
                                   : "AANDACHT ")
              << concern.what << '\n'
              << (concern.todo.empty() ? "" : "         " + concern.todo + '\n');
  if (concerns.empty()) std::cout << "Alles is goed, voor zover de opslag het vertelt.\n";
  return concerns.empty() ? 0 : 1;
}

std::string joined(const boost::json::array& texts) {
  std::string all;
  for (const auto& each : texts) all += (all.empty() ? "" : ", ") + std::string(each.as_string());
  return all.empty() ? "niemand, voor zover gezien" : all;
}

int show_partners(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  look_at_lists(house);
  const operation::Visitor everything;
  const operation::Live live;
  const auto told = operation::partners(*house.sql, {*house.config, everything, house.clock.now(), live});
  if (options.json) {
    std::cout << boost::json::serialize(told) << '\n';
    return 0;
  }
  const auto text = [](const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string("-");
  };
  const auto certificates = [&](const boost::json::array& list) {
    for (const auto& each : list) {
      const auto& certificate = each.as_object();
      std::cout << "    " << padded(text(certificate, "naam"), 36) << "geldig tot "
                << text(certificate, "geldigTot").substr(0, 10) << " (" << certificate.at("dagen")
                << " dagen)  " << text(certificate, "sleutel")
                << (certificate.at("uitTeFaseren").as_bool() ? " (uit te faseren)" : "");
      if (const auto secured = text(certificate, "verbinding"); secured != "-") std::cout << "  " << secured;
      std::cout << '\n';
    }
  };
  for (const auto& each : told.at("ketenpartners").as_array()) {
    const auto& party = each.as_object();
    std::cout << padded(text(party, "naam"), 30) << text(party, "oin") << "  "
              << padded(text(party, "rol"), 12) << "ontvangen " << text(party, "laatstOntvangen")
              << "  verstuurd " << text(party, "laatstVerstuurd") << '\n';
    certificates(party.at("certificaten").as_array());
  }
  std::cout << "Onze eigen certificaten\n";
  certificates(told.at("eigenCertificaten").as_array());
  std::cout << "Stamcertificaten, en wie er zonder niet meer zou komen of gebeld worden\n";
  for (const auto& each : told.at("stamcertificaten").as_array()) {
    const auto& anchor = each.as_object();
    std::cout << "    " << text(anchor, "naam") << "\n        geldig tot "
              << text(anchor, "geldigTot").substr(0, 10) << " (" << anchor.at("dagen") << " dagen), in "
              << joined(anchor.at("waar").as_array()) << "\n        nodig voor "
              << joined(anchor.at("nodigVoor").as_array()) << '\n';
  }
  if (const auto* unseen = told.at("nietGezien").if_array(); unseen != nullptr && !unseen->empty())
    std::cout << "    In de laatste 31 dagen is er geen handshake gezien van " << joined(*unseen)
              << ":\n        van hen is niet bekend welk stamcertificaat zij nodig hebben\n";
  const auto& lists = told.at("intrekkingslijsten").as_array();
  if (!lists.empty()) std::cout << "Intrekkingslijsten\n";
  for (const auto& each : lists) {
    const auto& list = each.as_object();
    std::cout << "    " << padded(text(list, "uitgever"), 36) << "geldig tot " << text(list, "geldigTot")
              << "  " << text(list, "toestand") << "  " << list.at("aantalIngetrokken") << " ingetrokken  "
              << text(list, "bron") << '\n';
    if (const auto warning = text(list, "waarschuwing"); warning != "-")
      std::cout << "        " << warning << '\n';
  }
  return 0;
}

int show_schedules(const Telling& options) {
  Opened house(options.config);
  if (!house) return 2;
  const auto list = schedule::schedules_to_json(*house.sql, *house.config, house.clock.now(),
                                                [](const auto&) { return true; });
  if (options.json) {
    std::cout << boost::json::serialize(list) << '\n';
    return 0;
  }
  for (const auto& each : list) {
    const auto& row = each.as_object();
    const auto text = [&](std::string_view name) { return std::string(row.at(name).as_string()); };
    std::cout << padded(text("schema"), 20) << text("gemeente") << "  " << padded(text("cron"), 20)
              << "volgende " << text("volgende") << '\n';
  }
  return 0;
}

struct Termijnen {
  std::filesystem::path config;
  std::string tenant;  ///< gemeentecode or OIN; empty = all
  bool json = false;
};

int show_termijnen(const Termijnen& options) {
  Opened house(options.config);
  if (!house) return 2;
  operation::Termijnwens wens;
  const auto only = options.tenant.empty() ? std::string() : tenant_named(*house.config, options.tenant);
  for (const auto& tenant : house.config->tenants)
    if (options.tenant.empty() || tenant.oin.digits() == only) wens.tenants.push_back(&tenant);
  if (wens.tenants.empty()) {
    std::cerr << "gemeente " << options.tenant << " staat niet in de configuratie\n";
    return 2;
  }
  const auto told =
      operation::termijnen(*house.sql, wens, schemas::day_in_the_netherlands(house.clock.now()));
  if (options.json) {
    std::cout << boost::json::serialize(told) << '\n';
    return 0;
  }
  constexpr std::size_t gemeente = 10, day = 13, stand = 12, dossier = 38;
  if (!told.at("termijnen").as_array().empty())
    std::cout << padded("GEMEENTE", gemeente) << padded("LAATSTE DAG", day) << padded("STAND", stand)
              << padded("DOSSIER", dossier) << "TERMIJN\n";
  for (const auto& each : told.at("termijnen").as_array()) {
    const auto& row = each.as_object();
    const auto text = [&](std::string_view name) { return std::string(row.at(name).as_string()); };
    std::cout << padded(text("gemeentecode"), gemeente) << padded(text("laatsteDag"), day)
              << padded(text("stand"), stand) << padded(text("dossier"), dossier) << text("titel") << '\n';
  }
  if (told.at("termijnen").as_array().empty()) std::cout << "Er loopt niets af en er is niets verstreken.\n";
  if (told.at("ingekort").as_bool()) std::cout << "Er zijn er meer; zie de pagina Termijnen.\n";
  return 0;
}

}  // namespace

void add_monitor(Commands& program) {
  auto monitor = program.group("monitor", "de pagina's voor de beheerder");
  monitor.add_telling("status", "is alles goed, en zo niet: wat te doen", show_status);
  monitor.add_telling("ketenpartners", "wie er aangesloten is, en tot wanneer de certificaten gelden",
                      show_partners);
  const auto [termijnen, telling] =
      monitor.add<Termijnen>("termijnen", "wat binnenkort afloopt en wat verstreken is", show_termijnen);
  termijnen->add_option("--gemeente", telling.tenant, "alleen deze gemeente (code of OIN)");
  termijnen->add_flag("--json", telling.json, "als JSON");
  monitor.add_telling("planning", "wanneer er weer wordt gesynchroniseerd", show_schedules);
  const auto [link, into] =
      monitor.add<Link>("link", "maakt een link waarmee iemand zich eenmaal aanmeldt", make_link);
  link->add_option("--naam", into.name, "wie zich aanmeldt; zo noemt het logboek die persoon")->required();
  link->add_option("--recht", into.right, "kijker, beheerder of privacy")
      ->check(CLI::IsMember({"kijker", "beheerder", "privacy"}))
      ->capture_default_str();
  link->add_option("--minuten", into.minutes, "hoe lang de link geldt")
      ->check(CLI::Range(1, 1440))
      ->capture_default_str();
}

}  // namespace inburgering::gateway::cli
