// The file of a backup: what was put in comes out, and nothing comes out of one that was changed anywhere.
#include "gateway/store/archive.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

class Archive : public testing::Test {
 protected:
  tests::House house;
  const std::filesystem::path file = tests::fresh_folder("archive") / "back-up";

  void write() {
    ArchiveWriter out(file, house.sealing, {"id-1", "0.1.0", 24, "2026-11-02T09:30:15.000Z", {}, {}});
    out.put(ArchivePart::pages, "pages " + std::string(5000, 'x'));
    out.put(ArchivePart::pages, "more");
    out.put(ArchivePart::digests, "digests");
    out.put(ArchivePart::manifest, "manifest");
    out.finish();
  }
  std::string content() const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// All that comes out, or why nothing does.
  std::string read(const std::string& bytes, bool pages = true) const {
    std::ofstream(file, std::ios::binary) << bytes;
    try {
      ArchiveReader in(file, house.keys);
      std::string all;
      while (auto part = in.next(pages)) all += part->plain.substr(0, 8) + "|";
      return all;
    } catch (const BadArchive& bad) {
      return std::string("bad: ") + bad.what();
    }
  }
};

TEST_F(Archive, what_was_put_in_comes_out) {
  write();
  EXPECT_EQ(read(content()), "pages xx|more|digests|manifest|");
  EXPECT_EQ(read(content(), false), "digests|manifest|");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(content().find("more"), std::string::npos);
}

TEST_F(Archive, it_has_its_name_only_when_it_is_whole) {
  {
    ArchiveWriter out(file, house.sealing, {"id-1", "0.1.0", 24, "", {}, {}});
    out.put(ArchivePart::pages, "pages");
    EXPECT_THROW(ArchiveWriter(file, house.sealing, {"id-2", "0.1.0", 24, "", {}, {}}), BadArchive)
        << "two at once";
  }
  EXPECT_TRUE(std::filesystem::is_empty(file.parent_path()));
}

TEST_F(Archive, cut_off_anywhere_it_is_refused) {
  write();
  const auto all = content();
  for (std::size_t length = 0; length < all.size(); length += 37)
    EXPECT_EQ(read(all.substr(0, length)).substr(0, 4), "bad:") << length;
  EXPECT_EQ(read(all + "x").substr(0, 4), "bad:");
}

// The name of the key before each part is a label, by which the right one is tried first: all else is
// content.
TEST_F(Archive, with_a_bit_changed_anywhere_nothing_else_comes_out) {
  write();
  const auto all = content();
  const auto whole = read(all);
  std::size_t unseen = 0;
  for (std::size_t at = 0; at < all.size(); at += 11) {
    auto changed = all;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto out = read(changed);
    if (out == whole)
      ++unseen;
    else
      EXPECT_EQ(out.substr(0, 4), "bad:") << at;
  }
  constexpr std::size_t bytes_of_labels = 4 * 2;
  EXPECT_LE(unseen, bytes_of_labels);
}

TEST_F(Archive, of_another_key_it_says_so) {
  write();
  const auto other = tests::fresh_folder("other-key") / "store.key";
  std::ofstream(other) << "k1:" << std::string(64, 'b') << '\n';
  const auto keys = *Keys::read(other);
  try {
    ArchiveReader in(file, keys);
    FAIL() << "it was opened";
  } catch (const BadArchive& bad) {
    EXPECT_NE(std::string(bad.what()).find("k1"), std::string::npos);
  }
}

}  // namespace
}  // namespace inburgering::gateway::store
