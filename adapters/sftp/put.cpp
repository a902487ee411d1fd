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

/// `is_there`: hears that what was asked for does not exist.
std::expected<void, std::string> perform(CURL* handle, const Place& place, const std::string& what,
                                         bool* is_there = nullptr) {
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

std::string base_of(const Place& place) { return place.path == "/" ? std::string() : place.path; }

/// Under which it stands until all of it does.
std::string half_of(const std::string& name) { return "." + name + ".deel"; }

std::size_t keep_text(char* bytes, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(bytes, size * count);
  return size * count;
}

/// What stands in a folder there; nothing when there is no such folder.
std::expected<std::vector<std::string>, std::string> names_in(CURL* handle, const Place& place,
                                                              const std::string& folder) {
  std::string text;
  prepare(handle, place);
  const auto url = url_of(place, folder + "/");
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_DIRLISTONLY, 1L);
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

/// Gives the server commands as libcurl spells them.
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

Handle begin() {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // counted, and safe from any thread (libcurl 7.84)
  return Handle(curl_easy_init());
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

std::expected<std::string, std::string> free_name(const Place& place, const std::string& name) {
  const auto handle = begin();
  const auto there = names_in(handle.get(), place, base_of(place));
  if (!there) return std::unexpected(there.error());
  const auto taken = [&](const std::string& each) {
    return std::ranges::find(*there, each) != there->end() ||
           std::ranges::find(*there, half_of(each)) != there->end();
  };
  auto chosen = name;
  for (int number = 2; taken(chosen); ++number) chosen = name + "-" + std::to_string(number);
  return chosen;
}

void remove_half(const Place& place, const std::string& name) {
  const auto handle = begin();
  const auto folder = base_of(place) + "/" + half_of(name);
  const auto there = names_in(handle.get(), place, folder);
  if (!there) return;
  // With a star before it a command that fails does not keep the others from being done.
  std::vector<std::string> commands;
  for (const auto& each : *there)
    if (is_plain(each)) commands.push_back("*rm " + quoted(folder + "/" + each));
  commands.push_back("*rmdir " + quoted(folder));
  static_cast<void>(command(handle.get(), place, commands, "opruimen"));
}

std::expected<void, std::string> put_folder(const Place& place, const fs::path& folder,
                                            const std::string& name,
                                            const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto base = base_of(place);
  const auto hidden = base + "/" + half_of(name);
  std::vector<fs::path> files;
  std::int64_t all = 0;
  for (const auto& each : fs::directory_iterator(folder)) {
    files.push_back(each.path());
    all += static_cast<std::int64_t>(each.file_size());
  }
  std::ranges::sort(files);
  const auto handle = begin();
  std::int64_t done = 0;
  for (const auto& file : files) {
    if (auto put = put_file(handle.get(), place, file, hidden + "/" + file.filename().string()); !put)
      return put;
    done += static_cast<std::int64_t>(fs::file_size(file));
    progress(done, all);
  }
  return command(handle.get(), place, {"rename " + quoted(hidden) + " " + quoted(base + "/" + name)},
                 "hernoemen van de map");
}

}  // namespace inburgering::adapters::sftp
