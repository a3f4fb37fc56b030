// Runs a task whose test command was started without ctest: by an editor, a shell or a script.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_STANDALONE_TASK_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_STANDALONE_TASK_H

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

// Returns the expression that selects exactly this task.
Result<Regex> task_regex(const std::string& id);

// Runs the task, or the tasks of the group, like `parallel-fixtures run`: with fixtures, limits and results. The output
// of the task goes to stdout, everything else to stderr. Returns the exit code of the task, or raises the signal that
// killed it. The run is a child process, so that it tears the fixtures down even if the calling process is killed; the
// task then counts as crashed.
int run_standalone(const CtestTaskOptions& options, const std::vector<std::string>& command_line);

// The additional behaviour of such a run.
class StandaloneTask {
public:
    // `lifeline` reports an end of file when the process that the editor started has ended (lifeline.h); the object
    // does not own it. `token` is part of the marks of the test (runtime/task_client.h).
    StandaloneTask(int lifeline, std::string token);

    // Forwards output of the task to stdout, and pauses the task while the reader is slow.
    void print(TaskId task, std::string_view bytes);
    // Writes the output that waits. Returns the number of seconds after which it must be called again.
    double flush();
    // Kills the task when the process that the editor started ends. `session` must outlive the run.
    void watch_parent(Session& session, TaskId task);
    void note(const TaskEnded& ended);

    // Returns the exit code for the calling process, or raises the signal of the task. `options` are those of the task,
    // `signal` is the signal that ended the run (0: none), and `exit_code` is the exit code of the run.
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
