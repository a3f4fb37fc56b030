// What the nodes of a run do at the moment, by their journals, on one terminal.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_VIEW_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_SLURM_VIEW_H

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "tool/command/followed_journal.h"
#include "tool/command/slurm_files.h"
#include "tool/journal/lost_run.h"
#include "tool/plan/plan.h"
#include "tool/terminal/terminal.h"

namespace pf {

// A part of the run, as far as its journal has been read.
struct FollowedPart {
    SlurmPart part;
    std::string node;           // As it is shown. The journal corrects it.
    std::vector<TaskId> tasks;  // That it is to run.
    FollowedJournal journal;
    LostRun open;  // What it has begun and not ended.
    bool begun = false;
    bool closed = false;    // It has ended, or is known to be lost.
    double begun_at = 0;    // On the clock of the run.
    bool repeated = false;  // A later attempt is followed in its place.

    [[nodiscard]] bool is_lost() const { return !open.ended(); }
};

class SlurmView {
public:
    SlurmView(const Plan& plan, const SlurmFiles& files, Terminal& terminal)
        : plan_(plan), files_(files), terminal_(terminal), done_(plan.tasks.size()), doubtful_(plan.tasks.size()) {}

    // Reads the journal of this part from now on. The reference stays valid.
    FollowedPart& follow(SlurmPart part, const std::string& node, std::vector<TaskId> tasks);

    // Shows what was added to the journals. `now` is on the clock of the run.
    void read(double now);

    // Shows that a part was lost: what it had begun has ended.
    void close(FollowedPart& part, double now);

    // Notes that the run is asked to end.
    void stop() { stopping_ = true; }

    // Returns the tasks of the part that have no result. A generator has none if a task that it made has none.
    [[nodiscard]] std::set<TaskId> unfinished(const FollowedPart& part) const;

    // Returns how many events there were so far.
    [[nodiscard]] std::uint64_t events() const { return events_; }

    // All parts so far.
    [[nodiscard]] std::deque<FollowedPart>& parts() { return parts_; }

    // Returns how many tasks and fixtures of all nodes are running.
    [[nodiscard]] int running() const { return running_; }

private:
    void take(FollowedPart& part, Event& event, double now);
    void show(const FollowedPart& part, Event& event);
    // Returns whether the event is shown, and names the node in it.
    bool adapt(const FollowedPart& part, TaskDeclared& declared);
    bool adapt(const FollowedPart& part, TaskEnded& ended);
    bool adapt(const FollowedPart& part, TaskStarted& started);
    static bool adapt(const FollowedPart& part, Message& message);
    bool note_done(const std::string& id);

    const Plan& plan_;
    const SlurmFiles& files_;
    Terminal& terminal_;
    std::deque<FollowedPart> parts_;
    std::vector<bool> done_;      // By task of the plan: it has a result.
    std::vector<bool> doubtful_;  // Likewise: if its node is lost, that result is due to it.
    std::unordered_map<std::string, std::string> generated_;  // By id of a task that was generated: its generator.
    std::set<std::string> generated_done_;
    int running_ = 0;
    std::uint64_t events_ = 0;
    bool stopping_ = false;
};

}  // namespace pf

#endif
