#include "adapters/sftp/session.h"

#include <algorithm>

namespace inburgering::adapters::sftp {
namespace {

constexpr long connect_seconds = 30;
constexpr long slowest_bytes = 100;  ///< a second, for so long:
constexpr long patience_seconds = 60;

std::size_t keep_text(char* bytes, std::size_t size, std::size_t count, void* into) {
  constexpr std::size_t most = std::size_t{16} << 20U;
  auto& text = *static_cast<std::string*>(into);
  if (text.size() + size * count > most) return 0;  // which ends it
  text.append(bytes, size * count);
  return size * count;
}

}  // namespace

Handle begin() {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from any thread (libcurl 7.84)
  return Handle(curl_easy_init());
}

std::string url_of(const Place& place, const std::string& path) {
  return "sftp://" + place.host + ":" + std::to_string(place.port) + path;
}

/// Quoted as libcurl reads it in a command.
std::string quoted(const std::string& path) { return "\"" + path + "\""; }

void prepare(CURL* handle, const Place& place) {
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "sftp");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_USERNAME, place.user.c_str());
  curl_easy_setopt(handle, CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PUBLICKEY));
  curl_easy_setopt(handle, CURLOPT_SSH_PRIVATE_KEYFILE, place.key.c_str());
  curl_easy_setopt(handle, CURLOPT_SSH_PUBLIC_KEYFILE, "");  // it follows from the private one
  curl_easy_setopt(handle, CURLOPT_SSH_KNOWNHOSTS, place.known_hosts.c_str());
  curl_easy_setopt(handle, CURLOPT_NEW_FILE_PERMS, for_the_owner);
  curl_easy_setopt(handle, CURLOPT_NEW_DIRECTORY_PERMS, folder_for_the_owner);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, slowest_bytes);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, patience_seconds);
}

/// `is_there`: hears that what was asked for does not exist.
std::expected<void, std::string> perform(CURL* handle, const Place& place, const std::string& what,
                                         bool* is_there) {
  const auto result = curl_easy_perform(handle);
  if (result == CURLE_OK) return {};
  if (is_there != nullptr) *is_there = result != CURLE_REMOTE_FILE_NOT_FOUND;
  const auto why = [&]() -> std::string {
    switch (result) {
      case CURLE_PEER_FAILED_VERIFICATION:
        return "de sleutel van de server staat niet in " + place.known_hosts.string() +
               "; laat hem nakijken en voeg hem toe (ssh-keyscan)";
      case CURLE_LOGIN_DENIED:
        return "de server neemt onze sleutel niet aan voor gebruiker " + place.user;
      case CURLE_COULDNT_CONNECT:
      case CURLE_COULDNT_RESOLVE_HOST:
        return "de server is niet te bereiken";
      case CURLE_REMOTE_ACCESS_DENIED:
        return "de server staat schrijven hier niet toe";
      default:
        return curl_easy_strerror(result);
    }
  }();
  return std::unexpected("sftp " + place.host + ": " + what + " mislukte: " + why);
}

std::string base_of(const Place& place) { return place.path == "/" ? std::string() : place.path; }

std::expected<std::vector<std::string>, std::string> lines_in(CURL* handle, const Place& place,
                                                              const std::string& folder, bool names_alone) {
  std::string text;
  prepare(handle, place);
  const auto url = url_of(place, folder + "/");
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_DIRLISTONLY, names_alone ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_text);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &text);
  bool is_there = true;
  auto listed = perform(handle, place, "bekijken van de map", &is_there);
  if (!listed && is_there) return std::unexpected(std::move(listed.error()));
  std::vector<std::string> names;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    names.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  std::erase_if(names, [](const auto& each) { return each.empty() || each == "." || each == ".."; });
  return names;
}

std::expected<void, std::string> command(CURL* handle, const Place& place,
                                         const std::vector<std::string>& commands, const std::string& what) {
  std::unique_ptr<curl_slist, Free> list;
  for (const auto& each : commands) {
    auto* longer = curl_slist_append(list.get(), each.c_str());
    if (longer == nullptr) return std::unexpected("sftp " + place.host + ": " + what + " mislukte");
    static_cast<void>(list.release());
    list.reset(longer);
  }
  prepare(handle, place);
  const auto url = url_of(place, base_of(place) + "/");
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle, CURLOPT_QUOTE, list.get());
  return perform(handle, place, what);
}

}  // namespace inburgering::adapters::sftp
