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

using Values = std::vector<std::string>;

// Returns a setter that stores what `parse` makes of the text.
template <typename Parse, typename Target>
auto into(Parse parse, Target& target) {
    return [parse, &target](const std::string& text) -> Status {
        auto value = parse(text);
        if (!value) {
            return value.error();
        }
        target = std::move(value).value();
        return ok_status();
    };
}

// Returns a setter that appends what `parse` makes of the text.
template <typename Parse, typename Item>
auto append_to(std::vector<Item>& target, Parse parse) {
    return [parse, &target](const std::string& text) -> Status {
        std::optional<Item> item;
        Status status = into(parse, item)(text);
        if (status) {
            target.push_back(*std::move(item));
        }
        return status;
    };
}

Result<std::string> parse_text(const std::string& text) { return text; }

Result<std::string> parse_path(const std::string& text) {
    if (text.empty()) {
        return Error{"the name is empty"};
    }
    return text;
}

Result<std::string> parse_shell_command(const std::string& text) {
    if (text.empty()) {
        return Error{"the command is empty"};
    }
    return text;
}

// Returns a setter for a text.
auto text_into(std::string& target) { return into(parse_text, target); }

// Setters run in the order of their declaration, so the positional argument overrides --test-dir.
void add_build_dir(CommandLine& line, std::string& build_dir) {
    line.value({"--test-dir"}, into(parse_path, build_dir), "<dir>", "The build tree");
    line.word("build-dir", into(parse_path, build_dir), "<dir>",
              "The build tree; default: the value of --test-dir, else the current directory");
}

void add_config(CommandLine& line, std::string& config) {
    line.value({"-C", "--build-config"}, text_into(config), "<config>",
               "Use this configuration of a multi-config build");
}

void add_selection(CommandLine& line, SelectOptions& select) {
    line.value({"-R", "--tests-regex"}, into(parse_regex, select.include), "<regex>",
               "Select tasks whose <group>.<name> matches");
    line.value({"-E", "--exclude-regex"}, into(parse_regex, select.exclude), "<regex>",
               "Exclude tasks whose <group>.<name> matches");
    line.values({"-L", "--label-regex"}, append_to(select.labels, parse_regex), "<regex>",
                "Select tasks with a matching label; if repeated, each must match");
    line.values({"-LE", "--label-exclude"}, append_to(select.exclude_labels, parse_regex), "<regex>",
                "Exclude tasks with a matching label; if repeated, each must match");
    line.value({"-I", "--tests-information"}, into(IndexRange::parse, select.range), "<start,end,stride,n,...>",
               "Select by number among the tasks that the options above select");
    line.flag({"--rerun-failed"}, select.rerun_failed,
              "Select the tasks that failed last time; ignores the options above");
    line.values({"--group"}, append_to(select.groups, parse_text), "<group>",
                "Select the tasks of this group; may be repeated");
    line.hide("--group");
}

// The values of `run` that are combined with others.
struct RunFlags {
    bool verbose = false, extra_verbose = false, quiet = false, output_on_failure = false, no_color = false;
    std::optional<std::pair<Repeat, int>> repeat;
};

void add_run(CommandLine& line, RunOptions& run, RunFlags& flags) {
    line.value({"-j", "--parallel"}, into(parse_jobs, run.jobs), "<n>",
               "Run this many tasks at a time, 1 to 10000; default: one per CPU");
    line.value({"--timeout"}, into(parse_seconds, run.timeout), "<s>",
               "Limit tasks without TIMEOUT to this many seconds; 0: no limit");
    line.value({"--repeat"}, into(parse_repeat, flags.repeat), "<mode>:<n>",
               "Repeat each task: until-pass, until-fail or after-timeout");
    line.flag({"--stop-on-failure"}, run.stop_on_failure, "Start no more tasks after a failure");
    line.flag({"--schedule-random"}, run.schedule_random, "Start tasks in random order");
    line.value({"--seed"}, into(parse_seed, run.seed), "<n>",
               "Use this seed for that order and PARALLEL_FIXTURES_SEED");
    line.flag({"-N", "--show-only"}, run.show_only, "List the selected tasks and run nothing");
    line.flag({"-V", "--verbose"}, flags.verbose, "Show the output of all tasks");
    line.flag({"-VV", "--extra-verbose"}, flags.extra_verbose, "Also report when tasks start");
    line.flag({"-Q", "--quiet"}, flags.quiet, "Print only errors of the run itself");
    line.flag({"--output-on-failure"}, flags.output_on_failure, "Accepted for compatibility with ctest; always on");
    line.flag({"--no-fork"}, run.no_fork, "Run one task on the terminal, without timeout and capture");
    line.value({"--debugger"}, into(parse_debugger, run.debugger), "<command>",
               "Run one task likewise under gdb, lldb or another command");
    line.value({"--wrapper"}, into(parse_wrapper, run.task_wrapper), "<command>",
               "Put these words before the command of each task");
    line.flag({"--progress"}, run.display.progress, "Show tasks that pass on one line of the terminal");
    line.value({"--output-junit"}, into(parse_path, run.output_junit), "<file>", "Also write junit.xml to this file");
    line.values({"--on-finish"}, append_to(run.on_finish, parse_shell_command), "<command>",
                "Run this shell command once after the run; may be repeated");
    line.value({"--on-finish-timeout"}, into(parse_limit, run.on_finish_timeout), "<s>",
               "Limit each of these commands to this many seconds; default: 60");
    line.flag({"--on-finish-required"}, run.on_finish_required, "Fail the run (exit code 3) if one of them fails");
    line.value({"--events"}, into(parse_path, run.events), "<target>",
               "Send each event as a line of JSON to fd:<n>, to '|<command>' or to a file");
    line.value({"--stack-traces"}, into(parse_stack_traces, run.stack_traces), "auto|off|gdb|eu-stack",
               "Show where the processes of a task are that has timed out; default: auto");
    line.value({"--no-tests"}, into(parse_no_tests, run.no_tests_ok), "error|ignore",
               "Whether selecting no task is an error; default: error");
    line.value({"--grace"}, into(parse_seconds, run.grace), "<s>",
               "Wait this many seconds from SIGTERM to SIGKILL; default: 5");
    line.value({"--slow"}, into(parse_seconds, run.slow), "<s>",
               "Report tasks that run for longer; default: 60; 0: never");
    line.value({"--color"}, into(parse_color, run.display.color), "auto|always|never",
               "When to use colour; default: auto");
    line.flag({"--no-color"}, flags.no_color, "Same as --color never");
    line.flag({"--join-ctest"}, run.join_ctest, "Run as a test of ctest");
    line.hide("--join-ctest");
}

