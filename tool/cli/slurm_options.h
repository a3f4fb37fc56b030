// Declares and checks the options of `slurm`, and of what it starts on the nodes.
#ifndef PARALLEL_FIXTURES_TOOL_CLI_SLURM_OPTIONS_H
#define PARALLEL_FIXTURES_TOOL_CLI_SLURM_OPTIONS_H

#include "tool/cli/command_line.h"
#include "tool/cli/options.h"

namespace pf {

// Declare the options beside those of `run`.
void add_slurm(CommandLine& line, SlurmOptions& slurm);
void add_slurm_node(CommandLine& line, SlurmNodeOptions& node);

// Sets what each node is passed, and refuses what cannot be done on several of them. Call it after
// CommandLine::parse().
void settle_slurm(CommandLine& line, SlurmOptions& slurm);

}  // namespace pf

#endif
