#include "tool/cli/options.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace {

using Words = std::vector<std::string>;

pf::Command parsed(const Words& words, const std::map<std::string, std::string>& environment = {}) {
    const auto getenv = [&environment](const char* name) {
        const auto found = environment.find(name);
        return found == environment.end() ? nullptr : found->second.c_str();
    };
    return pf::parse_command_line(words, getenv, "1.2.3");
}

template <typename Options>
Options options(const Words& words, const std::map<std::string, std::string>& environment = {}) {
    pf::Command command = parsed(words, environment);
    if (const auto* answer = std::get_if<pf::Answer>(&command)) {
        FAIL(answer->text);
    }
    REQUIRE(std::holds_alternative<Options>(command));
    return std::get<Options>(std::move(command));
}

pf::RunOptions run(Words words, const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), "run");
    return options<pf::RunOptions>(words, environment);
}

pf::Answer answer(const Words& words, const std::map<std::string, std::string>& environment = {}) {
    const pf::Command command = parsed(words, environment);
    REQUIRE(std::holds_alternative<pf::Answer>(command));
    return std::get<pf::Answer>(command);
}

// Returns the first line of a usage error.
std::string refusal(Words words, const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), "run");
    const pf::Answer said = answer(words, environment);
    CHECK(said.exit_code == 2);
    CHECK(said.text.find("\nSee 'parallel-fixtures run --help'.\n") != std::string::npos);
    const std::string prefix = "parallel-fixtures run: ";
    REQUIRE(said.text.rfind(prefix, 0) == 0);
    return said.text.substr(prefix.size(), said.text.find('\n') - prefix.size());
}

bool begins(const std::string& text, const std::string& prefix) { return text.rfind(prefix, 0) == 0; }

bool matches(const std::optional<pf::Regex>& regex, const char* text) {
    REQUIRE(regex.has_value());
    const auto found = regex->matches(text);
    REQUIRE(found.ok());
    return *found;
}

}  // namespace

TEST_CASE("run without options takes the defaults") {
    const pf::RunOptions o = run({});
    CHECK(o.build_dir.empty());
    CHECK(o.config.empty());
    CHECK_FALSE(o.select.include);
    CHECK(o.select.labels.empty());
    CHECK_FALSE(o.select.rerun_failed);
    CHECK_FALSE(o.jobs);
    CHECK_FALSE(o.timeout);
    CHECK(o.repeat == pf::Repeat::none);
    CHECK_FALSE(o.seed);
    CHECK_FALSE(o.no_tests_ok);
    CHECK(o.display.verbosity == pf::Verbosity::normal);
    CHECK(o.display.color == pf::ColorChoice::automatic);
    CHECK_FALSE(o.join_ctest);
}

TEST_CASE("the build tree is the word, else that of --test-dir, else the current directory") {
    CHECK(run({"b"}).build_dir == "b");
    CHECK(run({"--test-dir", "t"}).build_dir == "t");
    CHECK(run({"--test-dir", "t", "b"}).build_dir == "b");
    CHECK(run({"--test-dir", "-odd"}).build_dir == "-odd");
    CHECK(options<pf::ListOptions>({"list", "--test-dir=t"}).build_dir == "t");
    CHECK(options<pf::ReportOptions>({"report", "b"}).build_dir == "b");
    CHECK(begins(refusal({"a", "b"}), "The following argument was not expected: b"));
    CHECK(refusal({""}) == "build-dir: the name is empty");
}

TEST_CASE("options that select tasks are those of ctest") {
    const pf::RunOptions o = run({"b",       "-R",  "^a",      "-E",  "z$", "-L", "one", "-L",
                                  "two",     "-LE", "x",       "-LE", "y",  "-I", "2,3", "--rerun-failed",
                                  "--group", "g",   "--group", "h"});
    CHECK(matches(o.select.include, "ab"));
    CHECK(matches(o.select.exclude, "xyz"));
    REQUIRE(o.select.labels.size() == 2);
    CHECK(o.select.labels[1].pattern() == "two");
    REQUIRE(o.select.exclude_labels.size() == 2);
    CHECK(o.select.exclude_labels[0].pattern() == "x");
    REQUIRE(o.select.range);
    CHECK(o.select.range->contains(2));
    CHECK_FALSE(o.select.range->contains(4));
    CHECK(o.select.rerun_failed);
    CHECK(o.select.groups == Words{"g", "h"});
    CHECK(o.build_dir == "b");
}

