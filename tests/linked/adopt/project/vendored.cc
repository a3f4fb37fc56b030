#include <unistd.h>

#include "doctest.h"

static const pid_t loaded_in = getpid();

TEST_CASE("is forked") {
    CHECK(loaded_in != getpid());
    CHECK(DOCTEST_VERSION_PATCH == 77);
}
