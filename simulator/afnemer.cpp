#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <mutex>

#include "schemas/record/json_text.h"
#include "simulator/pki.h"
#include "simulator/roles.h"

namespace inburgering::simulator {
namespace {

using adapters::transport::Handler;
using adapters::transport::Request;
using adapters::transport::Response;

/// "Persoon gewijzigd (verblijfsadres), nr 6 van dit dossier"
std::string story_of(const boost::json::object& event) {
  const auto& data = event.at("data").as_object();
  const std::string type(event.at("type").as_string());
  std::string fields;
  if (type.ends_with(".gewijzigd"))
    for (const auto& name : data.at("gewijzigd").as_array())
      fields += (fields.empty() ? "" : ", ") + std::string(name.as_string());
  return std::string(data.at("objecttype").as_string()) + " " + type.substr(type.rfind('.') + 1) +
         (fields.empty() ? "" : " (" + fields + ")") + ", nr " +
         std::string(event.at("sequence").as_string()) + " van dit dossier";
}

class Receiver : public Handler {
 public:
  Receiver(std::string name, const std::filesystem::path& out) : name_(std::move(name)) {
    if (!out.empty()) out_.open(out, std::ios::app);
  }

  bool admit(Request&) override { return true; }

  void answer(Request request, Done done) override {
    Response response;
    const auto json = schemas::parse_json(request.body);
    if (request.unreadable || request.method != "POST" || !json || !json->is_object()) {
      response.status = 400;
      return done(response);
    }
    const std::lock_guard lock(mutex_);
    try {
      std::cout << name_ << " ontving " << story_of(json->as_object()) << std::endl;
      if (out_.is_open()) out_ << boost::json::serialize(*json) << std::endl;
      response.status = 204;
    } catch (const std::exception&) {
      std::cout << name_ << " ontving iets dat geen gebeurtenis is" << std::endl;
      response.status = 400;
    }
    done(std::move(response));
  }

 private:
  std::string name_;
  std::ofstream out_;
  std::mutex mutex_;
};

}  // namespace

int serve_afnemer(const Afnemer& options) {
  Receiver receiver(options.name, options.out);
  return serve({"127.0.0.1", options.port, 2, identity(options.pki, options.name), {}}, receiver,
               options.name);
}

}  // namespace inburgering::simulator
