// Files that hold keys and certificates: of the store, of TLS, of the log, of dossiers, and revocation lists
// that were kept. The first byte says as what they are read.
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

#include "adapters/revocation/kept.h"
#include "adapters/revocation/list.h"
#include "adapters/token/password.h"
#include "adapters/transport/own_identity.h"
#include "adapters/transport/tls.h"
#include "gateway/log/signer.h"
#include "gateway/store/crypto.h"
#include "gateway/store/dossier_key_file.h"
#include "gateway/store/wrapped.h"

namespace {

using namespace inburgering;

struct Folder {
  std::filesystem::path at = [] {
    auto made = std::filesystem::temp_directory_path() / ("fuzz-sleutels-" + std::to_string(::getpid()));
    std::filesystem::create_directories(made);
    return made;
  }();

  std::filesystem::path write(const char* name, std::string_view bytes) const {
    auto file = at / name;
    std::ofstream(file, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file;
  }
};

void store_keys(const std::filesystem::path& file, std::string_view text) {
  if (const auto keys = gateway::store::Keys::read(file)) (void)keys->marks();
  (void)gateway::store::unwrap_lines(std::string(text), {});
  (void)gateway::store::unwrap(text, {});
  (void)gateway::store::plain_lines(std::string(text));
}

void identity(const adapters::transport::OwnFiles& files) {
  (void)adapters::transport::read_own(files);
  (void)adapters::transport::read_certificate(files);
  if (const auto signer = gateway::log::Signer::read(files)) (void)signer->sign("x");
}

void sealed(std::string_view bytes) {
  static const auto keys = [] {
    const Folder folder;
    return *gateway::store::Keys::read(folder.write("store.key", "k1:" + std::string(64, 'a') + "\n"));
  }();
  try {
    (void)keys.open(bytes, "body:1");
    __builtin_trap();  // nobody sealed it
  } catch (const std::runtime_error&) {
  }
  (void)keys.key_of(bytes);
  (void)gateway::store::Keys::dossier_key_of(bytes);
  (void)keys.is_dark(bytes);
  (void)gateway::store::unbase64(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 7) {
    case 0:
      store_keys(folder.write("store.key", text), text);
      break;
    case 1: {
      const auto file = folder.write("own.pem", text);
      identity({file, file});
      (void)adapters::transport::read_certificate(file);
      break;
    }
    case 2:
      identity({folder.write("own.p12", text), {}, folder.write("password", "geheim\n")});
      break;
    case 3: {
      folder.write("gateway.db.dossiersleutels", text);
      const gateway::store::DossierKeyFile keys(folder.at / "gateway.db");
      for (std::int64_t number = -1; number <= keys.count() + 1; ++number) {
        (void)keys.read(number);
        (void)keys.mark(number);
      }
      break;
    }
    case 4: {
      static const auto kept = [] {
        auto made = folder.at / "kept";
        std::filesystem::create_directories(made);
        return made;
      }();
      std::ofstream(kept / "a.pem", std::ios::binary | std::ios::trunc) << text;
      (void)adapters::revocation::read_kept(kept);
      (void)adapters::revocation::read_file(kept / "a.pem");
      (void)adapters::revocation::parse_own(text);
      (void)adapters::revocation::certificates_in(text);
      break;
    }
    case 5:
      (void)adapters::token::read_password(folder.write("password", text));
      break;
    default:
      sealed(text);
  }
  return 0;
}
