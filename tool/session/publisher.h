// Sends events, and declares the fixtures and tasks of the plan.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_PUBLISHER_H
#define PARALLEL_FIXTURES_TOOL_SESSION_PUBLISHER_H

#include <set>
#include <vector>

#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/schedule/task_request.h"

namespace pf {

class Publisher {
public:
    Publisher(const Plan& plan, EventSink& sink, double default_timeout)
        : plan_(plan), sink_(sink), default_timeout_(default_timeout) {}

    void send(const Event& event) { sink_.handle(event); }

    // Declares the fixtures that these tasks require, and then the tasks, and sends PlanEnded. `request` is how each of
    // them runs.
    void declare(const std::vector<TaskId>& tasks, const TaskRequestPtr& request);
    void declare(TaskId task, const TaskRequestPtr& request);
    // Declares these fixtures and those that they are nested in, unless they were declared before.
    void declare_fixtures(const std::vector<FixtureId>& innermost);

private:
    [[nodiscard]] std::vector<std::string> names(const std::vector<FixtureId>& fixtures) const;

    const Plan& plan_;
    EventSink& sink_;
    double default_timeout_;
    std::set<FixtureId> declared_;
};

}  // namespace pf

#endif
