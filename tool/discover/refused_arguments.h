// Arguments of a framework that have no meaning if each test runs in a process of its own.
//
// THREADS: pure function.
#ifndef PARALLEL_FIXTURES_TOOL_DISCOVER_REFUSED_ARGUMENTS_H
#define PARALLEL_FIXTURES_TOOL_DISCOVER_REFUSED_ARGUMENTS_H

#include <string>
#include <string_view>

#include "tool/plan/plan.h"

namespace pf {

// Returns why one of the program's EXTRA_ARGS cannot be given to a test of `framework`, a word of the
// plan, and what to do, or "" if all can. cmake/ParallelFixturesPrograms.cmake has the same rules for arguments that it
// knows at configure time. `options_follow`: options of the framework are put behind the arguments.
std::string refused_argument(std::string_view framework, const TestProgram& program, bool options_follow);

}  // namespace pf

#endif
