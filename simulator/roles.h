#pragma once
// The roles that keten-simulator plays. Each answers an exit code: 0 done, 1 the other side refused, 2 usage.
#include <filesystem>
#include <string>

#include "simulator/duo_api.h"

namespace inburgering::simulator {

struct DuoServe {
  std::filesystem::path pki;
  std::string name = "duo-server";
  std::filesystem::path fixtures;
  unsigned short port = 18444;
  int threads = 8;  ///< answers at once, when it is slow
  Behaviour behaviour;
};
/// Answers questions and takes reports. PUT /simulator/gedrag {"vertragingMs", "status", "aantal"} makes it
/// slow or failing.
int serve_duo(const DuoServe& options);

struct BrpServe {
  std::filesystem::path pki;
  std::string name = "brp-server";
  std::filesystem::path fixtures;
  unsigned short port = 18447;
  int threads = 8;
  Behaviour behaviour{};
};
/// Answers the Personen API, npsLv01 and the Update API (see BrpApi).
int serve_brp(const BrpServe& options);

/// How a receiver misbehaves.
struct Conduct {
  int delay_ms = 0;
  int status = 503;
  int count = 0;  ///< how many of the next requests; -1 = all
  std::string what =
      "fout";           ///< fout, stil (never answers), reset, doorverwijzing, leugen (about its length)
  double chance = 0;    ///< of misbehaving by itself: fout, stil, reset or leugen
  int retry_after = 0;  ///< seconds, with fout; 0 = does not say
};
struct Afnemer {
  std::filesystem::path pki;
  std::string name = "afnemer-0518-server";
  unsigned short port = 18445;
  std::filesystem::path out{};      ///< each event as one line of JSON; empty = not kept
  std::filesystem::path journal{};  ///< "dossier sequence id µs" of each; read back at the start
  std::string redirect = "https://elders.example/";
  bool refuse_handshake = false;
  bool quiet = false;
  int threads = 2;
  int seed = 1;
  Conduct conduct{};
};
/// Receives events, checks their order, repeats and content, and prints a readable line for each.
/// GET /simulator/stand tells the counts; PUT /simulator/gedrag makes it misbehave.
int serve_afnemer(const Afnemer& options);

struct Sending {
  std::filesystem::path pki;
  std::string name;  ///< whose client certificate
  std::string url;   ///< the whole address
};
struct Notification {
  Sending to;
  std::string bron, doel, gebeurtenis, bsn, v_nummer, bericht_id;
};
int notify(const Notification& notification);

/// A script of kennisgevingen: [ {"wat": …, "wachtMs": …, "bestand": FILE} or {"mutatiesoort": "T|V", "bsn"}
/// or
/// {"mutatiesoort": "W|C|F", "bsn", "oud": {element: value}, "nieuw": {…}}, … ].
struct BrpPlay {
  Sending to;
  std::filesystem::path script;
  std::filesystem::path fixtures;
  std::string zender, ontvanger;
};
int play_brp(const BrpPlay& play);

/// A story of a year: on each day DUO knows something else, and says so.
struct Year {
  Sending to;             ///< the gateway's notifications
  std::string simulator;  ///< base address of a running `duo serve`, which is told what to answer
  std::filesystem::path script;
  std::string bron, doel;
  int day_ms = 0;  ///< how long a day of the story takes
};
int play_year(const Year& year);

/// A taalschool that tells through a year, month by month, who came and how they got on.
struct SchoolYear {
  Sending to;  ///< base of the API: https://…/taalschool/v1
  std::string gemeente = "0518";
  int participants = 200;
  int year = 2026;
  int seed = 1;      ///< another seed: other persons
  int month_ms = 0;  ///< how long a month of the story takes
};
int play_school_year(const SchoolYear& year);

/// Sends a file (- is standard input) and prints the answer; 0 when it was accepted.
int send_file(const Sending& to, const std::string& content_type, const std::string& file);

}  // namespace inburgering::simulator
