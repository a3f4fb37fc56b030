// All supervisors of a run.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H

#include <cstddef>
#include <memory>
#include <optional>
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

// An idle supervisor of commands, with its private directory and with the one that it must remove, if any.
struct IdleSupervisor {
    SupervisorHandle handle;
    std::string private_dir;
    std::string discard_dir;
};

class Supervisors {
public:
    // How many idle supervisors are kept.
    static constexpr std::size_t kMostIdle = 16;

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

    // Keeps a supervisor that start() has started, for commands alone, and that runs none: every worker of the run may
    // take it. Nothing of a group is left in a supervisor, because a command brings all that it needs and leaves no
    // process behind.
    void keep_idle(IdleSupervisor idle);
    // Returns the one that was kept last, which `listener` hears from now on; nothing if there is none.
    std::optional<IdleSupervisor> take_idle(SupervisorListener& listener);
    // Releases those that are kept.
    void release_idle();

    // Stops all commands, as Ctrl-Z does, or continues them.
    void pause_all(bool paused);

    // Kills the processes that a killed supervisor left to us. Returns them as "name (pid n)".
    std::vector<std::string> kill_orphans();

    // Excludes a child from kill_orphans().
    void leave_alone(pid_t child) { not_ours_.push_back(child); }

    // Deletes those that have gone. REQUIRES: no callback of a supervisor is running.
    void collect();

    // Returns whether none is alive, idle or leaving.
    [[nodiscard]] bool empty() const { return alive_.empty() && leaving_.empty(); }

    // Kills those that are leaving.
    void kill_leaving();

private:
    friend struct ReleaseSupervised;

    // The listener of those that are idle or leaving.
    class NullListener : public SupervisorListener {
    public:
        void on_message(const FromSupervisor& /*message*/) override {}
        void on_output(std::string_view /*bytes*/) override {}
        void on_data(std::string_view /*bytes*/) override {}
        void on_gone(const std::string& /*how*/) override { some_have_gone = true; }

        bool some_have_gone = false;
    };

    void release(Supervised* supervised);
    void release_first_idle();
    Result<SupervisorHandle> keep(Result<std::unique_ptr<Supervised>> started);

    Loop& loop_;
    Supervised::Settings settings_;
    std::set<Supervised*> alive_;
    std::vector<IdleSupervisor> idle_;
    std::vector<std::unique_ptr<Supervised>> leaving_;
    std::vector<pid_t> not_ours_;  // Children that were there before us, or must outlive us.
    NullListener null_listener_;
};

}  // namespace pf

#endif
