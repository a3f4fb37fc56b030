// Where code stands in the program.
#ifndef PARALLEL_FIXTURES_RUNTIME_PLACEMENT_H
#define PARALLEL_FIXTURES_RUNTIME_PLACEMENT_H

// Before what the process of each test runs: all of it stands together. A fresh process pays for every page of code
// that it is the first to come to, and where page tables are kept by software that is what a short test costs. The name
// is the linker's to keep apart, unlike .text.hot. Not for templates and inline functions.
#if defined(__ELF__) && defined(__GNUC__)
#define PF_IN_EACH_TEST __attribute__((section("parallel_fixtures_test_process")))
// Where it begins and ends: the linker's names. Weak, for a program that has none of it.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char __start_parallel_fixtures_test_process[] __attribute__((weak, visibility("hidden")));
extern "C" const char __stop_parallel_fixtures_test_process[] __attribute__((weak, visibility("hidden")));
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
#else
#define PF_IN_EACH_TEST
#endif

#endif
