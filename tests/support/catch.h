// Catch2 2 and 3 behind one include.
#ifndef PARALLEL_FIXTURES_TESTS_SUPPORT_CATCH_H
#define PARALLEL_FIXTURES_TESTS_SUPPORT_CATCH_H

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

// AddressSanitizer keeps freed memory for a while: what a test says of memory does not hold with it.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kMemoryIsAsUsual = false;
#else
inline constexpr bool kMemoryIsAsUsual = true;
#endif

// ThreadSanitizer makes a fork of vfork: a child cannot say then why its command does not start.
#ifdef __SANITIZE_THREAD__
inline constexpr bool kVforkIsAsUsual = false;
#else
inline constexpr bool kVforkIsAsUsual = true;
#endif

#endif
