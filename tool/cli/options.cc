#include "tool/cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "tool/cli/command_line.h"
#include "tool/cli/ctest_options.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/option_values.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr const char* kHelp =
    "Usage: parallel-fixtures <command> [<build-dir>] [options]\n"
    "\n"
    "Commands:\n"
    "  run     Run tasks with their fixtures\n"
    "  list    List the tasks\n"
    "  report  Write the reports of a run again, even if it was killed\n"
    "  stop    Tear down the fixtures that linger after earlier runs\n"
    "  exec    Run a command with the variables of a fixture\n"
    "\n"
    "Options:\n"
    "  --help     Print this help, or with a command the help of that command\n"
    "  --version  Print the version\n";

using Value = std::optional<std::string>;
using Values = std::vector<std::string>;

// The values of all options of all commands before they are checked.
struct Raw {
    Value build_dir, test_dir, config;
    Value include, exclude, range;
    Values labels, exclude_labels, groups;
    bool rerun_failed = false;
    Value fixture, debugger, jobs, timeout, repeat, seed, grace, slow, color, no_tests, output_junit, run, refresh;
    bool stop_on_failure = false, schedule_random = false, show_only = false, progress = false;
    bool verbose = false, extra_verbose = false, quiet = false, output_on_failure = false, no_color = false;
    bool json = false, wait = false, for_ctest = false, join_ctest = false, no_fork = false;
};

void add_build_dir(CommandLine& line, Raw& raw) {
    line.word("build-dir", raw.build_dir, "<dir>",
              "The build tree; default: the value of --test-dir, else the current directory");
    line.value({"--test-dir"}, raw.test_dir, "<dir>", "The build tree");
}

void add_config(CommandLine& line, Raw& raw) {
    line.value({"-C", "--build-config"}, raw.config, "<config>", "Use this configuration of a multi-config build");
}

void add_selection(CommandLine& line, Raw& raw) {
    add_config(line, raw);
    line.value({"-R", "--tests-regex"}, raw.include, "<regex>", "Select tasks whose <group>.<name> matches");
    line.value({"-E", "--exclude-regex"}, raw.exclude, "<regex>", "Exclude tasks whose <group>.<name> matches");
    line.values({"-L", "--label-regex"}, raw.labels, "<regex>",
                "Select tasks with a matching label; if repeated, each must match");
    line.values({"-LE", "--label-exclude"}, raw.exclude_labels, "<regex>",
                "Exclude tasks with a matching label; if repeated, each must match");
    line.value({"-I", "--tests-information"}, raw.range, "<start,end,stride,n,...>",
               "Select by number among the tasks that the options above select");
    line.flag({"--rerun-failed"}, raw.rerun_failed,
              "Select the tasks that failed last time; ignores the options above");
    line.values({"--group"}, raw.groups, "<group>", "Select the tasks of this group; may be repeated");
    line.hide("--group");
}

void add_run(CommandLine& line, Raw& raw) {
    add_selection(line, raw);
    line.value({"-j", "--parallel"}, raw.jobs, "<n>",
               "Run this many tasks at a time, 1 to 10000; default: one per CPU");
    line.value({"--timeout"}, raw.timeout, "<s>", "Limit tasks without TIMEOUT to this many seconds; 0: no limit");
    line.value({"--repeat"}, raw.repeat, "<mode>:<n>", "Repeat each task: until-pass, until-fail or after-timeout");
    line.flag({"--stop-on-failure"}, raw.stop_on_failure, "Start no more tasks after a failure");
    line.flag({"--schedule-random"}, raw.schedule_random, "Start tasks in random order");
    line.value({"--seed"}, raw.seed, "<n>", "Use this seed for that order and PARALLEL_FIXTURES_SEED");
    line.flag({"-N", "--show-only"}, raw.show_only, "List the selected tasks and run nothing");
    line.flag({"-V", "--verbose"}, raw.verbose, "Show the output of all tasks");
    line.flag({"-VV", "--extra-verbose"}, raw.extra_verbose, "Also report when tasks start");
    line.flag({"-Q", "--quiet"}, raw.quiet, "Print only errors of the run itself");
    line.flag({"--output-on-failure"}, raw.output_on_failure, "Accepted for compatibility with ctest; always on");
    line.flag({"--no-fork"}, raw.no_fork, "Run one task on the terminal, without timeout and capture");
    line.value({"--debugger"}, raw.debugger, "<command>", "Run one task likewise under gdb, lldb or another command");
    line.flag({"--progress"}, raw.progress, "Show tasks that pass on one line of the terminal");
    line.value({"--output-junit"}, raw.output_junit, "<file>", "Also write junit.xml to this file");
    line.value({"--no-tests"}, raw.no_tests, "error|ignore", "Whether selecting no task is an error; default: error");
    line.value({"--grace"}, raw.grace, "<s>", "Wait this many seconds from SIGTERM to SIGKILL; default: 5");
    line.value({"--slow"}, raw.slow, "<s>", "Report tasks that run for longer; default: 60; 0: never");
    line.value({"--color"}, raw.color, "auto|always|never", "When to use colour; default: auto");
    line.flag({"--no-color"}, raw.no_color, "Same as --color never");
    line.flag({"--join-ctest"}, raw.join_ctest, "Run as a test of ctest");
    line.hide("--join-ctest");
}

