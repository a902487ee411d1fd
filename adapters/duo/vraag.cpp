#include "adapters/duo/vraag.h"

#include <algorithm>

namespace inburgering::adapters::duo {
namespace {

constexpr Resource rows[] = {
    {"inburgeringsplicht", Onderwerp::plicht, "/inburgeringsplicht"},
    {"doelgroep", Onderwerp::plicht, "/doelgroep"},
    {"inburgeringstermijn", Onderwerp::termijn, "/inburgeringstermijn"},
    {"examenresultaten", Onderwerp::examen, "/examens/resultaten"},
};

}  // namespace

std::span<const Resource> resources() { return rows; }

const Resource* find_resource(std::string_view name) {
  const auto* found = std::ranges::find(rows, name, &Resource::name);
  return found == std::end(rows) ? nullptr : found;
}

transport::Call question(const Resource& resource, std::string_view base_url, const schemas::Bsn& bsn,
                         const MessageHeaders& headers, const transport::TlsFiles& tls) {
  transport::Call call;
  call.url = std::string(base_url) + "/personen/" + bsn.digits() + std::string(resource.path);
  call.headers = {{"bron", headers.bron.digits()},
                  {"doel", headers.doel.digits()},
                  {"berichtId", headers.bericht_id},
                  {"Accept", "application/json"}};
  call.tls = tls;
  return call;
}

}  // namespace inburgering::adapters::duo
