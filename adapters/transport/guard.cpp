#include "adapters/transport/guard.h"

#include <cxxabi.h>

#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <typeinfo>

namespace inburgering::adapters::transport {
namespace {

std::mutex mutex;
std::map<std::string, std::uint64_t> counts;  // by edge, of the whole process
std::atomic<CaughtListener> told = nullptr;

std::string type_of_current() {
  const auto* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, decltype([](char* text) { std::free(text); })> readable(
      abi::__cxa_demangle(type->name(), nullptr, nullptr, &status));
  return readable ? readable.get() : type->name();
}

}  // namespace

void on_caught(CaughtListener listener) { told = listener; }

void note_caught(std::string_view where) noexcept {
  // Out of memory here: the count is lost, the process is not.
  try {
    const auto type = type_of_current();
    {
      const std::lock_guard lock(mutex);
      ++counts[std::string(where)];
    }
    if (const auto listener = told.load()) listener(where, type);
  } catch (...) {
  }
}

std::map<std::string, std::uint64_t> caught() {
  const std::lock_guard lock(mutex);
  return counts;
}

}  // namespace inburgering::adapters::transport
