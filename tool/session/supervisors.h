// All supervisors of a run.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tool/process/supervised.h"

namespace pf {

class Supervisors;

// Releases a supervisor: it is told to leave, and deleted once it has gone, never from within its own callback.
struct ReleaseSupervised {
    Supervisors* supervisors = nullptr;
    void operator()(Supervised* supervised) const;
};
using SupervisorHandle = std::unique_ptr<Supervised, ReleaseSupervised>;

class Supervisors {
public:
    Supervisors(Loop& loop, const std::vector<std::string>& environment, int leak_grace_ms);
    Supervisors(const Supervisors&) = delete;
    Supervisors& operator=(const Supervisors&) = delete;
    // Kills those that are still leaving. REQUIRES: all handles are gone.
    ~Supervisors();

    // Starts a supervisor, which `listener` hears until the handle is released.
    // With `foreground` its commands run in the foreground of our terminal.
    Result<SupervisorHandle> start(SupervisorListener& listener, Supervised::Data data, bool foreground = false);
    // Starts one that is forked from the process of a linked fixture.
    Result<SupervisorHandle> start_in(const std::shared_ptr<ProgramChannel>& program, SupervisorListener& listener,
                                      Supervised::Data data);

    // Stops all commands, as Ctrl-Z does, or continues them.
    void pause_all(bool paused);

    // Kills the processes that a killed supervisor left to us. Returns them as "name (pid n)".
    std::vector<std::string> kill_orphans();

    // Excludes a child from kill_orphans().
    void leave_alone(pid_t child) { not_ours_.push_back(child); }

    // Deletes those that have gone. REQUIRES: no callback of a supervisor is running.
    void collect();

    // Returns whether none is alive or leaving.
    [[nodiscard]] bool empty() const { return alive_.empty() && leaving_.empty(); }

    // Kills those that are leaving.
    void kill_leaving();

private:
    friend struct ReleaseSupervised;

    // The listener of those that are leaving.
    class NullListener : public SupervisorListener {
    public:
        void on_message(const FromSupervisor& /*message*/) override {}
        void on_output(std::string_view /*bytes*/) override {}
        void on_data(std::string_view /*bytes*/) override {}
        void on_gone(const std::string& /*how*/) override { some_have_gone = true; }

        bool some_have_gone = false;
    };

    void release(Supervised* supervised);
    Result<SupervisorHandle> keep(Result<std::unique_ptr<Supervised>> started);

    Loop& loop_;
    Supervised::Settings settings_;
    std::set<Supervised*> alive_;
    std::vector<std::unique_ptr<Supervised>> leaving_;
    std::vector<pid_t> not_ours_;  // Children that were there before us, or must outlive us.
    NullListener null_listener_;
};

}  // namespace pf

#endif
