// Memory that is given back is wiped first. BSNs and names pass through many strings, buffers and frames of
// coroutines: what the allocator keeps of them would stand in a core dump, in swap, or in memory that is
// handed out again. One place instead of a wipe in each: all that C++ frees, and what libcurl and OpenSSL
// free, comes by here.
//
// Not under a sanitizer, which has operators of its own.
#include "gateway/wipe.h"

#include <curl/curl.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <string.h>

#include <cstdlib>
#include <new>

namespace inburgering::gateway {
namespace {

void wipe_and_free(void* memory) noexcept {
  if (memory == nullptr) return;
  ::explicit_bzero(memory, ::malloc_usable_size(memory));
  std::free(memory);
}

void* resize(void* memory, std::size_t size) noexcept {
  if (memory == nullptr) return std::malloc(size);
  if (size == 0) {
    wipe_and_free(memory);
    return nullptr;
  }
  const auto had = ::malloc_usable_size(memory);
  if (size <= had && size >= had / 2) return memory;
  void* moved = std::malloc(size);
  if (moved == nullptr) return nullptr;
  ::memcpy(moved, memory, size < had ? size : had);
  wipe_and_free(memory);
  return moved;
}

}  // namespace

void wipe_what_libraries_free() {
  CRYPTO_set_mem_functions(
      [](std::size_t size, const char*, int) { return std::malloc(size); },
      [](void* memory, std::size_t size, const char*, int) { return resize(memory, size); },
      [](void* memory, const char*, int) { wipe_and_free(memory); });
  curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, wipe_and_free, resize, ::strdup, std::calloc);
}

}  // namespace inburgering::gateway

#ifndef INBURGERING_SANITIZED

// All others of the library end in these.
void operator delete(void* memory) noexcept { inburgering::gateway::wipe_and_free(memory); }
void operator delete(void* memory, std::size_t size) noexcept {
  // What was asked for is what can have been written.
  ::explicit_bzero(memory, memory == nullptr ? 0 : size);
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept { inburgering::gateway::wipe_and_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  inburgering::gateway::wipe_and_free(memory);
}
void* operator new(std::size_t size) {
  for (;;) {
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

#endif
