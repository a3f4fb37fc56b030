// The client side of a CTest test whose task the session of its ctest runs: it requests the task, prints the task's
// output, and ends as the task did. The helper, the small client program for commands and linked programs use it.
// Linked programs call it before their static constructors run, so nothing here depends on one.
#ifndef PARALLEL_FIXTURES_RUNTIME_TASK_CLIENT_H
#define PARALLEL_FIXTURES_RUNTIME_TASK_CLIENT_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/session_connection.h"
#include "runtime/session_message.h"

namespace pf {

struct ClientTask {
    std::string folder;  // Folder of the plan: <build>/ParallelFixtures/<configuration>.
    std::string id;
    std::vector<std::string> arguments;  // Additional arguments of the command.
    bool group = false;                  // `id` names a group, of which all tasks are run.
    // Identifies the marks that this test may print (skip_mark, timeout_mark); "": it has none.
    std::string token;
    // Seconds after the start of the test at which CTest's own limit, which is a little longer than ours, ends it. 0:
    // CTest ends it at the timeout mark, or not at all.
    int ends_after = 0;
    std::vector<std::string> wrapper;  // Words to put in front of the command (wrapper.h).
    std::string log;                   // File of the wrapper to print and remove at the end; "": none.
};

// The option that precedes the folder, the id of the task and the name of the test on the command line of a linked
// program that ctest starts. It may continue with "=" and a list such as "token:<text>,ends-after:<seconds>".
inline constexpr char kTaskOption[] = "--parallel-fixtures-task";

// The line that a test prints so that CTest shows it as skipped, or as timed out. The test's SKIP_REGULAR_EXPRESSION
// and TIMEOUT_AFTER_MATCH match only these. `token` is random and unique to the test, so that nothing else that a task
// prints, such as the log of another ctest, is taken for a mark.
std::string skip_mark(const std::string& token);
std::string timeout_mark(const std::string& token);
// Returns the regular expression that matches a mark. It does not match itself ("[(]"), so that a listing of ctest
// contains no mark.
std::string mark_expression(const std::string& mark);

// Runs the task in the session. Ends the calling process by the task's signal, or returns the exit code to end with.
// `why_gone` returns the message to print if the session goes away; null: the error's own text.
int follow_task(SessionConnection session, const ClientTask& task,
                const std::function<std::string(const Error&)>& why_gone);

// Ends the calling process by the signal in `over`, or returns the exit code to end with.
int end_as(const TaskOver& over, const ClientTask& task);

// Prints why there is no result, and ends the calling process by a signal that CTest does not take for a pass.
int end_without_result(const std::string& why);

// Calls follow_task() with the session of the ctest above. Returns nullopt if there is no ctest or no session.
std::optional<int> ask_session(const ClientTask& task);

// Returns true if the ctest that started this process has ended: nobody reads the output, or the parent is about to
// end.
bool ctest_has_gone();

// Returns a warning if the environment is that of a test of ctest but no ctest is found above this process; otherwise
// "".
std::string why_no_ctest();

// Replaces this process by the helper, which opens a session or runs the task without one. Returns an exit code only if
// the helper cannot be started.
int become_helper(const ClientTask& task);

// Replaces this process by a helper that sets up the fixtures of the task and connects to the socket with this path
// (hosted_fixtures.h). Returns as become_helper().
int become_host(const ClientTask& task, const std::string& socket);

}  // namespace pf

#endif
