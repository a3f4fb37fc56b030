// What a Stage says of each action.
#include <string>
#include <variant>

#include "tests/unit/schedule/stage.h"

namespace pf::test {
namespace {

std::string because(const std::string& reason) { return reason.empty() ? "" : ": " + reason; }

}  // namespace

struct Stage::Speaker {
    Stage& stage;
    const std::string& called(InstanceId id) const { return stage.names_.at(id); }
    std::string runs(WorkerId worker) const {
        const auto found = stage.rules->running().find(worker);
        return found == stage.rules->running().end() ? "nothing" : stage.task_name(found->second.task);
    }
    static std::string verb(Force force) { return force == Force::kill ? "kill " : "end "; }

    std::string operator()(const SetUp& a) const { return "set up " + called(a.instance); }
    std::string operator()(const TearDown& a) const {
        return "tear down " + called(a.instance) + (a.with_command ? "" : " (clean up only)") +
               (a.force == Force::kill ? " (killed)" : "");
    }
    std::string operator()(const EndInstance& a) const { return verb(a.force) + called(a.instance); }
    std::string operator()(const StartTask& a) const {
        stage.starts_[stage.task_name(a.task)] = a;
        return "start " + stage.task_name(a.task) +
               (a.attempt > 1 ? " (attempt " + std::to_string(a.attempt) + ")" : "");
    }
    std::string operator()(const HandNext& a) const {
        stage.starts_[stage.task_name(a.next.task)] = a.next;
        return "hand on " + stage.task_name(a.next.task) + " after " + stage.task_name(a.behind);
    }
    std::string operator()(const TakeBack& a) const {
        return "take back " + stage.task_name(stage.rules->running().at(a.worker).next);
    }
    std::string operator()(const NextBegan& a) const {
        stage.starts_[stage.task_name(a.start.task)] = a.start;
        return stage.task_name(a.start.task) + " began" +
               (a.start.attempt > 1 ? " (attempt " + std::to_string(a.start.attempt) + ")" : "");
    }
    std::string operator()(const InspectTask& a) const { return "inspect " + runs(a.worker); }
    std::string operator()(const EndTask& a) const { return verb(a.force) + runs(a.worker); }
    std::string operator()(const AbandonWorker& a) const { return "abandon " + runs(a.worker); }
    std::string operator()(const AbandonInstance& a) const { return "abandon " + called(a.instance); }
    std::string operator()(const CloseWorker& a) const {
        return "close " + std::string(stage.plan.groups[a.worker.group].name) + "/" + std::to_string(a.worker.number);
    }
    std::string operator()(const ConcludeSetup& a) const {
        return called(a.instance) +
               (a.outcome == SetupOutcome::passed ? " is up" : std::string(" ") + to_text(a.outcome)) +
               because(a.reason);
    }
    std::string operator()(const ConcludeHold& a) const {
        return std::string(stage.plan.fixtures[a.fixture].name) +
               (a.outcome == SetupOutcome::passed ? " is ready" : " is not ready: " + a.reason);
    }
    std::string operator()(const ConcludeTeardown& a) const {
        return called(a.instance) + (a.passed ? " is down" : " is down, failed") + because(a.reason);
    }
    std::string operator()(const ConcludeTask& a) const {
        if (a.final) {
            stage.finals_[stage.task_name(a.task)] = a;
        }
        const Conclusion& end = a.result.conclusion;
        const std::string why = end.reason.empty() ? "" : std::string(" (") + to_text(end.cause) + ")";
        return stage.task_name(a.task) + " " + to_text(end.outcome) + why + because(end.reason) +
               (a.final ? "" : " again") + (a.flaky ? " flaky" : "") + (a.slow ? " slow" : "");
    }
    std::string operator()(const MarkSlow& a) const { return stage.task_name(a.task) + " is slow"; }
    std::string operator()(const StopOnFailure& a) const {
        return "stopping with " + std::to_string(a.running) + " running";
    }
};

std::string Stage::text_of(const Action& action) { return std::visit(Speaker{*this}, action); }

}  // namespace pf::test