// Converts values and keeps the first error, which begins with the name of the option.
class Checker {
public:
    template <typename T, typename Target>
    void take(const char* option, Result<T> value, Target& target) {
        if (value) {
            target = std::move(value).value();
        } else if (error_.empty()) {
            error_ = fmt::format("{}: {}", option, value.error().message);
        }
    }

    template <typename Parse, typename Target>
    void parse(const char* option, const Value& text, Parse convert, Target& target) {
        if (text) {
            take(option, convert(*text), target);
        }
    }

    void regexes(const char* option, const Values& texts, std::vector<Regex>& target) {
        for (const std::string& text : texts) {
            std::optional<Regex> regex;
            take(option, parse_regex(text), regex);
            if (regex) {
                target.push_back(*std::move(regex));
            }
        }
    }

    void refuse(const std::string& error) { error_ = error_.empty() ? error : error_; }

    [[nodiscard]] const std::string& error() const { return error_; }

private:
    std::string error_;
};

Result<std::string> parse_path(const std::string& text) {
    if (text.empty()) {
        return Error{"the name is empty"};
    }
    return text;
}

void check_build_dir(Checker& checker, const Raw& raw, std::string& build_dir) {
    checker.parse("--test-dir", raw.test_dir, parse_path, build_dir);
    checker.parse("build-dir", raw.build_dir, parse_path, build_dir);
}

void check_selection(Checker& checker, const Raw& raw, SelectOptions& select) {
    checker.parse("-R", raw.include, parse_regex, select.include);
    checker.parse("-E", raw.exclude, parse_regex, select.exclude);
    checker.regexes("-L", raw.labels, select.labels);
    checker.regexes("-LE", raw.exclude_labels, select.exclude_labels);
    checker.parse("-I", raw.range, IndexRange::parse, select.range);
    select.rerun_failed = raw.rerun_failed;
    select.groups = raw.groups;
}

void check_jobs(Checker& checker, const Raw& raw, const Getenv& getenv, std::optional<int>& jobs) {
    const char* level = getenv("CTEST_PARALLEL_LEVEL");
    if (raw.jobs) {
        checker.parse("-j", raw.jobs, parse_jobs, jobs);
    } else if (level != nullptr && *level != '\0') {
        checker.take("CTEST_PARALLEL_LEVEL", parse_jobs(level), jobs);
    }
}

DisplayOptions display_of(const Raw& raw) {
    DisplayOptions display;
    if (raw.quiet) {
        display.verbosity = Verbosity::quiet;
    } else if (raw.extra_verbose) {
        display.verbosity = Verbosity::extra;
    } else if (raw.verbose) {
        display.verbosity = Verbosity::verbose;
    }
    display.progress = raw.progress;
    display.ctest = raw.join_ctest;
    return display;
}

void check(Checker& checker, const Raw& raw, const Getenv& getenv, RunOptions& run) {
    check_build_dir(checker, raw, run.build_dir);
    check_selection(checker, raw, run.select);
    check_jobs(checker, raw, getenv, run.jobs);
    std::pair<Repeat, int> repeat(run.repeat, run.repeat_count);
    checker.parse("--repeat", raw.repeat, parse_repeat, repeat);
    std::tie(run.repeat, run.repeat_count) = repeat;
    run.display = display_of(raw);
    checker.parse("--color", raw.color, parse_color, run.display.color);
    if (raw.no_color) {
        run.display.color = ColorChoice::never;
    }
    checker.parse("--timeout", raw.timeout, parse_seconds, run.timeout);
    checker.parse("--grace", raw.grace, parse_seconds, run.grace);
    checker.parse("--slow", raw.slow, parse_seconds, run.slow);
    checker.parse("--seed", raw.seed, parse_seed, run.seed);
    checker.parse("--no-tests", raw.no_tests, parse_no_tests, run.no_tests_ok);
    checker.parse("--output-junit", raw.output_junit, parse_path, run.output_junit);
    checker.parse("--debugger", raw.debugger, parse_debugger, run.debugger);
    run.no_fork = raw.no_fork || raw.debugger.has_value();
    if (run.no_fork && raw.repeat) {
        checker.refuse("--repeat: --no-fork and --debugger run their task once; omit --repeat");
    }
    run.config = raw.config.value_or("");
    run.stop_on_failure = raw.stop_on_failure;
    run.schedule_random = raw.schedule_random;
    run.show_only = raw.show_only;
    run.join_ctest = raw.join_ctest;
}

template <typename Options>
Command checked(const CommandLine& line, const Checker& checker, Options options) {
    if (!checker.error().empty()) {
        return line.refused(checker.error());
    }
    return options;
}

