#include "schemas/on_disk.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace inburgering::schemas {
namespace {

namespace fs = std::filesystem;

class OnDisk : public testing::Test {
 protected:
  fs::path folder = fs::temp_directory_path() / ("inburgering-on-disk-" + std::to_string(::getpid()));
  void SetUp() override { fs::remove_all(folder); }
  void TearDown() override { fs::remove_all(folder); }

  static std::string content(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
};

TEST_F(OnDisk, folders_are_made_with_those_on_the_way) {
  EXPECT_FALSE(make_folders(folder / "een/twee/"));
  EXPECT_TRUE(fs::is_directory(folder / "een/twee"));
  EXPECT_FALSE(make_folders(folder / "een/twee"));
  EXPECT_FALSE(make_folders("."));
  EXPECT_FALSE(make_folders("/"));
}
TEST_F(OnDisk, a_file_in_the_way_is_told) {
  ASSERT_FALSE(make_folders(folder));
  std::ofstream(folder / "een") << "x";
  EXPECT_TRUE(make_folders(folder / "een/twee"));
  EXPECT_TRUE(make_folders(folder / "een"));
}
TEST_F(OnDisk, a_line_is_added_and_one_left_half_is_ended_first) {
  ASSERT_FALSE(make_folders(folder));
  const auto file = folder / "lijst";
  EXPECT_FALSE(add_line(file, "een"));
  EXPECT_FALSE(add_line(file, "twee"));
  EXPECT_EQ(content(file), "een\ntwee\n");
  std::ofstream(file, std::ios::app) << "hal";
  EXPECT_FALSE(add_line(file, "drie"));
  EXPECT_EQ(content(file), "een\ntwee\nhal\ndrie\n");
  EXPECT_TRUE(add_line(folder / "geen/lijst", "een"));
}

}  // namespace
}  // namespace inburgering::schemas
