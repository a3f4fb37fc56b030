// What listeners of doctest do when a run ends.
#include <doctest/doctest.h>

#include <cstdlib>

#include "log.h"

namespace {

struct AtEnd : doctest::IReporter {
    explicit AtEnd(const doctest::ContextOptions& /*options*/) {}
    void report_query(const doctest::QueryData& /*query*/) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats& /*stats*/) override {
        log_line("run end");
        if (asked("EXIT_AT_END")) {
            std::exit(3);
        }
    }
    void test_case_start(const doctest::TestCaseData& /*test*/) override {}
    void test_case_reenter(const doctest::TestCaseData& /*test*/) override {}
    void test_case_end(const doctest::CurrentTestCaseStats& /*stats*/) override {}
    void test_case_exception(const doctest::TestCaseException& /*exception*/) override {}
    void subcase_start(const doctest::SubcaseSignature& /*subcase*/) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData& /*assertion*/) override {}
    void log_message(const doctest::MessageData& /*message*/) override {}
    void test_case_skipped(const doctest::TestCaseData& /*test*/) override {}
};
DOCTEST_REGISTER_LISTENER("at_end", 2, AtEnd);

}  // namespace

TEST_CASE("first") { CHECK(true); }
TEST_CASE("second") {
    std::atexit([] { log_line("atexit of a test"); });
    CHECK(true);
}
