#include "gateway/store/engine/writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

#include "adapters/transport/guard.h"
#include "gateway/base/wake_loop.h"
#include "tests/unit/gateway/house.h"

namespace inburgering::gateway::store {
namespace {

class WriterTest : public testing::Test {
 protected:
  Database database{tests::place("writer")};

  int rows() { return database.session()->one<int>({"test", "SELECT COUNT(*) FROM body"}).value_or(-1); }
  static Writer::Work insert(const std::string& id) {
    return [id](store::Session& sql) {
      sql.run({"test", "INSERT INTO body (message_id, tenant, sealed) VALUES (:id, '', '')"}, id);
    };
  }
};

TEST_F(WriterTest, what_run_returned_from_is_on_disk) {
  Writer writer(database);
  writer.run(insert("1"));
  EXPECT_EQ(rows(), 1);
}
TEST_F(WriterTest, a_callback_that_throws_ends_nothing_but_itself) {
  Writer writer(database);
  writer.submit(insert("1"), [](std::exception_ptr) { throw std::runtime_error("done"); });
  writer.run(insert("2"));
  EXPECT_EQ(rows(), 2);
  EXPECT_GE(adapters::transport::caught()["schrijver"], 1U);
}
TEST(WakeLoop, a_step_that_throws_is_tried_again) {
  std::atomic<int> steps = 0;
  std::promise<void> again;
  WakeLoop loop("proef", [&]() -> std::chrono::milliseconds {
    if (++steps == 1) throw std::runtime_error("step");
    if (steps == 2) again.set_value();
    return std::chrono::hours(1);
  });
  loop.start();
  while (steps == 0) std::this_thread::yield();
  loop.wake();
  again.get_future().wait();
  loop.stop();
}
TEST_F(WriterTest, one_unit_that_fails_undoes_itself_alone) {
  Writer writer(database);
  std::vector<std::future<bool>> results;
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  writer.submit([&](store::Session&) { opened.wait(); }, [](std::exception_ptr) {});
  for (int i = 0; i < 10; ++i) {
    auto promise = std::make_shared<std::promise<bool>>();
    results.push_back(promise->get_future());
    writer.submit(
        [i](store::Session& sql) {
          insert(std::to_string(i))(sql);
          if (i == 4) throw std::runtime_error("no");
        },
        [promise](std::exception_ptr error) { promise->set_value(!error); });
  }
  gate.set_value();  // the ten waited together, so they share a transaction
  int good = 0;
  for (auto& result : results) good += result.get() ? 1 : 0;
  EXPECT_EQ(good, 9);
  EXPECT_EQ(rows(), 9);
}
/// The sum of what a transaction added to it, kept as one row.
struct Sum : Gathered {
  int value = 0;
  void write(Session& sql) override {
    sql.run({"test", "INSERT INTO body (message_id, tenant, sealed) VALUES (:sum, '', '')"},
            std::to_string(value));
  }
};
TEST_F(WriterTest, what_a_group_gathers_leaves_out_the_unit_that_failed) {
  Writer writer(database);
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  writer.submit([&](store::Session&) { opened.wait(); }, [](std::exception_ptr) {});
  std::atomic<int> calls = 0;
  for (const int value : {1, 2, 4})
    writer.submit(
        [value, &calls](store::Session& sql) {
          ++calls;
          sql.gather<Sum>([&](Sum& sum) { sum.value += value; });
          if (value == 2) throw std::runtime_error("no");
        },
        [value](std::exception_ptr error) { EXPECT_EQ(error != nullptr, value == 2); });
  gate.set_value();
  writer.finish();
  EXPECT_EQ(calls, 5) << "together until the second threw, then each apart";
  EXPECT_EQ(
      database.session()->one<int>({"test", "SELECT SUM(CAST(message_id AS BIGINT)) FROM body"}).value_or(0),
      5);
}
TEST_F(WriterTest, what_nobody_waits_for_goes_along_with_what_somebody_does) {
  Writer writer(database);
  const auto noted = [&](store::Session& sql) { sql.gather<Sum>([&](Sum& sum) { sum.value = 1; }); };
  writer.submit_patiently(noted, [&](std::exception_ptr error) { EXPECT_FALSE(error); });
  EXPECT_TRUE(writer.idle()) << "it waits for company";
  writer.run(noted);
  EXPECT_EQ(rows(), 1) << "one transaction";
  writer.submit_patiently([](store::Session& sql) { insert("alone")(sql); }, [](std::exception_ptr) {});
  writer.finish();
  EXPECT_EQ(rows(), 2) << "none comes, and it goes by itself";
}
TEST_F(WriterTest, says_unavailable_while_the_file_is_gone_and_recovers_when_it_is_back) {
  ONLY_ON_SQLITE();
  Writer writer(database);
  writer.run(insert("1"));
  const auto elsewhere = database.file().string() + ".elsewhere";
  std::filesystem::rename(database.file(), elsewhere);
  EXPECT_THROW(writer.run(insert("2")), Unavailable);
  EXPECT_FALSE(writer.healthy());
  std::filesystem::rename(elsewhere, database.file());
  writer.run(insert("3"));
  EXPECT_TRUE(writer.healthy());
  EXPECT_EQ(rows(), 2);
}
TEST_F(WriterTest, says_unavailable_while_another_process_holds_the_lock) {
  ONLY_ON_SQLITE();
  Writer writer(database);
  const auto other = database.session();
  other->begin();
  EXPECT_THROW(writer.run(insert("1")), Unavailable);
  other->rollback();
  writer.run(insert("2"));
  EXPECT_EQ(rows(), 1);
}
TEST_F(WriterTest, who_sends_much_waits_for_itself_alone) {
  Writer writer(database);
  std::promise<void> gate;
  writer.submit([&](store::Session&) { gate.get_future().wait(); }, [](std::exception_ptr) {});
  std::vector<std::string> order;  // of the writer's thread alone
  const auto note = [&](const std::string& name) {
    return [&order, name](store::Session&) { order.push_back(name); };
  };
  for (int i = 0; i < 500; ++i)
    writer.submit(note("much " + std::to_string(i)), [](std::exception_ptr) {}, "much");
  for (int i = 0; i < 3; ++i)
    writer.submit(note("little " + std::to_string(i)), [](std::exception_ptr) {}, "little");
  writer.submit(note("own"), [](std::exception_ptr) {});
  gate.set_value();
  writer.finish();
  ASSERT_EQ(order.size(), 504);
  EXPECT_EQ((std::vector(order.begin(), order.begin() + 8)),
            (std::vector<std::string>{"much 0", "little 0", "own", "much 1", "little 1", "much 2", "little 2",
                                      "much 3"}));
  EXPECT_EQ(order.back(), "much 499") << "each in its own order";
}
TEST_F(WriterTest, finish_waits_for_what_callbacks_submit) {
  Writer writer(database);
  std::atomic<int> done = 0;
  writer.submit(insert("1"), [&](std::exception_ptr) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    writer.submit(insert("2"), [&](std::exception_ptr) { ++done; });
  });
  writer.finish();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(rows(), 2);
}
TEST_F(WriterTest, what_the_engine_refuses_for_good_is_the_failure_of_that_unit_alone) {
  Writer writer(database);
  writer.run(insert("1"));
  std::vector<bool> failed;
  for (const auto* id : {"2", "1", "3"})
    writer.submit(insert(id), [&](std::exception_ptr error) { failed.push_back(error != nullptr); });
  writer.finish();
  EXPECT_EQ(failed, (std::vector{false, true, false}));
  EXPECT_EQ(rows(), 3);
  EXPECT_TRUE(writer.healthy());
}
TEST_F(WriterTest, finishes_what_was_submitted_before_it_ends) {
  {
    Writer writer(database);
    for (int i = 0; i < 200; ++i) writer.submit(insert(std::to_string(i)), [](std::exception_ptr) {});
  }
  EXPECT_EQ(rows(), 200);
}
TEST(DatabaseTest, refuses_a_store_of_a_newer_version) {
  const auto file = tests::fresh_folder("newer") / "gateway.db";
  Database(file).session()->run({"test", "PRAGMA user_version = 99"});
  EXPECT_THROW(Database{file}, std::runtime_error);
}

TEST(DatabaseTest, lends_a_reader_again_unless_it_failed) {
  const Database database(tests::place("readers"));
  const Session* first = nullptr;
  {
    const auto reader = database.reader();
    first = reader.get();
    const auto beside = database.reader();
    EXPECT_NE(beside.get(), first) << "one at a time";
  }
  std::vector<Database::Reader> lent;
  for (int i = 0; i < 2; ++i) lent.push_back(database.reader());
  EXPECT_TRUE(lent[0].get() == first || lent[1].get() == first);
  lent.clear();
  try {
    const auto one = database.reader();
    const auto other = database.reader();
    one->run({"test", "SELECT nothing FROM nowhere"});
  } catch (const Failure&) {
  }
  const auto fresh = database.reader();
  EXPECT_EQ(fresh->one<int>({"test", "SELECT COUNT(*) FROM dossier"}), 0);
}
TEST(DatabaseTest, lends_no_reader_of_a_file_that_is_gone) {
  ONLY_ON_SQLITE();
  const Database database(tests::place("gone"));
  {
    const auto reader = database.reader();
  }
  std::filesystem::remove(database.file());
  EXPECT_THROW(database.reader(), Unavailable);
}

}  // namespace
}  // namespace inburgering::gateway::store
