// Runs of a build tree that are over for whoever started them, while their session still tears down.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_EARLIER_RUNS_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_EARLIER_RUNS_H

#include <string>
#include <vector>

#include "runtime/platform.h"
#include "tool/plan/plan.h"

namespace pf {

// Writes down in a run's directory which process the run is for: a ctest, or the run itself. What cannot be written
// costs a later run no more than that it does not wait.
void note_owner(const std::string& run_directory, const platform::ProcessIdentity& owner);
// The run is being ended: its owner may still be there, but starts nothing more.
void note_ending(const std::string& run_directory);

// Set-ups that are begun beside such a teardown fail: the port is still in use, the database still there. A run that is
// not being ended is none of these.
class EarlierRuns {
public:
    // Those that are ending now. `own`: the caller's run directory; "": it has none.
    EarlierRuns(const std::string& build_dir, const std::string& own);

    // True while one of them is at work. Asks the system, without waiting.
    bool at_work();

    // Of one that is at work: "the run 20261123T044208Z-1234".
    [[nodiscard]] std::string name() const;

    // Nobody waits for them any longer.
    void forget() { paths_.clear(); }

private:
    std::vector<std::string> paths_;
};

// For people: the caller waits for them; and they have taken longer than they may.
std::string waits_text(const EarlierRuns& runs);
std::string gave_up_text(const EarlierRuns& runs);

// Seconds that they may take at most, by the limits of the plan's fixtures.
double teardown_limit(const Plan& plan);

}  // namespace pf

#endif
