#include "tool/cli/help_topics.h"

#include <array>
#include <utility>

namespace pf {
namespace {

Topic selection() {
    return {
        "selection",
        "Selection",
        "Each option narrows the selection. The id of a task is <group>.<name>, and its labels are its own, its "
        "group's, "
        "the name of the group, and `parallel`. The fixtures of a selected task are set up, and no others. Regular "
        "expressions are those of PCRE2, and match anywhere; `parallel-fixtures list` shows what a selection has.",
        {{"-R <regex>", "The id matches."},
         {"-E <regex>", "The id does not match."},
         {"-L <regex>", "A label matches. Of several -L, each must match some label."},
         {"-LE <regex>", "No label matches. Of several -LE, one that matches no label suffices."},
         {"-I <start,end,stride,n,...>", "The number of the task, counted over what the options above select."},
         {"-- <name>...", "The id contains one of these words, which are no expressions."},
         {"--rerun-failed", "The task did not pass when it last ran. All other options of the selection are ignored."},
         {"--shard <i>/<n>", "The task is in part i of n parts, into which the selection is divided at the end."}}};
}

Topic exit_codes() {
    return {"exit-codes",
            "Exit codes",
            "The exit code of a run is the first that applies.",
            {{"2", "The command line or the plan cannot be used."},
             {"128+n", "Signal n ended the run: 130 for Ctrl-C."},
             {"5", "A result is missing, or results could not be written."},
             {"3", "A fixture failed, or a command of --on-finish that --on-finish-required requires."},
             {"1", "A task failed, timed out, crashed or was not run."},
             {"4", "No task was selected."},
             {"0",
              "None of these. Processes that a task left behind fail no run, and neither does a task that passed at a "
              "retry, unless --flaky-result is `fail`."}}};
}

Topic environment() {
    return {
        "environment",
        "Environment",
        "Variables that the helper reads. An option of the command line is stronger than its variable, and a variable "
        "is "
        "stronger than the configuration file.",
        {{"CTEST_PARALLEL_LEVEL", "The default of -j."},
         {"PARALLEL_FIXTURES_PROFILE", "The profile of the configuration file, as --profile."},
         {"PARALLEL_FIXTURES_<SETTING>",
          "A setting of the configuration file, in capitals, such as PARALLEL_FIXTURES_TIMEOUT or "
          "PARALLEL_FIXTURES_FLAKY_RESULT. `parallel-fixtures config` prints all settings and where they come from."},
         {"PARALLEL_FIXTURES_LINGER", "OFF: no fixture stays up after a run, whatever its LINGER says."},
         {"PARALLEL_FIXTURES_STACK_TRACES", "The default of --stack-traces."},
         {"PARALLEL_FIXTURES_TRUST_OWNER", "A user whose build trees you run as you run your own."},
         {"NO_COLOR, CLICOLOR_FORCE", "Not empty: no colour, or colour in pipes, too."},
         {"COLUMNS", "The width of lines where no terminal says it."},
         {"GITHUB_ACTIONS, GITLAB_CI", "Set by these CI systems: see --annotations."}}};
}

Topic files() {
    return {"files",
            "Files",
            "",
            {{".parallel-fixtures.toml", "The settings of a project, in its source directory."},
             {"<build-dir>/Testing/ParallelFixtures/latest",
              "The results of the latest run: journal.jsonl, summary.txt, junit.xml, Test.xml, report.html and "
              "trace.json."}}};
}

using Examples = std::vector<TopicEntry>;

const std::vector<std::pair<std::string_view, Examples>>& all_examples() {
    static const std::vector<std::pair<std::string_view, Examples>> examples{
        {"",
         {{"parallel-fixtures run build", "Run all tasks of a build tree"},
          {"parallel-fixtures run -R '^sql\\.'", "Run some tasks of the build tree that is found from here"},
          {"parallel-fixtures help exit-codes", "Read about a topic"}}},
        {"run",
         {{"parallel-fixtures run build -j8 -L slow", "Run the tasks with a label, eight at a time"},
          {"parallel-fixtures run -- sql.joins", "Run the tasks whose id contains `sql.joins`"},
          {"parallel-fixtures run --rerun-failed", "Run what did not pass last time"},
          {"parallel-fixtures run -R '^sql\\.joins$' --debugger gdb", "Debug one task with its fixtures set up"},
          {"parallel-fixtures run --shard 2/8", "Run the second of eight parts on this machine"}}},
        {"stress",
         {{"parallel-fixtures stress --count 200 -- sql.joins", "Run a task 200 times, or until it fails"},
          {"parallel-fixtures stress --duration 60 -R '^sql'", "Repeat tasks for a minute"}}},
        {"list",
         {{"parallel-fixtures list -R '^sql'", "List some tasks"},
          {"ctest -I \"$(parallel-fixtures list --shard 2/8 --ctest-numbers)\"", "Give ctest a part of the tests"}}},
        {"report",
         {{"parallel-fixtures report", "Write the reports of the latest run again"},
          {"parallel-fixtures report --format junit --output junit.xml", "Write one report"}}},
        {"merge", {{"parallel-fixtures merge shard-1 shard-2 --output all", "Make one run of two shards"}}},
        {"slurm",
         {{"parallel-fixtures slurm build --nodes 4 -- --partition=test",
           "Run all tasks on four nodes, as an array job"},
          {"salloc -N4 parallel-fixtures slurm build", "Run them on the nodes of an allocation"}}},
        {"history", {{"parallel-fixtures history export times.json", "Take the times along, for example to CI"}}},
        {"exec", {{"parallel-fixtures exec --fixture db -- psql", "Use a fixture in a shell"}}},
        {"help", {{"parallel-fixtures help run", "Print the help of a command"}}},
        {"man", {{"parallel-fixtures man run | man -l -", "Read a manual page that is not installed"}}},
        {"completion", {{"source <(parallel-fixtures completion bash)", "Complete in this bash"}}},
    };
    return examples;
}

}  // namespace

const std::vector<Topic>& help_topics() {
    static const std::vector<Topic> topics{selection(), exit_codes(), environment(), files()};
    return topics;
}

std::vector<TopicEntry> examples_of(std::string_view command) {
    for (const auto& [name, examples] : all_examples()) {
        if (name == command) {
            return examples;
        }
    }
    return {};
}

}  // namespace pf
