#include "adapters/fsc/error.h"

#include <array>
#include <boost/json/serialize.hpp>

namespace inburgering::adapters::fsc {
namespace {

struct Row {
  Code code;
  int status;
  std::string_view domain, name;
};
constexpr std::string_view manager = "ERROR_DOMAIN_MANAGER", inway = "ERROR_DOMAIN_INWAY";

constexpr std::array rows{
    Row{Code::incorrect_group_id, 422, manager, "ERROR_CODE_INCORRECT_GROUP_ID"},
    Row{Code::submitting_peer_not_part_of_contract, 422, manager,
        "ERROR_CODE_SUBMITTING_PEER_NOT_PART_OF_CONTRACT"},
    Row{Code::receiving_peer_not_part_of_contract, 422, manager,
        "ERROR_CODE_RECEIVING_PEER_NOT_PART_OF_CONTRACT"},
    Row{Code::signature_contract_content_hash_mismatch, 422, manager,
        "ERROR_CODE_SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH"},
    Row{Code::peer_id_signature_mismatch, 422, manager, "ERROR_CODE_PEER_ID_SIGNATURE_MISMATCH"},
    Row{Code::signature_verification_failed, 422, manager, "ERROR_CODE_SIGNATURE_VERIFICATION_FAILED"},
    Row{Code::grant_combination_not_allowed, 422, manager, "ERROR_CODE_GRANT_COMBINATION_NOT_ALLOWED"},
    Row{Code::url_path_content_hash_mismatch, 422, manager, "ERROR_CODE_URL_PATH_CONTENT_HASH_MISMATCH"},
    Row{Code::unknown_hash_algorithm_hash, 422, manager, "ERROR_CODE_UNKNOWN_HASH_ALGORITHM_HASH"},
    Row{Code::unknown_algorithm_signature, 422, manager, "ERROR_CODE_UNKNOWN_ALGORITHM_SIGNATURE"},
    Row{Code::peer_certificate_verification_failed, 400, manager,
        "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED"},
    Row{Code::access_token_missing, 401, inway, "ERROR_CODE_ACCESS_TOKEN_MISSING"},
    Row{Code::access_token_invalid, 401, inway, "ERROR_CODE_ACCESS_TOKEN_INVALID"},
    Row{Code::access_token_expired, 401, inway, "ERROR_CODE_ACCESS_TOKEN_EXPIRED"},
    Row{Code::wrong_group_id_in_token, 403, inway, "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN"},
    Row{Code::service_not_found, 404, inway, "ERROR_CODE_SERVICE_NOT_FOUND"},
    Row{Code::missing_log_record_id, 400, inway, "ERROR_CODE_MISSING_LOG_RECORD_ID"},
    Row{Code::invalid_log_record_id, 400, inway, "ERROR_CODE_INVALID_LOG_RECORD_ID"},
    Row{Code::transaction_log_write_error, 500, inway, "ERROR_CODE_TRANSACTION_LOG_WRITE_ERROR"},
};

constexpr const Row& row_of(Code code) { return rows.at(static_cast<std::size_t>(code)); }
static_assert([] {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows.at(i).code) != i) return false;
  return true;
}());

}  // namespace

std::string_view name_of(Code code) { return row_of(code).name; }
int status_of(Code code) { return row_of(code).status; }

transport::Response error_answer(Code code, std::string_view message) {
  const auto& row = row_of(code);
  transport::Response response;
  response.status = row.status;
  response.headers = {{"Content-Type", "application/json"},
                      {std::string(header::error), std::string(row.name)}};
  constexpr int unauthorized = 401;
  if (row.status == unauthorized) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.body = boost::json::serialize(
      boost::json::object{{"message", message}, {"domain", row.domain}, {"code", row.name}});
  return response;
}

}  // namespace inburgering::adapters::fsc
