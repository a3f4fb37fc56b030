// The helper's side of runtime/hosted_fixtures.h: it keeps the fixtures of a task up while another process runs the
// test.
#ifndef PARALLEL_FIXTURES_TOOL_CONNECT_HOLD_FIXTURES_H
#define PARALLEL_FIXTURES_TOOL_CONNECT_HOLD_FIXTURES_H

#include <string>
#include <vector>

namespace pf {

// The command that a run executes in place of the task. It sends its environment and working directory to the process
// that listens at `path`, receives the report of the test and waits for that process to end. It writes the report to
// the file that kAloneVariable names, and returns the exit code of the process or raises the signal that killed it. If
// the report and the process disagree about the exit code, the worse one counts.
//
// `command` are the words of the task, which that process then becomes. No words: the process is a linked program.
int hold_fixtures(const std::string& path, const std::vector<std::string>& command);

}  // namespace pf

#endif
