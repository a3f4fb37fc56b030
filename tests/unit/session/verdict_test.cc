#include "tool/session/verdict.h"

#include <csignal>

#include "tests/support/catch.h"

using namespace pf;

namespace {

Ended exited(int code) {
    Ended ended;
    ended.exit_code = code;
    return ended;
}

Ended killed_by(int signal) {
    Ended ended;
    ended.signal = signal;
    return ended;
}

Conclusion verdict(const TaskOptions& options, const Ended& ended, const std::string& output) {
    Capture capture;
    capture.append(output);
    RegexCache regexes;
    return judge(options, ended, capture, regexes);
}

struct Row {
    const char* name;
    TaskOptions options;
    int exit_code;
    const char* output;
    Outcome outcome;
    Cause cause;
};

TaskOptions options(const std::function<void(TaskOptions&)>& change) {
    TaskOptions made;
    change(made);
    return made;
}

}  // namespace

// Each row was tried with ctest 3.25.1, which showed "Passed", "Failed" or "Skipped" as we do.
TEST_CASE("what a command's end means") {
    const TaskOptions will = options([](TaskOptions& o) { o.will_fail = true; });
    const TaskOptions pass = options([](TaskOptions& o) { o.pass_regex = {"never", "good"}; });
    const TaskOptions fail = options([](TaskOptions& o) { o.fail_regex = {"never", "bad"}; });
    const TaskOptions code = options([](TaskOptions& o) { o.skip_return_code = 77; });
    const TaskOptions skip = options([](TaskOptions& o) { o.skip_regex = {"never", "skip"}; });
    const auto with = [](TaskOptions a, const std::function<void(TaskOptions&)>& change) {
        change(a);
        return a;
    };
    const auto also_will = [](TaskOptions& o) { o.will_fail = true; };
    const auto also_fail = [](TaskOptions& o) { o.fail_regex = {"bad"}; };
    const Row rows[] = {
        {"exit 0", {}, 0, "x", Outcome::passed, Cause::completed},
        {"exit 3", {}, 3, "x", Outcome::failed, Cause::completed},
        {"WILL_FAIL, exit 3", will, 3, "x", Outcome::passed, Cause::will_fail},
        {"WILL_FAIL, exit 0", will, 0, "x", Outcome::failed, Cause::will_fail},
        {"PASS matches, exit 3", pass, 3, "good", Outcome::passed, Cause::regex},
        {"PASS does not match, exit 0", pass, 0, "bad", Outcome::failed, Cause::regex},
        {"FAIL matches, exit 0", fail, 0, "bad", Outcome::failed, Cause::regex},
        {"FAIL does not match, exit 3", fail, 3, "good", Outcome::failed, Cause::completed},
        {"FAIL does not match, exit 0", fail, 0, "good", Outcome::passed, Cause::completed},
        {"FAIL and PASS match", with(pass, also_fail), 0, "goodbad", Outcome::failed, Cause::regex},
        {"skip code", code, 77, "x", Outcome::skipped, Cause::skip_code},
        {"skip code, other exit", code, 3, "x", Outcome::failed, Cause::completed},
        {"skip code and WILL_FAIL", with(code, also_will), 77, "x", Outcome::skipped, Cause::skip_code},
        {"skip code and FAIL", with(code, also_fail), 77, "bad", Outcome::skipped, Cause::skip_code},
        {"SKIP matches, exit 3", skip, 3, "skip", Outcome::skipped, Cause::skip_regex},
        {"SKIP and FAIL match", with(skip, also_fail), 3, "skipbad", Outcome::skipped, Cause::skip_regex},
        {"SKIP and WILL_FAIL", with(skip, also_will), 0, "skip", Outcome::skipped, Cause::skip_regex},
        {"SKIP does not match", skip, 0, "x", Outcome::passed, Cause::completed},
        {"FAIL and WILL_FAIL", with(fail, also_will), 0, "bad", Outcome::passed, Cause::will_fail},
        {"PASS matches and WILL_FAIL", with(pass, also_will), 0, "good", Outcome::failed, Cause::will_fail},
        {"PASS does not match and WILL_FAIL", with(pass, also_will), 3, "bad", Outcome::passed, Cause::will_fail},
        {"skip code 0", options([](TaskOptions& o) { o.skip_return_code = 0; }), 0, "x", Outcome::skipped,
         Cause::skip_code},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        const Conclusion result = verdict(row.options, exited(row.exit_code), row.output);
        CHECK(result.outcome == row.outcome);
        CHECK(result.cause == row.cause);
        CHECK(result.reason.empty() == (row.outcome == Outcome::passed));
    }
}

