#pragma once
// What FSC calls what is wrong (FSC Core 1.0, FSC Logging 1.0): a code in the header Fsc-Error-Code and in
// the body, with the status that belongs to it.
#include <string>
#include <string_view>

#include "adapters/transport/http.h"

namespace inburgering::adapters::fsc {

enum class Code {
  incorrect_group_id,
  submitting_peer_not_part_of_contract,
  receiving_peer_not_part_of_contract,
  signature_contract_content_hash_mismatch,
  peer_id_signature_mismatch,
  signature_verification_failed,
  grant_combination_not_allowed,
  url_path_content_hash_mismatch,
  unknown_hash_algorithm_hash,
  unknown_algorithm_signature,
  peer_certificate_verification_failed,
  access_token_missing,
  access_token_invalid,
  access_token_expired,
  wrong_group_id_in_token,
  service_not_found,
  missing_log_record_id,
  invalid_log_record_id,
  transaction_log_write_error,
};

/// "ERROR_CODE_INCORRECT_GROUP_ID"
std::string_view name_of(Code code);
int status_of(Code code);

/// `{message, domain, code}` with the header; WWW-Authenticate where a token is asked.
transport::Response error_answer(Code code, std::string_view message);

namespace header {
inline constexpr std::string_view authorization = "Fsc-Authorization";
inline constexpr std::string_view transaction = "Fsc-Transaction-Id";
inline constexpr std::string_view manager = "Fsc-Manager-Address";
inline constexpr std::string_view error = "Fsc-Error-Code";
}  // namespace header

}  // namespace inburgering::adapters::fsc
