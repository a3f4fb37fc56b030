// A CTest test whose task is run by the session of its ctest: asks for the task, hands its output on, ends as it did.
// Used by the helper, by the small client for commands, and by linked programs before their static constructors run:
// nothing here needs any.
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
    std::string folder;  // Of the plan: <build>/ParallelFixtures/<configuration>.
    std::string id;
    std::vector<std::string> arguments;  // Further ones of its command.
    bool group = false;                  // `id` is a group: all of its tasks.
    std::string token;  // Of the marks that this test may print (skip_mark, timeout_mark); empty: it has none.
    // Seconds from the start of the test after which CTest ends it, which is a little after our own limit; 0: CTest
    // ends it at the timeout mark, or not at all.
    int ends_after = 0;
    std::vector<std::string> wrapper;  // Words to put in front of its command (wrapper.h); empty: none.
    std::string log;                   // A file of the wrapper's to print and remove at the end; "": none.
};

// What stands before folder, group and name on the command line of a linked program that is the client of its own test;
// then may follow "=", and what holds, with commas between: "token:<text>", "ends-after:<seconds>".
inline constexpr char kTaskOption[] = "--parallel-fixtures-task";

// What a test prints so that CTest shows it as skipped, or as timed out: the SKIP_REGULAR_EXPRESSION and the
// TIMEOUT_AFTER_MATCH that the module gives to the test match these texts and no others. `token` is random, and no
// other test's: whatever a task prints, the log of another ctest for instance, is not taken for a mark. The expressions
// do not match themselves ("[(]"), so that the listing of this very ctest is none either.
std::string skip_mark(const std::string& token);
std::string timeout_mark(const std::string& token);
// The expression for one of them.
std::string mark_expression(const std::string& mark);

// Runs it there. Returns what the calling process is to end with, unless it has ended already, by the task's signal.
// `why_gone` explains, for people, that the session went away; null: nothing more is known.
int follow_task(SessionConnection session, const ClientTask& task,
                const std::function<std::string(const Error&)>& why_gone);

// Ends the calling process as the task did, or returns what it is to end with.
int end_as(const TaskOver& over, const ClientTask& task);

// Ends the calling process by a signal that CTest takes for no pass, after it has said why.
int end_without_result(const std::string& why);

// The same with the session of the ctest above, if there is one. nullopt: there is no ctest, or nobody to ask.
std::optional<int> ask_session(const ClientTask& task);

// The calling process was a test of a ctest that has ended: nobody reads what it prints, or its parent is about to end.
bool ctest_has_gone();

// What to tell people when no ctest is found above this process although its environment is that of a test of ctest;
// "": it is not.
std::string why_no_ctest();

// The helper takes over, in this process: it opens a session, or does without. Returns what to end with, only when the
// helper is not there.
int become_helper(const ClientTask& task);

// The same to set up what the task stands on, for who listens at the socket of this path (fixtures_below.h).
int become_host(const ClientTask& task, const std::string& socket);

}  // namespace pf

#endif
