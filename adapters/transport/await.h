#pragma once
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace inburgering::adapters::transport {

/// Has a coroutine wait, with failure as a value.
inline auto await(boost::system::error_code& error) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

}  // namespace inburgering::adapters::transport
