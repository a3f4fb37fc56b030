// All supervisors of a run: who is alive, and how they go.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SUPERVISORS_H

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tool/process/supervised.h"

namespace pf {

class Supervisors;

// Letting go of a supervisor sends it home; it is deleted once it has gone, never from within its own callback.
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
    // REQUIRES: all handles are gone. Those still on their way home are killed.
    ~Supervisors();

    // `listener` hears it until the handle is let go.
    Result<SupervisorHandle> start(SupervisorListener& listener, Supervised::Data data);
    // The same for one whose commands run in the foreground of our terminal.
    Result<SupervisorHandle> start_foreground(SupervisorListener& listener);
    // The same, forked from the process of a linked fixture.
    Result<SupervisorHandle> start_in(const std::shared_ptr<ProgramChannel>& program, SupervisorListener& listener,
                                      Supervised::Data data);

    // Ctrl-Z and fg, for everything that runs.
    void pause_all(bool paused);

    // After a supervisor was killed: kills what it left to us. Names it.
    std::vector<std::string> kill_orphans();

    // A child that is not to be killed with what supervisors left.
    void leave_alone(pid_t child) { not_ours_.push_back(child); }

    // Deletes those that have gone. REQUIRES: no callback of a supervisor is running.
    void collect();

    // None is alive or on its way home.
    [[nodiscard]] bool empty() const { return alive_.empty() && leaving_.empty(); }

    // SIGKILL for those on their way home.
    void kill_leaving();

private:
    friend struct ReleaseSupervised;

    // Hears those on their way home.
    class NullListener : public SupervisorListener {
    public:
        void on_message(const FromSupervisor& /*message*/) override {}
        void on_output(std::string_view /*bytes*/) override {}
        void on_data(std::string_view /*bytes*/) override {}
        void on_gone(const std::string& /*how*/) override {}
    };

    void release(Supervised* supervised);
    Result<SupervisorHandle> keep(Result<std::unique_ptr<Supervised>> started);

    Loop& loop_;
    Supervised::Settings settings_;
    std::set<Supervised*> alive_;
    std::vector<std::unique_ptr<Supervised>> leaving_;
    std::vector<pid_t> not_ours_;  // Children that were there before us, or are to outlive us.
    NullListener null_listener_;
};

}  // namespace pf

#endif
