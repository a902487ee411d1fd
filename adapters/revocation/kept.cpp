#include "adapters/revocation/kept.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "schemas/on_disk.h"
#include "schemas/reason.h"

namespace inburgering::adapters::revocation {
namespace {

using PemBio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free_all(bio); })>;

constexpr std::string_view ending = ".pem";
constexpr std::string_view source_mark = "# bron: ";  // a line before the PEM, which OpenSSL passes over
constexpr std::size_t most_kept = 512;

std::unexpected<std::string> failed(const std::filesystem::path& file) {
  return std::unexpected("de intrekkingslijst kan niet worden bewaard in " + file.string() + ": " +
                         schemas::reason_of(errno));
}

bool write_all(int out, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(out, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Closes at the end.
class Opened {
 public:
  Opened(const std::filesystem::path& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

std::string pem_of(const Kept& kept) {
  const PemBio out(BIO_new(BIO_s_mem()));
  BIO_puts(out.get(), (std::string(source_mark) + kept.source + "\n").c_str());
  for (const auto& each : kept.issuers) PEM_write_bio_X509(out.get(), each.get());
  PEM_write_bio_X509_CRL(out.get(), kept.list.crl.get());
  char* text = nullptr;
  const auto length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

/// In PEM it takes a third more, and its issuers stand there too.
std::expected<std::string, std::string> bytes_of(const std::filesystem::path& file) {
  const Opened in(file, O_RDONLY | O_NOFOLLOW);
  if (in.number() < 0) return std::unexpected(schemas::reason_of(errno));
  std::string bytes;
  std::string part(std::size_t{64} * 1024, '\0');
  while (true) {
    const auto got = ::read(in.number(), part.data(), part.size());
    if (got < 0) return std::unexpected(schemas::reason_of(errno));
    if (got == 0) return bytes;
    bytes.append(part, 0, static_cast<std::size_t>(got));
    if (bytes.size() > 2 * largest_list) return std::unexpected("het is te groot");
  }
}

std::expected<Kept, std::string> read_one(const std::filesystem::path& file) {
  const auto bytes = bytes_of(file);
  if (!bytes) return std::unexpected(bytes.error());
  const auto at = bytes->find("-----BEGIN X509 CRL-----");
  if (at == std::string::npos) return std::unexpected("er staat geen lijst in");
  auto lists = parse_own(std::string_view(*bytes).substr(at));
  if (!lists) return std::unexpected(lists.error());
  Kept kept{std::move(lists->front()), certificates_in(std::string_view(*bytes).substr(0, at)), {}};
  if (bytes->starts_with(source_mark))
    kept.source = bytes->substr(source_mark.size(), bytes->find('\n') - source_mark.size());
  return kept;
}

}  // namespace

Chain certificates_in(std::string_view pem, std::size_t most) {
  Chain all;
  const PemBio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (all.size() < most) {
    X509* each = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr);
    if (each == nullptr) break;
    all.emplace_back(each, [](X509* certificate) { X509_free(certificate); });
  }
  ERR_clear_error();
  return all;
}

std::expected<void, std::string> keep(const std::filesystem::path& folder, const Kept& kept) {
  // Where it cannot be made, the file in it cannot either.
  auto error = schemas::make_folders(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  const auto file = folder / (kept.list.key + std::string(ending));
  const auto fresh = folder / (kept.list.key + ".nieuw");
  ::unlink(fresh.c_str());  // of a time before, or put there by someone
  {
    const Opened out(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (out.number() < 0) return failed(file);
    if (!write_all(out.number(), pem_of(kept)) || ::fsync(out.number()) != 0) {
      const auto fault = failed(file);
      ::unlink(fresh.c_str());
      return fault;
    }
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) return failed(file);
  const Opened within(folder, O_RDONLY | O_DIRECTORY);
  if (within.number() < 0 || ::fsync(within.number()) != 0) return failed(file);
  return {};
}

ReadBack read_kept(const std::filesystem::path& folder) {
  ReadBack all;
  std::error_code error;
  for (const auto& each : std::filesystem::directory_iterator(folder, error)) {
    if (each.path().extension() != ending || all.kept.size() >= most_kept) continue;
    auto kept = read_one(each.path());
    if (kept)
      all.kept.push_back(std::move(*kept));
    else
      all.faults.push_back("de bewaarde intrekkingslijst " + each.path().string() +
                           " is niet bruikbaar en telt niet mee: " + kept.error());
  }
  return all;
}

}  // namespace inburgering::adapters::revocation
