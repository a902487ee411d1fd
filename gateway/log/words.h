#pragma once
// What an entry of the log may say of its direction, its feed and its outcome: these words and no others, in
// the code, in the contracts and on the pages. What an outcome means to a reader stands in docs/beheer.md.
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace inburgering::gateway::config {
enum class Role;
}

namespace inburgering::gateway::log {

namespace direction {
inline constexpr std::string_view in = "in";
inline constexpr std::string_view uit = "uit";
inline constexpr std::array all{in, uit};
}  // namespace direction

namespace feed {
inline constexpr std::string_view duo = "duo";
inline constexpr std::string_view brp = "brp";
inline constexpr std::string_view taalschool = "taalschool";
inline constexpr std::string_view afnemer = "afnemer";
inline constexpr std::string_view gateway = "gateway";  ///< what it does of itself
inline constexpr std::string_view beheer = "beheer";    ///< what the operator does
inline constexpr std::array partners{duo, brp, taalschool, afnemer};
inline constexpr std::array all{duo, brp, taalschool, afnemer, gateway, beheer};
/// Of a party in this role.
std::string_view of(config::Role role);
}  // namespace feed

namespace kind {
/// What an afnemer fetched; its `events` are those that were handed over, and came of other messages.
inline constexpr std::string_view fetched = "gebeurtenissen opgehaald";
/// A synchronisation began: the beginning of a journey, of which all its questions are steps. Its id is that
/// of the run.
inline constexpr std::string_view run_started = "synchronisatie gestart";
/// The BRP will be asked to follow a person no longer.
inline constexpr std::string_view unfollow_asked = "einde volgen gevraagd";
}  // namespace kind

namespace outcome {
inline constexpr std::string_view verwerkt = "verwerkt";
inline constexpr std::string_view herhaald = "herhaald";
inline constexpr std::string_view geweigerd = "geweigerd";
inline constexpr std::string_view afgeleverd = "afgeleverd";
inline constexpr std::string_view mislukt = "mislukt";
inline constexpr std::string_view niet_gevonden = "niet-gevonden";
inline constexpr std::string_view niet_van_ons = "niet-van-ons";
inline constexpr std::string_view niet_relevant = "niet-relevant";
inline constexpr std::string_view ontvangen = "ontvangen";
inline constexpr std::string_view nagekeken = "nagekeken";
inline constexpr std::string_view fout = "fout";
inline constexpr std::string_view fout_bij_duo = "fout-bij-duo";
inline constexpr std::string_view fout_bij_brp = "fout-bij-brp";
inline constexpr std::string_view uitgesteld = "uitgesteld";
inline constexpr std::string_view aanvaard = "aanvaard";
inline constexpr std::string_view niet_aangekomen = "niet-aangekomen";
inline constexpr std::string_view onzeker = "onzeker";
inline constexpr std::string_view ingetrokken = "ingetrokken";
inline constexpr std::string_view achterhaald = "achterhaald";
inline constexpr std::string_view bevestigd = "bevestigd";
inline constexpr std::string_view vervallen = "vervallen";
inline constexpr std::string_view alarm = "alarm";
inline constexpr std::string_view voltooid = "voltooid";
inline constexpr std::string_view ingezien = "ingezien";
inline constexpr std::array usual{verwerkt, herhaald, geweigerd, afgeleverd, mislukt};  ///< to name a few
inline constexpr std::array all{
    verwerkt,     herhaald,      geweigerd, afgeleverd,      mislukt,  niet_gevonden,
    niet_van_ons, niet_relevant, ontvangen, nagekeken,       fout,     fout_bij_duo,
    fout_bij_brp, uitgesteld,    aanvaard,  niet_aangekomen, onzeker,  ingetrokken,
    achterhaald,  bevestigd,     vervallen, alarm,           voltooid, ingezien};
/// Those that someone should look at. Entries get a key by it when they are written (Key::trouble): a word
/// that is added here finds only what comes after.
inline constexpr std::array trouble{geweigerd,    mislukt, alarm,     fout_bij_duo, uitgesteld,
                                    fout_bij_brp, onzeker, vervallen, fout};
}  // namespace outcome

/// "in, uit", or with another word before the last: "in of uit".
std::string listed(std::span<const std::string_view> words, std::string_view before_last = ", ");

}  // namespace inburgering::gateway::log
