#include <unistd.h>

#include <catch2/catch.hpp>

static const pid_t loaded_in = getpid();

TEST_CASE("is started") { CHECK(loaded_in == getpid()); }
