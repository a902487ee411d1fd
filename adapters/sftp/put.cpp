#include "adapters/sftp/put.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "adapters/sftp/session.h"

namespace inburgering::adapters::sftp {
namespace {

namespace fs = std::filesystem;

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
  return perform(handle, place, "schrijven van " + file.filename().string());
}

/// Under which it stands until all of it does.
std::string half_of(const std::string& name) { return "." + name + ".deel"; }

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
  const auto there = lines_in(handle.get(), place, base_of(place), true);
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
  const auto there = lines_in(handle.get(), place, folder, true);
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
