#include "tool/cli/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "tool/cli/command_line.h"
#include "tool/cli/command_parsers.h"
#include "tool/cli/exit_code.h"
#include "tool/cli/option_values.h"
#include "tool/cli/settings.h"
#include "tool/cli/shard_value.h"
#include "tool/cli/slurm_options.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// The headings of options in the help.
constexpr const char* kBuildTree = "Build tree";
constexpr const char* kSelection = "Selection";
constexpr const char* kExecution = "Execution";
constexpr const char* kOneTask = "One task in the foreground";
constexpr const char* kOutput = "Output";
constexpr const char* kReports = "Reports and hooks";
constexpr const char* kOther = "Other";

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
    line.group(kBuildTree);
    line.value({"--test-dir"}, into(parse_path, build_dir), "<dir>", "The build tree");
    line.word("build-dir", into(parse_path, build_dir), "<build-dir>",
              "The build tree; default: the value of --test-dir, else the one that is found");
}

void add_config(CommandLine& line, std::string& config) {
    line.value({"-C", "--build-config"}, text_into(config), "<config>",
               "Use this configuration of a multi-config build");
}

void add_selection(CommandLine& line, SelectOptions& select) {
    line.group(kSelection);
    line.rest(select.names, "<name>...", "Select the tasks whose <group>.<name> contains one of these words");
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

void add_shard(CommandLine& line, std::optional<Shard>& shard, const Getenv& getenv) {
    line.value({"--shard"}, into([&getenv](const std::string& text) { return parse_shard(text, getenv); }, shard),
               "<i>/<n>|auto", "Of these tasks, take part i of n; auto: as the environment says");
}

void add_print_labels(CommandLine& line, bool& print_labels) {
    line.flag({"--print-labels"}, print_labels, "Print the labels of the selected tasks and run nothing");
}

void add_slowest(CommandLine& line, DisplayOptions& display) {
    line.number({"--slowest"}, into(parse_count, display.slowest), "10", "[<n>]",
                "List the tasks that took longest at the end; default: 10 of them");
}

// The values of `run` that are combined with others.
struct RunFlags {
    bool verbose = false, extra_verbose = false, quiet = false, output_on_failure = false, no_color = false;
    bool stop_on_failure = false;
    std::optional<std::pair<Repeat, int>> repeat;
    std::optional<CiSystem> annotations;
    std::optional<int> retries;
};

constexpr const char* kCiSystems = "github|gitlab|none|auto";
constexpr const char* kAnnotationsHelp =
    "Mark failures and group outputs in the log of a CI system; default: auto, by its variables";

void add_outputs(CommandLine& line, std::string& junit, std::string& junit_ci) {
    line.value({"--output-junit"}, into(parse_path, junit), "<file>", "Also write junit.xml to this file");
    line.value({"--output-junit-ci"}, into(parse_path, junit_ci), "<file>",
               "Write junit.xml with files and lines and without fixtures to this file");
}

void add_hooks(CommandLine& line, RunOptions& run) {
    line.group(kReports);
    line.values({"--on-finish"}, append_to(run.on_finish, parse_shell_command), "<command>",
                "Run this shell command once after the run; may be repeated");
    line.value({"--on-finish-timeout"}, into(parse_limit, run.on_finish_timeout), "<s>",
               "Limit each of these commands to this many seconds; default: 60");
    line.flag({"--on-finish-required"}, run.on_finish_required, "Fail the run (exit code 3) if one of them fails");
    line.value({"--events"}, into(parse_path, run.events), "<target>",
               "Send each event as a line of JSON to fd:<n>, to '|<command>' or to a file");
    line.group(kExecution);
    line.value({"--stack-traces"}, into(parse_stack_traces, run.stack_traces), "auto|off|gdb|eu-stack",
               "Show where the processes of a task are that has timed out; default: auto");
}

void add_run(CommandLine& line, RunOptions& run, RunFlags& flags) {
    line.group(kExecution);
    line.value({"-j", "--parallel"}, into(parse_jobs, run.jobs), "<n>",
               "Run this many tasks at a time, 1 to 10000; default: one per CPU");
    line.value({"--timeout"}, into(parse_seconds, run.timeout), "<s>",
               "Limit tasks without TIMEOUT to this many seconds; 0: no limit");
    line.value({"--repeat"}, into(parse_repeat, flags.repeat), "<mode>:<n>",
               "Repeat each task: until-pass, until-fail or after-timeout");
    line.value({"--retries"}, into(parse_retries, flags.retries), "<n>",
               "Repeat each task that fails up to this many times; as --repeat until-pass:<n+1>");
    line.flag({"--stop-on-failure"}, flags.stop_on_failure, "Start no more tasks after a failure");
    line.value({"--max-fail"}, into(parse_max_fail, run.max_fail), "<n>",
               "Start no more tasks after this many failures; 0: no limit");
    line.flag({"--schedule-random"}, run.schedule_random, "Start tasks in random order");
    line.value({"--seed"}, into(parse_seed, run.seed), "<n>",
               "Use this seed for that order and PARALLEL_FIXTURES_SEED");
    line.group(kOutput);
    line.flag({"-N", "--show-only"}, run.show_only, "List the selected tasks and run nothing");
    add_print_labels(line, run.print_labels);
    add_slowest(line, run.display);
    line.flag({"-V", "--verbose"}, flags.verbose, "Show the output of all tasks");
    line.flag({"-VV", "--extra-verbose"}, flags.extra_verbose, "Also report when tasks start");
    line.flag({"-Q", "--quiet"}, flags.quiet, "Print only errors of the run itself");
    line.flag({"--output-on-failure"}, flags.output_on_failure, "Accepted for compatibility with ctest; always on");
    line.group(kOneTask);
    line.flag({"--no-fork"}, run.no_fork, "Run one task on the terminal, without timeout and capture");
    line.value({"--debugger"}, into(parse_debugger, run.debugger), "<command>",
               "Run one task likewise under gdb, lldb or another command");
    line.group(kExecution);
    line.value({"--wrapper"}, into(parse_wrapper, run.task_wrapper), "<command>",
               "Put these words before the command of each task");
    line.group(kOutput);
    line.flag({"--progress"}, run.display.progress, "Show tasks that pass on one line of the terminal");
    line.group(kReports);
    add_outputs(line, run.output_junit, run.output_junit_ci);
    line.value({"--annotations"}, into(parse_annotations, flags.annotations), kCiSystems, kAnnotationsHelp);
    line.group(kExecution);
    line.value({"--flaky-result"}, into(parse_flaky_result, run.flaky_fails), "pass|fail",
               "The result of tasks that pass only at a retry; default: pass");
    add_hooks(line, run);
    line.group(kSelection);
    line.value({"--no-tests"}, into(parse_no_tests, run.no_tests_ok), "error|ignore",
               "Whether selecting no task is an error; default: error");
    line.group(kExecution);
    line.value({"--resource-spec-file"}, into(parse_path, run.resource_spec_file), "<file>",
               "The resources that tasks with RESOURCE_GROUPS share");
    line.value({"--grace"}, into(parse_seconds, run.grace), "<s>",
               "Wait this many seconds from SIGTERM to SIGKILL; default: 5");
    line.group(kOutput);
    line.value({"--slow"}, into(parse_seconds, run.slow), "<s>",
               "Report tasks that run for longer; default: 60; 0: never");
    line.value({"--color"}, into(parse_color, run.display.color), "auto|always|never",
               "When to use colour; default: auto");
    line.flag({"--no-color"}, flags.no_color, "Same as --color never");
    line.group(kOther);
    line.value({"--profile"}, into(parse_path, run.profile), "<name>", "Use this profile of .parallel-fixtures.toml");
    line.flag({"--join-ctest"}, run.join_ctest, "Run as a test of ctest");
    line.hide("--join-ctest");
}

Verbosity verbosity_of(const RunFlags& flags) {
    return flags.quiet           ? Verbosity::quiet
           : flags.extra_verbose ? Verbosity::extra
           : flags.verbose       ? Verbosity::verbose
                                 : Verbosity::normal;
}

void add_stress(CommandLine& line, std::optional<int>& count, std::optional<double>& seconds) {
    line.group(kExecution);
    line.value({"--count"}, into(parse_count, count), "<n>", "Run each task this many times");
    line.value({"--duration"}, into(parse_seconds, seconds), "<s>", "Repeat tasks for this many seconds");
}

// Repeats as --repeat, --retries or the stress test want it.
void set_repeat(CommandLine& line, RunOptions& run, const RunFlags& flags) {
    if (flags.repeat && flags.retries) {
        line.refuse("--retries: --repeat says how often tasks are repeated; omit one of the two");
    } else if ((flags.repeat || flags.retries) && (run.no_fork || run.stress)) {
        line.refuse(std::string(flags.repeat ? "--repeat: " : "--retries: ") +
                    (run.stress ? "stress repeats every task; omit the option"
                                : "--no-fork and --debugger run their task once; omit the option"));
    } else if (flags.repeat) {
        std::tie(run.repeat, run.repeat_count) = *flags.repeat;
    } else if (flags.retries) {
        set_retries(run, *flags.retries);
    }
}

// What a stress test repeats: so often, or for so long.
struct StressLimits {
    std::optional<int> count;
    std::optional<double> seconds;
};

// Declares all options of a run.
void add_all(CommandLine& line, RunOptions& run, RunFlags& flags, const Getenv& getenv) {
    add_build_dir(line, run.build_dir);
    add_config(line, run.config);
    add_selection(line, run.select);
    add_shard(line, run.shard, getenv);
    add_run(line, run, flags);
}

// Combines the options of a run once they are parsed.
void settle_run(CommandLine& line, RunOptions& run, const RunFlags& flags, const StressLimits& limits,
                const Getenv& getenv) {
    run.given = line.given();
    const auto shard = run.given.find("--shard");
    run.shard_of_environment = shard != run.given.end() && shard->second == "auto";
    const char* level = getenv("CTEST_PARALLEL_LEVEL");
    if (!run.jobs && level != nullptr && *level != '\0') {
        line.set("CTEST_PARALLEL_LEVEL", into(parse_jobs, run.jobs), level);
    }
    run.annotations = run.join_ctest ? CiSystem::none : flags.annotations.value_or(ci_system(getenv));
    run.no_fork = run.no_fork || !run.debugger.empty();
    if (run.stress && run.no_fork) {
        line.refuse("--no-fork: stress runs tasks as `run` does; use `run --no-fork`");
    } else if (run.stress && !limits.count && limits.seconds.value_or(0) <= 0) {
        line.refuse("--count or --duration is missing: say how often or for how many seconds tasks are repeated");
    }
    set_repeat(line, run, flags);
    run.max_fail = flags.stop_on_failure || (run.stress && run.max_fail == 0) ? 1 : run.max_fail;
    if (run.stress) {
        run.repeat = Repeat::until_fail;
        run.repeat_count = limits.count.value_or(std::numeric_limits<int>::max());
        run.stress_seconds = limits.seconds.value_or(0);
        run.display.stress = true;
    }
    run.display.verbosity = verbosity_of(flags);
    run.display.ctest = run.join_ctest;
    run.display.ci = run.annotations;
    run.display.color = flags.no_color ? ColorChoice::never : run.display.color;
}

}  // namespace

