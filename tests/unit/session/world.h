// Fixtures and workers as a session runs them, with real processes and without a scheduler. The test does what the
// scheduler would want, and reads the answers as text.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_SESSION_WORLD_H
#define PARALLEL_FIXTURES_TESTS_UNIT_SESSION_WORLD_H

#include <sys/resource.h>
#include <sys/types.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"
#include "tool/session/linked_run.h"
#include "tool/session/worker_run.h"

namespace pf::test {

// The answers, in order:
//   "db is up", "db failed: why", "db skipped: why", "db is lost: why", "db is not leased: why"
//   "db died: why", "db warns: what", "db is down", "db is down, failed: why"
//   "a passed", "a failed (completed): why", "a was stopped", "a was continued"
//   "b began", "the next task came back"
class World : FixtureHost, TaskHost {
public:
    World();
    ~World() override;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // The plan.
    PlannedFixture& fixture(const std::string& name, FixtureKind kind = FixtureKind::command);
    // Adds a linked fixture of pf_session_program, whose ENVIRONMENT says what it does. It is nested in `below` unless
    // that is empty.
    PlannedFixture& linked(const std::string& name, const Texts& environment = {}, const std::string& below = "");
    Task& task(const std::string& name, const Texts& command, const TaskOptions& options = {});
    Texts child(const std::vector<std::string>& words);  // A command of pf_runtime_child.
    Texts shell(const std::string& script);

    // The actions of the scheduler.
    FixtureRun& make(const std::string& fixture, const std::string& below = "");
    FixtureRun& set_up(const std::string& fixture, const std::string& below = "");
    void start(const std::string& task, int attempt = 1, const std::string& below = "");

    // Hands the task to the worker behind the current one.
    void hand_next(const std::string& task);

    // Returns the next answer. Fails the test if there is none in time.
    std::string next();
    [[nodiscard]] bool quiet() const { return said_.empty(); }
    void turn_until(const std::function<bool()>& condition);
    FixtureRun& run(const std::string& fixture) { return *runs_.at(fixture); }
    LinkedRun* linked_run(const std::string& fixture) { return dynamic_cast<LinkedRun*>(&run(fixture)); }
    WorkerRun& worker() { return *worker_; }
    void close_worker() { worker_.reset(); }

    // Returns the only supervisor.
    static pid_t supervisor();

    Folder folder;
    Plan plan;
    std::unique_ptr<SessionContext> context;
    TaskRequestPtr request;                        // For start().
    AttemptResult result;                          // The result of the last attempt.
    std::map<std::string, AttemptResult> results;  // By task: that of its last attempt.

private:
    void say(const std::string& who, const std::string& what, const std::string& why);
    [[nodiscard]] FixtureId id_of(const std::string& fixture) const;
    [[nodiscard]] std::unique_ptr<FixtureRun> make_run(FixtureId id, const std::string& below);

    void fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) override;
    void fixture_lost(InstanceId id, const std::string& reason) override;
    void fixture_not_leased(InstanceId id, const std::string& reason) override;
    void fixture_died(InstanceId id, const std::string& reason) override;
    void fixture_torn_down(InstanceId id, bool passed, const std::string& reason) override;
    void fixture_warning(InstanceId id, const std::string& text) override;
    void task_ended(WorkerRun& worker, AttemptResult result, std::optional<double> next_began) override;
    void next_handed_back(WorkerRun& worker) override;
    void task_stopped(WorkerRun& worker, bool stopped) override;
    Status task_generated(WorkerRun& worker, std::string_view line) override;
    void task_output(WorkerRun& /*worker*/, std::string_view /*bytes*/) override {}
    Result<VariableList> variables_of(const StartTask& /*task*/, const std::string& private_dir) override {
        VariableList variables(context->environment);
        variables.set("PARALLEL_FIXTURES_TMPDIR", private_dir);
        return variables;
    }

    std::deque<std::string> said_;
    std::map<InstanceId, std::string> names_;
    std::map<std::string, std::unique_ptr<FixtureRun>> runs_;
    std::unique_ptr<WorkerRun> worker_;
    InstanceId next_ = 0;
    std::string current_;  // The task that the worker runs.
    std::string next_task_;
};

// While it exists, no descriptor can be opened.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit before_{};
};

}  // namespace pf::test

#endif
