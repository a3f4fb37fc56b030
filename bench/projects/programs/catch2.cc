// Catch2 tests that do nothing. If BENCH_SETUP is in the environment, they need a fixture whose set-up sleeps this many
// milliseconds.
#define CATCH_CONFIG_RUNNER
#include "catch2_tests.h"

#include <parallel_fixtures/catch2.h>
#include <parallel_fixtures/fixture.h>
#include <unistd.h>

#include "loops.h"

namespace {

const char* const set_up_time = std::getenv("BENCH_SETUP");

struct Slow {
    Slow() { usleep(static_cast<unsigned>(std::atoi(set_up_time)) * 1000); }
};
PARALLEL_FIXTURE(Slow, "slow");

void passes() { CHECK(1 + 1 == 2); }

void passes_on_slow() {
    parallel_fixtures::get<Slow>();
    CHECK(1 + 1 == 2);
}

const bool registered = set_up_time != nullptr ? bench::add_tests(bench::number_of_tests(), &passes_on_slow, "[slow]")
                                               : bench::add_tests(bench::number_of_tests(), &passes, "");

}  // namespace

int main(int argc, char** argv) {
    return bench::run_loop(argc, argv, [] {}) || !registered ? 0 : parallel_fixtures::run_catch2(argc, argv);
}
