#include "tool/schedule/ready_queue.h"

#include <cstddef>
#include <deque>
#include <random>
#include <vector>

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

TEST_CASE("the order is that of a plain line, however tasks come and go") {
    std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same at each run.
    ReadyQueue queue;
    std::deque<TaskId> line;
    const Need needs[] = {kOne, kTwo, kLock};
    for (TaskId task = 0; task < 20000; ++task) {
        const auto dice = random() % 8;
        if (dice < 2) {
            queue.push_front(task, needs[task % 3]);
            line.push_front(task);
        } else if (dice < 4) {
            queue.push_back(task, needs[task % 3]);
            line.push_back(task);
        } else if (dice < 5 && !line.empty()) {
            const auto any = line.begin() + static_cast<std::ptrdiff_t>(random() % line.size());
            REQUIRE(queue.remove(*any));
            line.erase(any);
        } else if (!line.empty()) {
            REQUIRE(queue.take(any_need) == line.front());
            line.pop_front();
        }
        REQUIRE(queue.size() == line.size());
    }
    CHECK(queue.drain() == std::vector<TaskId>(line.begin(), line.end()));
    queue.push_front(1, kOne);
    queue.push_back(2, kTwo);
    CHECK(queue.drain() == std::vector<TaskId>{1, 2});
}
