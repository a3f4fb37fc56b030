// Implements Program for GoogleTest; docs/design/gtest.md explains how and what it relies on. This source is compiled
// in the user's target because it must match the user's GoogleTest.
#include <gtest/gtest.h>

#include <algorithm>
#include <exception>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parallel_fixtures/gtest.h"
#include "parallel_fixtures/program.h"
#include "runtime/adapters/gtest_access.h"
#include "runtime/adapters/gtest_filter.h"
#include "runtime/gmock_leaks.h"
#include "runtime/report.h"

namespace parallel_fixtures {
namespace {

using testing::TestInfo;
using testing::TestSuite;

std::string full_name(const TestInfo& test) { return std::string(test.test_suite_name()) + "." + test.name(); }

std::vector<TestSuite*> all_suites() {
    const testing::UnitTest& all = *testing::UnitTest::GetInstance();
    std::vector<TestSuite*> suites;
    suites.reserve(static_cast<std::size_t>(all.total_test_suite_count()));
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
        suites.push_back(const_cast<TestSuite*>(all.GetTestSuite(i)));  // GoogleTest owns modifiable objects.
    }
    return suites;
}

std::vector<TestInfo*> tests_of(const TestSuite& suite) {
    std::vector<TestInfo*> tests;
    tests.reserve(static_cast<std::size_t>(suite.total_test_count()));
    for (int i = 0; i < suite.total_test_count(); ++i) {
        tests.push_back(const_cast<TestInfo*>(suite.GetTestInfo(i)));
    }
    return tests;
}

void add(Report& report, const testing::TestPartResult& part) {
    if (part.skipped()) {
        if (report.verdict != Verdict::failed) {  // A failed test stays failed if it also skips.
            report.verdict = Verdict::skipped;
            report.reason = report.reason.empty() ? part.message() : report.reason;
        }
    } else if (part.failed()) {
        report.verdict = Verdict::failed;
        report.reason.clear();  // Removes the reason of an earlier skip.
        report.failures.push_back({part.file_name() != nullptr ? part.file_name() : "",
                                   part.line_number() > 0 ? part.line_number() : 0, part.message()});
    }
}

// Collects the results of assertions into a report until take() is called.
class Collector : public testing::EmptyTestEventListener {
public:
    void OnTestPartResult(const testing::TestPartResult& part) override { add(report_, part); }

    Report take() {
        Report report = std::move(report_);
        report_ = Report();
        return report;
    }

private:
    Report report_;
};

class GTestProgram : public Program {
public:
    std::string framework() override { return "gtest"; }
    std::vector<Fixture> fixtures() override;
    std::vector<Test> tests() override;
    Report hold(const std::string& fixture, Stand& stand) override;
    Report run(const std::string& test) override;

    void on_environments_set_up();
    void set_up_suite();
    void on_suites_ended();
    // In a run of one test within this process: tells GoogleTest whether the suite has a test to run. GoogleTest prints
    // the number of tests before it sets a suite up and after it has torn it down.
    void announce_only_test(bool announced);

private:
    struct Place {
        TestSuite* suite = nullptr;
        TestInfo* test = nullptr;
    };

    Report hold_program(Stand& stand);
    Report hold_suite(const std::string& name, Stand& stand);

    Collector* collector_ = nullptr;                  // Owned by GoogleTest.
    std::unordered_map<std::string, Place> by_name_;  // Filled before any fork, so that a test process needs no search.
    Stand* stand_ = nullptr;                          // Of the fixture that is being set up in this process.
    bool waited_ = false;
    TestSuite* suite_ = nullptr;  // The suite that is set up in this process; null: none.
    void (*original_set_up_)() = nullptr;
    Place only_;  // The test of a run within this process.
    bool ran_only_ = false;
};

GTestProgram* the_program = nullptr;  // For GoogleTest's callbacks.

// Observes the point between the global environments and the first suite. In a run of one test within this process,
// also the points at which GoogleTest counts tests; GoogleTest notifies the last listener of an end first, hence this
// one before those that print.
class PlaceListener : public testing::EmptyTestEventListener {
public:
    void OnEnvironmentsSetUpEnd(const testing::UnitTest& /*all*/) override { the_program->on_environments_set_up(); }
    void OnTestSuiteEnd(const TestSuite& /*suite*/) override { the_program->announce_only_test(true); }
    void OnEnvironmentsTearDownStart(const testing::UnitTest& /*all*/) override { the_program->on_suites_ended(); }
};

// Returns the filter that GoogleTest prints in a run of one test. Filters cannot quote characters, so this one may
// match other tests; it does not select the test.
std::string filter_for_people(std::string name) {
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ':' || c == '-'; }, '?');
    return name;
}

bool is_disabled(const TestInfo& test) {
    const auto disabled = [](const std::string& name) {
        return name.compare(0, 9, "DISABLED_") == 0 || name.find("/DISABLED_") != std::string::npos;
    };
    return !GTEST_FLAG_GET(also_run_disabled_tests) && (disabled(test.test_suite_name()) || disabled(test.name()));
}

std::vector<Fixture> GTestProgram::fixtures() {
    std::vector<Fixture> fixtures;
    for (const TestSuite* suite : all_suites()) {
        if (gtest_access::has_fixture(*suite)) {
            Fixture fixture;
            fixture.name = suite->name();
            fixtures.push_back(fixture);
        }
    }
    return fixtures;
}

