#include <cstdlib>

#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/run_resources.h"
#include "tool/command/slurm_lead.h"
#include "tool/schedule/dependencies.h"

namespace pf {

int slurm_command(const SlurmOptions& options, const std::vector<std::string>& command_line) {
    const RunOptions& run = options.run;
    if (run.show_only || run.print_labels) {
        return run_command(run, command_line);
    }
    Result<SelectedPlan> selected = load_selected_plan(run.build_dir, run.config, run.select);
    if (!selected.ok()) {
        return fail(kExitUsage, selected.error().message);
    }
    if (selected->selection.tasks.empty()) {
        return run.no_tests_ok ? kExitOk : fail(kExitNothingSelected, nothing_selected_text(selected->plan));
    }
    if (const std::string why = cycle_problem(selected->plan, selected->selection.tasks); !why.empty()) {
        return fail(kExitUsage, why);
    }
    if (const auto resources = read_resources(run, selected->plan); !resources.ok()) {
        return fail(kExitUsage, resources.error().message);
    }
    SlurmLead lead(options, *selected, command_line);
    // The command has been told to use Slurm, so it may ask whether it is in an allocation.
    const bool allocated = std::getenv("SLURM_JOB_ID") != nullptr;  // NOLINT(concurrency-mt-unsafe): one thread.
    return allocated ? run_in_allocation(lead) : run_in_array(lead);
}

}  // namespace pf
