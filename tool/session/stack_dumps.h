// Looks where the processes of tasks are that have timed out, before they are ended.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_STACK_DUMPS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_STACK_DUMPS_H

#include <sys/types.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tool/schedule/action.h"
#include "tool/session/context.h"

namespace pf {

// How to look. `tool` is the name of the tool, or empty for whichever of eu-stack and gdb is installed.
struct StackOptions {
    bool on = false;
    std::string tool;
};

// The seconds for which a task may be looked at.
inline constexpr double kInspectLimit = 5;

// A process of its own runs the tool for each task (`session stacks`), so the session waits for nothing. Two tasks are
// looked at at a time; further ones wait for their turn, and are ended without it when their time is over.
class StackDumps {
public:
    // `done` is called when all that can be known of a task is known, never from within start().
    StackDumps(SessionContext& context, std::function<void(WorkerId)> done)
        : context_(context), done_(std::move(done)) {}

    void set_options(StackOptions options) { options_ = std::move(options); }

    // Returns the path of the tool; "": there is none.
    const std::string& tool();

    // Begins to look at the task of a worker, whose process is `process`. Returns false if there is no way to look.
    bool start(WorkerId worker, pid_t process);

    // Ends the look at the task of a worker, if there is one.
    void stop(WorkerId worker);

    // Returns what was seen of the task, with a heading, and forgets it. Ends the look. "": nothing.
    std::string take(WorkerId worker);

private:
    struct Dump : SupervisorListener {
        Dump(StackDumps& its_dumps, WorkerId its_worker) : dumps(its_dumps), worker(its_worker) {}
        void on_message(const FromSupervisor& message) override;
        void on_output(std::string_view bytes) override { output.append(bytes); }
        void on_data(std::string_view /*bytes*/) override {}
        void on_gone(const std::string& how) override;

        StackDumps& dumps;
        WorkerId worker;
        Capture output{"", {std::size_t{48} << 10U, std::size_t{16} << 10U, 0}};
        SupervisorHandle supervisor;
    };

    bool run(Dump& dump, pid_t process);
    void start_waiting();

    SessionContext& context_;
    std::function<void(WorkerId)> done_;
    StackOptions options_;
    bool looked_for_tool_ = false;
    std::string tool_;
    int running_ = 0;
    std::map<WorkerId, std::unique_ptr<Dump>> dumps_;
    std::deque<std::pair<WorkerId, pid_t>> waiting_;
};

}  // namespace pf

#endif