TEST_CASE("the last -R counts, as in ctest") {
    const pf::RunOptions o = run({"-R", "a", "-R", "b"});
    CHECK(matches(o.select.include, "b"));
    CHECK_FALSE(matches(o.select.include, "a"));
}

TEST_CASE("a value may look like an option") {
    CHECK(matches(run({"-R", "-foo"}).select.include, "x-foo"));
    CHECK(matches(run({"-R", "--"}).select.include, "--"));
    CHECK(run({"-L", "-VV"}).select.labels.front().pattern() == "-VV");
}

TEST_CASE("numbers and modes are parsed") {
    CHECK(run({"-j4"}).jobs == 4);
    CHECK(run({"-j", "10000"}).jobs == 10000);
    CHECK(run({"--parallel=1"}).jobs == 1);
    CHECK(run({"--timeout", "2.5"}).timeout == 2.5);
    CHECK(run({"--timeout", "0"}).timeout == 0);
    CHECK(run({"--grace", "0"}).grace == 0);
    CHECK(run({"--slow", "7"}).slow == 7);
    CHECK(run({"--seed", "18446744073709551615"}).seed == 18446744073709551615U);
    CHECK(run({"--repeat", "until-pass:3"}).repeat == pf::Repeat::until_pass);
    CHECK(run({"--repeat", "until-fail:10"}).repeat == pf::Repeat::until_fail);
    CHECK(run({"--repeat=after-timeout:2"}).repeat == pf::Repeat::after_timeout);
    CHECK(run({"--repeat=after-timeout:2"}).repeat_count == 2);
    CHECK(run({"--no-tests=ignore"}).no_tests_ok);
    CHECK_FALSE(run({"--no-tests", "error"}).no_tests_ok);
    CHECK(run({"-C", "Debug"}).config == "Debug");
    CHECK(run({"--output-junit", "f.xml"}).output_junit == "f.xml");
}

TEST_CASE("hooks are parsed") {
    CHECK(run({"--wrapper", "perf stat -e 'a b' --"}).task_wrapper == Words{"perf", "stat", "-e", "a b", "--"});
    CHECK(run({"--events", "|cat"}).events == "|cat");
    const pf::RunOptions o = run({"--on-finish", "echo a b", "--on-finish=c", "--on-finish-timeout", "2.5"});
    CHECK(o.on_finish == Words{"echo a b", "c"});
    CHECK(o.on_finish_timeout == 2.5);
    CHECK_FALSE(o.on_finish_required);
    CHECK(run({"--on-finish-required"}).on_finish_required);
    CHECK_FALSE(run({}).stack_traces);
    CHECK(run({"--stack-traces", "eu-stack"}).stack_traces == pf::StackTraces::eu_stack);
    CHECK(run({"--stack-traces=off"}).stack_traces == pf::StackTraces::off);
}

TEST_CASE("switches are parsed") {
    const pf::RunOptions o = run({"--stop-on-failure", "--schedule-random", "-N", "--progress", "--output-on-failure"});
    CHECK(o.max_fail == 1);
    CHECK(o.schedule_random);
    CHECK(o.show_only);
    CHECK(o.display.progress);
    CHECK(run({"--join-ctest"}).join_ctest);
    CHECK(run({"--join-ctest"}).display.ctest);
    CHECK(options<pf::ListOptions>({"list", "--json"}).json);
    CHECK(options<pf::ListOptions>({"list"}).refresh.empty());
    CHECK(options<pf::ListOptions>({"list", "--refresh", "/b/tests"}).refresh == "/b/tests");
}