Verbosity verbosity_of(const RunFlags& flags) {
    return flags.quiet           ? Verbosity::quiet
           : flags.extra_verbose ? Verbosity::extra
           : flags.verbose       ? Verbosity::verbose
                                 : Verbosity::normal;
}

Command parse_run(const Values& arguments, const Getenv& getenv) {
    RunOptions run;
    RunFlags flags;
    CommandLine line("run", "Run tasks with their fixtures.");
    add_build_dir(line, run.build_dir);
    add_config(line, run.config);
    add_selection(line, run.select);
    add_run(line, run, flags);
    line.parse(arguments);
    const char* level = getenv("CTEST_PARALLEL_LEVEL");
    if (!run.jobs && level != nullptr && *level != '\0') {
        line.set("CTEST_PARALLEL_LEVEL", into(parse_jobs, run.jobs), level);
    }
    run.no_fork = run.no_fork || !run.debugger.empty();
    if (flags.repeat && run.no_fork) {
        line.refuse("--repeat: --no-fork and --debugger run their task once; omit --repeat");
    } else if (flags.repeat) {
        std::tie(run.repeat, run.repeat_count) = *flags.repeat;
    }
    run.display.verbosity = verbosity_of(flags);
    run.display.ctest = run.join_ctest;
    run.display.color = flags.no_color ? ColorChoice::never : run.display.color;
    return line.result(std::move(run));
}

Command parse_list(const Values& arguments) {
    ListOptions list;
    CommandLine line("list", "List the tasks.");
    add_build_dir(line, list.build_dir);
    add_config(line, list.config);
    add_selection(line, list.select);
    line.flag({"--json"}, list.json, "Print JSON");
    line.value({"--refresh"}, text_into(list.refresh), "<file>",
               "Only list and store the cases of this test program; print nothing");
    line.flag({"--for-ctest"}, list.for_ctest, "With --refresh: wait without a limit");
    line.parse(arguments);
    return line.result(std::move(list));
}

Command parse_report(const Values& arguments) {
    ReportOptions report;
    CommandLine line("report", "Write the reports of a run again, even if it was killed.");
    add_build_dir(line, report.build_dir);
    line.value({"--run"}, into(parse_path, report.run), "<run>",
               "The id of the run, or the path of its directory; default: the latest");
    line.value({"--output-junit"}, into(parse_path, report.output_junit), "<file>",
               "Also write junit.xml to this file");
    line.flag({"--wait"}, report.wait,
              "Wait until the run has ended, including teardowns after a ctest that was stopped");
    line.parse(arguments);
    return line.result(std::move(report));
}

Command parse_stop(const Values& arguments) {
    StopOptions stop;
    CommandLine line("stop", "Tear down the fixtures that linger after earlier runs.");
    add_build_dir(line, stop.build_dir);
    add_config(line, stop.config);
    line.parse(arguments);
    return line.result(std::move(stop));
}

Command parse_exec(const Values& arguments) {
    ExecOptions exec;
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    CommandLine line("exec", "Run the command after -- with the variables of a fixture, which is set up first.");
    add_build_dir(line, exec.build_dir);
    add_config(line, exec.config);
    line.value({"--fixture"}, text_into(exec.fixture), "<fixture>", "The fixture, which must have the scope RUN");
    line.parse({arguments.begin(), dashes});
    exec.command.assign(dashes == arguments.end() ? dashes : dashes + 1, arguments.end());
    if (exec.fixture.empty()) {
        line.refuse("--fixture is missing: name a fixture of scope RUN");
    } else if (exec.command.empty() || exec.command.front().empty()) {
        line.refuse("the command is missing: write it after --");
    }
    return line.result(std::move(exec));
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
