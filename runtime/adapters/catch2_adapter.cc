#include "runtime/adapters/catch2_adapter.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parallel_fixtures/catch2.h"
#include "runtime/fixture_registry.h"
#include "runtime/report.h"
#include "runtime/unique_names.h"

namespace pf {

using parallel_fixtures::Failure;
using parallel_fixtures::FixtureError;
using parallel_fixtures::Report;
using parallel_fixtures::Test;
using parallel_fixtures::Verdict;
using parallel_fixtures::detail::CatchSession;

namespace {

#if PF_CATCH2_VERSION >= 300
using TestCase = Catch::TestCaseHandle;
using ListenerBase = Catch::EventListenerBase;
#else
using TestCase = Catch::TestCase;
using ListenerBase = Catch::TestEventListenerBase;
#endif

// Returns the list from which Catch2 runs test cases. Catch2 modifies this list itself for --filenames-as-tags, so the
// cast is safe. Throws for duplicate names.
std::vector<TestCase>& cases_to_run(const Catch::Config& config) {
    return const_cast<std::vector<TestCase>&>(Catch::getAllTestCasesSorted(config));
}

std::vector<std::string> tags_of(const TestCase& test) {
    std::vector<std::string> tags;
    for (const auto& tag : test.getTestCaseInfo().tags) {
#if PF_CATCH2_VERSION >= 300
        tags.emplace_back(tag.original.data(), tag.original.size());
#else
        tags.push_back(tag);
#endif
    }
    return tags;
}

// Returns a text that differs for any two test cases. Catch2 allows several of one name if their classes or tags
// differ.
std::string identity(const TestCase& test) {
    const auto& info = test.getTestCaseInfo();
    std::string text = info.name + '\n';
    text.append(info.className.begin(), info.className.end());
    text += '\n' + std::to_string(info.lineInfo.line) + info.lineInfo.file;
    return text;
}

// Returns the names of the test cases in their order. Each is given once (UniqueNames).
std::vector<std::string> names_of(const std::vector<TestCase>& tests) {
    UniqueNames unique;
    std::vector<std::string> names;
    names.reserve(tests.size());
    for (const TestCase& test : tests) {
        names.push_back(unique.next(test.getTestCaseInfo().name));
    }
    return names;
}

std::string fixture_of(const TestCase& test) {
    return FixtureRegistry::global().innermost(test.getTestCaseInfo().name, tags_of(test));
}

Test described(const TestCase& test, const std::string& name) {
    const auto& info = test.getTestCaseInfo();
    Test result;
    result.name = name;
    result.fixture = fixture_of(test);
    result.file = info.lineInfo.file;
    result.line = static_cast<int>(info.lineInfo.line);
    for (std::string& tag : tags_of(test)) {
        if (tag.empty() || (tag[0] != '!' && tag[0] != '.')) {
            result.labels.push_back(std::move(tag));
        }
    }
    return result;
}

std::string message_of(const Catch::AssertionStats& stats) {
    const Catch::AssertionResult& result = stats.assertionResult;
    std::string message;
    const auto add_line = [&](const std::string& line) { message += (message.empty() ? "" : "\n") + line; };
    if (result.hasExpression()) {
        add_line(result.getExpressionInMacro());
    }
    if (result.hasExpandedExpression()) {
        add_line("with expansion: " + result.getExpandedExpression());
    }
    if (result.getResultType() == Catch::ResultWas::ThrewException) {
        add_line("unexpected exception:");
    } else if (result.getResultType() == Catch::ResultWas::FatalErrorCondition) {
        add_line("fatal error:");
    } else if (result.getResultType() == Catch::ResultWas::DidntThrowException) {
        add_line("no exception was thrown where one was expected");
    }
    // The last of them is the assertion's own message.
    for (const Catch::MessageInfo& info : stats.infoMessages) {
        add_line(info.message);
    }
    return message;
}

// What Catch2 reports about the test case that runs.
struct Collected {
    bool ended = false;
    bool should_fail = false;
    Catch::Totals totals;
    std::vector<Failure> failures;
    std::string skip_reason;
};

Collected* collected = nullptr;

class Listener : public ListenerBase {
public:
    using ListenerBase::ListenerBase;

#if PF_CATCH2_VERSION >= 300
    void assertionEnded(const Catch::AssertionStats& stats) override { take(stats); }
#else
    bool assertionEnded(const Catch::AssertionStats& stats) override {
        take(stats);
        return false;
    }
#endif

