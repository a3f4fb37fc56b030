// One set-up of a linked fixture: the process of a user's test program in which it stands.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LINKED_RUN_H

#include <memory>
#include <string>

#include "tool/process/program_channel.h"
#include "tool/session/fixture_run.h"

namespace pf {

// Its keeper's command is the program itself or, for a nested fixture, a fork of the process of the one below it.
class LinkedRun : public FixtureRun, ProgramListener {
public:
    // `below`: the linked fixture that this one is nested in, which outlives it; null: the program itself.
    LinkedRun(SessionContext& context, FixtureHost& host, Identity identity, const LinkedRun* below);

    void tear_down(bool with_command, bool kill) override;

    // A supervisor forked from its state.
    Result<SupervisorHandle> start_worker(SupervisorListener& listener) const;

    [[nodiscard]] InstanceId id() const { return identity_.id; }

private:
    bool start_keeper() override;
    void begin() override;
    void command_ended(const Ended& ended) override;
    [[nodiscard]] const Texts& words() const override { return group_.program.command; }

    void start_program();
    void standing(const Standing& standing);
    [[nodiscard]] std::string why_it_ended(const Ended& ended) const;

    void on_program(const FromProgram& message) override;
    void on_garbled() override;

    const Group& group_;
    const LinkedRun* below_;
    std::shared_ptr<ProgramChannel> channel_;
    bool greeted_ = false;
    std::string refusal_;  // What is wrong with what it said.
    bool torn_down_ = false;
};

}  // namespace pf

#endif
