#include "runtime/time_limits.h"

#include <algorithm>

#include "tests/support/catch.h"

TEST_CASE("CTest's limit strikes after the session has killed the last attempt") {
    for (const double timeout : {0.1, 1.0, 2.5, 60.0}) {
        for (const double grace : {0.0, 0.3, 10.0}) {
            for (const int retries : {0, 1, 7}) {
                const double killed =
                    (timeout + pf::kSessionInspect + std::max(grace, pf::kSessionGrace)) * (retries + 1);
                CHECK(killed < pf::ctest_limit(timeout, grace, retries));
            }
        }
    }
}