TEST_CASE("a signal is a crash, whatever else was asked for") {
    const TaskOptions all = options([](TaskOptions& o) {
        o.will_fail = true;
        o.pass_regex = {"x"};
        o.skip_regex = {"x"};
        o.skip_return_code = 0;
    });
    for (const TaskOptions& asked : {TaskOptions(), all}) {
        const Conclusion result = verdict(asked, killed_by(SIGSEGV), "x");
        CHECK(result.outcome == Outcome::crashed);
        CHECK(result.cause == Cause::signal);
        CHECK(result.reason == "killed by SIGSEGV");
    }
}

TEST_CASE("the summary of a sanitizer is the reason of a failure by the program's end") {
    const std::string summary = "SUMMARY: AddressSanitizer: heap-use-after-free /src/a.cc:3:5 in main";
    const std::string output = "SUMMARY: 3 tests\n==1==ERROR: AddressSanitizer\n" + summary + "\n==1==ABORTING\n";
    CHECK(verdict({}, exited(1), output).reason == summary);
    CHECK(verdict({}, exited(1), output).cause == Cause::completed);
    CHECK(verdict({}, killed_by(SIGABRT), output).reason == summary);
    CHECK(verdict({}, killed_by(SIGABRT), output).outcome == Outcome::crashed);
    CHECK(verdict({}, exited(1), summary).reason == summary);
    CHECK(verdict({}, exited(0), output).reason.empty());
    CHECK(verdict({}, exited(1), "SUMMARY: 3 tests\nSUMMARY: Sanitizer: x\n").reason == "exit code 1");
    CHECK(verdict(options([](TaskOptions& o) { o.fail_regex = {"ABORTING"}; }), exited(1), output).cause ==
          Cause::regex);
    Capture capture;
    capture.append(output);
    RegexCache regexes;
    const Conclusion lost{Outcome::crashed, Cause::no_result, "it ended without a result (exit code 1)"};
    CHECK(judge_case_by_properties({}, lost, exited(1), capture, regexes).reason == summary);
    const Conclusion framework{Outcome::failed, Cause::framework, "a.cc:1: not equal"};
    CHECK(judge_case_by_properties({}, framework, exited(1), capture, regexes).reason == "a.cc:1: not equal");
}

TEST_CASE("expressions are held against what CTest sees, in CMake's syntax") {
    const auto matches = [](const std::string& output, const char* pattern) {
        const TaskOptions wanted = options([&](TaskOptions& o) { o.pass_regex = {pattern}; });
        return verdict(wanted, exited(0), output).outcome == Outcome::passed;
    };
    CHECK(matches("ok", "^ok\n$"));
    CHECK_FALSE(matches("ok", "^ok$"));
    CHECK(matches("ok\r\r\nb", "^ok\nb\n$"));
    CHECK(matches("a\rb\n", "a\rb"));
    CHECK(matches(std::string("a\0b", 3), "^a\nb\n$"));
    CHECK(matches("", "^$"));
    CHECK(matches("a\n<CTestDetails>b</CTestDetails>\n<CTestLabel>c</CTestLabel>", "^a\n$"));
    CHECK(matches("<CTestMeasurement>", "^<CTestM"));
    CHECK(matches("{2}", "{2}"));
    CHECK_FALSE(matches("77", "\\d"));
    CHECK(matches("d", "\\d"));
    CHECK(matches("\xc3\xa9", "^..\n$"));
}

TEST_CASE("the properties of a case's test are applied to what its framework says") {
    const Conclusion passed;
    const Conclusion failed{Outcome::failed, Cause::framework, "t.cc:1: no"};
    const Conclusion crashed{Outcome::crashed, Cause::no_result, "it called exit()"};
    const Conclusion skipped{Outcome::skipped, Cause::framework, "not here"};
    const auto judged = [](const std::function<void(TaskOptions&)>& change, const Conclusion& by_framework, int code,
                           const std::string& output = "") {
        Capture capture;
        capture.append(output);
        RegexCache regexes;
        return judge_case_by_properties(options(change), by_framework, exited(code), capture, regexes);
    };
    const auto nothing = [](TaskOptions&) {};
    const auto will_fail = [](TaskOptions& o) { o.will_fail = true; };
    const auto fail = [](TaskOptions& o) { o.fail_regex = {"runtime error"}; };
    const auto pass = [](TaskOptions& o) { o.pass_regex = {"ok"}; };
    CHECK(judged(nothing, passed, 0).outcome == Outcome::passed);
    CHECK(judged(nothing, failed, 1).reason == "t.cc:1: no");
    CHECK(judged(will_fail, failed, 1).outcome == Outcome::passed);
    CHECK(judged(will_fail, passed, 0).outcome == Outcome::failed);
    CHECK(judged(fail, passed, 0, "runtime error: overflow").cause == Cause::regex);
    CHECK(judged(pass, failed, 1, "ok").outcome == Outcome::passed);
    CHECK(judged(pass, passed, 0, "").outcome == Outcome::failed);
    for (const auto& change : {std::function<void(TaskOptions&)>(will_fail), std::function<void(TaskOptions&)>(pass)}) {
        CHECK(judged(change, crashed, 0, "ok").outcome == Outcome::crashed);
        CHECK(judged(change, crashed, 7, "ok").outcome == Outcome::crashed);
        CHECK(judged(change, skipped, 0, "ok").outcome == Outcome::skipped);
    }
    // By exit code 0 alone, CTest's rules would make it a pass.
    CHECK(judged(will_fail, failed, 0).outcome == Outcome::failed);
}

