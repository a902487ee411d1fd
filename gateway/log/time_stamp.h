#pragma once
// Time stamps by a third party (RFC 3161), over SHA-256.
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "gateway/base/surroundings.h"

namespace inburgering::gateway::log {

/// The TimeStampReq (DER) to send as application/timestamp-query; asks for the authority's certificate.
std::string time_stamp_request(std::string_view text, Random& random);
/// The TimeStampResp (DER) that came back, when it grants a stamp of this text; else what is wrong, in Dutch.
std::expected<std::string, std::string> read_time_stamp(std::string_view response, std::string_view text);
/// The moment that a kept response tells of this text, when its signature leads to one of the anchors.
std::expected<std::string, std::string> check_time_stamp(std::string_view response, std::string_view text,
                                                         const std::filesystem::path& anchors);

}  // namespace inburgering::gateway::log
