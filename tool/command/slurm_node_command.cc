#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/platform.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/run_files.h"
#include "tool/command/shard_selection.h"
#include "tool/command/slurm_files.h"
#include "tool/journal/run_record.h"
#include "tool/process/stop_pipe.h"
#include "tool/report/write_reports.h"
#include "tool/support/file.h"
#include "tool/support/number.h"

namespace pf {
namespace {

using NodeWork = SlurmNodeOptions::What;

std::string node_variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    return value == nullptr ? "" : value;
}

std::string node_name() {
    std::string name = node_variable("SLURMD_NODENAME");
    if (name.empty()) {
        char host[HOST_NAME_MAX + 1] = "";
        gethostname(host, sizeof host - 1);
        name = host;
    }
    return name;
}

// Returns the digest of the build tree as this node sees it.
Result<std::string> digest_here(const SlurmNodeOptions& options) {
    const SlurmFiles files(options.directory);
    if (access(files.nodes().c_str(), F_OK) != 0) {
        return Error{fmt::format("does not see {}", options.directory)};
    }
    auto selected = load_selected_plan(options.run.build_dir, options.run.config, options.run.select, files.history());
    return selected.ok() ? Result<std::string>(tree_digest(*selected, options.shards)) : selected.error();
}

// Prints for the command that has started the check: the number of this node, its name, and the digest or "!" and why
// there is none.
int check(const SlurmNodeOptions& options) {
    const Result<std::string> digest = digest_here(options);
    fmt::print("parallel-fixtures-node {} {} {}\n", node_variable("SLURM_PROCID"), node_name(),
               digest.ok() ? *digest : "! " + digest.error().message);
    return kExitOk;
}

// Returns which part this process is to run.
Result<SlurmPart> own_part(const SlurmNodeOptions& options) {
    const bool in_array = options.what == NodeWork::array;
    const auto number = parse_number<std::uint32_t>(node_variable(in_array ? "SLURM_ARRAY_TASK_ID" : "SLURM_PROCID"));
    if (!number) {
        return Error{"slurm-node: it is not in a step or an array of Slurm"};
    }
    if (!in_array) {
        return SlurmPart{options.round, *number + 1};
    }
    const SlurmPart part{parse_number<std::uint32_t>(node_variable("SLURM_RESTART_COUNT")).value_or(0) + 1, *number};
    if (part.round > kMostAttempts) {
        return Error{
            fmt::format("shard {} was started {} times before and is not run again", part.number, kMostAttempts)};
    }
    const Result<std::string> digest = digest_here(options);
    if (!digest.ok() || *digest != options.digest) {
        return Error{
            fmt::format("node {} {}; all nodes must see the same build tree", node_name(),
                        digest.ok() ? "sees another build tree in " + options.run.build_dir : digest.error().message)};
    }
    return part;
}

// Tests of MPI and of other kinds must not take the numbers of our step for theirs.
void forget_variables_of_step() {
    forget_shard_variables();
    for (const char* name :
         {"SLURM_LOCALID", "SLURM_NODEID", "SLURM_NPROCS", "SLURM_STEP_ID", "SLURM_STEPID", "SLURM_STEP_NUM_TASKS",
          "SLURM_STEP_NUM_NODES", "SLURM_STEP_TASKS_PER_NODE", "SLURM_STEP_NODELIST", "SLURM_TASK_PID", "SLURM_GTIDS",
          "SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_MAX", "SLURM_RESTART_COUNT", "PMI_FD", "PMI_JOBID"}) {
        unsetenv(name);  // NOLINT(concurrency-mt-unsafe): one thread.
    }
    // Those of PMIx have many names. What the user has set for it begins with PMIX_MCA_.
    std::vector<std::string> names;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (text.starts_with("PMIX_") && !text.starts_with("PMIX_MCA_")) {
            names.emplace_back(text.substr(0, text.find('=')));
        }
    }
    for (const std::string& name : names) {
        unsetenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): one thread.
    }
}

int merge(const SlurmNodeOptions& options) {
    const SlurmFiles files(options.directory);
    Status merged = merge_slurm(files, options.run.build_dir);
    merged = merged.ok() ? write_reports(files.run(), report_copies(options.run)) : merged;
    const auto record = build_run_record(files.run() + "/journal.jsonl");
    const int code = merged.ok() && record.ok() ? record->exit_code().value_or(kExitIncomplete) : kExitIncomplete;
    const Status written = write_file_atomically(files.merged(), std::to_string(code) + "\n");
    for (const Status& status : {merged, written}) {
        if (!status.ok()) {
            return fail(kExitIncomplete, status.error().message);
        }
    }
    return code;
}

}  // namespace

int slurm_node_command(SlurmNodeOptions options, const std::vector<std::string>& command_line) {
    if (options.what == NodeWork::check) {
        return check(options);
    }
    if (options.what == NodeWork::merge) {
        return merge(options);
    }
    const Result<SlurmPart> part = own_part(options);
    if (!part.ok()) {
        return fail(kExitUsage, part.error().message);
    }
    const SlurmFiles files(options.directory);
    RunOptions run = std::move(options.run);
    run.part = RunPart{files.part(*part), files.part_id(*part), node_name(), files.history(), ""};
    if (options.what == NodeWork::step && part->round > 1) {
        run.part->tasks = files.list(*part);
    } else {
        run.shard = Shard{part->number, options.shards};
    }
    if (!run.jobs) {  // Not all systems keep a step to the CPUs that it was given.
        run.jobs = std::clamp(parse_number<int>(node_variable("SLURM_CPUS_ON_NODE")).value_or(kMaxJobs), 1,
                              platform::usable_cpus());
    }
    // What a run has once is made of the merged run.
    run.output_junit.clear();
    run.output_junit_ci.clear();
    run.annotations = CiSystem::none;
    run.display.verbosity = Verbosity::quiet;
    forget_variables_of_step();
    if (options.what == NodeWork::step) {
        if (const Status obeys = obey_stdin(); !obeys.ok()) {
            return fail(kExitIncomplete, obeys.error().message);
        }
    }
    return run_command(run, command_line);
}

}  // namespace pf
