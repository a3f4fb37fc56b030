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
#include "tool/support/interface.h"

namespace pf {

// Is told what becomes of fixtures. The calls come from the loop and from the functions of FixtureRun, and must not
// delete the FixtureRun.
class FixtureHost : public Interface {
public:
    virtual void fixture_set_up(InstanceId id, SetupOutcome outcome, const std::string& reason) = 0;
    // The process of a linked fixture was killed during the set-up, and not by us. Called in place of fixture_set_up.
    virtual void fixture_lost(InstanceId id, const std::string& reason) = 0;
    // A fixture with LINGER cannot be leased, so this run must set it up for itself. Called in place of fixture_set_up.
    virtual void fixture_not_leased(InstanceId id, const std::string& reason) = 0;
    virtual void fixture_died(InstanceId id, const std::string& reason) = 0;
    virtual void fixture_torn_down(InstanceId id, bool passed, const std::string& reason) = 0;
    // A warning about a fixture that works.
    virtual void fixture_warning(InstanceId id, const std::string& text) = 0;
};

// A fixture of commands. Its supervisor lives from set_up() to the end of tear_down(), because processes that a set-up
// command leaves running belong to the fixture.
class FixtureRun : public SupervisorListener {
public:
    struct Identity {
        InstanceId id = 0;
        FixtureId fixture = kNone;
        std::string label;              // "postgres", "schema[worker 1]".
        std::vector<std::string> base;  // Environment changes by the fixtures that it is nested in and by the session.
    };

    FixtureRun(SessionContext& context, FixtureHost& host, Identity identity);
    ~FixtureRun() override;

    // Answered by fixture_set_up.
    virtual void set_up();
    // Answered by fixture_torn_down. Without `with_command` no teardown command is run.
    virtual void tear_down(bool with_command, bool kill);
    // Ends the set-up or teardown that is going on; its usual answer follows.
    // Unless it kills, it sends `signal`; 0: SIGTERM.
    virtual void end(bool kill, int signal = 0);
    // Kills the supervisor, which does not answer.
    virtual void abandon();

    // Returns when wake() must be called, in seconds of the session's clock; infinity: never.
    [[nodiscard]] virtual double next_wakeup() const { return std::numeric_limits<double>::infinity(); }
    virtual void wake() {}

    [[nodiscard]] FixtureId fixture() const { return identity_.fixture; }
    [[nodiscard]] const std::string& label() const { return identity_.label; }
    // Returns how the last command ended; nullopt: it has not ended, or was not started.
    [[nodiscard]] const std::optional<Ended>& command_end() const { return command_end_; }
    // Returns the variables for the tasks and the fixtures that require this one: K=V.
    [[nodiscard]] const std::vector<std::string>& handed_down() const { return handed_down_; }
    // Returns those of these variables that the set-up has made, and ENVIRONMENT has not.
    [[nodiscard]] const Variables& made() const { return made_; }
    [[nodiscard]] double started() const { return started_; }
    // Returns what was printed since the last call.
    Captured take_output() { return output_.take(); }
    [[nodiscard]] const std::string& output_file() const { return output_file_; }
    // Returns "setting up", "up" or "tearing down".
    [[nodiscard]] std::string state_text() const;
    // Returns the processes that the teardown left behind and that were killed: "name (pid n)".
    [[nodiscard]] const std::vector<std::string>& leaked() const { return leaked_; }

    // Returns whether tear_down() is announced as a teardown.
    [[nodiscard]] virtual bool has_teardown(bool with_command) const {
        return complete_ || (with_command && !fixture_.teardown.empty());
    }

    // Returns what was missing when a service was ended because it was not ready in time; "" for anything else.
    // With several set-up commands, the one that was running.
    [[nodiscard]] virtual std::string missing() const;

    // Returns how much a service has printed since it was set up, in bytes; 0 for anything else.
    [[nodiscard]] virtual std::uint64_t printed() { return 0; }
    // Returns what it has printed after the first `printed` bytes: whole lines from the end, at most a few kilobytes.
    [[nodiscard]] virtual std::string lines_after(std::uint64_t /*printed*/) { return ""; }

    // Returns the name of the fixture daemon that leased it; empty: this run has set it up.
    [[nodiscard]] virtual std::string daemon() const { return ""; }
    // Returns how many seconds the set-up took if the fixture was up before this run; nullopt: it was not.
    [[nodiscard]] virtual std::optional<double> kept_seconds() const { return std::nullopt; }

    // Notes that the set-up has passed.
    void set_complete() { complete_ = true; }
    [[nodiscard]] bool complete() const { return complete_; }
    // Notes that TeardownStarted was sent.
    void announce_teardown(double now) { teardown_started_ = now; }
    // Returns when TeardownStarted was sent; nullopt: it was not.
    [[nodiscard]] std::optional<double> teardown_started() const { return teardown_started_; }

protected:
    // In the order of a life. `idle` is before and after it; `starting` and `stopping` are those of a service.
    enum class State { idle, setting_up, starting, up, tearing_down, stopping, leaving };

    virtual bool start_supervisor();
    // Begins the set-up once the supervisor is there. It ends with finish_setup().
    virtual void begin();
    // The command of the supervisor has ended.
    virtual void command_ended(const Ended& ended);
    // Returns the command that is running, or ran last.
    [[nodiscard]] virtual const Texts& words() const;
    // Returns the argument that is passed for a word of the plan.
    // Hands an entry of ENVIRONMENT down, with the names that it has replaced.
    void hand_down(Text entry);
    [[nodiscard]] virtual std::string argument(Text word) const { return environment().expand(word); }
    virtual void finish_setup(SetupOutcome outcome, const std::string& reason);

    bool run(const Texts& command);
    // Returns the commands of the set-up or of the teardown, whichever goes on: how many, and the one that is run.
    [[nodiscard]] const std::vector<Texts>& next_commands() const;
    [[nodiscard]] std::string naming_command(const std::string& reason) const;
    bool run_next();
    void teardown_command_ended(const std::string& problem);
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
    bool running_ = false;  // A command of the supervisor is running.
    bool ending_ = false;   // end() was called.
    bool died_ = false;     // The host was told of the death.
    bool teardown_passed_ = true;
    std::string teardown_reason_;

private:
    bool has_directory_ = false;
    std::size_t command_ = 0;   // The number of the command of the set-up or teardown that runs, from 0.
    bool ends_ = false;         // end() was called during this set-up or teardown: no further command is run.
    std::string last_command_;  // With several set-up commands, the one that was running when end() was called.
    bool complete_ = false;
    std::optional<double> teardown_started_;
    std::string output_file_;
};

}  // namespace pf

#endif
