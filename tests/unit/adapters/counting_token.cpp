// SoftHSM's module with a counter: each PIN that it refuses adds a byte to the file COUNTED_LOGINS. With
// TOKEN_ONLY_SIGNS it does not decrypt, as a key may not that is meant for signing.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <cstdlib>
#include <fstream>

namespace {

CK_FUNCTION_LIST real, counting;

CK_RV log_in(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
  const auto result = real.C_Login(session, user, pin, size);
  if (const char* file = std::getenv("COUNTED_LOGINS"); file != nullptr && result == CKR_PIN_INCORRECT)
    std::ofstream(file, std::ios::app) << '.';
  return result;
}

CK_RV decrypt_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  return std::getenv("TOKEN_ONLY_SIGNS") != nullptr ? CKR_KEY_FUNCTION_NOT_PERMITTED
                                                    : real.C_DecryptInit(session, mechanism, key);
}

}  // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  void* const library = ::dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return CKR_GENERAL_ERROR;
  CK_FUNCTION_LIST* found = nullptr;
  const auto result = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"))(&found);
  if (result != CKR_OK) return result;
  real = counting = *found;
  counting.C_Login = log_in;
  counting.C_DecryptInit = decrypt_init;
  *list = &counting;
  return CKR_OK;
}
