#include "adapters/duo/vraag.h"

#include <algorithm>
#include <vector>

#include "adapters/duo/answer.h"
#include "adapters/duo/examen.h"
#include "adapters/duo/gevolgde_uren.h"
#include "adapters/duo/inburgeringsplicht.h"
#include "adapters/duo/inburgeringstermijn.h"
#include "adapters/duo/instelling.h"
#include "adapters/duo/leerbaarheidstoets.h"
#include "adapters/duo/map_pvt.h"
#include "adapters/duo/ontheffing.h"
#include "adapters/duo/pip.h"
#include "adapters/duo/vrijstelling.h"

namespace inburgering::adapters::duo {
namespace {

template <class Body>
schemas::Faults check_answer(std::string_view body) {
  auto parsed = parse_answer<Body>(body);
  return parsed ? schemas::Faults{} : std::move(parsed.error());
}

template <class Body>
constexpr Resource about_person(std::string_view name, Onderwerp onderwerp, std::string_view path,
                                std::string_view api_version) {
  return {name, onderwerp, path, api_version, true, check_answer<Body>};
}

template <class Body>
constexpr Resource reference(std::string_view name, std::string_view path, std::string_view api_version) {
  return {name, Onderwerp::referentie, path, api_version, false, check_answer<Body>};
}

using std::vector;
using enum Onderwerp;
constexpr Resource all_resources[] = {
    about_person<Inburgeringsplicht>("inburgeringsplicht", plicht, "/inburgeringsplicht", "1.2.2"),
    about_person<Doelgroep>("doelgroep", plicht, "/doelgroep", "1.2.2"),
    about_person<Inburgeringstermijn>("inburgeringstermijn", termijn, "/inburgeringstermijn", "1.0.0"),
    about_person<PipVanGemeente>("pip", pip, "/PIP", "1.2.0"),
    about_person<vector<Examenresultaat>>("examenresultaten", examen, "/examens/resultaten", "1.0.0"),
    about_person<vector<GratisPogingTegoed>>("gratispogingen", examen, "/examens/gratispogingen", "1.0.0"),
    about_person<vector<Vrijstelling>>("vrijstellingen", vrijstelling, "/vrijstellingen", "1.0.0"),
    about_person<vector<Ontheffing>>("ontheffingen", ontheffing, "/ontheffingen", "1.0.0"),
    about_person<vector<Leerbaarheidstoetsresultaat>>("leerbaarheidstoets", leerbaarheid, "/lbt/resultaten",
                                                      "1.2.0"),
    about_person<Examennummer>("examennummer", leerbaarheid, "/lbt/examennummer", "1.2.0"),
    about_person<vector<UrenVanGemeente>>("uren", uren, "/uren", "1.0.0"),
    about_person<DatumMap>("map", map_pvt, "/map", "1.0.0"),
    about_person<DatumPvt>("pvt", map_pvt, "/pvt", "1.0.0"),
    about_person<vector<Inburgeringsplichthistorie>>("inburgeringsplicht-historie", historie,
                                                     "/inburgeringsplicht/historie", "1.2.2"),
    about_person<vector<Doelgroephistorie>>("doelgroep-historie", historie, "/doelgroep/historie", "1.2.2"),
    about_person<vector<Inburgeringstermijnhistorie>>("inburgeringstermijn-historie", historie,
                                                      "/inburgeringstermijn/historie", "1.0.0"),
    reference<vector<Verlengingsgrond>>("verlengingsgronden", "/verlengingsgronden", "1.0.0"),
    reference<vector<Instelling>>("instellingen", "/instellingen", "1.2.0"),
};

}  // namespace

std::span<const Resource> resources() { return all_resources; }

const Resource* find_resource(std::string_view name) {
  const auto* found = std::ranges::find(all_resources, name, &Resource::name);
  return found == std::end(all_resources) ? nullptr : found;
}

transport::Call question(const Resource& resource, std::string_view base_url,
                         const std::optional<schemas::Bsn>& bsn, const MessageHeaders& headers,
                         const transport::TlsFiles& tls) {
  transport::Call call;
  call.url = std::string(base_url);
  if (resource.about_person) call.url += "/personen/" + bsn.value().digits();
  call.url += resource.path;
  call.headers = {{"bron", headers.bron.digits()},
                  {"doel", headers.doel.digits()},
                  {"berichtId", headers.bericht_id},
                  {"Accept", "application/json"}};
  call.tls = tls;
  return call;
}

}  // namespace inburgering::adapters::duo
