// Gives access to the private members of GoogleTest's classes that the adapter needs. The language permits this: access
// is not checked in an explicit instantiation. A GoogleTest version with other member names fails to compile here.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_ACCESS_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_GTEST_ACCESS_H

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace parallel_fixtures {
namespace gtest_access {

template <typename Tag, typename Tag::Type member>
struct Expose {
    friend typename Tag::Type get(Tag /*tag*/) { return member; }
};

struct Implementation {
    using Type = testing::internal::UnitTestImpl* testing::UnitTest::*;
    friend Type get(Implementation);
};
struct TestShouldRun {
    using Type = bool testing::TestInfo::*;
    friend Type get(TestShouldRun);
};
struct TestRun {
    using Type = void (testing::TestInfo::*)();
    friend Type get(TestRun);
};
struct TestClear {
    using Type = void (*)(testing::TestInfo*);
    friend Type get(TestClear);
};
struct SuiteShouldRun {
    using Type = bool testing::TestSuite::*;
    friend Type get(SuiteShouldRun);
};
struct SuiteRun {
    using Type = void (testing::TestSuite::*)();
    friend Type get(SuiteRun);
};
struct SuiteTests {
    using Type = std::vector<testing::TestInfo*> testing::TestSuite::*;
    friend Type get(SuiteTests);
};
struct SuiteOrder {
    using Type = std::vector<int> testing::TestSuite::*;
    friend Type get(SuiteOrder);
};
struct SuiteSetUp {
    using Type = testing::internal::SetUpTestSuiteFunc testing::TestSuite::*;
    friend Type get(SuiteSetUp);
};
struct SuiteTearDown {
    using Type = testing::internal::TearDownTestSuiteFunc testing::TestSuite::*;
    friend Type get(SuiteTearDown);
};

template struct Expose<Implementation, &testing::UnitTest::impl_>;
template struct Expose<TestShouldRun, &testing::TestInfo::should_run_>;
template struct Expose<TestRun, &testing::TestInfo::Run>;
template struct Expose<TestClear, &testing::TestInfo::ClearTestResult>;
template struct Expose<SuiteShouldRun, &testing::TestSuite::should_run_>;
template struct Expose<SuiteRun, &testing::TestSuite::Run>;
template struct Expose<SuiteTests, &testing::TestSuite::test_info_list_>;
template struct Expose<SuiteOrder, &testing::TestSuite::test_indices_>;
template struct Expose<SuiteSetUp, &testing::TestSuite::set_up_tc_>;
template struct Expose<SuiteTearDown, &testing::TestSuite::tear_down_tc_>;

// Returns the address of the object that has what UnitTest knows. Its class is not in GoogleTest's headers.
inline std::uintptr_t implementation() {
    return reinterpret_cast<std::uintptr_t>(testing::UnitTest::GetInstance()->*get(Implementation()));
}
inline bool& should_run(testing::TestInfo& test) { return test.*get(TestShouldRun()); }
inline bool& should_run(testing::TestSuite& suite) { return suite.*get(SuiteShouldRun()); }
// Clears the result of an earlier run of the test in this process.
inline void clear(testing::TestInfo& test) { get(TestClear())(&test); }
inline void run(testing::TestInfo& test) { (test.*get(TestRun()))(); }
inline void run(testing::TestSuite& suite) { (suite.*get(SuiteRun()))(); }
inline testing::internal::SetUpTestSuiteFunc& set_up(testing::TestSuite& suite) { return suite.*get(SuiteSetUp()); }
// Runs the suite as if `test` were its only test. GoogleTest counts a suite's tests several times in each run, which
// takes most of the time of a short test in a suite with thousands of tests.
inline void run_with_only(testing::TestSuite& suite, testing::TestInfo& test) {
    std::vector<testing::TestInfo*> tests{&test};
    std::vector<int> order{0};
    (suite.*get(SuiteTests())).swap(tests);
    (suite.*get(SuiteOrder())).swap(order);
    run(suite);
    (suite.*get(SuiteTests())).swap(tests);
    (suite.*get(SuiteOrder())).swap(order);
}
// Returns true if the suite has a SetUpTestSuite or a TearDownTestSuite.
inline bool has_fixture(const testing::TestSuite& suite) {
    return suite.*get(SuiteSetUp()) != nullptr || suite.*get(SuiteTearDown()) != nullptr;
}

}  // namespace gtest_access
}  // namespace parallel_fixtures

#endif
