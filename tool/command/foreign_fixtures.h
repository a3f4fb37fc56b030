// The fixtures that tasks of `parallel-fixtures run` require and only ctest sets up, for a note at the end of the run.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_COMMAND_FOREIGN_FIXTURES_H
#define PARALLEL_FIXTURES_TOOL_COMMAND_FOREIGN_FIXTURES_H

#include <cstdint>
#include <set>
#include <string>

#include "tool/event/event.h"
#include "tool/plan/plan.h"

namespace pf {

class ForeignFixtures {
public:
    void note(const Plan& plan, const TaskEnded& ended);
    // Returns the note about the tasks that did not pass; "": none of them requires such a fixture.
    [[nodiscard]] std::string text() const;

private:
    std::set<std::string> fixtures_;
    std::uint64_t tasks_ = 0;
};

}  // namespace pf

#endif