TEST_CASE("--max-fail takes a number of failures, and --stop-on-failure is the first") {
    CHECK(run({}).max_fail == 0);
    CHECK(run({"--max-fail", "3"}).max_fail == 3);
    CHECK(run({"--max-fail", "0"}).max_fail == 0);
    CHECK(run({"--max-fail", "3", "--stop-on-failure"}).max_fail == 1);
    CHECK(refusal({"--max-fail", "-1"}) == "--max-fail: '-1' is not a number of failures, 0 or more");
    CHECK(refusal({"--max-fail"}) == "--max-fail needs a value");
}

TEST_CASE("--slowest takes a number or none") {
    CHECK(run({}).display.slowest == 0);
    CHECK(run({"--slowest"}).display.slowest == 10);
    CHECK(run({"--slowest", "3"}).display.slowest == 3);
    CHECK(run({"--slowest=3"}).display.slowest == 3);
    const pf::RunOptions before_an_option = run({"--slowest", "-j2"});
    CHECK(before_an_option.display.slowest == 10);
    CHECK(before_an_option.jobs == 2);
    const pf::RunOptions before_a_word = run({"--slowest", "build"});
    CHECK(before_a_word.display.slowest == 10);
    CHECK(before_a_word.build_dir == "build");
    CHECK(refusal({"--slowest", "0"}) == "--slowest: '0' is not a whole number from 1");
    CHECK(options<pf::ReportOptions>({"report", "--slowest", "4"}).display.slowest == 4);
}

TEST_CASE("the help fits 80 columns") {
    for (const char* command : {"run", "stress", "list", "report", "stop", "exec", "config"}) {
        const std::string text = answer({command, "--help"}).text;
        std::size_t from = 0;
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
            INFO(text.substr(from, end - from));
            CHECK(end - from <= 80);
            from = end + 1;
        }
        CHECK(from == text.size());
    }
}

TEST_CASE("words after -- are names of tasks") {
    const pf::RunOptions o = run({"build", "-R", "--", "--", "sql.joins", "-j"});
    CHECK(o.build_dir == "build");
    CHECK(o.select.names == Words{"sql.joins", "-j"});
    CHECK(run({"--", "sql"}).build_dir.empty());
    CHECK(options<pf::ListOptions>({"list", "--", "a", "b"}).select.names == Words{"a", "b"});
    CHECK(refusal({"--", ""}) == "a name after -- is empty");
    for (const char* command : {"report", "stop"}) {
        CHECK(answer({command, "--", "x"}).text.find(": nothing may follow --\n") != std::string::npos);
    }
}

TEST_CASE("--retries is --repeat until-pass with one more") {
    CHECK(run({"--retries", "2"}).repeat == pf::Repeat::until_pass);
    CHECK(run({"--retries", "2"}).repeat_count == 3);
    CHECK(run({"--retries", "0"}).repeat == pf::Repeat::none);
    CHECK(begins(refusal({"--retries", "1", "--repeat", "until-fail:3"}), "--retries: --repeat says"));
    CHECK(begins(refusal({"--retries", "1", "--no-fork"}), "--retries: --no-fork and --debugger"));
    CHECK(begins(refusal({"--retries", "-1"}), "--retries: '-1' is not a number of retries"));
}

