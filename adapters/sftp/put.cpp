#include "adapters/sftp/put.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <vector>

namespace inburgering::adapters::sftp {
namespace {

namespace fs = std::filesystem;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using Handle = std::unique_ptr<CURL, Free>;

constexpr long connect_seconds = 30;
constexpr long slowest_bytes = 100;  ///< a second, for so long:
constexpr long patience_seconds = 60;
constexpr long for_the_owner = 0600;
constexpr long folder_for_the_owner = 0700;

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
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, slowest_bytes);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, patience_seconds);
}

std::expected<void, std::string> perform(CURL* handle, const Place& place, const std::string& what) {
  const auto result = curl_easy_perform(handle);
  if (result == CURLE_OK) return {};
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

std::expected<void, std::string> put_file(CURL* handle, const Place& place, const fs::path& file,
                                          const std::string& to) {
  const std::unique_ptr<std::FILE, Free> from(std::fopen(file.c_str(), "rbe"));
  if (!from) return std::unexpected(file.string() + " is niet te lezen");
  prepare(handle, place);
  const auto url = url_of(place, to);
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READDATA, from.get());
  curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(fs::file_size(file)));
  curl_easy_setopt(handle, CURLOPT_FTP_CREATE_MISSING_DIRS, static_cast<long>(CURLFTP_CREATE_DIR));
  curl_easy_setopt(handle, CURLOPT_NEW_FILE_PERMS, for_the_owner);
  curl_easy_setopt(handle, CURLOPT_NEW_DIRECTORY_PERMS, folder_for_the_owner);
  return perform(handle, place, "schrijven van " + file.filename().string());
}

bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("\"\\%?#'").contains(c);
  });
}

}  // namespace

std::expected<Place, std::string> parse(std::string_view url) {
  const auto wrong = [] {
    return std::unexpected<std::string>("schrijf sftp://gebruiker@server[:poort]/map, zonder wachtwoord");
  };
  constexpr std::string_view scheme = "sftp://";
  if (!url.starts_with(scheme)) return wrong();
  url.remove_prefix(scheme.size());
  const auto at = url.find('@');
  const auto slash = url.find('/');
  if (at == std::string_view::npos || slash == std::string_view::npos || at > slash) return wrong();
  Place place;
  place.user = url.substr(0, at);
  auto host = url.substr(at + 1, slash - at - 1);
  place.path = url.substr(slash);
  while (place.path.size() > 1 && place.path.ends_with('/')) place.path.pop_back();
  if (const auto colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']')) {
    const std::string port(host.substr(colon + 1));
    const auto* end = port.data() + port.size();
    const auto read = std::from_chars(port.data(), end, place.port);
    if (read.ec != std::errc() || read.ptr != end || place.port == 0) return wrong();
    host = host.substr(0, colon);
  }
  place.host = host;
  if (!is_plain(place.user) || place.user.contains(':') || !is_plain(place.host) || !is_plain(place.path))
    return wrong();
  return place;
}

std::expected<void, std::string> put_folder(const Place& place, const fs::path& folder,
                                            const std::string& name,
                                            const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto base = place.path == "/" ? std::string() : place.path;
  const auto hidden = base + "/." + name + ".deel";
  std::vector<fs::path> files;
  std::int64_t all = 0;
  for (const auto& each : fs::directory_iterator(folder)) {
    files.push_back(each.path());
    all += static_cast<std::int64_t>(each.file_size());
  }
  std::ranges::sort(files);
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from any thread (libcurl 7.84)
  const Handle handle(curl_easy_init());
  std::int64_t done = 0;
  for (const auto& file : files) {
    if (auto put = put_file(handle.get(), place, file, hidden + "/" + file.filename().string()); !put)
      return put;
    done += static_cast<std::int64_t>(fs::file_size(file));
    progress(done, all);
  }
  prepare(handle.get(), place);
  const auto url = url_of(place, base + "/");
  const std::unique_ptr<curl_slist, Free> command(
      curl_slist_append(nullptr, ("rename " + quoted(hidden) + " " + quoted(base + "/" + name)).c_str()));
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_QUOTE, command.get());
  return perform(handle.get(), place, "hernoemen van de map");
}

}  // namespace inburgering::adapters::sftp