TEST_CASE("the reason says which expression decided") {
    const TaskOptions fail = options([](TaskOptions& o) { o.fail_regex = {"never", "b[a]d"}; });
    CHECK(verdict(fail, exited(0), "bad").reason == "FAIL_REGULAR_EXPRESSION \"b[a]d\" matched the output");
    CHECK(verdict({}, exited(9), "").reason == "exit code 9");
    const TaskOptions lines = options([](TaskOptions& o) { o.fail_regex = {"^a\n$"}; });
    CHECK(verdict(lines, exited(0), "a").reason == "FAIL_REGULAR_EXPRESSION \"^a $\" matched the output");
}

TEST_CASE("a regular expression that could not be held against all of the output makes no pass") {
    Capture capture({}, {4, 4, 0});
    capture.append("good, and much more than is kept");
    RegexCache regexes;
    const auto judged = [&](const std::function<void(TaskOptions&)>& change, int code = 0) {
        return judge(options(change), exited(code), capture, regexes);
    };
    SECTION("FAIL might have matched") {
        for (const bool will_fail : {false, true}) {
            const Conclusion result = judged([=](TaskOptions& o) {
                o.fail_regex = {"bad"};
                o.will_fail = will_fail;
            });
            CHECK(result.outcome == Outcome::failed);
            CHECK(result.cause == Cause::output_cut);
            CHECK(result.reason.find("32 bytes") != std::string::npos);
        }
    }
    SECTION("PASS might have matched") {
        CHECK(judged([](TaskOptions& o) { o.pass_regex = {"more"}; }).cause == Cause::output_cut);
    }
    SECTION("PASS has matched in what is kept") {
        CHECK(judged([](TaskOptions& o) { o.pass_regex = {"good"}; }, 3).outcome == Outcome::passed);
    }
    SECTION("FAIL has matched in what is kept") {
        CHECK(judged([](TaskOptions& o) { o.fail_regex = {"good"}; }).cause == Cause::regex);
    }
    SECTION("SKIP might have matched: the rest decides") {
        CHECK(judged([](TaskOptions& o) { o.skip_regex = {"more"}; }, 3).outcome == Outcome::failed);
        CHECK(judged([](TaskOptions& o) { o.skip_return_code = 5; }, 5).outcome == Outcome::skipped);
    }
    SECTION("without an expression the exit code decides") {
        CHECK(judged([](TaskOptions&) {}).outcome == Outcome::passed);
    }
}

TEST_CASE("an expression that does not compile makes no pass, and is named") {
    for (const bool will_fail : {false, true}) {
        const TaskOptions broken = options([=](TaskOptions& o) {
            o.pass_regex = {"a(b"};
            o.will_fail = will_fail;
        });
        const Conclusion result = verdict(broken, exited(0), "ab");
        CHECK(result.outcome == Outcome::failed);
        CHECK(result.reason.find("a(b") != std::string::npos);
    }
}

TEST_CASE("an expression is compiled once") {
    RegexCache regexes;
    const Result<Regex>& first = regexes.get("a+");
    for (int i = 0; i < 100; ++i) {
        regexes.get("x" + std::to_string(i));
    }
    CHECK(&regexes.get("a+") == &first);
    REQUIRE(first.ok());
    CHECK(first->pattern() == "a+");
}

TEST_CASE("signals have names") {
    CHECK(signal_name(SIGSEGV) == "SIGSEGV");
    CHECK(signal_name(SIGKILL) == "SIGKILL");
    CHECK(signal_name(63) == "signal 63");
}