TEST_CASE("stress repeats until the first failure, by number or by time") {
    const auto stress = [](Words words) {
        words.insert(words.begin(), "stress");
        return options<pf::RunOptions>(words);
    };
    const pf::RunOptions count = stress({"b", "-R", "x", "--count", "200", "-j3"});
    CHECK(count.stress);
    CHECK(count.display.stress);
    CHECK(count.repeat == pf::Repeat::until_fail);
    CHECK(count.repeat_count == 200);
    CHECK(count.stress_seconds == 0);
    CHECK(count.max_fail == 1);
    CHECK(count.jobs == 3);
    const pf::RunOptions duration = stress({"--duration", "1.5", "--max-fail", "4", "--", "x"});
    CHECK(duration.repeat_count > 1'000'000);
    CHECK(duration.stress_seconds == 1.5);
    CHECK(duration.max_fail == 4);
    const auto refused = [](Words words) {
        words.insert(words.begin(), "stress");
        return answer(words).text;
    };
    CHECK(begins(refused({}), "parallel-fixtures stress: --count or --duration is missing"));
    CHECK(begins(refused({"--duration", "0"}), "parallel-fixtures stress: --count or --duration is missing"));
    CHECK(begins(refused({"--count", "2", "--repeat", "until-pass:2"}), "parallel-fixtures stress: --repeat: stress"));
    CHECK(begins(refused({"--count", "2", "--no-fork"}), "parallel-fixtures stress: --no-fork: "));
    CHECK(begins(refused({"--count", "0"}), "parallel-fixtures stress: --count: '0' is not"));
    CHECK(begins(answer({"run", "--count", "2"}).text, "parallel-fixtures run: unknown option '--count'"));
}

TEST_CASE("config takes the options of run") {
    const auto config = options<pf::RunOptions>({"config", "b", "--timeout", "3"});
    CHECK(config.show_config);
    CHECK(config.timeout == 3);
    CHECK(config.given.at("--timeout") == "3");
    CHECK(run({"-j4", "--progress"}).given ==
          std::map<std::string, std::string>{{"--parallel", "4"}, {"--progress", "true"}});
}

TEST_CASE("--print-labels is an option of run and list") {
    CHECK(run({"--print-labels"}).print_labels);
    CHECK(options<pf::ListOptions>({"list", "--print-labels"}).print_labels);
    CHECK_FALSE(run({}).print_labels);
}

TEST_CASE("--quiet overrides --verbose, as in ctest; --no-color overrides --color") {
    CHECK(run({"-V"}).display.verbosity == pf::Verbosity::verbose);
    CHECK(run({"-VV"}).display.verbosity == pf::Verbosity::extra);
    CHECK(run({"-V", "-VV", "-Q"}).display.verbosity == pf::Verbosity::quiet);
    CHECK(run({"--color", "always"}).display.color == pf::ColorChoice::always);
    CHECK(run({"--color=never"}).display.color == pf::ColorChoice::never);
    CHECK(run({"--color=always", "--no-color"}).display.color == pf::ColorChoice::never);
}

TEST_CASE("CTEST_PARALLEL_LEVEL is the default of -j") {
    CHECK(run({}, {{"CTEST_PARALLEL_LEVEL", "3"}}).jobs == 3);
    CHECK(run({"-j2"}, {{"CTEST_PARALLEL_LEVEL", "3"}}).jobs == 2);
    CHECK(run({"-j2"}, {{"CTEST_PARALLEL_LEVEL", "none"}}).jobs == 2);
    CHECK_FALSE(run({}, {{"CTEST_PARALLEL_LEVEL", ""}}).jobs);
    CHECK(begins(refusal({}, {{"CTEST_PARALLEL_LEVEL", "many"}}), "CTEST_PARALLEL_LEVEL: 'many' is not a number"));
}

TEST_CASE("an error about a value names the option and what is expected") {
    for (const std::string jobs : {"0", "-1", "many", "1.5", "10001", "99999999999", "", "4x"}) {
        CHECK(begins(refusal({"-j", jobs}), "-j: '" + jobs + "' is not a number of tasks from 1 to 10000"));
    }
    CHECK(begins(refusal({"-j0"}), "-j: '0' is not"));
    for (const std::string seconds : {"-1", "soon", "inf", "nan", "", "1s"}) {
        CHECK(refusal({"--timeout", seconds}) == "--timeout: '" + seconds + "' is not a number of seconds, 0 or more");
    }
    for (const std::string repeat : {"3", "until-pass", "until-pass:", "until-pass:0", "sometimes:3", "until-fail:x"}) {
        CHECK(begins(refusal({"--repeat", repeat}), "--repeat: '" + repeat + "' is not until-pass:n"));
    }
    CHECK(refusal({"--no-tests", "x"}) == "--no-tests: 'x' is not error or ignore");
    CHECK(refusal({"--color", "blue"}) == "--color: 'blue' is not auto, always or never");
    CHECK(begins(refusal({"--seed", "-1"}), "--seed: '-1' is not a whole number"));
    CHECK(begins(refusal({"-I", "a"}), "-I: 'a' is not start,end,stride"));
    CHECK(refusal({"--output-junit="}) == "--output-junit: the name is empty");
}

