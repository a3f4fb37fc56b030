#include <malloc.h>

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/plan/plan_files.h"

TEST_CASE("100,000 tasks fit in 40 MB") {
    std::string lines;
    for (int i = 0; i < 100000; ++i) {
        lines += "sql;case-" + std::to_string(i) + ";COMMAND;/usr/bin/sql_client;--case;" + std::to_string(i) + "\n";
    }
    const pf::test::Build build;
    build.write_plan(pf::test::entry("group", "sql") + pf::test::entry("plain", lines), 100001);
    const auto used = [] {
        const struct mallinfo2 info = mallinfo2();
        return info.uordblks + info.hblkhd;
    };
    const std::size_t before = used();
    const auto plan = build.read();
    REQUIRE(pf::test::error_of(plan).empty());
    CHECK(plan->tasks.size() == 100000);
    CHECK(used() - before < (40U << 20U));
}
