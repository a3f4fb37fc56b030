#include "tool/session/seed.h"

#include <set>
#include <string>

#include "tests/support/catch.h"

using pf::task_seed;

TEST_CASE("a task's seed follows from the run's seed and its id alone") {
    CHECK(task_seed(1, "sql.inserts") == task_seed(1, "sql.inserts"));
    CHECK(task_seed(1, "sql.inserts") != task_seed(2, "sql.inserts"));
    CHECK(task_seed(1, "sql.inserts") != task_seed(1, "sql.deletes"));
    // A seed that was printed must reproduce a failure in later versions.
    CHECK(task_seed(1, "sql.inserts") == 2803820335U);
    CHECK(task_seed(0, "") == 1339080641U);
}

TEST_CASE("seeds of similar tasks differ") {
    std::set<std::uint32_t> seeds;
    for (int task = 0; task < 1000; ++task) {
        for (std::uint64_t run = 0; run < 10; ++run) {
            seeds.insert(task_seed(run, "group.task" + std::to_string(task)));
        }
    }
    CHECK(seeds.size() > 9990);  // At most a collision or two is expected of 10000 draws of 32 bits.
}