TEST_CASE("a wrong value is quoted in one line") {
    for (const std::string option : {"-j", "--timeout", "--seed", "--repeat", "--color", "--no-tests", "--debugger"}) {
        const std::string text = answer({"run", option, "'a\n\t\x1b"}).text;
        INFO(text);
        CHECK(text.find("'a  \\x1b") != std::string::npos);
    }
}

TEST_CASE("an error about a regular expression names the option and the position") {
    for (const std::string option : {"-R", "-E", "-L", "-LE"}) {
        CHECK(refusal({option, "a(b"}) == option + ": missing closing parenthesis at position 3: a(b <-- here");
        CHECK(begins(refusal({option, ""}), option + ": the regular expression is empty"));
    }
    CHECK(begins(refusal({"-L", "fine", "-L", "["}), "-L: missing terminating ]"));
    const pf::Answer list = answer({"list", "-R", "("});
    CHECK(list.exit_code == 2);
    CHECK(begins(list.text, "parallel-fixtures list: -R: missing closing parenthesis"));
}

TEST_CASE("unknown options and those of other commands are refused") {
    CHECK(refusal({"--tiemout", "3"}) == "unknown option '--tiemout', did you mean '--timeout'?");
    CHECK(refusal({"--json"}) == "unknown option '--json'");
    CHECK(refusal({"-R"}) == "-R needs a value");
    CHECK(answer({"report", "-R", "x"}).exit_code == 2);
    CHECK(answer({"list", "-j", "2"}).exit_code == 2);
}

TEST_CASE("without a command the help is printed as an error; --help and --version succeed") {
    CHECK(answer({}).exit_code == 2);
    CHECK(answer({}).text == answer({"--help"}).text);
    CHECK(answer({"--help"}).exit_code == 0);
    CHECK(answer({"-h"}).text.find("report") != std::string::npos);
    CHECK(answer({"--version"}).text == "parallel-fixtures 1.2.3\n");
    CHECK(answer({"--version"}).exit_code == 0);
}

TEST_CASE("the help of a command lists its options except the hidden ones") {
    const pf::Answer help = answer({"run", "--help"});
    CHECK(help.exit_code == 0);
    for (const char* word : {"-LE", "--label-exclude", "--repeat", "build-dir", "-VV"}) {
        INFO(word);
        CHECK(help.text.find(word) != std::string::npos);
    }
    CHECK(help.text.find("--join-ctest") == std::string::npos);
    CHECK(help.text.find("--group") == std::string::npos);
    CHECK(answer({"list", "-h"}).text.find("--json") != std::string::npos);
}

TEST_CASE("an error about an unknown command suggests the nearest one") {
    CHECK(begins(answer({"rnu"}).text, "parallel-fixtures: unknown command 'rnu', did you mean 'run'?\n"));
    CHECK(answer({"rnu"}).exit_code == 2);
    CHECK(begins(answer({"-j4", "run"}).text, "parallel-fixtures: a command must come first, not '-j4'\n"));
    CHECK(begins(answer({""}).text, "parallel-fixtures: unknown command ''\n"));
}

TEST_CASE("exec takes a fixture and the words after --") {
    const auto exec =
        options<pf::ExecOptions>({"exec", "b", "-C", "Debug", "--fixture", "db", "--", "c", "--", "-x", ""});
    CHECK(exec.build_dir == "b");
    CHECK(exec.config == "Debug");
    CHECK(exec.fixture == "db");
    CHECK(exec.command == std::vector<std::string>{"c", "--", "-x", ""});
    CHECK(answer({"exec", "--fixture", "db"}).exit_code == 2);
    CHECK(answer({"exec", "--fixture", "db", "--"}).exit_code == 2);
    CHECK(answer({"exec", "--", "c"}).exit_code == 2);
    CHECK(answer({"exec", "-R", "x", "--fixture", "db", "--", "c"}).exit_code == 2);
}

