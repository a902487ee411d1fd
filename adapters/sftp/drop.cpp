#include "adapters/sftp/drop.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "adapters/sftp/session.h"

namespace inburgering::adapters::sftp {
namespace {

/// A path of which the last part may hold spaces and letters of any kind.
std::string url_to(CURL* handle, const Place& place, const std::string& folder, const std::string& name) {
  const std::unique_ptr<char, Free> escaped(
      curl_easy_escape(handle, name.c_str(), static_cast<int>(name.size())));
  return url_of(place, folder + "/" + (escaped ? escaped.get() : ""));
}

struct Kept {
  std::string text;
  std::size_t most = 0;
  bool too_large = false;
};
std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& kept = *static_cast<Kept*>(into);
  kept.too_large = kept.text.size() + size * count > kept.most;
  if (kept.too_large) return 0;
  kept.text.append(bytes, size * count);
  return size * count;
}

struct Given {
  std::string_view left;
};
std::size_t give(char* into, std::size_t size, std::size_t count, void* from) {
  auto& given = *static_cast<Given*>(from);
  const auto length = std::min(size * count, given.left.size());
  std::memcpy(into, given.left.data(), length);
  given.left.remove_prefix(length);
  return length;
}

/// Lines of `ls -l` of files alone.
std::expected<std::vector<std::string>, std::string> files_in(CURL* handle, const Place& place,
                                                              const std::string& folder) {
  auto lines = lines_in(handle, place, folder, false);
  if (lines) std::erase_if(*lines, [](const std::string& line) { return !line.starts_with('-'); });
  return lines;
}

bool is_of(std::string_view line, std::string_view name) {
  return line.ends_with(name) && line.size() > name.size() && line[line.size() - name.size() - 1] == ' ';
}

}  // namespace

bool is_usable(std::string_view name) {
  constexpr std::size_t longest = 200;
  return !name.empty() && name.size() <= longest && !name.starts_with('.') && !name.starts_with(' ') &&
         std::ranges::none_of(name, [](char c) {
           return static_cast<unsigned char>(c) < ' ' || c == '\x7f' || std::string_view("/\\\"").contains(c);
         });
}

bool is_partial(std::string_view name) {
  constexpr std::string_view endings[] = {".deel", ".part", ".tmp", ".filepart", ".crdownload"};
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::any_of(endings, [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::expected<std::vector<std::string>, std::string> Drop::take(const std::function<void()>& rest) {
  const auto handle = begin();
  const auto base = base_of(place_);
  const auto ours = base + "/" + std::string(taken);
  auto left = lines_in(handle.get(), place_, ours, true);
  if (!left) return std::unexpected(std::move(left.error()));
  std::erase_if(*left, [](const auto& each) { return !is_usable(each); });
  auto names = lines_in(handle.get(), place_, base, true);
  if (!names) return std::unexpected(std::move(names.error()));
  std::erase_if(*names, [](const auto& each) { return !is_usable(each) || is_partial(each); });
  std::ranges::sort(*names);
  const auto before = files_in(handle.get(), place_, base);
  if (!before) return std::unexpected(before.error());
  std::erase_if(*names, [&](const auto& name) {
    return std::ranges::none_of(*before, [&](const auto& line) { return is_of(line, name); });
  });
  if (names->size() > most_files) names->resize(most_files);
  if (names->empty()) return std::move(*left);
  rest();
  const auto after = files_in(handle.get(), place_, base);
  if (!after) return std::unexpected(after.error());
  static_cast<void>(command(handle.get(), place_, {"*mkdir " + quoted(ours)}, "maken van een map"));
  for (const auto& name : *names) {
    // All lines that end so: a name with a space in it may end as another does.
    const auto unchanged = [&](const std::string& line) {
      return !is_of(line, name) || std::ranges::find(*before, line) != before->end();
    };
    const auto its = [&](const std::string& line) { return is_of(line, name); };
    if (std::ranges::none_of(*after, its) || !std::ranges::all_of(*after, unchanged)) continue;
    // Of two that try one is the first; a name that was taken before waits until that file has ended.
    if (command(handle.get(), place_,
                {"rename " + quoted(base + "/" + name) + " " + quoted(ours + "/" + name)},
                "nemen van een bestand"))
      left->push_back(name);
  }
  return std::move(*left);
}

std::expected<std::optional<std::string>, std::string> Drop::read(const std::string& name, std::size_t most) {
  const auto handle = begin();
  Kept kept{{}, most, false};
  prepare(handle.get(), place_);
  const auto url = url_to(handle.get(), place_, base_of(place_) + "/" + std::string(taken), name);
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &kept);
  auto got = perform(handle.get(), place_, "lezen van een bestand");
  if (kept.too_large) return std::nullopt;
  if (!got) return std::unexpected(std::move(got.error()));
  return std::move(kept.text);
}

std::expected<void, std::string> Drop::end(const std::string& name, const std::string& folder,
                                           const std::string& as, const std::string& report_name,
                                           const std::string& report) {
  const auto handle = begin();
  const auto base = base_of(place_);
  const auto to = base + "/" + folder;
  Given given{report};
  prepare(handle.get(), place_);
  const auto url = url_to(handle.get(), place_, to, report_name);
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &given);
  curl_easy_setopt(handle.get(), CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(report.size()));
  curl_easy_setopt(handle.get(), CURLOPT_FTP_CREATE_MISSING_DIRS, static_cast<long>(CURLFTP_CREATE_DIR));
  if (auto put = perform(handle.get(), place_, "schrijven van het verslag"); !put) return put;
  return command(
      handle.get(), place_,
      {"rename " + quoted(base + "/" + std::string(taken) + "/" + name) + " " + quoted(to + "/" + as)},
      "wegleggen van het bestand");
}

}  // namespace inburgering::adapters::sftp
