// The plan of a build tree and the part of it that the user asked for.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_CHOICE_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_CHOICE_H

#include <string>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/journal/history.h"
#include "tool/plan/plan.h"
#include "tool/select/select.h"

namespace pf {

struct Choice {
    Plan plan;
    History history;
    SelectHistory earlier;
    Selection selection;
    std::string warning;  // For people: what could not be found out. Empty: nothing.
};

// Runs the one selected task on the terminal (RunOptions::no_fork).
int run_in_foreground(const RunOptions& options, Choice& choice, const std::vector<std::string>& command_line);

// Reads the plan, lists test programs, selects, and checks what can be checked before anything runs: every regular
// expression of the selected tasks and their fixtures compiles.
Result<Choice> choose(const std::string& build_dir, const std::string& config, const SelectOptions& options);

}  // namespace pf

#endif
