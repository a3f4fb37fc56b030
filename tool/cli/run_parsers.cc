// Parses the commands that run tasks.
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "tool/cli/command_parsers.h"
#include "tool/cli/option_values.h"
#include "tool/cli/settings.h"
#include "tool/cli/shared_options.h"
#include "tool/cli/slurm_options.h"

namespace pf {
namespace {

Result<std::string> parse_shell_command(const std::string& text) {
    if (text.empty()) {
        return Error{"the command is empty"};
    }
    return text;
}

// The values of `run` that are combined with others.
struct RunFlags {
    bool verbose = false, extra_verbose = false, quiet = false, output_on_failure = false, no_color = false;
    bool stop_on_failure = false;
    std::optional<std::pair<Repeat, int>> repeat;
    std::optional<CiSystem> annotations;
    std::optional<int> retries;
};

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
    add_annotations(line, flags.annotations);
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

}  // namespace pf
