#include "adapters/token/module.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <optional>
#include <string_view>

#include "adapters/token/password.h"

namespace inburgering::adapters::token {
namespace {

constexpr std::chrono::seconds begun_anew_after{2};

std::string code(CK_RV result) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "PKCS#11-fout 0x%lX", result);
  return text.data();
}

/// Labels are filled up with spaces.
std::string label_of(const CK_TOKEN_INFO& token) {
  const std::string_view all(reinterpret_cast<const char*>(token.label), sizeof token.label);
  return std::string(all.substr(0, all.find_last_not_of(' ') + 1));
}

/// An attribute of an object; empty when it has none.
std::string attribute(const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                      CK_ATTRIBUTE_TYPE type) {
  constexpr CK_ULONG most = 8192;
  CK_ATTRIBUTE asked{type, nullptr, 0};
  if (functions.C_GetAttributeValue(session, object, &asked, 1) != CKR_OK || asked.ulValueLen > most)
    return {};
  std::string value(asked.ulValueLen, '\0');
  asked.pValue = value.data();
  if (functions.C_GetAttributeValue(session, object, &asked, 1) != CKR_OK) return {};
  value.resize(asked.ulValueLen);
  return value;
}

/// Objects of a class by label, id and kind of key, as far as those are said.
std::vector<CK_OBJECT_HANDLE> objects(const CK_FUNCTION_LIST& functions, CK_SESSION_HANDLE session,
                                      CK_OBJECT_CLASS of_class, std::string label, std::string id) {
  std::vector<CK_ATTRIBUTE> wanted{{CKA_CLASS, &of_class, sizeof of_class}};
  if (!label.empty()) wanted.push_back({CKA_LABEL, label.data(), label.size()});
  if (!id.empty()) wanted.push_back({CKA_ID, id.data(), id.size()});
  std::array<CK_OBJECT_HANDLE, 10> found{};
  CK_ULONG count = 0;
  if (functions.C_FindObjectsInit(session, wanted.data(), wanted.size()) != CKR_OK) return {};
  if (functions.C_FindObjects(session, found.data(), found.size(), &count) != CKR_OK) count = 0;
  functions.C_FindObjectsFinal(session);
  return {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

std::expected<void, std::string> Module::load() {
  if (functions_ == nullptr) {
    void* const library = ::dlopen(file_.c_str(), RTLD_NOW | RTLD_LOCAL);
    CK_FUNCTION_LIST* functions = nullptr;
    auto* const list = library == nullptr
                           ? nullptr
                           : reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (list == nullptr || list(&functions) != CKR_OK || functions == nullptr) {
      if (library != nullptr) ::dlclose(library);
      return std::unexpected(
          "module " + file_.string() +
          " is niet te laden; bestaat het bestand, en is het een bibliotheek voor PKCS#11?");
    }
    functions_ = functions;
  } else {
    functions_->C_Finalize(nullptr);
  }
  ++loading_;
  held_.clear();
  {
    const std::lock_guard lock(idle_mutex_);
    idle_.clear();
  }
  CK_C_INITIALIZE_ARGS manner{};
  manner.flags = CKF_OS_LOCKING_OK;
  const auto begun = functions_->C_Initialize(&manner);
  again_ = std::chrono::steady_clock::now() + begun_anew_after;
  if (begun != CKR_OK && begun != CKR_CRYPTOKI_ALREADY_INITIALIZED)
    return std::unexpected("module " + file_.string() + " begint niet (" + code(begun) +
                           "); is het token aangesloten, en mag de dienst erbij?");
  return {};
}

std::expected<CK_SLOT_ID, std::string> Module::slot_of(const std::string& token) {
  std::vector<CK_SLOT_ID> slots(1000);
  CK_ULONG count = slots.size();
  const auto listed = functions_->C_GetSlotList(CK_TRUE, slots.data(), &count);
  lists_ = listed == CKR_OK;
  if (!lists_)
    return std::unexpected("module " + file_.string() + " geeft haar tokens niet (" + code(listed) +
                           "); is het token aangesloten, en mag de dienst erbij?");
  slots.resize(count);
  std::string others;
  for (const auto slot : slots) {
    CK_TOKEN_INFO info{};
    if (functions_->C_GetTokenInfo(slot, &info) != CKR_OK || (info.flags & CKF_TOKEN_INITIALIZED) == 0)
      continue;
    const auto label = label_of(info);
    if (label == token) return slot;
    others += (others.empty() ? "" : ", ") + label;
  }
  return std::unexpected("token " + token + " is er niet" +
                         (others.empty() ? ", en ook geen ander; is het aangesloten, en mag de dienst erbij?"
                                         : "; wel: " + others));
}

bool Module::is_in(CK_SLOT_ID slot) const {
  const auto held = held_.find(slot);
  CK_SESSION_INFO info{};
  return held != held_.end() && functions_->C_GetSessionInfo(held->second.session, &info) == CKR_OK &&
         (info.state == CKS_RO_USER_FUNCTIONS || info.state == CKS_RW_USER_FUNCTIONS);
}
bool Module::others_in(const std::string& token) const {
  return std::ranges::any_of(
      held_, [&](const auto& each) { return each.second.token != token && is_in(each.first); });
}

std::expected<void, std::string> Module::log_in(CK_SLOT_ID slot, const std::string& token,
                                                const std::filesystem::path& pin) {
  if (is_in(slot)) return {};
  if (const auto former = held_.extract(slot)) functions_->C_CloseSession(former.mapped().session);
  CK_SESSION_HANDLE session = 0;
  if (const auto opened = functions_->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session);
      opened != CKR_OK)
    return std::unexpected("token " + token + " laat ons niet binnen (" + code(opened) + ")");
  held_[slot] = {token, session};
  CK_TOKEN_INFO info{};
  if (functions_->C_GetTokenInfo(slot, &info) == CKR_OK && (info.flags & CKF_LOGIN_REQUIRED) == 0) return {};
  if (pin.empty())
    return std::unexpected("token " + token +
                           " vraagt een PIN; noem met wachtwoord_bestand het bestand waarin die staat");
  auto secret = read_password(pin);
  if (!secret) return std::unexpected(secret.error());
  const auto digest = std::hash<std::string>()(*secret);
  const auto wrong = "token " + token + " weigert de PIN in " + pin.string() +
                     "; zet de goede op de eerste regel. Dezelfde wordt niet nog eens geprobeerd: na enkele "
                     "foute gaat een token op slot";
  if (refused_.contains({token, digest})) return std::unexpected(wrong);
  const auto in =
      functions_->C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(secret->data()), secret->size());
  if (in == CKR_OK || in == CKR_USER_ALREADY_LOGGED_IN) return {};
  if (in == CKR_PIN_INCORRECT || in == CKR_PIN_INVALID || in == CKR_PIN_LEN_RANGE) {
    refused_.insert({token, digest});
    return std::unexpected(wrong);
  }
  if (in == CKR_PIN_LOCKED || in == CKR_PIN_EXPIRED)
    return std::unexpected("token " + token + " is op slot (" + code(in) +
                           "): de beheerder van het token geeft het een nieuwe PIN");
  return std::unexpected("token " + token + " laat ons niet binnen (" + code(in) + ")");
}

