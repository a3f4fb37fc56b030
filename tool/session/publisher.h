// Says what the plan holds, as events.
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

    // The fixtures below these tasks, then the tasks, then PlanEnded. `request` is how each of them runs.
    void declare(const std::vector<TaskId>& tasks, const TaskRequestPtr& request);
    void declare(TaskId task, const TaskRequestPtr& request);
    // This fixture and those below it, as far as that was not said yet.
    void declare_fixtures(FixtureId innermost);

private:
    const Plan& plan_;
    EventSink& sink_;
    double default_timeout_;
    std::set<FixtureId> declared_;
};

}  // namespace pf

#endif