Command parse_run(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    const Getenv& getenv = surroundings.getenv;
    RunOptions run;
    RunFlags flags;
    StressLimits limits;
    run.stress = line.description().name == "stress";
    run.show_config = line.description().name == "config";
    add_all(line, run, flags, getenv);
    if (run.stress) {
        add_stress(line, limits.count, limits.seconds);
    }
    line.parse(arguments);
    settle_run(line, run, flags, limits, getenv);
    return line.result(std::move(run));
}

Command parse_slurm(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    SlurmOptions slurm;
    RunFlags flags;
    add_all(line, slurm.run, flags, surroundings.getenv);
    add_slurm(line, slurm);
    line.parse(arguments);
    settle_run(line, slurm.run, flags, {}, surroundings.getenv);
    settle_slurm(line, slurm);
    return line.result(std::move(slurm));
}

Command parse_slurm_node(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    SlurmNodeOptions node;
    RunFlags flags;
    add_all(line, node.run, flags, surroundings.getenv);
    add_slurm_node(line, node);
    line.parse(arguments);
    settle_run(line, node.run, flags, {}, surroundings.getenv);
    return line.result(std::move(node));
}

Command parse_list(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    const Getenv& getenv = surroundings.getenv;
    ListOptions list;
    add_build_dir(line, list.build_dir);
    add_config(line, list.config);
    add_selection(line, list.select);
    add_shard(line, list.shard, getenv);
    line.group(kOutput);
    line.flag({"--ctest-numbers"}, list.ctest_numbers, "Print the numbers of their CTest tests, for ctest -I");
    line.flag({"--json"}, list.json, "Print JSON");
    line.flag({"-V", "--verbose"}, list.verbose, "Also print the command and the fixtures of each task");
    add_print_labels(line, list.print_labels);
    line.group(kOther);
    line.value({"--refresh"}, text_into(list.refresh), "<file>",
               "Only list and store the cases of this test program; print nothing");
    line.flag({"--for-ctest"}, list.for_ctest, "With --refresh: wait without a limit");
    line.hide("--for-ctest");
    line.parse(arguments);
    return line.result(std::move(list));
}