std::vector<Test> GTestProgram::tests() {
    const std::string filter = GTEST_FLAG_GET(filter);
    std::vector<Test> tests;
    for (const TestSuite* suite : all_suites()) {
        for (const TestInfo* info : tests_of(*suite)) {
            Test test;
            test.name = full_name(*info);
            if (!gtest_filter_matches(filter, test.name)) {
                continue;
            }
            test.fixture = gtest_access::has_fixture(*suite) ? suite->name() : "";
            test.file = info->file() != nullptr ? info->file() : "";
            test.line = info->line();
            test.disabled = is_disabled(*info) ? "DISABLED_" : "";
            tests.push_back(std::move(test));
        }
    }
    return tests;
}

Report GTestProgram::hold(const std::string& fixture, Stand& stand) {
    Stand* const outer = std::exchange(stand_, &stand);
    waited_ = false;
    Report report = fixture.empty() ? hold_program(stand) : hold_suite(fixture, stand);
    stand_ = outer;
    waited_ = true;  // An outer hold() in the same process has already waited.
    return report;
}

Report GTestProgram::hold_program(Stand& stand) {
    // Options for a run of the whole program must not affect the forked tests.
    GTEST_FLAG_SET(list_tests, false);
    GTEST_FLAG_SET(output, "");
    GTEST_FLAG_SET(repeat, 1);
    GTEST_FLAG_SET(shuffle, false);
    GTEST_FLAG_SET(fail_fast, false);
    if (const std::string& only = only_test(); !only.empty()) {
        GTEST_FLAG_SET(filter, filter_for_people(only));
    }
    check_for_leaked_mocks();
    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_xml_generator());  // It would write a report without tests.
    collector_ = new Collector;
    listeners.Append(collector_);
    listeners.Append(new PlaceListener);
    [[maybe_unused]] const int about_tests = RUN_ALL_TESTS();  // No test ran in this process.
    if (!waited_) {
        stand.wait(collector_->take());  // The program has no test and no environment was set up.
    }
    return collector_->take();
}

void GTestProgram::on_environments_set_up() {
    for (TestSuite* suite : all_suites()) {
        gtest_access::should_run(*suite) = false;
        for (TestInfo* test : tests_of(*suite)) {
            gtest_access::should_run(*test) = false;
            by_name_[full_name(*test)] = {suite, test};
        }
    }
    if (const auto only = by_name_.find(only_test()); only != by_name_.end()) {
        only_ = only->second;
    }
    waited_ = true;
    stand_->wait(collector_->take());
}

// Called when no suite runs any more. The summary then counts the test that was requested.
void GTestProgram::on_suites_ended() {
    if (ran_only_) {
        gtest_access::should_run(*only_.test) = true;
        gtest_access::should_run(*only_.suite) = true;
    }
}

// Lets GoogleTest run the suite with SetUpTestSuite replaced by our function, which calls the original and waits.
Report GTestProgram::hold_suite(const std::string& name, Stand& stand) {
    for (TestSuite* suite : all_suites()) {
        if (suite->name() == name) {
            suite_ = suite;
        }
    }
    if (suite_ == nullptr) {
        return pf::failed_report("there is no test suite " + name);
    }
    original_set_up_ = gtest_access::set_up(*suite_);
    gtest_access::set_up(*suite_) = [] { the_program->set_up_suite(); };
    gtest_access::should_run(*suite_) = true;
    announce_only_test(true);
    gtest_access::run(*suite_);
    if (!waited_) {
        stand.wait(collector_->take());
    }
    gtest_access::should_run(*suite_) = false;  // GoogleTest would otherwise run the suite later in the same process.
    gtest_access::set_up(*suite_) = original_set_up_;
    suite_ = nullptr;
    return collector_->take();
}

void GTestProgram::set_up_suite() {
    try {
        if (original_set_up_ != nullptr) {
            original_set_up_();
        }
    } catch (const testing::AssertionException&) {
        // The failure has been recorded already.
    } catch (const std::exception& exception) {
        ADD_FAILURE_AT(nullptr, -1) << "C++ exception with description \"" << exception.what()
                                    << "\" thrown in SetUpTestSuite().";
    } catch (...) {
        ADD_FAILURE_AT(nullptr, -1) << "Unknown C++ exception thrown in SetUpTestSuite().";
    }
    waited_ = true;
    stand_->wait(collector_->take());
    announce_only_test(false);
}

void GTestProgram::announce_only_test(bool announced) {
    if (only_.test != nullptr) {
        gtest_access::should_run(*only_.test) = announced;
    }
}

Report GTestProgram::run(const std::string& name) {
    const auto place = by_name_.find(name);
    if (place == by_name_.end()) {
        return pf::failed_report("there is no test " + name);
    }
    TestSuite& suite = *place->second.suite;
    TestInfo& test = *place->second.test;
    gtest_access::should_run(test) = true;
    gtest_access::clear(test);
    if (&suite == suite_) {
        gtest_access::run(test);
    } else {
        gtest_access::should_run(suite) = true;
        gtest_access::run_with_only(suite, test);
        gtest_access::should_run(suite) = false;
    }
    gtest_access::should_run(test) = false;  // The process may run another test.
    ran_only_ = &test == only_.test;
    Report report;
    const testing::TestResult& result = *test.result();
    for (int i = 0; i < result.total_part_count(); ++i) {
        add(report, result.GetTestPartResult(i));
    }
    for (int i = 0; i < result.test_property_count(); ++i) {
        report.properties.emplace_back(result.GetTestProperty(i).key(), result.GetTestProperty(i).value());
    }
    collector_->take();  // These results belong to the test, not to a teardown in the same process.
    return report;
}

}  // namespace

int run_all_tests() {
    if (!is_served()) {
        return RUN_ALL_TESTS();
    }
    GTestProgram program;
    the_program = &program;
    return serve(program);
}

}  // namespace parallel_fixtures