    void sectionEnded(const Catch::SectionStats& stats) override {
        ListenerBase::sectionEnded(stats);
        if (collected != nullptr && stats.missingAssertions) {
            const auto& at = stats.sectionInfo.lineInfo;
            collected->failures.push_back(
                {at.file, static_cast<int>(at.line), "no assertions in \"" + stats.sectionInfo.name + "\""});
        }
    }

    void testCaseEnded(const Catch::TestCaseStats& stats) override {
        ListenerBase::testCaseEnded(stats);
        if (collected != nullptr) {
            collected->ended = true;
            collected->totals = stats.totals;
        }
    }

private:
    static void take(const Catch::AssertionStats& stats) {
        const Catch::AssertionResult& result = stats.assertionResult;
        if (collected == nullptr) {
            return;
        }
#if PF_CATCH2_VERSION >= 303
        if (result.getResultType() == Catch::ResultWas::ExplicitSkip) {
            collected->skip_reason = std::string(result.getMessage());
            return;
        }
#endif
        if (!result.isOk()) {
            const auto at = result.getSourceInfo();
            collected->failures.push_back({at.file, static_cast<int>(at.line), message_of(stats)});
        }
    }
};

CATCH_REGISTER_LISTENER(Listener)

Report report_of(Collected&& from) {
    Report report;
    if (!from.ended) {
        return failed_report("Catch2 did not run it");
    }
    if (from.totals.testCases.failed > 0) {
        report.verdict = Verdict::failed;
        report.failures = std::move(from.failures);
        const bool passed_wrongly = from.should_fail && report.failures.empty();
        report.reason = passed_wrongly ? "passed, but is tagged [!shouldfail]"
                                       : std::to_string(from.totals.assertions.failed) + " of " +
                                             std::to_string(from.totals.assertions.total()) + " assertions failed";
    } else if (from.totals.testCases.failedButOk > 0) {
        report.reason = "failed, as its tag allows";
    }
#if PF_CATCH2_VERSION >= 303
    if (report.verdict == Verdict::passed && from.totals.testCases.skipped > 0) {
        report.verdict = Verdict::skipped;
        report.reason = from.skip_reason;
    }
#endif
    return report;
}

// Makes the running test case end as skipped because its fixture was.
void skip_running_test(const std::string& reason) {
#if PF_CATCH2_VERSION >= 303
    INTERNAL_CATCH_MSG("SKIP", Catch::ResultWas::ExplicitSkip, Catch::ResultDisposition::Normal, reason);
#else
    // Catch2 2 has no skipped tests: the test passes with a warning.
    INTERNAL_CATCH_MSG("WARN", Catch::ResultWas::Warning, Catch::ResultDisposition::ContinueOnFailure,
                       "skipped: " + reason);
#endif
}

// Replaces a test case in a program that the user starts directly. It sets the fixture up inside the test case, so that
// an exception of the set-up fails that test case.
class FixtureInvoker : public Catch::ITestInvoker {
public:
    explicit FixtureInvoker(TestCase test) : test_(std::move(test)) {}

#if PF_CATCH2_VERSION >= 307
    // Catch2 calls this outside of the test case, where an exception would end the program. invoke() follows and
    // repeats the failure.
    void prepareTestCase() override {
        try {
            bring_up();
            prepared_ = true;
        } catch (...) {
            return;
        }
        test_.prepareTestCase();
    }
    void tearDownTestCase() override {
        if (std::exchange(prepared_, false)) {
            test_.tearDownTestCase();
        }
    }
#endif

    void invoke() const override {
        try {
            bring_up();
        } catch (const SetupFailure& failure) {
            if (!failure.skipped()) {
                throw;
            }
            skip_running_test(failure.what());
            return;
        }
        test_.invoke();
    }

private:
    void bring_up() const {
        FixtureRegistry& registry = FixtureRegistry::global();
        registry.begin_test(test_.getTestCaseInfo().name);
        registry.bring_up(fixture_of(test_));
    }