Command parse_report(CommandLine& line, const Strings& arguments, const Surroundings& surroundings) {
    const Getenv& getenv = surroundings.getenv;
    ReportOptions report;
    std::optional<CiSystem> annotations;
    std::optional<std::string> output;
    add_build_dir(line, report.build_dir);
    line.group(kReports);
    line.values({"--run"}, append_to(report.runs, parse_path), "<run>",
                "The id of the run, or the path of its directory; may be repeated; default: the latest");
    add_outputs(line, report.output_junit, report.output_junit_ci);
    line.value({"--format"}, into(parse_report_format, report.format), report_format_names("|"),
               "Write only this, to the file of --output");
    line.value({"--output"}, into(parse_path, output), "<file>",
               "With --format: a file, a directory, or - for stdout; default: -");
    line.value({"--annotations"}, into(parse_annotations, annotations), kCiSystems, kAnnotationsHelp);
    add_slowest(line, report.display);
    line.flag({"--wait"}, report.wait,
              "Wait until the run has ended, including teardowns after a ctest that was stopped");
    line.parse(arguments);
    const bool copies = !report.output_junit.empty() || !report.output_junit_ci.empty();
    if (output && !report.format) {
        line.refuse("--output: it needs --format; --output-junit writes a further junit.xml");
    } else if (copies && report.format) {
        line.refuse("--output-junit: --format writes one file only; name it with --output");
    } else if (copies && report.runs.size() > 1) {
        line.refuse("--output-junit: there are several runs for one file; use --format junit and a directory");
    }
    report.output = output.value_or("-");
    report.annotations = report.format ? CiSystem::none : annotations.value_or(ci_system(getenv));
    return line.result(std::move(report));
}

