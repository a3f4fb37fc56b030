// One set-up of a fixture, from its first process to its last.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_FIXTURE_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_FIXTURE_RUN_H

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/event/event.h"
#include "tool/schedule/action.h"
#include "tool/session/context.h"
#include "tool/session/variables.h"

namespace pf {

// Hears what becomes of fixtures. Calls come from the loop, and from FixtureRun's own calls; the FixtureRun must not be
// deleted from within one.
class FixtureHost {
public:
    FixtureHost() = default;
    FixtureHost(const FixtureHost&) = delete;
    FixtureHost& operator=(const FixtureHost&) = delete;
    virtual ~FixtureHost() = default;

    virtual void fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) = 0;
    // The process of a linked fixture was killed during its set-up, and not by us. In place of fixture_set_up.
    virtual void fixture_lost(InstanceId id, const std::string& reason) = 0;
    // It lingers, and cannot be leased: this run is to set it up for itself. In place of fixture_set_up.
    virtual void fixture_not_leased(InstanceId id, const std::string& reason) = 0;
    virtual void fixture_died(InstanceId id, const std::string& reason) = 0;
    virtual void fixture_torn_down(InstanceId id, bool passed, const std::string& reason) = 0;
    // Something to be said of it that changes nothing.
    virtual void fixture_warning(InstanceId id, const std::string& text) = 0;
};

// A fixture of commands. Its supervisor lives from set_up() to the end of tear_down(): what a set-up command leaves
// running belongs to the fixture.
class FixtureRun : public SupervisorListener {
public:
    struct Identity {
        InstanceId id = 0;
        FixtureId fixture = kNone;
        std::string label;              // "postgres", "schema[worker 1]".
        std::vector<std::string> base;  // Environment changes: what stands below it, then PARALLEL_FIXTURES_*.
    };

    FixtureRun(SessionContext& context, FixtureHost& host, Identity identity);
    ~FixtureRun() override;

    // Answered by fixture_set_up.
    virtual void set_up();
    // Answered by fixture_torn_down. `with_command` false: only clean up.
    virtual void tear_down(bool with_command, bool kill);
    // Ends what is going on; its own answer follows.
    virtual void end(bool kill);
    // SIGKILL for the supervisor, when it does not answer.
    virtual void abandon();

    // When wake() wants to be called (the session's clock); infinity: never.
    [[nodiscard]] virtual double next_wakeup() const { return std::numeric_limits<double>::infinity(); }
    virtual void wake() {}

    [[nodiscard]] FixtureId fixture() const { return identity_.fixture; }
    [[nodiscard]] const std::string& label() const { return identity_.label; }
    // What stands on it gets these, after what it got itself: K=V.
    // How its last command ended; none: it has not ended, was not started, or something else decided.
    [[nodiscard]] const std::optional<Ended>& command_end() const { return command_end_; }
    [[nodiscard]] const std::vector<std::string>& handed_down() const { return handed_down_; }
    // Those of them that the set-up made (not ENVIRONMENT).
    [[nodiscard]] const Variables& made() const { return made_; }
    [[nodiscard]] double started() const { return started_; }
    // What it printed since it was last asked.
    Captured take_output() { return output_.take(); }
    [[nodiscard]] const std::string& output_file() const { return output_file_; }
    // "setting up", "up", "tearing down".
    [[nodiscard]] std::string state_text() const;
    // What was still there after the teardown and was killed.
    [[nodiscard]] const std::vector<std::string>& leaked() const { return leaked_; }

    // tear_down() would do something that counts as a teardown.
    [[nodiscard]] virtual bool has_teardown(bool with_command) const {
        return complete_ || (with_command && !fixture_.teardown.empty());
    }

    // Who leased it; empty: it is this run's own.
    [[nodiscard]] virtual std::string daemon() const { return ""; }
    // It stood already, and its set-up took so long; nullopt: it was set up for this run.
    [[nodiscard]] virtual std::optional<double> kept_seconds() const { return std::nullopt; }

    // Its set-up has passed.
    void set_complete() { complete_ = true; }
    [[nodiscard]] bool complete() const { return complete_; }
    // Its teardown was said to begin.
    void announce_teardown(double now) {
        teardown_announced_ = true;
        teardown_started_ = now;
    }
    [[nodiscard]] bool teardown_announced() const { return teardown_announced_; }
    [[nodiscard]] double teardown_started() const { return teardown_started_; }

protected:
    enum class State { idle, setting_up, starting, up, tearing_down, stopping, leaving };

    virtual bool start_supervisor();
    // The supervisor stands: what the kind of fixture does now. Ends with finish_setup.
    virtual void begin();
    // The command of the supervisor has ended.
    virtual void command_ended(const Ended& ended);
    // What runs, or ran last.
    [[nodiscard]] virtual const Texts& words() const;
    // A word of a command as it is passed.
    [[nodiscard]] virtual std::string argument(Text word) const { return std::string(word); }
    virtual void finish_setup(SetupOutcome outcome, const std::string& reason);

    bool run(const Texts& command);
    void send(RunCommand command);
    void hand_down_environment();
    void hand_down(const std::string& name, const std::string& value);
    bool read_variables(std::string& problem);
    void say_died(const std::string& reason);
    void leave(bool grace);
    [[nodiscard]] VariableList environment() const;
    [[nodiscard]] std::string file(const char* kind) const;

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override { output_.append(bytes); }
    void on_data(std::string_view /*bytes*/) override {}
    void on_gone(const std::string& how) override;

    SessionContext& context_;
    FixtureHost& host_;
    Identity identity_;
    const PlannedFixture& fixture_;
    State state_ = State::idle;
    SupervisorHandle supervisor_;
    Capture output_;
    Variables made_;
    std::vector<std::string> handed_down_;
    std::optional<Ended> command_end_;
    std::vector<std::string> leaked_;
    double started_ = 0;
    bool running_ = false;  // A command of the supervisor's runs.
    bool ending_ = false;   // end() was asked for.
    bool died_ = false;     // And that has been said.
    bool teardown_passed_ = true;
    std::string teardown_reason_;

private:
    bool has_directory_ = false;
    bool complete_ = false;
    bool teardown_announced_ = false;
    double teardown_started_ = 0;
    std::string output_file_;
};

}  // namespace pf

#endif
