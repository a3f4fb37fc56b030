// Whether a service that is starting may be used: sd_notify, a log line, a port that accepts, a command that succeeds.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_READINESS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_READINESS_H

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/platform.h"
#include "tool/session/context.h"

namespace pf {

// Lives from the moment the service is started until it is ready or has ended. All probes that the fixture names must
// succeed; without any, a service is ready once it runs (running()).
class Readiness : public SupervisorListener {
public:
    // `changed` is called when the answer of ready() or error() may have changed; it must not delete this object.
    Readiness(SessionContext& context, const PlannedFixture& fixture, int port, pid_t supervisor,
              std::function<void()> changed);
    ~Readiness() override;

    // Opens what must be there before the service starts. Adds what the service's environment must hold.
    Status prepare(VariableList& variables);

    void running();                       // The service has been started.
    void output(std::string_view bytes);  // What it prints.
    void wake();                          // The time of next_wakeup() has come.
    [[nodiscard]] double next_wakeup() const;

    [[nodiscard]] bool ready() const { return ready_; }
    // Why it can never be ready; empty: it can.
    [[nodiscard]] const std::string& error() const { return error_; }
    // Named groups of READY_LOG.
    [[nodiscard]] const Variables& variables() const { return variables_; }
    // What the readiness command printed last.
    [[nodiscard]] std::string probe_output() { return probe_output_.take().text; }

    // The command of READY_COMMAND is run in this environment.
    void set_probe_environment(std::vector<std::string> changes) { probe_environment_ = std::move(changes); }

private:
    void look_at_line(std::string_view line);
    void look_at_notifications();
    void look_at_port();
    void start_probe();
    void update();

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override { probe_output_.append(bytes); }
    void on_data(std::string_view /*bytes*/) override {}
    void on_gone(const std::string& how) override;

    SessionContext& context_;
    const PlannedFixture& fixture_;
    int port_;
    pid_t supervisor_;
    std::function<void()> changed_;

    bool running_ = false;
    bool ready_ = false;
    std::string error_;
    Variables variables_;

    platform::NotifySocket notify_;
    bool notified_;
    bool log_seen_;
    std::string line_;  // What came since the last newline.
    bool accepts_;
    double accepted_since_ = -1;
    double next_port_look_ = 0;
    double port_interval_ = 0.005;
    bool probe_succeeded_;
    bool probing_ = false;
    double next_probe_ = 0;
    double probe_interval_ = 0.02;
    std::vector<std::string> probe_environment_;
    Capture probe_output_;
    SupervisorHandle prober_;
};

// A TCP port of the loopback interface that nobody uses now; 0: none.
int free_port();

// True when something accepts connections on the loopback interface.
bool port_accepts(int port);

// True when the port cannot be bound: somebody has it.
bool port_taken(int port);

}  // namespace pf

#endif
