// Finds parts of a plan by name and by fixture, without a look at all of them.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_PLAN_LOOKUP_H
#define PARALLEL_FIXTURES_TOOL_SERVE_PLAN_LOOKUP_H

#include <string_view>
#include <unordered_map>
#include <vector>

#include "tool/plan/plan.h"

namespace pf {

// Knows the fixtures, groups and tasks that the plan has when this is made.
class PlanLookup {
public:
    // `plan` must outlive this.
    explicit PlanLookup(const Plan& plan);

    // Return kNone if there is none of this name.
    [[nodiscard]] FixtureId fixture(std::string_view name) const;
    [[nodiscard]] GroupId group(std::string_view name) const;  // The first one.

    // Returns all groups of this name or shared name, which are one for CMake.
    [[nodiscard]] const std::vector<GroupId>& groups(std::string_view name) const;
    // Returns the tasks of the groups of this name.
    [[nodiscard]] const std::vector<TaskId>& tasks(std::string_view name) const;
    // Returns the fixture and all that are nested in it.
    [[nodiscard]] const std::vector<FixtureId>& nested(FixtureId fixture) const { return nested_[fixture]; }
    // Returns the groups that require the fixture.
    [[nodiscard]] const std::vector<GroupId>& users(FixtureId fixture) const { return users_[fixture]; }

private:
    struct Named {
        std::vector<GroupId> groups;
        std::vector<TaskId> tasks;
    };

    std::unordered_map<std::string_view, FixtureId> fixtures_;
    std::unordered_map<std::string_view, Named> groups_;
    std::vector<std::vector<FixtureId>> nested_;
    std::vector<std::vector<GroupId>> users_;
    Named none_;
};

}  // namespace pf

#endif
