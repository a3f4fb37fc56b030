#include "tool/schedule/ready_queue.h"

#include "tests/support/catch.h"

using pf::Need;
using pf::ReadyQueue;
using pf::TaskId;

namespace {

const Need kOne{};
const Need kTwo{2, false, {}};
const Need kLock{1, false, {7}};

bool any_need(const Need& /*need*/) { return true; }
bool no_need(const Need& /*need*/) { return false; }
bool narrow(const Need& need) { return need.processors == 1; }

}  // namespace

TEST_CASE("tasks are taken in the order in which they were added, those that fit") {
    ReadyQueue queue;
    queue.push_back(1, kTwo);
    queue.push_back(2, kOne);
    queue.push_back(3, kTwo);
    queue.push_back(4, kLock);
    CHECK(queue.size() == 4);
    CHECK(queue.take(narrow) == TaskId{2});
    CHECK(queue.take(any_need) == TaskId{1});
    CHECK(queue.take(no_need) == std::nullopt);
    CHECK(queue.any(narrow));
    CHECK(queue.take(any_need) == TaskId{3});
    CHECK_FALSE(queue.any(no_need));
    CHECK(queue.take(any_need) == TaskId{4});
    CHECK(queue.empty());
    CHECK(queue.take(any_need) == std::nullopt);
}

TEST_CASE("what is put in front goes first, the latest before the earlier") {
    ReadyQueue queue;
    queue.push_back(1, kOne);
    queue.push_front(2, kTwo);
    queue.push_front(3, kOne);
    CHECK(queue.take(any_need) == TaskId{3});
    CHECK(queue.take(any_need) == TaskId{2});
    CHECK(queue.take(any_need) == TaskId{1});
}

TEST_CASE("a strict queue gives only its very first") {
    ReadyQueue queue(true);
    queue.push_back(1, kTwo);
    queue.push_back(2, kOne);
    CHECK_FALSE(queue.any(narrow));
    CHECK(queue.take(narrow) == std::nullopt);
    CHECK(queue.take(any_need) == TaskId{1});
    CHECK(queue.take(narrow) == TaskId{2});
}

TEST_CASE("the need of the first") {
    ReadyQueue queue;
    CHECK(queue.first_need() == nullptr);
    queue.push_back(1, kTwo);
    queue.push_back(2, kOne);
    REQUIRE(queue.first_need() != nullptr);
    CHECK(*queue.first_need() == kTwo);
    queue.push_front(3, kLock);
    CHECK(*queue.first_need() == kLock);
}

TEST_CASE("everything that waits comes out in order") {
    ReadyQueue queue;
    queue.push_back(1, kTwo);
    queue.push_back(2, kOne);
    queue.push_back(3, kTwo);
    queue.push_front(4, kLock);
    CHECK(queue.drain() == std::vector<TaskId>{4, 1, 2, 3});
    CHECK(queue.empty());
    CHECK(queue.size() == 0);
    CHECK(queue.drain().empty());
}
