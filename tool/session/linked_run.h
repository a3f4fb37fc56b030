// One set-up of a linked fixture, in the process of the user's test program that holds it.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H

#include <deque>
#include <memory>
#include <string>

#include "tool/process/program_channel.h"
#include "tool/session/fixture_run.h"
#include "tool/session/unit_requester.h"

namespace pf {

// The command of the supervisor is the program itself. For a nested fixture it is a fork of the process of its parent.
// A unit with one process has one supervisor, which belongs to the run of the program itself.
class LinkedRun : public FixtureRun, ProgramListener, UnitRequester {
public:
    // `parent` is the linked fixture that this one is nested in, which must outlive it; null: the program itself.
    LinkedRun(SessionContext& context, FixtureHost& host, Identity identity, LinkedRun* parent);

    void tear_down(bool with_command, bool kill) override;
    void end(bool kill, int signal = 0) override;
    void abandon() override;
    [[nodiscard]] bool has_teardown(bool with_command) const override;

    // Starts a supervisor that is forked from the state of this fixture.
    Result<SupervisorHandle> start_worker(SupervisorListener& listener) const;

    // Returns the run in whose process the tests run; null: workers are forked from this one.
    [[nodiscard]] LinkedRun* unit() const { return group_.one_process() ? home_ : nullptr; }
    // Sends a request to the process. The requester must live until it is answered, perhaps at once. REQUIRES: unit()
    // returns this run.
    void ask(UnitRequester& requester, const ToProgram& request);

    [[nodiscard]] InstanceId id() const { return identity_.id; }

private:
    bool start_supervisor() override;
    void begin() override;
    void command_ended(const Ended& ended) override;
    void finish_setup(SetupOutcome outcome, const std::string& reason) override;
    [[nodiscard]] const Texts& words() const override { return group_.program.command; }

    void start_program();
    void ready(const FixtureReady& ready);
    [[nodiscard]] std::string why_it_ended(const Ended& ended) const;

    void tell_requesters(const Ended* ended);

    void on_program(const FromProgram& message) override;
    void on_garbled() override;
    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override;
    void on_gone(const std::string& how) override;

    // Answers for a fixture in the process of a unit.
    void unit_printed(std::string_view bytes) override { output_.append(bytes); }
    void unit_answered(const FromProgram& message) override;
    void unit_ended(const Ended* ended, const std::string& how) override;
    void unit_stopped(bool /*stopped*/) override {}

    struct PendingRequest {
        UnitRequester* requester;
        bool test;
    };

    const Group& group_;
    LinkedRun* parent_;
    LinkedRun* home_;  // The run whose process it is in: itself, except in a unit.
    std::shared_ptr<ProgramChannel> channel_;
    bool greeted_ = false;
    std::string refusal_;  // Why the program cannot be used.
    bool torn_down_ = false;
    bool heard_ = false;                // The supervisor has sent a message: the parent had forked it before it died.
    bool killed_ = false;               // Somebody else has killed the process or the supervisor.
    std::deque<PendingRequest> asked_;  // To the process of a unit, in order.
    std::string how_it_ended_;          // How the process ended, for messages.
};

}  // namespace pf

#endif
