#include "gateway/store/archive.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

#include "gateway/store/key_file.h"
#include "schemas/reason.h"
#include "schemas/record/text_member.h"

namespace inburgering::gateway::store {
namespace {

namespace json = boost::json;

constexpr std::string_view magic = "inburgering-gateway back-up 1\n";
/// More than any part is: a length that was damaged.
constexpr std::uint32_t longest_part = 64U << 20U;
constexpr std::size_t longest_head = 4096;

std::string why_not() { return schemas::reason_of(errno); }

std::string text_of(const ArchiveHead& head) {
  return json::serialize(json::object{{"id", head.id},
                                      {"programma", head.program},
                                      {"schema", head.schema},
                                      {"moment", head.moment},
                                      {"sleutel", head.key},
                                      {"kenmerk", head.mark},
                                      {"basis", head.base}}) +
         '\n';
}

std::optional<ArchiveHead> read_head(std::string_view line) {
  const auto read = schemas::object_in(line);
  if (!read) return std::nullopt;
  ArchiveHead head{schemas::text_member(*read, "id"),
                   schemas::text_member(*read, "programma"),
                   0,
                   schemas::text_member(*read, "moment"),
                   schemas::text_member(*read, "sleutel"),
                   schemas::text_member(*read, "kenmerk"),
                   schemas::text_member(*read, "basis")};
  const auto schema = schemas::number_member(*read, "schema");
  if (!schema || *schema < 0 || head.id.empty()) return std::nullopt;
  head.schema = static_cast<std::size_t>(*schema);
  return head;
}

std::string place_of(const std::string& bound_to, std::int64_t part, char kind) {
  return bound_to + ':' + std::to_string(part) + ':' + kind;
}

/// A pipe that nobody writes to would be waited for without end.
std::filesystem::path ordinary(std::filesystem::path file) {
  std::error_code unknown;
  const auto status = std::filesystem::status(file, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw BadArchive("back-up " + file.string() +
                     " is geen gewoon bestand; noem het bestand zelf, geen map, pijp of apparaat");
  return file;
}

}  // namespace

void refuse_another_file(const std::filesystem::path& to) {
  std::error_code unknown;
  const auto status = std::filesystem::symlink_status(to, unknown);
  if (status.type() == std::filesystem::file_type::not_found) return;
  const auto refuse = [&](const std::string& what) {
    throw BadArchive(
        to.string() + what +
        ": noem een bestand dat er nog niet is. Er is geen back-up gemaakt, en dit bestand is zoals "
        "het was");
  };
  if (status.type() == std::filesystem::file_type::none)
    refuse(" is niet te bekijken (" + schemas::reason_of(unknown) + ")");
  if (status.type() != std::filesystem::file_type::regular)
    refuse(" is geen gewoon bestand");  // nor a way to one
  std::ifstream in(to, std::ios::binary);
  std::string front(magic.size(), '\0');
  if (!in.read(front.data(), static_cast<std::streamsize>(front.size())) || front != magic)
    refuse(" bestaat, en is geen back-up van de gateway");
}

std::filesystem::path unfinished_archive(const std::filesystem::path& to) { return to.string() + ".onaf"; }

ArchiveWriter::ArchiveWriter(std::filesystem::path to, const Sealing& sealing, ArchiveHead head)
    : to_(std::move(to)), temporary_(unfinished_archive(to_)), sealing_(sealing), head_(std::move(head)) {
  refuse_another_file(to_);
  constexpr int owner_only = 0600;
  file_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
  if (file_ < 0) throw BadArchive(temporary_.string() + " is niet te maken: " + why_not());
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(file_, -1));
    throw BadArchive("er wordt al een back-up gemaakt naar " + to_.string());
  }
  // What a run that was broken off left.
  if (::ftruncate(file_, 0) != 0) throw BadArchive(temporary_.string() + ": " + why_not());
  head_.key = sealing_.keys.id();
  head_.mark = sealing_.keys.marks().front();
  const auto front = std::string(magic) + text_of(head_);
  bound_to_ = "back-up:" + sha256(front);
  write(front);
}

ArchiveWriter::~ArchiveWriter() {
  if (file_ < 0) return;
  ::unlink(temporary_.c_str());
  ::close(file_);
}

void ArchiveWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0)
      throw BadArchive(
          to_.string() + " is niet te schrijven: " + why_not() +
          (errno == ENOSPC || errno == EFBIG || errno == EDQUOT
               ? "; maak ruimte, of neem een andere plaats. Er is geen back-up gemaakt, en aan de opslag is "
                 "niets veranderd"
               : ""));
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void ArchiveWriter::put(ArchivePart kind, std::string_view plain) {
  const auto sealed = sealing_.keys.seal(plain, place_of(bound_to_, parts_++, static_cast<char>(kind)),
                                         sealing_.surroundings.random);
  std::string head(1, static_cast<char>(kind));
  for (unsigned shift = 0; shift < 32; shift += 8) head += static_cast<char>(sealed.size() >> shift);
  write(head);
  write(sealed);
}

void ArchiveWriter::finish() {
  if (::fsync(file_) != 0) throw BadArchive(to_.string() + " komt niet op de schijf: " + why_not());
  refuse_another_file(to_);
  if (::rename(temporary_.c_str(), to_.c_str()) != 0)
    throw BadArchive(to_.string() + " is niet te maken: " + why_not());
  ::close(std::exchange(file_, -1));
  if (!make_durable(to_)) throw BadArchive(to_.string() + " komt niet op de schijf: " + why_not());
}

ArchiveReader::ArchiveReader(std::filesystem::path file, const Keys& keys)
    : file_(ordinary(std::move(file))), keys_(keys), in_(file_, std::ios::binary) {
  if (!in_) throw BadArchive("back-up " + file_.string() + " is niet te lezen: " + why_not());
  std::error_code error;
  size_ = static_cast<std::int64_t>(std::filesystem::file_size(file_, error));
  std::string front(magic.size(), '\0');
  std::string line(longest_head, '\0');
  if (!in_.read(front.data(), static_cast<std::streamsize>(front.size())) || front != magic ||
      !in_.getline(line.data(), static_cast<std::streamsize>(line.size())))
    throw BadArchive(file_.string() + " is geen back-up van de gateway, of het begin ervan is beschadigd");
  line.resize(line.find('\0'));
  auto head = read_head(line);
  if (!head) fail("het begin ervan is beschadigd");
  head_ = std::move(*head);
  bound_to_ = "back-up:" + sha256(front + line + '\n');
  const auto marks = keys_.marks();
  if (std::ranges::find(marks, head_.mark) == marks.end())
    throw BadArchive("back-up " + file_.string() +
                     " is gemaakt met een sleutel die niet in store.key staat (zij heette " + head_.key +
                     "): zet die erbij, onder de sleutels van nu. Er is niets teruggezet");
}

void ArchiveReader::fail(const std::string& why) const {
  throw BadArchive("back-up " + file_.string() + " is niet heel: " + why +
                   ". Er is niets teruggezet; neem een andere back-up");
}

std::optional<ArchiveReader::Part> ArchiveReader::next(bool pages) {
  const auto cut_short = [&] { fail("zij is afgebroken, of het einde ontbreekt"); };
  if (ended_) return std::nullopt;
  std::array<char, 5> head{};
  do {
    if (!in_.read(head.data(), head.size())) cut_short();
    std::uint32_t length = 0;
    for (std::size_t i = 4; i >= 1; --i) length = length << 8U | static_cast<unsigned char>(head.at(i));
    const bool known = head[0] == 'p' || head[0] == 'd' || head[0] == 'm';
    if (!known || length > longest_part) fail("deel " + std::to_string(parts_) + " is beschadigd");
    if (head[0] == 'p' && !pages) {
      ++parts_;
      in_.seekg(length, std::ios::cur);
      continue;
    }
    std::string sealed(length, '\0');
    if (!in_.read(sealed.data(), static_cast<std::streamsize>(sealed.size()))) cut_short();
    Part part{static_cast<ArchivePart>(head[0]), {}};
    try {
      part.plain = keys_.open(sealed, place_of(bound_to_, parts_, head[0]));
    } catch (const Unavailable&) {
      throw;
    } catch (const std::runtime_error&) {
      fail("deel " + std::to_string(parts_) + " is beschadigd of vervangen");
    }
    ++parts_;
    if (part.kind == ArchivePart::manifest) {
      ended_ = true;
      if (in_.peek() != std::ifstream::traits_type::eof()) fail("er staat nog iets achter het einde");
    }
    return part;
  } while (true);
}

}  // namespace inburgering::gateway::store
