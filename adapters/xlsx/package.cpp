#include "adapters/xlsx/package.h"

#include <zip.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>

#include "adapters/xlsx/words.h"

namespace inburgering::adapters::xlsx {
namespace {

using schemas::Fault;

using Zip = std::unique_ptr<zip_t, decltype([](zip_t* zip) { zip_discard(zip); })>;
using Entry = std::unique_ptr<zip_file_t, decltype([](zip_file_t* file) { zip_fclose(file); })>;
using Bytes = std::unique_ptr<zip_source_t, decltype([](zip_source_t* source) { zip_source_free(source); })>;

struct Part {
  zip_uint64_t index = 0;
  std::size_t packed = 0;
};

std::string lower(std::string_view name) {
  std::string result(name);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

constexpr std::string_view too_large =
    "deze werkmap wordt bij het uitpakken veel te groot; zet de rijen in een nieuwe, lege werkmap";

}  // namespace

struct Package::Handle {
  Zip zip;
  std::map<std::string, Part, std::less<>> parts;
  std::size_t inflated = 0;
  std::function<void()> gets_on;
};

schemas::Result<Package> Package::open(std::string_view bytes, std::function<void()> gets_on) {
  Bytes source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
  if (!source) throw std::bad_alloc();
  auto handle = std::make_shared<Handle>();
  handle->gets_on = std::move(gets_on);
  handle->zip.reset(zip_open_from_source(source.get(), ZIP_RDONLY, nullptr));
  if (!handle->zip) return schemas::refuse("", "xlsx", damaged);
  static_cast<void>(source.release());  // the zip owns it now
  const auto count = zip_get_num_entries(handle->zip.get(), 0);
  if (count < 0 || static_cast<std::size_t>(count) > most_parts)
    return schemas::refuse("", "xlsx", too_large);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(handle->zip.get(), i, 0, &stat) != 0 || stat.name == nullptr)
      return schemas::refuse("", "xlsx", damaged);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
      return schemas::refuse("", "xlsx", "deze werkmap is met een wachtwoord beveiligd; sla haar op zonder");
    const std::string_view name(stat.name);
    const auto packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? static_cast<std::size_t>(stat.comp_size) : 0;
    // Two of one name: one reader would take the first, another the last.
    if (!handle->parts.emplace(lower(name.substr(name.starts_with('/') ? 1 : 0)), Part{i, packed}).second)
      return schemas::refuse("", "xlsx", damaged);
  }
  return Package(std::move(handle));
}

bool Package::has(std::string_view name) const { return handle_->parts.contains(lower(name)); }

bool Package::has_any_under(std::string_view folder) const {
  const auto wanted = lower(folder);
  const auto found = handle_->parts.lower_bound(wanted);
  return found != handle_->parts.end() && found->first.starts_with(wanted);
}

std::optional<Fault> Package::read(std::string_view name, schemas::xml::Listener& listener) const {
  const auto found = handle_->parts.find(lower(name));
  if (found == handle_->parts.end()) return Fault{"", "xlsx", std::string(damaged)};
  const Entry entry(zip_fopen_index(handle_->zip.get(), found->second.index, 0));
  if (!entry) return Fault{"", "xlsx", std::string(damaged)};
  constexpr std::size_t grace = std::size_t{1} << 20U;
  const auto most = std::min(largest_part, grace + largest_ratio * found->second.packed);
  std::size_t read = 0;
  bool bomb = false;
  const auto source = [&](char* into, std::size_t room) -> std::optional<std::size_t> {
    if (handle_->gets_on) handle_->gets_on();
    const auto got = zip_fread(entry.get(), into, room);
    if (got < 0) return std::nullopt;
    read += static_cast<std::size_t>(got);
    handle_->inflated += static_cast<std::size_t>(got);
    bomb = read > most || handle_->inflated > most_inflated;
    if (bomb) return std::nullopt;
    return static_cast<std::size_t>(got);
  };
  auto fault = schemas::xml::stream(source, listener, most_elements);
  if (bomb || (fault && fault->rule == "omvang")) return Fault{"", "xlsx", std::string(too_large)};
  if (fault) return Fault{"", "xlsx", std::string(damaged)};
  return std::nullopt;
}

std::string pack(const std::vector<std::pair<std::string, std::string>>& parts) {
  const Bytes target(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  if (!target) throw std::bad_alloc();
  Zip zip(zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, nullptr));
  if (!zip) throw std::runtime_error("libzip kan geen zip beginnen");
  zip_source_keep(target.get());  // the zip lets go of it when it closes
  for (const auto& [name, content] : parts) {
    Bytes source(zip_source_buffer(zip.get(), content.data(), content.size(), 0));
    const auto index = source ? zip_file_add(zip.get(), name.c_str(), source.get(), ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) throw std::runtime_error("libzip neemt een deel niet aan");
    static_cast<void>(source.release());
    // The same parts give the same bytes.
    constexpr zip_uint16_t first_of_january_1980 = (1U << 5U) | 1U;
    zip_file_set_dostime(zip.get(), static_cast<zip_uint64_t>(index), 0, first_of_january_1980, 0);
  }
  if (zip_close(zip.get()) != 0) throw std::runtime_error("libzip kan de zip niet afmaken");
  static_cast<void>(zip.release());
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(target.get(), &stat) != 0 || zip_source_open(target.get()) != 0)
    throw std::runtime_error("libzip geeft de zip niet terug");
  std::string bytes(static_cast<std::size_t>(stat.size), '\0');
  const auto got = zip_source_read(target.get(), bytes.data(), bytes.size());
  zip_source_close(target.get());
  if (got != static_cast<zip_int64_t>(bytes.size()))
    throw std::runtime_error("libzip geeft de zip half terug");
  return bytes;
}

}  // namespace inburgering::adapters::xlsx
