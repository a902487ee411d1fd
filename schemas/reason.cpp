#include "schemas/reason.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace inburgering::schemas {
namespace {

constexpr std::array dutch{
    std::pair{EPERM, "dat mag deze gebruiker niet"},
    std::pair{ENOENT, "het bestand of de map bestaat niet"},
    std::pair{EINTR, "onderbroken"},
    std::pair{EIO, "lezen of schrijven mislukt: kijk naar de schijf"},
    std::pair{ENXIO, "dat apparaat is er niet"},
    std::pair{EBADF, "het bestand is niet open"},
    std::pair{EAGAIN, "nu bezet, probeer het later opnieuw"},
    std::pair{ENOMEM, "er is geen geheugen meer"},
    std::pair{EACCES, "toegang geweigerd"},
    std::pair{EBUSY, "in gebruik"},
    std::pair{EEXIST, "het bestaat al"},
    std::pair{EXDEV, "het ligt op een andere schijf"},
    std::pair{ENODEV, "dat apparaat is er niet"},
    std::pair{ENOTDIR, "een deel van het pad is geen map"},
    std::pair{EISDIR, "het is een map"},
    std::pair{EINVAL, "dat kan hier niet"},
    std::pair{ENFILE, "er staan op deze machine te veel bestanden open"},
    std::pair{EMFILE, "dit proces heeft te veel bestanden open"},
    std::pair{ETXTBSY, "het programma draait"},
    std::pair{EFBIG, "het bestand wordt te groot"},
    std::pair{ENOSPC, "de schijf is vol"},
    std::pair{EROFS, "de schijf is alleen te lezen"},
    std::pair{EMLINK, "er zijn te veel verwijzingen naar"},
    std::pair{EPIPE, "de andere kant luistert niet meer"},
    std::pair{ENAMETOOLONG, "de naam is te lang"},
    std::pair{ENOLCK, "er kan geen slot op"},
    std::pair{ENOSYS, "dat kan dit systeem niet"},
    std::pair{ENOTEMPTY, "de map is niet leeg"},
    std::pair{ELOOP, "te veel verwijzingen naar elkaar"},
    std::pair{EOVERFLOW, "het bestand is te groot"},
    std::pair{EADDRINUSE, "het adres is al in gebruik"},
    std::pair{EADDRNOTAVAIL, "dat adres heeft deze machine niet"},
    std::pair{ENETDOWN, "het netwerk ligt eruit"},
    std::pair{ENETUNREACH, "dat netwerk is niet te bereiken"},
    std::pair{ECONNABORTED, "de verbinding is afgebroken"},
    std::pair{ECONNRESET, "de andere kant brak de verbinding af"},
    std::pair{ENOTCONN, "er is geen verbinding"},
    std::pair{ETIMEDOUT, "er kwam niet op tijd antwoord"},
    std::pair{ECONNREFUSED, "de verbinding wordt geweigerd"},
    std::pair{EHOSTDOWN, "die machine staat uit"},
    std::pair{EHOSTUNREACH, "die machine is niet te bereiken"},
    std::pair{EAFNOSUPPORT, "dat soort adres kan deze machine niet"},
    std::pair{ENOTSUP, "dat kan hier niet"},
    std::pair{EDQUOT, "het quotum van de schijf is op"},
    std::pair{ECANCELED, "afgebroken"},
};

}  // namespace

std::string reason_of(int error, Tongue tongue) {
  if (tongue == Tongue::en) return std::generic_category().message(error);
  const auto* said = std::ranges::find(dutch, error, &decltype(dutch)::value_type::first);
  return said == dutch.end() ? "systeemfout " + std::to_string(error) : std::string(said->second);
}

std::string reason_of(const std::error_code& error) {
  const bool of_system =
      error.category() == std::system_category() || error.category() == std::generic_category();
  return of_system ? reason_of(error.value()) : error.message();
}

}  // namespace inburgering::schemas
