#include "tool/command/foreign_fixtures.h"

#include <fmt/format.h>

#include "tool/terminal/format.h"

namespace pf {

void ForeignFixtures::note(const Plan& plan, const TaskEnded& ended) {
    const TaskId task = ended.final && !is_good(ended.outcome) ? plan.find(ended.id) : kNone;
    if (task != kNone && !plan.tasks[task].options().foreign_fixtures.empty()) {
        const Texts& fixtures = plan.tasks[task].options().foreign_fixtures;
        fixtures_.insert(fixtures.begin(), fixtures.end());
        ++tasks_;
    }
}

std::string ForeignFixtures::text() const {
    if (tasks_ == 0) {
        return "";
    }
    return fmt::format(
        "{} that did not pass {} CTest fixtures, which only ctest sets up: {}.\n"
        "Declare them with add_parallel_fixture (docs/migrating.md), or run these tasks with ctest.",
        counted(tasks_, "task"), tasks_ == 1 ? "requires" : "require", fmt::join(fixtures_, ", "));
}

}  // namespace pf
