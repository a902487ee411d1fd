#pragma once
// One conversation with an SFTP server, by libcurl. For the sources of this folder alone.
#include <curl/curl.h>

#include <cstdio>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "adapters/sftp/put.h"

namespace inburgering::adapters::sftp {

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(char* text) const { curl_free(text); }
};
using Handle = std::unique_ptr<CURL, Free>;

inline constexpr long for_the_owner = 0600;
inline constexpr long folder_for_the_owner = 0700;

Handle begin();
/// Forgets what was asked before; what is asked next goes to this server, with our key. What is made there is
/// for that user alone.
void prepare(CURL* handle, const Place& place);
std::string url_of(const Place& place, const std::string& path);
/// Of the place, for a path behind it that begins with a slash.
std::string base_of(const Place& place);
/// Quoted as libcurl reads it in a command.
std::string quoted(const std::string& path);
/// Does what was prepared. `is_there`: hears that what was asked for does not exist. Dutch error.
std::expected<void, std::string> perform(CURL* handle, const Place& place, const std::string& what,
                                         bool* is_there = nullptr);
/// Gives the server commands as libcurl spells them.
std::expected<void, std::string> command(CURL* handle, const Place& place,
                                         const std::vector<std::string>& commands, const std::string& what);
/// What stands in a folder there, a line each: the name alone, or as `ls -l` tells it; nothing when there is
/// no such folder.
std::expected<std::vector<std::string>, std::string> lines_in(CURL* handle, const Place& place,
                                                              const std::string& folder, bool names_alone);

}  // namespace inburgering::adapters::sftp
