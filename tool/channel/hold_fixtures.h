// The helper's side of runtime/hosted_fixtures.h.
#ifndef PARALLEL_FIXTURES_TOOL_CHANNEL_ATTEND_H
#define PARALLEL_FIXTURES_TOOL_CHANNEL_ATTEND_H

#include <string>

namespace pf {

// A command in the place of the task. It tells its environment and directory to the process that
// listens at `path`, hears the report of the test and waits for the end of that process. It writes the report to the
// file that kAloneVariable names, and returns the exit code, or raises the signal, that the process ended with. Where
// sources disagree on that, the worse counts.
int hold_fixtures(const std::string& path);

}  // namespace pf

#endif