TEST_CASE("stop takes a build tree and a configuration") {
    CHECK(options<pf::StopOptions>({"stop", "b", "-C", "Debug"}).build_dir == "b");
    CHECK(options<pf::StopOptions>({"stop", "b", "-C", "Debug"}).config == "Debug");
    CHECK(options<pf::StopOptions>({"stop"}).build_dir.empty());
    CHECK(answer({"stop", "-R", "x"}).exit_code == 2);
}

TEST_CASE("report --wait waits for the end of the run") {
    CHECK(options<pf::ReportOptions>({"report", "b", "--wait"}).wait);
    CHECK_FALSE(options<pf::ReportOptions>({"report", "b"}).wait);
}

TEST_CASE("report takes a run") {
    const auto o = options<pf::ReportOptions>({"report", "b", "--run", "r1", "--output-junit", "f"});
    CHECK(o.runs == Words{"r1"});
    CHECK(o.output_junit == "f");
    CHECK(options<pf::ReportOptions>({"report"}).runs.empty());
    CHECK(options<pf::ReportOptions>({"report", "--run", "a", "--run", "b"}).runs == Words{"a", "b"});
    CHECK(options<pf::ReportOptions>({"report", "--output-junit-ci", "f"}).output_junit_ci == "f");
}

TEST_CASE("report --format takes one format and where to write it") {
    const auto o = options<pf::ReportOptions>({"report", "--format", "junit-ci", "--output", "f"});
    CHECK(o.format == pf::ReportFormat::junit_ci);
    CHECK(o.output == "f");
    CHECK(options<pf::ReportOptions>({"report", "--format", "tap"}).output == "-");
    CHECK_FALSE(options<pf::ReportOptions>({"report"}).format.has_value());
    CHECK(begins(answer({"report", "--format", "xml"}).text,
                 "parallel-fixtures report: --format: 'xml' is not one of markdown, github, json, junit"));
    for (const Words& words : std::vector<Words>{{"report", "--output", "f"},
                                                 {"report", "--format", "tap", "--output-junit", "f"},
                                                 {"report", "--run", "a", "--run", "b", "--output-junit-ci", "f"}}) {
        CHECK(answer(words).exit_code == 2);
    }
}

TEST_CASE("--annotations is auto: the CI system that runs this") {
    const std::map<std::string, std::string> github{{"GITHUB_ACTIONS", "true"}};
    CHECK(run({}).annotations == pf::CiSystem::none);
    CHECK(run({}, github).annotations == pf::CiSystem::github);
    CHECK(run({}, github).display.ci == pf::CiSystem::github);
    CHECK(run({}, {{"GITLAB_CI", "true"}}).annotations == pf::CiSystem::gitlab);
    CHECK(run({"--annotations", "auto"}, github).annotations == pf::CiSystem::github);
    CHECK(run({"--annotations", "none"}, github).annotations == pf::CiSystem::none);
    CHECK(run({"--annotations", "gitlab"}).annotations == pf::CiSystem::gitlab);
    CHECK(refusal({"--annotations", "x"}) == "--annotations: 'x' is not github, gitlab, none or auto");
    CHECK(run({"--join-ctest"}, github).annotations == pf::CiSystem::none);
    CHECK(options<pf::ReportOptions>({"report"}, github).annotations == pf::CiSystem::github);
    CHECK(options<pf::ReportOptions>({"report", "--format", "tap"}, github).annotations == pf::CiSystem::none);
}