Command parse_run(const Values& arguments, const Getenv& getenv) {
    Raw raw;
    CommandLine line("run", "Run tasks with their fixtures.");
    add_build_dir(line, raw);
    add_run(line, raw);
    if (auto answer = line.parse(arguments)) {
        return *std::move(answer);
    }
    RunOptions run;
    Checker checker;
    check(checker, raw, getenv, run);
    return checked(line, checker, std::move(run));
}

Command parse_list(const Values& arguments) {
    Raw raw;
    CommandLine line("list", "List the tasks.");
    add_build_dir(line, raw);
    add_selection(line, raw);
    line.flag({"--json"}, raw.json, "Print JSON");
    line.value({"--refresh"}, raw.refresh, "<file>",
               "Only list and store the cases of this test program; print nothing");
    line.flag({"--for-ctest"}, raw.for_ctest, "With --refresh: wait without a limit");
    if (auto answer = line.parse(arguments)) {
        return *std::move(answer);
    }
    ListOptions list;
    Checker checker;
    check_build_dir(checker, raw, list.build_dir);
    check_selection(checker, raw, list.select);
    list.config = raw.config.value_or("");
    list.json = raw.json;
    list.refresh = raw.refresh.value_or("");
    list.for_ctest = raw.for_ctest;
    return checked(line, checker, std::move(list));
}

Command parse_report(const Values& arguments) {
    Raw raw;
    CommandLine line("report", "Write the reports of a run again, even if it was killed.");
    add_build_dir(line, raw);
    line.value({"--run"}, raw.run, "<run>", "The id of the run, or the path of its directory; default: the latest");
    line.value({"--output-junit"}, raw.output_junit, "<file>", "Also write junit.xml to this file");
    line.flag({"--wait"}, raw.wait, "Wait until the run has ended, including teardowns after a ctest that was stopped");
    if (auto answer = line.parse(arguments)) {
        return *std::move(answer);
    }
    ReportOptions report;
    Checker checker;
    check_build_dir(checker, raw, report.build_dir);
    checker.parse("--run", raw.run, parse_path, report.run);
    checker.parse("--output-junit", raw.output_junit, parse_path, report.output_junit);
    report.wait = raw.wait;
    return checked(line, checker, std::move(report));
}

Command parse_stop(const Values& arguments) {
    Raw raw;
    CommandLine line("stop", "Tear down the fixtures that linger after earlier runs.");
    add_build_dir(line, raw);
    add_config(line, raw);
    if (auto answer = line.parse(arguments)) {
        return *std::move(answer);
    }
    StopOptions stop;
    Checker checker;
    check_build_dir(checker, raw, stop.build_dir);
    stop.config = raw.config.value_or("");
    return checked(line, checker, std::move(stop));
}

Command parse_exec(const Values& arguments) {
    Raw raw;
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    CommandLine line("exec", "Run the command after -- with the variables of a fixture, which is set up first.");
    add_build_dir(line, raw);
    add_config(line, raw);
    line.value({"--fixture"}, raw.fixture, "<fixture>", "The fixture, which must have the scope RUN");
    if (auto answer = line.parse({arguments.begin(), dashes})) {
        return *std::move(answer);
    }
    ExecOptions exec;
    Checker checker;
    check_build_dir(checker, raw, exec.build_dir);
    exec.config = raw.config.value_or("");
    exec.fixture = raw.fixture.value_or("");
    exec.command.assign(dashes == arguments.end() ? dashes : dashes + 1, arguments.end());
    if (exec.fixture.empty()) {
        checker.refuse("--fixture is missing: name a fixture of scope RUN");
    } else if (exec.command.empty() || exec.command.front().empty()) {
        checker.refuse("the command is missing: write it after --");
    }
    return checked(line, checker, std::move(exec));
}

Answer refused_command(const std::string& word) {
    const Values commands{"run", "list", "report", "stop", "exec", "--help", "--version"};
    const std::string near = nearest(word, commands);
    const char* what = word[0] == '-' ? "a command must come first, not" : "unknown command";
    return {fmt::format("parallel-fixtures: {} '{}'{}\nSee 'parallel-fixtures --help'.\n", what, printable(word),
                        near.empty() ? "" : fmt::format(", did you mean '{}'?", near)),
            kExitUsage};
}

}  // namespace

Command parse_command_line(const std::vector<std::string>& arguments, const Getenv& getenv, std::string_view version) {
    if (arguments.empty()) {
        return Answer{kHelp, kExitUsage};
    }
    const std::string& word = arguments.front();
    const Values rest(arguments.begin() + 1, arguments.end());
    if (word == "run") {
        return parse_run(rest, getenv);
    }
    if (word == "list") {
        return parse_list(rest);
    }
    if (word == "report") {
        return parse_report(rest);
    }
    if (word == "stop") {
        return parse_stop(rest);
    }
    if (word == "exec") {
        return parse_exec(rest);
    }
    if (word == "task" || word == "session") {
        return parse_ctest_command(arguments);
    }
    if (word == "-h" || word == "--help") {
        return Answer{kHelp, kExitOk};
    }
    if (word == "--version") {
        return Answer{fmt::format("parallel-fixtures {}\n", version), kExitOk};
    }
    return refused_command(word);
}

}  // namespace pf
