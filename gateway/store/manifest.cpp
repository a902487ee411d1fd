#include "gateway/store/manifest.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/store/archive.h"

namespace inburgering::gateway::store {
namespace json = boost::json;

std::string text_of(const Manifest& manifest) {
  json::object rows;
  for (const auto& [table, count] : manifest.rows) rows[table] = count;
  return json::serialize(json::object{{"motor", manifest.engine},
                                      {"paginagrootte", manifest.page_size},
                                      {"paginas", manifest.pages},
                                      {"hierin", manifest.stored},
                                      {"digest", manifest.digest},
                                      {"rijen", std::move(rows)},
                                      {"logregel", manifest.log_seq},
                                      {"loghash", manifest.log_hash},
                                      {"ijkpunt", manifest.checkpoint},
                                      {"ondertekenaar", manifest.signer},
                                      {"dossiersleutels", manifest.keys},
                                      {"dossiersleutelsAantal", manifest.key_count}});
}

Manifest read_manifest(const std::string& text) {
  try {
    const auto object = json::parse(text).as_object();
    const auto word = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
    const auto number = [&](std::string_view name) { return object.at(name).as_int64(); };
    Manifest manifest{word("motor"),         number("paginagrootte"), number("paginas"),
                      number("hierin"),      word("digest"),          {},
                      number("logregel"),    word("loghash"),         word("ijkpunt"),
                      word("ondertekenaar"), word("dossiersleutels"), number("dossiersleutelsAantal")};
    for (const auto& [table, count] : object.at("rijen").as_object()) manifest.rows[table] = count.as_int64();
    return manifest;
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception&) {
    throw BadArchive(
        "wat aan het eind van de back-up staat is van een andere versie dan deze; gebruik die versie");
  }
}

std::map<std::string, std::int64_t> rows_of(Session& sql) {
  std::map<std::string, std::int64_t> rows;
  for (const auto& table : sql.engine().tables())
    rows[table.name] =
        sql.one<std::int64_t>({"backup.rows_of", "SELECT COUNT(*) FROM " + table.name}).value_or(0);
  return rows;
}

}  // namespace inburgering::gateway::store
