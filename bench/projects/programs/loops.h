// Measures what the kernel allows in the program from which ParallelFixtures forks, with the same libraries and heap.
#ifndef BENCH_LOOPS_H
#define BENCH_LOOPS_H

#include <functional>

namespace bench {

// Returns the number of tests of the program, which is BENCH_TESTS in the environment.
int number_of_tests();

// Runs the loop that the command line asks for and prints its seconds. `--forks <number> <processes>` forks, exits and
// waits <number> times in <processes> processes; `--calls` calls `work` instead, and `--forked-calls` calls it in the
// forked process.
// `--fork` forks once, waits and prints nothing. Returns false if the command line asks for no loop.
bool run_loop(int argc, char** argv, const std::function<void()>& work);

}  // namespace bench

#endif