    TestCase test_;
#if PF_CATCH2_VERSION >= 307
    bool prepared_ = false;
#endif
};

// Puts an invoker of ours in front of each test case. The invokers must live as long as the session runs.
std::vector<std::unique_ptr<FixtureInvoker>> wrap(std::vector<TestCase>& tests) {
    std::vector<std::unique_ptr<FixtureInvoker>> invokers;
    for (TestCase& test : tests) {
        auto invoker = std::make_unique<FixtureInvoker>(test);
#if PF_CATCH2_VERSION >= 300
        // The cast is safe: the registry owns a modifiable object and only returns it as constant.
        auto* const info = const_cast<Catch::TestCaseInfo*>(&test.getTestCaseInfo());
        test = TestCase(info, invoker.get());
        invokers.push_back(std::move(invoker));
#else
        Catch::TestCaseInfo info = test.getTestCaseInfo();
        test = TestCase(invoker.release(), std::move(info));  // The test case owns the invoker.
#endif
    }
    return invokers;
}

int run_in_foreground(CatchSession& session) {
    std::vector<std::unique_ptr<FixtureInvoker>> invokers;
    try {
        FixtureRegistry::global().fixtures();
        invokers = wrap(cases_to_run(session.config()));
    } catch (const FixtureError& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    } catch (const std::exception&) {
        // There are duplicate names, or a file cannot be written. session.run() fails for the same reason and reports
        // it.
        return session.run();
    }
    return finish_foreground_test(session.run());
}

}  // namespace

std::string Catch2Program::framework() {
    return "Catch2 " + std::to_string(CATCH_VERSION_MAJOR) + "." + std::to_string(CATCH_VERSION_MINOR) + "." +
           std::to_string(CATCH_VERSION_PATCH);
}

std::vector<Test> Catch2Program::tests() {
    FixtureRegistry::global().fixtures();
    const Catch::Config& config = session_.config();
    const std::vector<TestCase>& cases = cases_to_run(config);
    const std::vector<std::string> names = names_of(cases);
    std::unordered_map<std::string, const std::string*> by_identity;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        by_identity.emplace(identity(cases[i]), &names[i]);
    }
    std::vector<Test> tests;
    for (const TestCase& test : Catch::filterTests(cases, config.testSpec(), config)) {
        tests.push_back(described(test, *by_identity.at(identity(test))));
    }
    return tests;
}

Report Catch2Program::hold(const std::string& fixture, parallel_fixtures::Stand& stand) {
    const std::vector<TestCase>& cases = cases_to_run(session_.config());
    if (by_name_.empty()) {
        const std::vector<std::string> names = names_of(cases);
        by_name_.reserve(cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i) {
            by_name_.emplace(names[i], i);
        }
    }
    return RegistryProgram::hold(fixture, stand);
}

// Reduces Catch2's list to this test case while it runs. A test spec could not name it alone, because its patterns
// ignore case, treat * as a wildcard and lose blanks at the ends.
Report Catch2Program::run(const std::string& test) {
    const auto found = by_name_.find(test);
    if (found == by_name_.end()) {
        return failed_report("there is no test case of this name");
    }
    std::vector<TestCase>& cases = cases_to_run(session_.config());
    std::vector<TestCase> only(1, cases[found->second]);
    const Catch::ConfigData configured = session_.data();
    Catch::ConfigData data = configured;
    data.testsOrTags.clear();
    if (only[0].getTestCaseInfo().isHidden()) {
        data.testsOrTags.emplace_back("*");
    }
#if PF_CATCH2_VERSION >= 300
    data.shardCount = 1;
    data.shardIndex = 0;
#endif

    Collected result;
    result.should_fail = only[0].getTestCaseInfo().expectedToFail();
    cases.swap(only);  // Swapped because a program may have very many.
    session_.use(data);
    collected = &result;
    FixtureRegistry::global().begin_test(test);
    session_.run();
    FixtureRegistry::global().end_test();
    collected = nullptr;
    cases.swap(only);
    session_.use(configured);
    return report_of(std::move(result));
}

}  // namespace pf

namespace parallel_fixtures::detail {

int run_catch2(CatchSession& session) {
    pf::FixtureRegistry::global().set_hint([](const std::string& fixture) { return "the tag [" + fixture + "]"; });
    if (!is_served()) {
        return pf::run_in_foreground(session);
    }
    pf::Catch2Program program(session);
    return serve(program);
}

}  // namespace parallel_fixtures::detail
