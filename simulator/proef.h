#pragma once
// A scripted acceptance of what a vendor made, before it goes live: each part gets a mark, and together they
// are a report that a gemeente can ask for.
#include <boost/json/object.hpp>
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace inburgering::simulator {

enum class Cijfer : unsigned char { voldoet, voldoet_niet, niet_beproefd };

/// One part of a proof.
struct Onderdeel {
  std::string naam;
  std::string eis;  ///< what is asked, as a gemeente reads it
  Cijfer cijfer = Cijfer::niet_beproefd;
  std::string toelichting;  ///< what was seen; never content of a message
};

struct Proefverslag {
  std::string wat;     ///< who was tried
  std::string moment;  ///< when, in UTC
  /// How long an hour of the story took: outages are played by a clock that runs faster. What partners
  /// measure in seconds (Retry-After) is not sped up.
  std::chrono::milliseconds uur{0};
  std::vector<Onderdeel> onderdelen;
  std::size_t count(Cijfer cijfer) const;
};

/// "geslaagd", "deels beproefd" (no fault was seen, and not all was tried) or "gezakt".
std::string_view uitslag(const Proefverslag& verslag);
std::string to_text(const Proefverslag& verslag);
/// {"wat", "moment", "versie", "uurDuurdeMs", "uitslag", "voldoet", "voldoetNiet", "nietBeproefd",
/// "onderdelen":
/// [{"naam", "eis", "cijfer", "toelichting"}]}
boost::json::object to_json(const Proefverslag& verslag);
/// Prints it, and keeps it as JSON in `file` unless that is empty. The exit code: 1 when a part failed.
int tell(const Proefverslag& verslag, const std::filesystem::path& file);

struct ProefAfnemer {
  std::filesystem::path pki;
  std::string name = "gateway-client";
  std::string url;                           ///< where events go
  std::string oin = "00000099000000001000";  ///< of the gateway that is played
  std::string renewed;  ///< another certificate of that folder, of the same OIN; empty = not tried
  std::string counts;   ///< where the receiver tells what it took (docs/afnemers.md); empty = not asked
  std::string conduct;  ///< where the receiver can be told to fail; empty = not tried
  int hour_ms = 3000;
  std::filesystem::path json;
};
/// Plays the gateway to a receiver.
int proef_afnemer(const ProefAfnemer& options);

struct ProefSchool {
  std::filesystem::path pki;
  std::string name = "gateway-server";
  unsigned short port = 18448;
  int rows = 20;  ///< so many rows the client is going to send, each with a kenmerk of its own
  int hour_ms = 3000;
  int patience_ms = 120'000;  ///< the proof ends then, whatever came
  std::filesystem::path json;
};
/// Plays the gateway to the client of a school.
int proef_school(const ProefSchool& options);

}  // namespace inburgering::simulator
