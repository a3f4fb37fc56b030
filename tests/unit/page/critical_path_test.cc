#include "tool/page/critical_path.h"

#include "tests/support/catch.h"

using namespace pf;
using Steps = std::vector<std::uint32_t>;

TEST_CASE("a run of nothing has no critical path") {
    const CriticalPath path = critical_path({}, {});
    CHECK(path.seconds() == 0);
    CHECK(path.task == kNoStep);
    CHECK(path.instances.empty());
}

TEST_CASE("without fixtures the critical path is the longest task") {
    const CriticalPath path = critical_path({}, {{1, {}}, {3, {}}, {2, {}}});
    CHECK(path.task == 1);
    CHECK(path.seconds() == 3);
}

TEST_CASE("the critical path goes through the set-ups and teardowns that its task requires") {
    const std::vector<PathInstance> instances{{2, 1, {}}, {4, 0.5, {0}}, {1, 0, {0}}};
    SECTION("a short task on slow fixtures before a longer one on fast ones") {
        const CriticalPath path = critical_path(instances, {{3, {2}}, {1, {1}}});
        CHECK(path.task == 1);
        CHECK(path.instances == Steps{0, 1});
        CHECK(path.setup_seconds == 6);
        CHECK(path.task_seconds == 1);
        CHECK(path.teardown_seconds == 1.5);
        CHECK(path.seconds() == 8.5);
    }
    SECTION("unless the longer one makes up for it") {
        const CriticalPath path = critical_path(instances, {{6, {2}}, {1, {1}}});
        CHECK(path.task == 0);
        CHECK(path.instances == Steps{0, 2});
    }
}

TEST_CASE("a set-up that no task used is a critical path of its own") {
    const CriticalPath path = critical_path({{5, 0, {}}}, {{1, {}}, {0, {0}}});
    CHECK(path.task == kNoStep);
    CHECK(path.instances == Steps{0});
    CHECK(path.seconds() == 5);
}

TEST_CASE("a parent that does not come before its child is ignored") {
    const CriticalPath path = critical_path({{1, 0, {1}}, {2, 0, {1}}, {1, 0, {7}}}, {{1, {0}}, {1, {2}}, {1, {9}}});
    CHECK(path.instances == Steps{1});
    CHECK(path.seconds() == 2);
}

TEST_CASE("of several fixtures that a task requires, the critical path goes through the slowest") {
    const std::vector<PathInstance> instances{{2, 0, {}}, {5, 0, {}}, {1, 0, {0, 1}}, {7, 0, {}}};
    CHECK(critical_path(instances, {{1, {2}}}).instances == Steps{3});
    const CriticalPath path = critical_path(instances, {{1, {3, 2}}, {3, {2}}});
    CHECK(path.instances == Steps{1, 2});
    CHECK(path.task == 1);
    CHECK(path.seconds() == 9);
}
