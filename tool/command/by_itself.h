// A test's command that no ctest has started: an editor, a shell or a script has.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_BY_ITSELF_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_BY_ITSELF_H

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/result.h"
#include "tool/cli/options.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/session/session.h"
#include "tool/support/regex.h"
#include "tool/terminal/writer.h"

namespace pf {

// The selection of one task.
Result<Regex> only_this_task(const std::string& id);

// Runs the task, or the tasks of the group, as any run does: with its fixtures, its limits and its results. What the
// task prints goes to stdout and everything else to stderr. Returns what the process is to end with, unless it has
// ended by the task's signal. The run is a process of its own, so that fixtures are torn down when the calling one is
// killed; the task has crashed then.
int run_by_itself(const CtestTaskOptions& options, const std::vector<std::string>& command_line);

// What such a run does beside what all runs do.
class ByItself {
public:
    // `lifeline` reports an end of file when the process that was started has ended (apart.h). Does not own it. `token`
    // is that of the test's marks (runtime/task_client.h).
    ByItself(int lifeline, std::string token);

    // Hands output of the task on, and pauses the task while its reader is slow.
    void print(TaskId task, std::string_view bytes);
    // Writes what is waiting. Returns the seconds after which it must be called again.
    double flush();
    // Kills the task when the process that was started is killed. `session` must outlive the run.
    void watch_parent(Session& session, TaskId task);
    void note(const TaskEnded& ended);

    // Returns what to end with, unless the process has ended by a signal. `options` are the task's; `signal`, if it is
    // not 0, ended the run, and `exit_code` is the run's own.
    int end(const TaskOptions& options, int signal, int exit_code);

private:
    int lifeline_;
    std::string token_;
    Writer output_;
    bool paused_ = false;
    Session* session_ = nullptr;
    TaskId task_ = kNone;
    std::optional<TaskEnded> last_;
    std::map<Outcome, int> outcomes_;
};

}  // namespace pf

#endif
