#pragma once

namespace inburgering::gateway {

/// Makes libcurl and OpenSSL wipe what they free. Once, before either is used; a second call changes nothing.
void wipe_what_libraries_free();

}  // namespace inburgering::gateway
