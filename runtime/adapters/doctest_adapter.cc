#include "runtime/adapters/doctest_adapter.h"

#if !defined(DOCTEST_LIBRARY_INCLUDED)  // Otherwise the project has a copy of its own.
#include <doctest/doctest.h>
#endif

#include <iostream>
#include <mutex>
#include <sstream>
#include <utility>

#include "parallel_fixtures/doctest.h"
#include "runtime/fixture_registry.h"
#include "runtime/report.h"

namespace pf {

using parallel_fixtures::FixtureError;
using parallel_fixtures::Report;
using parallel_fixtures::Test;
using parallel_fixtures::Verdict;

namespace {

namespace Reason = doctest::TestCaseFailureReason;

std::string name_of(const doctest::TestCaseData& test) {
    const std::string suite = test.m_test_suite;
    return (suite.empty() ? "" : suite + "/") + test.m_name;
}

std::string fixture_of(const doctest::TestCaseData& test) {
    return FixtureRegistry::global().innermost(name_of(test), {test.m_test_suite});
}

// A run of doctest that the adapter started, and what it reports: the test case that ran, or all that a query found.
struct Collected {
    unsigned number = 0;  // From 1, among those that pass the filters. 0: none runs; all of them are listed in `found`.
    bool no_skip = false;  // The user's option --no-skip.
    std::vector<const doctest::TestCaseData*> found;
    std::mutex mutex;  // Assertions may come from any thread.
    bool ended = false;
    Report report;
};

Collected* collected = nullptr;
bool foreground = false;

// Test cases of doctest are plain functions. In a program that the user starts directly, each is replaced by
// bring_up_and_test while it runs.
const doctest::TestCaseData* running = nullptr;
doctest::detail::funcType running_test = nullptr;

// Sets the fixture up inside the test case, so that an exception of the set-up fails that test case.
void bring_up_and_test() {
    FixtureRegistry& registry = FixtureRegistry::global();
    registry.begin_test(name_of(*running));
    try {
        registry.bring_up(fixture_of(*running));
    } catch (const SetupFailure& failure) {
        if (!failure.skipped()) {
            throw;
        }
        DOCTEST_ADD_MESSAGE_AT(running->m_file.c_str(), static_cast<int>(running->m_line),
                               "skipped: " << std::string(failure.what()));
        return;
    }
    running_test();
}

// The cast is safe: doctest owns modifiable objects and only returns them as constant.
void replace_test(const doctest::TestCaseData& test, doctest::detail::funcType function) {
    const_cast<doctest::detail::TestCase&>(static_cast<const doctest::detail::TestCase&>(test)).m_test = function;
}

std::string text_of(const doctest::AssertData& assertion) {
    namespace Type = doctest::assertType;
    std::string text = doctest::assertString(assertion.m_at);
    text += "( " + std::string(assertion.m_expr) + " )";
    const bool wants_exception = (assertion.m_at & Type::is_throws) != 0 ||
                                 (assertion.m_at & Type::is_throws_as) != 0 ||
                                 (assertion.m_at & Type::is_throws_with) != 0;
    if (assertion.m_threw) {
        text +=
            std::string(wants_exception ? "\nthrew another exception: " : "\nthrew: ") + assertion.m_exception.c_str();
    } else if (wants_exception) {
        text += "\nthrew nothing";
    } else if (assertion.m_decomp.size() > 0) {
        text += "\nwith values: " + std::string(assertion.m_decomp.c_str());
    }
    return text;
}

std::string reason_of(const doctest::CurrentTestCaseStats& stats, const doctest::TestCaseData& test) {
    if ((stats.failure_flags & Reason::Timeout) != 0) {
        std::ostringstream text;
        text << "took " << stats.seconds << " s, longer than its timeout of " << test.m_timeout << " s";
        return text.str();
    }
    if ((stats.failure_flags & Reason::ShouldHaveFailedButDidnt) != 0) {
        return "passed, but is marked should_fail()";
    }
    if ((stats.failure_flags & Reason::DidntFailExactlyNumTimes) != 0) {
        return "failed assertions: " + std::to_string(stats.numAssertsFailedCurrentTest) +
               ", expected_failures() says " + std::to_string(test.m_expected_failures);
    }
    if ((stats.failure_flags & Reason::Exception) != 0) {
        return "it ended with an exception";
    }
    return std::to_string(stats.numAssertsFailedCurrentTest) + " of " + std::to_string(stats.numAssertsCurrentTest) +
           " assertions failed";
}

// Sets options of the context, which reads them after it has made its listeners, and restores them on destruction.
// Context::setOption() cannot be used, because it can set list_test_cases but not clear it.
class Options {
public:
    explicit Options(const doctest::ContextOptions& options)
        : options_(const_cast<doctest::ContextOptions&>(options)),
          list_(options.list_test_cases),
          no_skip_(options.no_skip),
          first_(options.first),
          last_(options.last) {}
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    ~Options() {
        options_.list_test_cases = list_;
        options_.no_skip = no_skip_;
        options_.first = first_;
        options_.last = last_;
    }

    void set(unsigned number) {
        options_.list_test_cases = number == 0;
        options_.no_skip = true;
        options_.first = number == 0 ? 1 : number;
        options_.last = number;  // 0 means no limit.
    }

private:
    doctest::ContextOptions& options_;
    bool list_;
    bool no_skip_;
    unsigned first_;
    unsigned last_;
};

class Listener : public doctest::IReporter {
public:
    explicit Listener(const doctest::ContextOptions& options) : options_(options) {
        if (collected != nullptr) {
            collected->no_skip = options.no_skip;
            options_.set(collected->number);
        }
    }

    void report_query(const doctest::QueryData& query) override {
        for (unsigned i = 0; collected != nullptr && i < query.num_data; i++) {
            collected->found.push_back(query.data[i]);
        }
    }

