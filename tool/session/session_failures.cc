// What the session finds out about tasks that fail, beside their result.
#include <utility>

#include "tool/session/session.h"

namespace pf {

void Session::perform(const InspectTask& action) {
    if (!stacks_.start(action.worker, worker(action.worker).task_pid())) {
        scheduler_.task_inspected(action.worker, context_.clock.now());
    }
}

// Notes how much each service below a worker has printed when an attempt starts.
void Session::mark_services(WorkerId worker) {
    std::vector<ServiceMark> marks;
    for (const InstanceId instance : scheduler_.chain(worker)) {
        if (context_.plan.fixtures[scheduler_.instance(instance).fixture].kind == FixtureKind::service) {
            marks.push_back({instance, fixtures_.at(instance)->printed()});
        }
    }
    if (!marks.empty()) {
        service_marks_[worker] = std::move(marks);
    }
}

// Returns what the services below a worker have printed since its attempt started.
std::string Session::printed_by_services(WorkerId worker) {
    std::string text;
    const auto marks = service_marks_.find(worker);
    for (const ServiceMark& mark : marks != service_marks_.end() ? marks->second : std::vector<ServiceMark>()) {
        const auto fixture = fixtures_.find(mark.instance);
        const std::string lines = fixture != fixtures_.end() ? fixture->second->lines_after(mark.printed) : "";
        text += lines.empty() ? "" : "--- " + fixture->second->label() + " printed meanwhile:\n" + lines;
    }
    return text;
}

// The result of the task is concluded meanwhile.
void Session::look_at_core(const WorkerRun& worker, const AttemptResult& result) {
    const bool by_signal = result.conclusion.outcome == Outcome::crashed && result.signal.has_value();
    if (by_signal && result.conclusion.cause == Cause::signal && options_.stacks.on) {
        cores_.look({context_.plan.task_id(worker.current().task), worker.current().attempt, worker.directory(),
                     worker.program(), result.seconds},
                    stacks_.tool());
    }
}

}  // namespace pf
