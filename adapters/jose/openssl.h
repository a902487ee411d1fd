#pragma once
// What the files of this folder that speak with OpenSSL have in common. Not for others.
#include <string>
#include <string_view>

namespace inburgering::adapters::jose {

inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace inburgering::adapters::jose