    void test_case_start(const doctest::TestCaseData& test) override {
        test_ = &test;
        if (foreground) {
            running = &test;
            running_test = static_cast<const doctest::detail::TestCase&>(test).m_test;
            replace_test(test, &bring_up_and_test);
        }
    }

    void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
        if (foreground) {
            replace_test(*test_, running_test);
        }
        if (collected == nullptr) {
            return;
        }
        collected->ended = true;
        Report& report = collected->report;
        if (!stats.testCaseSuccess) {
            report.verdict = Verdict::failed;
            report.reason = reason_of(stats, *test_);
            return;
        }
        report.failures.clear();
        const int allowed =
            Reason::FailedExactlyNumTimes | Reason::CouldHaveFailedAndDid | Reason::ShouldHaveFailedAndDid;
        if ((stats.failure_flags & allowed) != 0) {
            report.reason = "failed, as its decorator allows";
        }
    }

    // The console reporter, which comes after this listener, would print that all test cases passing the filters had
    // run.
    void test_run_end(const doctest::TestRunStats& stats) override {
        if (collected != nullptr) {
            const_cast<doctest::TestRunStats&>(stats).numTestCasesPassingFilters = 1;
        }
    }

    void test_case_exception(const doctest::TestCaseException& exception) override {
        std::string text =
            std::string(exception.is_crash ? "crashed: " : "unexpected exception: ") + exception.error_string.c_str();
        for (int i = 0; i < get_num_stringified_contexts(); i++) {
            text += '\n';
            text += get_stringified_contexts()[i].c_str();
        }
        add(test_->m_file.c_str(), static_cast<int>(test_->m_line), std::move(text));
    }

    void log_assert(const doctest::AssertData& assertion) override {
        if (assertion.m_failed && (assertion.m_at & doctest::assertType::is_warn) == 0) {
            add(assertion.m_file, assertion.m_line, text_of(assertion) + contexts());
        }
    }

    void log_message(const doctest::MessageData& message) override {
        if ((message.m_severity & doctest::assertType::is_warn) == 0) {
            add(message.m_file, message.m_line, message.m_string.c_str() + contexts());
        }
    }

    void test_run_start() override {}
    void test_case_reenter(const doctest::TestCaseData& /*test*/) override {}
    void subcase_start(const doctest::SubcaseSignature& /*subcase*/) override {}
    void subcase_end() override {}
    void test_case_skipped(const doctest::TestCaseData& /*test*/) override {}

private:
    static std::string contexts() {
        std::ostringstream text;
        for (int i = 0; i < get_num_active_contexts(); i++) {
            text << '\n';
            get_active_contexts()[i]->stringify(&text);
        }
        return text.str();
    }

    static void add(const char* file, int line, std::string text) {
        if (collected != nullptr) {
            const std::lock_guard<std::mutex> lock(collected->mutex);
            collected->report.failures.push_back({file, line, std::move(text)});
        }
    }

    Options options_;
    const doctest::TestCaseData* test_ = nullptr;
};

DOCTEST_REGISTER_LISTENER("parallel_fixtures", 1, Listener);

// Fills `found` in the order in which the tests run.
void query(doctest::Context& context, Collected& all) {
    std::ostream nowhere(nullptr);
    context.setCout(&nowhere);
    collected = &all;
    context.run();
    collected = nullptr;
    context.setCout(nullptr);
}

int run_in_foreground(doctest::Context& context) {
    try {
        FixtureRegistry::global().fixtures();
    } catch (const FixtureError& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
    foreground = true;
    const int status = context.run();
    foreground = false;
    return finish_foreground_test(status);
}

}  // namespace

std::string DoctestProgram::framework() { return "doctest " DOCTEST_VERSION_STR; }

std::vector<Test> DoctestProgram::tests() {
    FixtureRegistry::global().fixtures();
    Collected all;
    query(context_, all);
    std::vector<Test> tests;
    for (const doctest::TestCaseData* one : all.found) {
        Test test;
        test.name = name_of(*one);
        test.fixture = fixture_of(*one);
        test.file = one->m_file.c_str();
        test.line = static_cast<int>(one->m_line);
        if (one->m_test_suite[0] != '\0') {
            test.labels.emplace_back(one->m_test_suite);
        }
        if (one->m_skip && !all.no_skip) {
            test.disabled = "marked skip()";
        }
        tests.push_back(std::move(test));
    }
    return tests;
}

// Selects the test by its number among those that pass the filters. A filter could not name it alone, because it treats
// * and , specially.
Report DoctestProgram::run(const std::string& test) {
    Collected all;
    query(context_, all);
    Collected result;
    for (unsigned i = 0; i < all.found.size() && result.number == 0; i++) {
        result.number = name_of(*all.found[i]) == test ? i + 1 : 0;
    }
    if (result.number == 0) {
        return failed_report("there is no test case of this name");
    }
    collected = &result;
    FixtureRegistry::global().begin_test(test);
    context_.run();
    FixtureRegistry::global().end_test();
    collected = nullptr;
    context_.setCout(nullptr);
    return result.ended ? result.report : failed_report("doctest did not run it");
}

}  // namespace pf

namespace parallel_fixtures {

int run_doctest(doctest::Context& context) {
    pf::FixtureRegistry::global().set_hint(
        [](const std::string& fixture) { return "it to TEST_SUITE(\"" + fixture + "\")"; });
    if (!is_served()) {
        return pf::run_in_foreground(context);
    }
    pf::DoctestProgram program(context);
    return serve(program);
}

int run_doctest(int argc, char** argv) {
    doctest::Context context;
    context.applyCommandLine(argc, argv);
    return run_doctest(context);
}

}  // namespace parallel_fixtures
