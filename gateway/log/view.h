#pragma once
// An entry of the log as others read it: JSON for the operator API, the command line and exports, and CSV.
#include <boost/json/object.hpp>
#include <string>

#include "gateway/log/exchange_log.h"
#include "gateway/log/outlook.h"

namespace inburgering::gateway::log {

boost::json::object to_json(const Entry& entry);
/// A journey as one line: its first entry without steps and hashes, and how it stands.
boost::json::object to_json(const Journey& journey);
/// A value in CSV: quoted (RFC 4180), control characters shown; what a spreadsheet would take for a formula
/// gets an apostrophe in front.
std::string csv_cell(const std::string& raw);
/// The columns of a CSV row, separated by semicolons as spreadsheets of this country expect, and a row.
std::string csv_header();
std::string to_csv(const Entry& entry);

}  // namespace inburgering::gateway::log
