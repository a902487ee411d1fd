#pragma once
// Logboek dataverwerkingen: each entry of the exchange log about a person is one processing, told as a span
// of OpenTelemetry (OTLP/HTTP in JSON) with the attributes of the standard. No sampling: all are told. The
// betrokkene is named by the dossier's pseudonym.
#include <boost/json/object.hpp>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/log/exchange_log.h"

namespace inburgering::gateway::logboek {

/// An ExportTraceServiceRequest.
boost::json::object export_request(const config::Config& config, const std::vector<log::Entry>& entries);

}  // namespace inburgering::gateway::logboek
