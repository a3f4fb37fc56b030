// What a run has left open that was killed, or ended by a signal, because its machine was lost.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_JOURNAL_LOST_RUN_H
#define PARALLEL_FIXTURES_TOOL_JOURNAL_LOST_RUN_H

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tool/event/event.h"

namespace pf {

class LostRun {
public:
    // Takes each event of the run, in order.
    void take(const Event& event);

    // Returns whether the run reached its end, so that it is not lost. One that a signal has ended did not.
    [[nodiscard]] bool ended() const { return ended_; }
    // Returns whether a signal has ended it.
    [[nodiscard]] bool interrupted() const { return interrupted_; }

    // Returns whether the event tells only of such a signal, so that it does not count once the run is known to be
    // lost.
    [[nodiscard]] static bool is_interruption(const Event& event);

    // Returns whether a result that is not good may be due to the loss: Slurm, for instance, kills the processes of a
    // lost node one after the other. Such a task has no result either.
    [[nodiscard]] static bool may_be_of_loss(const TaskEnded& ended);

    // Returns the events that close the run. Set-ups that were going on are interrupted, teardowns that were going on
    // have failed, and the exit code is that of the results which the run has, without the deaths of fixtures that may
    // be due to the loss. `why` is for people.
    [[nodiscard]] std::vector<Event> closing(const std::string& why) const;

    // Changes an event that may tell of the loss: a set-up that was killed has not failed. A teardown that failed
    // counts even if other runs have all tasks of this one, because nobody knows whether the loss has ended it.
    static void correct(Event& event);

    // Returns when the latest attempt of a task began that was not ended by the loss. The machine was not lost before
    // that. A fixture that died later may have died of the loss.
    [[nodiscard]] double lived_until() const { return lived_until_; }

    // Returns the group of each declared task that has no final result, by id.
    [[nodiscard]] const std::map<std::string, std::string>& unfinished() const { return unfinished_; }

private:
    bool ended_ = false;
    bool interrupted_ = false;
    bool planned_ = false;
    bool task_failed_ = false;
    bool fixture_failed_ = false;
    double last_at_ = 0;
    double lived_until_ = 0;
    double first_death_ = std::numeric_limits<double>::infinity();  // Of a fixture.
    std::uint64_t declared_ = 0;
    std::map<std::string, std::string> unfinished_;
    std::map<std::string, double> began_;           // By task whose latest attempt has no end: when it began.
    std::map<std::string, std::string> setups_;     // By instance that is being set up: its fixture.
    std::map<std::string, std::string> teardowns_;  // Likewise.
};

}  // namespace pf

#endif
