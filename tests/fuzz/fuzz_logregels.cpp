// What the gateway wrote of its own log and reads back from outside it: lines with checkpoints, faults in
// text, time stamps of a third party, and the mark of an export. The first byte says as what.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "gateway/log/chain.h"
#include "gateway/log/faults_json.h"
#include "gateway/log/signer.h"
#include "gateway/log/time_stamp.h"
#include "gateway/uitvoer/merk.h"

namespace {

using namespace inburgering;

void require(bool good) {
  if (!good) std::abort();
}

void checkpoint(std::string_view text) {
  const auto read = gateway::log::from_line(text);
  if (!read) return;
  const auto again = gateway::log::from_line(gateway::log::to_line(*read));
  require(again && gateway::log::text_of(*again) == gateway::log::text_of(*read));
  require(!gateway::log::is_signed_by("", gateway::log::text_of(*read), read->signature));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  static const auto file =
      std::filesystem::temp_directory_path() / ("fuzz-merk-" + std::to_string(::getpid()));
  switch (data[0] % 4) {
    case 0:
      checkpoint(text);
      break;
    case 1: {
      const auto faults = gateway::log::faults_from_text(text);
      require(gateway::log::faults_from_text(gateway::log::faults_to_text(faults)).size() == faults.size());
      break;
    }
    case 2:
      require(!gateway::log::read_time_stamp(text, "iets anders"));
      require(!gateway::log::check_time_stamp(text, "iets anders", "/none"));
      (void)gateway::log::examine(text, "/none");
      break;
    default:
      std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
      (void)gateway::uitvoer::read_mark(file, "00000099000000000518", true);
  }
  return 0;
}