std::expected<Found, std::string> Module::look(const Uri& uri, const std::filesystem::path& pin) {
  const auto slot = slot_of(uri.token);
  if (!slot) return std::unexpected(slot.error());
  if (auto in = log_in(*slot, uri.token, pin); !in) return std::unexpected(in.error());
  const auto session = held_.at(*slot).session;
  const auto keys = objects(*functions_, session, CKO_PRIVATE_KEY, uri.object, uri.id);
  if (keys.empty())
    return std::unexpected("in token " + uri.token + " staat geen private sleutel" +
                           (uri.object.empty() ? std::string(" met dat id") : " " + uri.object));
  if (keys.size() > 1)
    return std::unexpected("in token " + uri.token + " heten twee sleutels zo; noem ook id=");
  Found found{.slot = *slot, .key = keys.front(), .loading = loading_};
  const auto of_key = [&](CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    return attribute(*functions_, session, object, type);
  };
  const auto kind = of_key(found.key, CKA_KEY_TYPE);
  if (kind.size() == sizeof found.kind) std::ranges::copy(kind, reinterpret_cast<char*>(&found.kind));
  // Not every token tells the public half by the private key.
  const auto id = of_key(found.key, CKA_ID);
  const auto halves =
      objects(*functions_, session, CKO_PUBLIC_KEY, id.empty() ? uri.object : std::string(), id);
  const auto told = [&](CK_ATTRIBUTE_TYPE type) {
    auto value = of_key(found.key, type);
    for (std::size_t i = 0; value.empty() && i < halves.size(); ++i) value = of_key(halves[i], type);
    return value;
  };
  if (found.kind == CKK_RSA) {
    found.modulus = told(CKA_MODULUS);
    found.exponent = told(CKA_PUBLIC_EXPONENT);
    if (!found.modulus.empty() && !found.exponent.empty()) return found;
  } else if (found.kind == CKK_EC) {
    found.curve = told(CKA_EC_PARAMS);
    found.point = told(CKA_EC_POINT);
    if (!found.curve.empty() && !found.point.empty()) return found;
  } else {
    return std::unexpected("de sleutel in token " + uri.token + " is geen RSA- of EC-sleutel");
  }
  return std::unexpected("van de sleutel in token " + uri.token +
                         " is de publieke helft er niet; zet die er met hetzelfde id bij");
}

std::expected<Found, std::string> Module::find(const Uri& uri, const std::filesystem::path& pin,
                                               bool may_load) {
  if (functions_ == nullptr)
    if (auto loaded = load(); !loaded) return std::unexpected(loaded.error());
  auto found = look(uri, pin);
  if (found || !may_load || std::chrono::steady_clock::now() < again_) return found;
  if (lists_ && others_in(uri.token)) return found;
  if (auto loaded = load(); !loaded) return std::unexpected(loaded.error());
  return look(uri, pin);
}

std::optional<CK_SESSION_HANDLE> Module::take(CK_SLOT_ID slot, bool fresh) {
  if (!fresh) {
    const std::lock_guard lock(idle_mutex_);
    auto& idle = idle_[slot];
    if (!idle.empty()) {
      const auto session = idle.back();
      idle.pop_back();
      return session;
    }
  }
  CK_SESSION_HANDLE session = 0;
  if (functions_->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session) != CKR_OK)
    return std::nullopt;
  return session;
}

void Module::give_back(CK_SLOT_ID slot, CK_SESSION_HANDLE session, bool good) {
  constexpr std::size_t kept = 16;
  if (good) {
    const std::lock_guard lock(idle_mutex_);
    auto& idle = idle_[slot];
    if (idle.size() < kept) return idle.push_back(session);
  }
  functions_->C_CloseSession(session);
}

}  // namespace inburgering::adapters::token
