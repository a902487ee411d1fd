#include "simulator/misbehaving.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <thread>

#include "schemas/record/json_text.h"
#include "simulator/today.h"

namespace inburgering::simulator {

using adapters::transport::Request;
using adapters::transport::Response;

void Misbehaving::answer(Request request, Done done) {
  Response response;
  if (request.unreadable) {
    response.status = 400;
    return done(response);
  }
  int delay = 0;
  {
    const std::lock_guard lock(mutex_);
    if (request.method == "PUT" && request.target == "/simulator/gedrag") return done(behave(request.body));
    if (request.method == "GET" && request.target == "/simulator/gedrag") {
      response.body = boost::json::serialize(boost::json::object{{"vragen", questions_}});
      return done(response);
    }
    const bool question = !request.target.starts_with("/simulator/");
    delay = question ? behaviour_.delay_ms : 0;
    questions_ += question ? 1 : 0;
    if (question && behaviour_.count != 0) {
      if (behaviour_.count > 0) --behaviour_.count;
      response.status = behaviour_.status;
      response.headers.emplace_back("API-Version", "1.0.0");
    } else {
      response = answer_(request);
    }
  }
  // Being slow on purpose: this thread is the simulator's own.
  std::this_thread::sleep_for(std::chrono::milliseconds(delay));
  response.headers.emplace_back("Date", http_date());
  done(std::move(response));
}

Response Misbehaving::behave(std::string_view body) {
  Response response;
  const auto json = schemas::parse_json(body);
  const auto* object = json ? json->if_object() : nullptr;
  response.status = object == nullptr ? 400 : 204;
  if (object == nullptr) return response;
  const auto number = [&](std::string_view name, int& into) {
    if (const auto* value = object->if_contains(name); value != nullptr && value->is_int64())
      into = static_cast<int>(value->get_int64());
  };
  number("vertragingMs", behaviour_.delay_ms);
  number("status", behaviour_.status);
  number("aantal", behaviour_.count);
  return response;
}

}  // namespace inburgering::simulator
