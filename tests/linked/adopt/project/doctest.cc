#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
#include <unistd.h>

static_assert(__cplusplus == 201402L, "the standard of the project");

static const pid_t loaded_in = getpid();

TEST_CASE("is forked") { CHECK(loaded_in != getpid()); }
