#include "simulator/english.h"

#include <array>

namespace inburgering::simulator {

using commandline::Row;

std::span<const Row> english() {
  // std::array{…} of so many is more than clang unfolds.
  static constexpr auto rows = std::to_array<Row>({
      Row{"Speelt de andere kant van de keten: DUO, BRP, een taalschool en een afnemer",
          "Plays the other side of the chain: DUO, BRP, a language school and a subscriber"},
      Row{"DUO: beantwoordt vragen, stuurt notificaties", "DUO: answers questions, sends notifications"},
      Row{"BRP: stuurt kennisgevingen, beantwoordt vragen", "BRP: sends kennisgevingen, answers questions"},
      Row{"taalschool: meldt voortgang en aanwezigheid", "language school: reports progress and attendance"},
      Row{"afnemer: ontvangt gebeurtenissen", "subscriber: receives events"},
      Row{"beantwoordt vragen uit voorbeeldgegevens", "answers questions from example data"},
      Row{"speelt een jaar van notificaties naar een draaiboek",
          "plays a year of notifications after a script"},
      Row{"stuurt een notificatie", "sends a notification"},
      Row{"de map van 'pki dev'", "the folder of 'pki dev'"},
      Row{"welk certificaat uit die map", "which certificate of that folder"},
      Row{"0: het systeem kiest", "0: the system chooses"},
      Row{"de voorbeeldgegevens; zonder: die zijn meegeleverd",
          "the example data; without: those that are shipped"},
      Row{"antwoorden tegelijk", "answers at once"},
      Row{"zo lang met elk antwoord wachten", "wait so long with each answer"},
      Row{"zo veel vragen laten mislukken; -1: alle", "have so many questions fail; -1: all"},
      Row{"met deze HTTP-status", "with this HTTP status"},
      Row{"het volledige adres bij de gateway", "the whole address at the gateway"},
      Row{"het adres van een draaiende 'duo serve'", "the address of a running 'duo serve'"},
      Row{"OIN van DUO", "OIN of DUO"},
      Row{"OIN van de gemeente", "OIN of the municipality"},
      Row{"het draaiboek; zonder: dat is meegeleverd", "the script; without: the one that is shipped"},
      Row{"het draaiboek", "the script"},
      Row{"zo lang duurt een dag van het verhaal", "how long a day of the story takes"},
      Row{"bijvoorbeeld SS101", "for example SS101"},
      Row{"over wie", "about whom"},
      Row{"zonder: een nieuwe UUID", "without: a new UUID"},
      Row{"beantwoordt vragen (Personen API, npsLv01) en volgt personen",
          "answers questions (Personen API, npsLv01) and follows persons"},
      Row{"stuurt kennisgevingen naar een draaiboek", "sends kennisgevingen after a script"},
      Row{"stuurt een StUF-BG-bericht", "sends a StUF-BG message"},
      Row{"organisatie van de zender", "organisation of the sender"},
      Row{"OIN of gemeentecode", "OIN or code of the municipality"},
      Row{"het bericht; - is standaardinvoer", "the message; - is standard input"},
      Row{"stuurt een melding", "sends a report"},
      Row{"een school met haar deelnemers, een jaar lang", "a school with its participants, for a year"},
      Row{"de melding; - is standaardinvoer", "the report; - is standard input"},
      Row{"gemeentecode", "code of the municipality"},
      Row{"hoeveel", "how many"},
      Row{"welk jaar", "which year"},
      Row{"andere deelnemers", "other participants"},
      Row{"zo lang duurt een maand van het verhaal", "how long a month of the story takes"},
      Row{"ontvangt en toont gebeurtenissen", "receives and shows events"},
      Row{"bewaart elke gebeurtenis als regel JSON", "keeps each event as a line of JSON"},
      Row{"onthoudt wat er kwam, ook na een herstart", "remembers what came, also after a restart"},
      Row{"toont geen gebeurtenissen", "shows no events"},
      Row{"wil niets ontvangen", "wants to receive nothing"},
      Row{"hoe het zich misdraagt", "how it misbehaves"},
      Row{"bij zo veel verzoeken; -1: alle", "at so many requests; -1: all"},
      Row{"en deze Retry-After, in seconden", "and this Retry-After, in seconds"},
      Row{"waarheen het doorverwijst", "where it redirects to"},
      Row{"kans om zich zomaar te misdragen", "chance to misbehave just so"},
      Row{"ander toeval", "other chance"},
  });
  return rows;
}

}  // namespace inburgering::simulator
