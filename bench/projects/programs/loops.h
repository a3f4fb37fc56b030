// What the kernel allows, measured in the same program that ParallelFixtures forks from: same libraries, same heap.
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include <functional>

namespace bench {

// How many tests the program has: BENCH_TESTS in the environment.
int number_of_tests();

// `--forks <number> <processes>`: forks, exits and waits so often in so many processes. `--calls` calls `work` instead,
// `--forked-calls` calls it in what was forked. Prints the seconds.
// `--fork`: forks once and waits, and prints nothing. False: the program was started for something else.
bool run_loop(int argc, char** argv, const std::function<void()>& work);

}  // namespace bench

#endif
