// Finds earlier runs of a build tree that have returned to their caller, but whose session still tears down fixtures.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_EARLIER_RUNS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_EARLIER_RUNS_H

#include <string>
#include <vector>

#include "runtime/platform.h"
#include "tool/plan/plan.h"

namespace pf {

// Writes to the directory of a run which process the run belongs to: a ctest, or the run itself. Errors are ignored; a
// later run then does not wait for this one.
void note_owner(const std::string& run_directory, const platform::ProcessIdentity& owner);
// Notes that the run is ending. Its owner may still exist, but starts nothing more.
void note_ending(const std::string& run_directory);

// Notes that the fixtures of the run are torn down. What is left to do disturbs no other run.
void note_torn_down(const std::string& run_directory);

// A set-up fails if it starts before such a teardown has ended: the port is still in use, or the database still exists.
// Runs that are not ending do not count.
class EarlierRuns {
public:
    // Finds the runs that are ending now, except the one in the directory `own` ("": none).
    EarlierRuns(const std::string& build_dir, const std::string& own);

    // Returns true while one of them is running. Does not block.
    bool any_running();

    // Waits until none of them is running, for at most `limit` seconds or until a signal asks the process to end.
    // Returns false if the limit was exceeded.
    bool wait(double limit);

    // Returns the name of a running one: "the run 20261123T044208Z-1234". REQUIRES: any_running().
    [[nodiscard]] std::string name() const;

    // Forgets them, so that nobody waits for them any longer.
    void forget() { paths_.clear(); }

private:
    std::vector<std::string> paths_;
};

// Messages for people: the caller waits for the runs, and it has stopped waiting because they exceeded their limits.
std::string waits_text(const EarlierRuns& runs);
std::string gave_up_text(const EarlierRuns& runs);

// Returns the number of seconds that an ending run may take, by the limits of the fixtures in the plan.
double teardown_limit(const Plan& plan);

}  // namespace pf

#endif
