// What peers of a group send: contracts, signatures, key sets, tokens, ids of transactions. What is read of
// JSON is written canonically, and read again as the same.
#include <cstdint>
#include <cstdlib>

#include "adapters/fsc/contract.h"
#include "adapters/fsc/jcs.h"
#include "adapters/fsc/jwks.h"
#include "adapters/fsc/jws.h"
#include "adapters/fsc/signature.h"
#include "adapters/fsc/token.h"
#include "adapters/fsc/transaction.h"
#include "adapters/jose/base64url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace inburgering::adapters;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto bytes = inburgering::adapters::jose::read_base64url(text);
      bytes && inburgering::adapters::jose::base64url(*bytes) != text)
    std::abort();
  (void)fsc::read_hash_type(text);
  (void)fsc::read_transaction(text);
  (void)fsc::read_jwks(text);
  (void)fsc::read_jws(text);
  (void)fsc::read_token(text);
  (void)fsc::read_signature(text, "$1$1$x", fsc::Verdict::accept);
  (void)fsc::judge_token(text, {0, "g", "u", "c", "t", [](std::string_view) { return nullptr; }});
  const auto value = fsc::read_ijson(text);
  if (!value) return 0;
  const auto written = fsc::canonical(*value);
  const auto again = fsc::read_ijson(written);
  if (!again || fsc::canonical(*again) != written) std::abort();
  (void)fsc::read_contract(*value);
  return 0;
}
