// Finds out when a service that is starting can be used: by sd_notify, a line of its log, a port that accepts
// connections, and a command that succeeds.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_READINESS_H
#define PARALLEL_FIXTURES_TOOL_SESSION_READINESS_H

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/platform.h"
#include "tool/process/capture.h"
#include "tool/session/context.h"
#include "tool/session/variables.h"

namespace pf {

// One is made when the service is started, and deleted when the service is ready or has ended. All probes that the
// fixture names must succeed. A service without probes is ready once it is running.
class Readiness : public SupervisorListener {
public:
    // `changed` is called when the answer of ready() or error() may have changed; it must not delete this object.
    Readiness(SessionContext& context, const PlannedFixture& fixture, int port, pid_t supervisor,
              std::function<void()> changed);
    ~Readiness() override;

    // Opens the notification socket and the supervisor of READY_COMMAND. Adds variables for the service.
    Status prepare(VariableList& variables);

    void running();                       // The service has been started.
    void output(std::string_view bytes);  // The service has printed this.
    void wake();                          // The time of next_wakeup() has come.
    [[nodiscard]] double next_wakeup() const;

    [[nodiscard]] bool ready() const { return ready_; }
    // Returns why the service can never be ready; empty: it can.
    [[nodiscard]] const std::string& error() const { return error_; }
    // Returns which conditions do not hold and what was seen instead, for people: "nothing accepts connections on port
    // 80". Reads /proc; meant for a service that has not become ready in time.
    [[nodiscard]] std::string missing() const;
    // Returns the named groups of READY_LOG.
    [[nodiscard]] const Variables& variables() const { return variables_; }

    // The command of READY_COMMAND is run in this environment.
    void set_probe_environment(const VariableList& variables) { probe_environment_.emplace(variables); }

private:
    [[nodiscard]] std::string missing_port() const;
    void look_at_line(std::string_view line);
    void look_at_notifications();
    void look_at_port();
    void start_probe();
    void update();

    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override;
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
    std::string line_;       // The log since the last newline.
    std::string last_line_;  // The last line that has a newline.
    bool accepts_;
    double accepted_since_ = -1;
    double next_port_look_ = 0;
    double port_interval_ = 0.005;
    bool probe_succeeded_;
    bool probing_ = false;
    double next_probe_ = 0;
    double probe_interval_ = 0.02;
    std::optional<VariableList> probe_environment_;
    Capture probe_output_;   // Of the probe that is running, or ran last.
    std::string probe_end_;  // How the last probe ended.
    SupervisorHandle prober_;
};

// Returns a TCP port of the loopback interface that nobody uses now; 0: there is none.
int free_port();

// Returns whether something accepts connections to the port on the loopback interface.
bool port_accepts(int port);

// Returns whether somebody has the port, so that it cannot be bound.
bool port_taken(int port);

}  // namespace pf

#endif
