// What only the fields of a row together show.
#include "adapters/taalschool/aanwezigheid.h"
#include "adapters/taalschool/activiteit.h"
#include "adapters/taalschool/afronding.h"
#include "adapters/taalschool/deelname.h"
#include "adapters/taalschool/signaal.h"
#include "adapters/taalschool/toetsresultaat.h"
#include "adapters/taalschool/vaardigheid.h"
#include "adapters/taalschool/voortgangsmeting.h"
#include "schemas/value/text.h"

namespace inburgering::adapters::taalschool {
namespace {

int days_between(schemas::Day from, schemas::Day to) {
  return static_cast<int>((std::chrono::sys_days(to.date()) - std::chrono::sys_days(from.date())).count());
}

}  // namespace

void check_rij(const Rij& rij, schemas::Faults& faults) {
  const auto digits = rij.bsn.digits();
  if ((!digits.empty() && rij.kenmerk.contains(digits)) || schemas::may_hold_bsn(rij.kenmerk))
    faults.push_back({"/kenmerk", "bsn-in-kenmerk",
                      "in het kenmerk staat een getal dat een bsn is of kan zijn (negen cijfers die aan de "
                      "11-proef voldoen); kies een kenmerk waaruit de persoon niet blijkt, want het staat in "
                      "adressen en logboeken"});
}

void check(const Deelname& deelname, schemas::Faults& faults) {
  check_rij(deelname, faults);
  if (deelname.verwachte_einddatum && *deelname.verwachte_einddatum < deelname.startdatum)
    faults.push_back({"/verwachteEinddatum", "periode", "de verwachte einddatum ligt voor de startdatum"});
  if (deelname.soort == "participatie" && !deelname.activiteit)
    faults.push_back({"/activiteit", "verplicht", "noem bij participatie wat iemand doet"});
  if (deelname.soort != "participatie" && deelname.activiteit)
    faults.push_back({"/activiteit", "soort", "een activiteit hoort alleen bij soort participatie"});
}

void check(const Voortgangsmeting& meting, schemas::Faults& faults) { check_rij(meting, faults); }

void check(const Aanwezigheid& aanwezigheid, schemas::Faults& faults) {
  check_rij(aanwezigheid, faults);
  constexpr int longest_period = 366;
  const int days = days_between(aanwezigheid.periode_van, aanwezigheid.periode_tot) + 1;
  if (days < 1) {
    faults.push_back({"/periodeTot", "periode", "de periode eindigt voordat zij begint"});
    return;
  }
  if (days > longest_period)
    faults.push_back({"/periodeTot", "periode", "de periode is langer dan een jaar; meld per maand of week"});
  constexpr std::int64_t hundredths_a_day = 24 * 100;
  const auto hours = [](const auto& stated) { return stated ? stated->hundredths() : 0; };
  const auto all = aanwezigheid.uren_gevolgd.hundredths() + hours(aanwezigheid.uren_geoorloofd_verzuim) +
                   hours(aanwezigheid.uren_ongeoorloofd_verzuim);
  if (all > days * hundredths_a_day)
    faults.push_back({"/urenGevolgd", "uren", "er zijn meer uren gemeld dan de periode lang is"});
}

void check(const Toetsresultaat& resultaat, schemas::Faults& faults) {
  check_rij(resultaat, faults);
  if (resultaat.score && resultaat.maximale_score && *resultaat.score > *resultaat.maximale_score)
    faults.push_back({"/score", "score", "de score is hoger dan de maximale score"});
  if (!resultaat.niveau && !resultaat.score && !resultaat.uitslag)
    faults.push_back({"/uitslag", "verplicht", "noem een niveau, een score of een uitslag"});
}

void check(const Afronding& afronding, schemas::Faults& faults) {
  check_rij(afronding, faults);
  if (afronding.uitkomst == "gestopt" && !afronding.reden)
    faults.push_back({"/reden", "verplicht", "noem bij uitkomst gestopt de reden"});
  if (afronding.uitkomst == "voltooid" && afronding.reden)
    faults.push_back({"/reden", "uitkomst", "een reden hoort alleen bij uitkomst gestopt"});
}

void check(const Vaardigheid& vaardigheid, schemas::Faults& faults) {
  check_rij(vaardigheid, faults);
  bool any = vaardigheid.ict_vaardig.has_value();
  for (const auto* each :
       {&vaardigheid.taal_overall, &vaardigheid.taal_mondeling, &vaardigheid.taal_schriftelijk,
        &vaardigheid.taalleerbaarheid, &vaardigheid.spreekvaardigheid, &vaardigheid.resultaat_taalles,
        &vaardigheid.opleidingsniveau, &vaardigheid.ict_niveau})
    any = any || each->has_value();
  if (!any) faults.push_back({"", "verplicht", "noem minstens één oordeel"});
}

void check(const Activiteit& activiteit, schemas::Faults& faults) {
  check_rij(activiteit, faults);
  if (activiteit.einddatum && *activiteit.einddatum < activiteit.startdatum)
    faults.push_back({"/einddatum", "periode", "de einddatum ligt voor de startdatum"});
}

void check(const Signaal& signaal, schemas::Faults& faults) {
  check_rij(signaal, faults);
  if (signaal.soort == "overig" && !signaal.toelichting)
    faults.push_back({"/toelichting", "verplicht", "licht een signaal van soort overig toe"});
}

}  // namespace inburgering::adapters::taalschool
