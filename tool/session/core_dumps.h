// Shows where tasks were that have crashed, from their core files.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_CORE_DUMPS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_CORE_DUMPS_H

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "tool/session/context.h"

namespace pf {

struct CrashedTask {
    std::string id;
    int attempt = 1;
    std::string directory;  // Its working directory.
    std::string program;    // The path of its program.
    double seconds = 0;     // How long it ran.
};

// The result of a task does not wait for this: what is found follows it. A process of its own runs the tool for one
// task at a time, and for the first twenty of a run. The session does not end before that.
class CoreDumps {
public:
    // `done` is called with what was found, from the loop, and only if something was.
    CoreDumps(SessionContext& context, std::function<void(const CrashedTask&, std::string stacks)> done)
        : context_(context), done_(std::move(done)) {}

    // Looks for the core file of a task that has crashed just now, if core files are written at all. `tool` is the path
    // of gdb or eu-stack.
    void look(CrashedTask task, const std::string& tool);

private:
    struct Look : SupervisorListener {
        Look(CoreDumps& its_dumps, CrashedTask its_task) : dumps(its_dumps), task(std::move(its_task)) {}
        void on_message(const FromSupervisor& message) override;
        void on_output(std::string_view bytes) override { output.append(bytes); }
        void on_data(std::string_view /*bytes*/) override {}
        void on_gone(const std::string& how) override;

        CoreDumps& dumps;
        CrashedTask task;
        Capture output{"", {std::size_t{48} << 10U, std::size_t{16} << 10U, 0}};
        SupervisorHandle supervisor;
    };

    void start();
    void ended();

    SessionContext& context_;
    std::function<void(const CrashedTask&, std::string)> done_;
    std::string tool_;
    int looked_ = 0;
    std::unique_ptr<Look> running_;
    std::deque<CrashedTask> waiting_;
};

}  // namespace pf

#endif
