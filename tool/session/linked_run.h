// One set-up of a linked fixture: the process of a user's test program in which it stands.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H

#include <deque>
#include <memory>
#include <string>

#include "tool/process/program_channel.h"
#include "tool/session/fixture_run.h"
#include "tool/session/unit_requester.h"

namespace pf {

// Its supervisor's command is the program itself or, for a nested fixture, a fork of the process of the one below it.
// In a unit with one process it is that of the program, and only the program's run has a supervisor.
class LinkedRun : public FixtureRun, ProgramListener, UnitRequester {
public:
    // `below`: the linked fixture that this one is nested in, which outlives it; null: the program itself.
    LinkedRun(SessionContext& context, FixtureHost& host, Identity identity, LinkedRun* below);

    void tear_down(bool with_command, bool kill) override;
    void end(bool kill) override;
    void abandon() override;
    [[nodiscard]] bool has_teardown(bool with_command) const override;

    // A supervisor forked from its state.
    Result<SupervisorHandle> start_worker(SupervisorListener& listener) const;

    // The run whose process does everything itself; null: workers are forked from this one.
    [[nodiscard]] LinkedRun* unit() const { return group_.one_process() ? home_ : nullptr; }
    // REQUIRES: this is a unit(). The requester lives until it is answered, perhaps at once.
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

    // In a unit's process.
    void unit_printed(std::string_view bytes) override { output_.append(bytes); }
    void unit_answered(const FromProgram& message) override;
    void unit_ended(const Ended* ended, const std::string& how) override;
    void unit_stopped(bool /*stopped*/) override {}

    struct Asked {
        UnitRequester* requester;
        bool test;
    };

    const Group& group_;
    LinkedRun* below_;
    LinkedRun* home_;  // Whose process it is in; itself: it has its own.
    std::shared_ptr<ProgramChannel> channel_;
    bool greeted_ = false;
    std::string refusal_;  // What is wrong with what it said.
    bool torn_down_ = false;
    bool heard_ = false;        // Of its supervisor. Else there may never have been one, with what it stands on dead.
    bool killed_ = false;       // Its process or its supervisor was, and not by us.
    std::deque<Asked> asked_;   // Of a unit: who waits for an answer, in order.
    std::string how_it_ended_;  // The process.
};

}  // namespace pf

#endif