Command parse_merge(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    MergeOptions merge;
    line.group(kReports);
    line.words("run", append_to(merge.runs, parse_path), "<run>...", "The directories of the runs, or their journals",
               true);
    line.value({"--output"}, into(parse_path, merge.output), "<dir>", "The directory of the result");
    line.value({"--output-junit"}, into(parse_path, merge.output_junit), "<file>", "Also write junit.xml to this file");
    line.value({"--history"}, into(parse_path, merge.history), "<file>",
               "Continue these times of earlier runs in the history of the result");
    line.parse(arguments);
    if (merge.runs.empty()) {
        line.refuse("name the directories of the runs, or their journals");
    } else if (merge.output.empty()) {
        line.refuse("--output is missing: name a directory for the result");
    }
    return line.result(std::move(merge));
}

Command parse_history(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    HistoryOptions history;
    Strings words;
    line.words("words", append_to(words, parse_path), "export|import <file>", "What to do, and the file", true);
    line.group(kBuildTree);
    line.value({"--test-dir"}, into(parse_path, history.build_dir), "<dir>",
               "The build tree; default: the current directory");
    line.parse(arguments);
    if (words.size() != 2 || (words[0] != "export" && words[0] != "import")) {
        line.refuse("write 'history export <file>' or 'history import <file>'");
    } else {
        history.what = words[0] == "export" ? HistoryOptions::What::export_to : HistoryOptions::What::import_from;
        history.file = words[1];
    }
    return line.result(std::move(history));
}

Command parse_stop(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    StopOptions stop;
    add_build_dir(line, stop.build_dir);
    add_config(line, stop.config);
    line.parse(arguments);
    return line.result(std::move(stop));
}

Command parse_exec(CommandLine& line, const Strings& arguments, const Surroundings& /*surroundings*/) {
    ExecOptions exec;
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    add_build_dir(line, exec.build_dir);
    add_config(line, exec.config);
    line.describe_rest("<command>...", "The command");
    line.group(kSelection);
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

}  // namespace pf
