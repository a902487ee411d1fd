// What is an address of a server to bring files to; that they are brought, tests/integration/export_test.py
// tells.
#include <gtest/gtest.h>

#include "adapters/sftp/put.h"

namespace inburgering::adapters::sftp {
namespace {

struct Case {
  const char* name;
  const char* url;
  const char* read;  ///< "" = refused
};
class Address : public testing::TestWithParam<Case> {};

TEST_P(Address, is_read_or_refused) {
  const auto place = parse(GetParam().url);
  EXPECT_EQ(
      place ? place->user + " " + place->host + " " + std::to_string(place->port) + " " + place->path : "",
      std::string(GetParam().read));
}

INSTANTIATE_TEST_SUITE_P(
    Sftp, Address,
    testing::Values(Case{"plain", "sftp://dwh@host.example/in", "dwh host.example 22 /in"},
                    Case{"a_port", "sftp://dwh@host:2222/in/0518/", "dwh host 2222 /in/0518"},
                    Case{"the_root", "sftp://dwh@host/", "dwh host 22 /"},
                    Case{"an_address_of_version_6", "sftp://dwh@[::1]/in", "dwh [::1] 22 /in"},
                    Case{"of_version_6_with_a_port", "sftp://dwh@[::1]:2222/in", "dwh [::1] 2222 /in"},
                    Case{"no_user", "sftp://host/in", ""},
                    Case{"a_password", "sftp://dwh:geheim@host/in", ""},
                    Case{"no_path", "sftp://dwh@host", ""}, Case{"another_scheme", "ftp://dwh@host/in", ""},
                    Case{"a_quote_in_the_path", "sftp://dwh@host/in\"; rm", ""},
                    Case{"a_port_that_is_none", "sftp://dwh@host:0/in", ""},
                    Case{"a_port_too_high", "sftp://dwh@host:70000/in", ""}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace inburgering::adapters::sftp