TEST_CASE("--flaky-result takes pass and fail") {
    CHECK_FALSE(run({}).flaky_fails);
    CHECK(run({"--flaky-result", "fail"}).flaky_fails);
    CHECK_FALSE(run({"--flaky-result", "fail", "--flaky-result", "pass"}).flaky_fails);
    CHECK(refusal({"--flaky-result", "x"}) == "--flaky-result: 'x' is not pass or fail");
}

TEST_CASE("--debugger implies --no-fork") {
    CHECK_FALSE(run({}).no_fork);
    CHECK(run({"--no-fork"}).no_fork);
    CHECK(run({"--no-fork"}).debugger.empty());
    const pf::RunOptions debugged = run({"--debugger", "gdb"});
    CHECK(debugged.no_fork);
    CHECK(debugged.debugger == Words{"gdb", "--return-child-result", "--args"});
}

TEST_CASE("--debugger adds options for gdb and lldb and splits any other command line") {
    const auto words = [](const std::string& text) { return run({"--debugger=" + text}).debugger; };
    CHECK(words("/opt/bin/gdb") == Words{"/opt/bin/gdb", "--return-child-result", "--args"});
    CHECK(words("lldb") == Words{"lldb", "--"});
    CHECK(words("gdb -q --args") == Words{"gdb", "-q", "--args"});
    CHECK(words("valgrind --quiet") == Words{"valgrind", "--quiet"});
    CHECK(words("  rr \t record ") == Words{"rr", "record"});
    CHECK(words("gdb -ex 'break a b' -ex \"p \\\"x\\\"\" c\\ d ''") ==
          Words{"gdb", "-ex", "break a b", "-ex", "p \"x\"", "c d", ""});
    CHECK(words("a'\\'b") == Words{"a\\b"});
}

TEST_CASE("--debugger refuses what is not a command line") {
    CHECK(refusal({"--debugger", " "}) == "--debugger: the command is empty: name a program");
    CHECK(refusal({"--debugger", "''"}) == "--debugger: the command is empty: name a program");
    CHECK(refusal({"--debugger", "gdb -ex 'run"}) ==
          "--debugger: 'gdb -ex 'run' is not a command line: a quotation mark is not closed, or nothing follows a "
          "backslash");
    CHECK(begins(refusal({"--debugger", "gdb \\"}), "--debugger: 'gdb \\' is not a command line"));
}

TEST_CASE("--no-fork and --debugger refuse --repeat") {
    CHECK(begins(refusal({"--no-fork", "--repeat", "until-fail:3"}), "--repeat: --no-fork and --debugger"));
}

TEST_CASE("slurm passes the options of run to its nodes") {
    const auto slurm =
        options<pf::SlurmOptions>({"slurm", "build", "--nodes", "3", "-j4", "-R", "--nodes", "-LE", "x", "-V",
                                   "--retries=2", "--output-junit", "j.xml", "--", "--partition=p"});
    CHECK(slurm.run.build_dir == "build");
    CHECK(slurm.nodes == 3);
    CHECK(slurm.shards == 0);
    CHECK(slurm.engine == Words{"--partition=p"});
    CHECK(slurm.run.select.names.empty());
    CHECK(slurm.run.output_junit == "j.xml");
    CHECK(slurm.passed ==
          Words{"--parallel", "4", "--tests-regex", "--nodes", "--label-exclude", "x", "--retries", "2"});
}

TEST_CASE("slurm refuses what is for one machine") {
    for (const Words& words : {Words{"--shard", "1/2"}, Words{"--no-fork"}, Words{"--events", "e"},
                               Words{"--on-finish", "true"}, Words{"--nodes", "0"}, Words{"--shards", "10001"}}) {
        Words line{"slurm", "build"};
        line.insert(line.end(), words.begin(), words.end());
        CHECK(answer(line).exit_code == 2);
        CHECK(answer(line).text.find(words.front()) != std::string::npos);
    }
}

TEST_CASE("run knows whether the environment has named its shard") {
    CHECK(run({"--shard", "auto"}, {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "2"}}).shard_of_environment);
    CHECK_FALSE(run({"--shard", "1/2"}).shard_of_environment);
}
