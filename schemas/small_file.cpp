#include "schemas/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "schemas/reason.h"

namespace inburgering::schemas {
namespace {

struct Opened {
  int number;
  explicit Opened(int opened) : number(opened) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (number >= 0) ::close(number);
  }
};

std::string not_opened(int error) {
  switch (error) {
    case ENOENT:
      return "het bestand bestaat niet";
    case EACCES:
    case EPERM:
      return "deze gebruiker mag het niet lezen (" + reason_of(error) +
             "); geef de gebruiker van de dienst leesrecht, of draai dit als die gebruiker";
    default:
      return "het is niet te openen (" + reason_of(error) + ")";
  }
}

}  // namespace

std::expected<std::string, std::string> read_small_file(const std::filesystem::path& file, std::size_t most) {
  const Opened in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (in.number < 0) return std::unexpected(not_opened(errno));
  struct stat kind{};
  if (::fstat(in.number, &kind) != 0 || !S_ISREG(kind.st_mode))
    return std::unexpected("dit is geen gewoon bestand; noem het bestand zelf, geen map, pijp of apparaat");
  std::string content;
  // One byte more than may be: that it grew meanwhile is seen too.
  content.resize(std::min(most, static_cast<std::size_t>(kind.st_size)) + 1);
  std::size_t size = 0;
  while (size < content.size()) {
    const auto read = ::read(in.number, content.data() + size, content.size() - size);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return std::unexpected(not_opened(errno));
    if (read == 0) break;
    size += static_cast<std::size_t>(read);
    if (size == content.size() && size <= most) content.resize(std::min(2 * size, most) + 1);
  }
  if (size > most)
    return std::unexpected("het bestand is groter dan " + std::to_string(most >> 20) +
                           " MiB; is dit het goede bestand?");
  content.resize(size);
  return content;
}

}  // namespace inburgering::schemas
