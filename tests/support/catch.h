// Catch2 2 and 3 behind one include.
#ifndef PARALLEL_FIXTURES_TESTS_SUPPORT_CATCH_H
#define PARALLEL_FIXTURES_TESTS_SUPPORT_CATCH_H

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#endif
