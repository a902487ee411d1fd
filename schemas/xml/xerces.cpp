#include "schemas/xml/xerces.h"

#include <cstdint>
#include <mutex>
#include <xercesc/util/PlatformUtils.hpp>

namespace inburgering::schemas::xml {

void start_xerces() {
  static std::once_flag once;
  std::call_once(once, [] { xercesc::XMLPlatformUtils::Initialize(); });
}

void append_utf8(std::u16string_view text, std::string& into) {
  const auto before = into.size();
  std::size_t ascii = 0;
  into.resize_and_overwrite(before + text.size(), [&](char* data, std::size_t) {
    for (; ascii < text.size() && text[ascii] < 0x80; ++ascii)
      data[before + ascii] = static_cast<char>(text[ascii]);
    return before + ascii;
  });
  for (std::size_t i = ascii; i < text.size(); ++i) {
    std::uint32_t code = text[i];
    if (code < 0x80) {
      into += static_cast<char>(code);
      continue;
    }
    if (code >= 0xD800 && code < 0xE000) {
      const bool pair = code < 0xDC00 && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (std::uint32_t{text[++i]} - 0xDC00) : 0xFFFD;
    }
    if (code < 0x800) {
      into += static_cast<char>(0xC0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        into += static_cast<char>(0xE0 | (code >> 12));
      } else {
        into += static_cast<char>(0xF0 | (code >> 18));
        into += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
      }
      into += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    }
    into += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::string utf8(const XMLCh* text) {
  std::string result;
  if (text != nullptr) append_utf8(text, result);
  return result;
}

}  // namespace inburgering::schemas::xml
