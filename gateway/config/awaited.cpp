#include "gateway/config/awaited.h"

#include <algorithm>

#include "gateway/config/revocation.h"

namespace inburgering::gateway::config {
namespace {

bool is_there(const std::filesystem::path& file) {
  std::error_code unknown;
  return std::filesystem::exists(file, unknown);
}

}  // namespace

std::vector<Awaited> awaited(const Config& config) {
  std::vector<Awaited> found;
  const auto add = [&](const std::string& place, const std::filesystem::path& file, std::string todo) {
    if (std::ranges::find(found, file, &Awaited::file) == found.end() ||
        std::ranges::find(found, place, &Awaited::place) == found.end())
      found.push_back({place, file, std::move(todo)});
  };
  for (const auto& [place, files] : blocks_of(config)) {
    auto request = files->certificate;
    request.replace_extension(".csr");
    if (!is_there(request) || !is_there(files->key)) continue;
    if (!is_there(files->certificate))
      add(place, files->certificate,
          "vraag het certificaat aan met " + request.string() +
              " en zet het, met zijn tussencertificaten "
              "erachter, in " +
              files->certificate.string());
    if (!is_there(files->trust))
      add(place, files->trust,
          "zet de stamcertificaten die u vertrouwt (PKIoverheid: Staat der Nederlanden Private Root) in " +
              files->trust.string());
  }
  return found;
}

schemas::Faults besides(schemas::Faults faults, const std::vector<Awaited>& awaited, const Config& config) {
  std::erase_if(faults, [&](const schemas::Fault& fault) {
    return std::ranges::any_of(awaited, [&](const Awaited& each) {
      return fault.pointer == each.place ||
             (fault.pointer == "log.signing" && each.file == config.log.own.certificate);
    });
  });
  return faults;
}

}  // namespace inburgering::gateway::config
