#pragma once
// What rows, batches and files of a taalschool have in common on their way in and in what is answered.
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/partner.h"
#include "gateway/intake/together.h"

namespace inburgering::gateway::http {

inline constexpr std::string_view taalschool_base = "/taalschool/v1/";
/// In a batch, and on a page.
inline constexpr std::size_t rows_at_most = 1000;

/// A page of somebody else can make the browser of a school send us text/plain, with the school's
/// certificate: only a type that a browser first asks leave for is taken.
bool is_of_type(const adapters::transport::Request& request, std::string_view type);
/// `type`: what it should have been; of more than one, parted by "of".
adapters::transport::Response wrong_type(std::string_view type);
extern const schemas::Faults not_of_type;
inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view csv_type = "text/csv";
inline constexpr std::string_view xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A value in a query string, decoded; the first of its name.
std::optional<std::string> query_parameter(const std::string& target, std::string_view name);

/// What is wrong with a row, or with what should hold rows.
adapters::transport::Response bad_row(const schemas::Faults& faults);
/// A refusal that says besides what was wrong with which row.
adapters::transport::Response problem_with(std::string_view title, std::string_view detail,
                                           boost::json::object report);
/// The same for the log: how many rows were refused.
schemas::Faults counted(const intake::Uitslag& uitslag);

}  // namespace inburgering::gateway::http
