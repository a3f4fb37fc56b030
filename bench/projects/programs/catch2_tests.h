// Registers any number of tests as TEST_CASE registers one. The compiler would need minutes for ten thousand
// TEST_CASEs.
#ifndef BENCH_CATCH2_TESTS_H
#define BENCH_CATCH2_TESTS_H

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>

namespace bench {

inline bool add_tests(int number, void (*test)(), const std::string& tags) {
    for (int i = 0; i < number; ++i) {
        const std::string name = std::to_string(i);
        Catch::AutoReg(Catch::makeTestInvoker(test), Catch::SourceLineInfo(__FILE__, __LINE__), Catch::StringRef(),
                       Catch::NameAndTags{name, tags});
    }
    return true;
}

}  // namespace bench

#endif
