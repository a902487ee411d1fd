#pragma once
// Files brought to a server over SFTP (SSH File Transfer Protocol), with libcurl. The server is known by its
// key and we by ours: there are no passwords, and a server that is not in the file of known hosts is refused.
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace inburgering::adapters::sftp {

struct Place {
  std::string host;
  std::uint16_t port = 22;
  std::string user;
  std::string path;                   ///< of a folder, from the root
  std::filesystem::path key;          ///< private, OpenSSH or PEM, without a passphrase
  std::filesystem::path known_hosts;  ///< as ssh keeps them
};

/// "sftp://user@host[:port]/path". Dutch error.
std::expected<Place, std::string> parse(std::string_view url);

/// The name, or the first with a number behind it, that nothing has there yet, half or whole. Dutch error.
std::expected<std::string, std::string> free_name(const Place& place, const std::string& name);

/// Takes away what was brought of `name` before it got its name: of who was cut off. As far as that can be.
void remove_half(const Place& place, const std::string& name);

/// Brings the files of a folder to `name` within the place. They are there under another name until all are:
/// then the folder gets its name, so that nobody takes half of it. Dutch error, without what was in a file.
std::expected<void, std::string> put_folder(
    const Place& place, const std::filesystem::path& folder, const std::string& name,
    const std::function<void(std::int64_t done, std::int64_t of)>& progress);

}  // namespace inburgering::adapters::sftp
