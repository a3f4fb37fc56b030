// Places functions in a section of their own.
#ifndef PARALLEL_FIXTURES_RUNTIME_PLACEMENT_H
#define PARALLEL_FIXTURES_RUNTIME_PLACEMENT_H

// Marks a function that runs in the process of each test. All marked functions are in one section, so that a new
// process, which incurs a page fault for each page of code that it is the first to use, incurs few. Linkers merge
// .text.hot with other sections but keep this one separate. Templates and inline functions cannot be marked.
#if defined(__ELF__) && defined(__GNUC__)
#define PF_IN_EACH_TEST __attribute__((section("parallel_fixtures_test_process")))
// Begin and end of the section, defined by the linker. Weak, because a program may contain no marked function.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char __start_parallel_fixtures_test_process[] __attribute__((weak, visibility("hidden")));
extern "C" const char __stop_parallel_fixtures_test_process[] __attribute__((weak, visibility("hidden")));
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
#else
#define PF_IN_EACH_TEST
#endif

#endif
