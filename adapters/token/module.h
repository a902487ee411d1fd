#pragma once
// A module of PKCS#11 (v2.40) in this process, with the tokens that it reaches. Not for others than key.cpp.
#include <p11-kit/pkcs11.h>

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/token/uri.h"
#include "schemas/one_or_many.h"

namespace inburgering::adapters::token {

/// A private key where it stands, and its public half.
struct Found {
  CK_SLOT_ID slot = 0;
  CK_OBJECT_HANDLE key = 0;
  CK_KEY_TYPE kind = 0;               ///< CKK_RSA or CKK_EC
  std::string modulus{}, exponent{};  ///< of RSA: big-endian
  std::string curve{}, point{};       ///< of EC: CKA_EC_PARAMS and CKA_EC_POINT
  std::uint64_t loading = 0;          ///< in which loading of the module it was found

  bool same_key(const Found& other) const {
    return kind == other.kind && modulus == other.modulus && exponent == other.exponent &&
           curve == other.curve && point == other.point;
  }
};

/// Lives for as long as the process, as keys in it may be in use until then. Who uses a key holds it shared;
/// who finds one, alone.
class Module {
 public:
  explicit Module(std::filesystem::path file) : file_(std::move(file)) {}

  schemas::OneOrMany& mutex() { return mutex_; }

  /// The key that a URI names. `pin`: the file with its PIN; empty = none is asked. Dutch error. A PIN that
  /// was refused is not tried again in this process: a token shuts itself after some. `may_load`: not every
  /// module sees a token that came or came back; then it is begun anew, when none of its other tokens works,
  /// and not each time. Held alone.
  std::expected<Found, std::string> find(const Uri& uri, const std::filesystem::path& pin, bool may_load);

  /// Does something with a key, in a session; once more in a new one, as a session may have ended. Held
  /// shared. `work(functions, session)` answers CKR_OK when it did.
  template <class Work>
  CK_RV use(const Found& found, const Work& work) {
    CK_RV result = CKR_DEVICE_REMOVED;
    if (found.loading != loading_) return result;
    for (const bool fresh : {false, true}) {
      const auto session = take(found.slot, fresh);
      if (!session) return result;
      result = work(*functions_, *session);
      give_back(found.slot, *session, result == CKR_OK);
      if (result == CKR_OK) break;
    }
    return result;
  }

 private:
  std::expected<void, std::string> load();
  std::expected<CK_SLOT_ID, std::string> slot_of(const std::string& token);
  std::expected<void, std::string> log_in(CK_SLOT_ID slot, const std::string& token,
                                          const std::filesystem::path& pin);
  bool is_in(CK_SLOT_ID slot) const;
  bool others_in(const std::string& token) const;
  std::expected<Found, std::string> look(const Uri& uri, const std::filesystem::path& pin);
  std::optional<CK_SESSION_HANDLE> take(CK_SLOT_ID slot, bool fresh);
  void give_back(CK_SLOT_ID slot, CK_SESSION_HANDLE session, bool good);

  const std::filesystem::path file_;
  schemas::OneOrMany mutex_;
  CK_FUNCTION_LIST* functions_ = nullptr;
  std::uint64_t loading_ = 0;
  std::chrono::steady_clock::time_point again_{};  ///< no sooner is it begun anew
  struct Held {
    std::string token;
    CK_SESSION_HANDLE session = 0;
  };
  std::map<CK_SLOT_ID, Held> held_;                        ///< while its session stands we are logged in
  bool lists_ = false;                                     ///< it named its tokens when it was last asked
  std::set<std::pair<std::string, std::size_t>> refused_;  ///< token, and a digest of the PIN
  std::mutex idle_mutex_;
  std::map<CK_SLOT_ID, std::vector<CK_SESSION_HANDLE>> idle_;
};

}  // namespace inburgering::adapters::token
