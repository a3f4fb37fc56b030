// The fixture daemon of a build tree: a process with a session of its own that runs the fixtures with LINGER and leases
// them to runs. The daemon has no tasks. A lease lasts as long as the connection through which it was acquired. A
// fixture that nobody has leased for its LINGER time is torn down, and the daemon exits after the last one.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_DAEMON_H
#define PARALLEL_FIXTURES_TOOL_SERVE_FIXTURE_DAEMON_H

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/descriptor.h"
#include "tool/event/event.h"
#include "tool/plan/plan.h"
#include "tool/serve/client.h"
#include "tool/serve/connections.h"
#include "tool/session/session.h"

namespace pf {

struct FixtureDaemonOptions {
    std::string fingerprint;  // fixture_fingerprint() of the plan that the daemon was started for.
    std::string name;         // Identifies this process: a fixture and its parents must be leased from the same one.
    std::string warning;      // The failures of the previous daemon, which the first lease reports; "": none.
    std::function<void(const std::string& line)> log;
};

class FixtureDaemon : public EventSink, public SessionHost {
public:
    // `plan` must outlive the daemon. It is also the plan of the session.
    FixtureDaemon(const Plan& plan, FixtureDaemonOptions options) : plan_(plan), options_(std::move(options)) {}

    // Starts to accept clients. Call it before the session runs.
    void start(Session& session, Descriptor listener);
    // Closes all connections. Call it after the session has run and its endpoint has been removed, so that clients that
    // still wait ask the next daemon.
    void close_connections() { connections_.close(); }

    void handle(const Event& event) override;
    bool stays_open() override { return !closing_; }
    double before_waiting(double now) override;
    void hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) override;

private:
    struct Setup {
        SetupEnded ended;
        bool ready = false;
    };
    struct Lease {
        FixtureId fixture = kNone;
        bool kept = false;  // The fixture was ready before the lease was requested.
        bool answered = false;
    };

    void erase_leases_of_closed_clients();
    void handle_request(Client& client, const SessionRequest& request);
    void acquire(Client& client, const SessionRequest& request);
    void end_leases(FixtureId fixture, const std::string& reason, const std::string& output);
    double release_unused(double now);
    void release(FixtureId fixture);
    void shut_down();
    [[nodiscard]] bool leased(FixtureId fixture) const;
    [[nodiscard]] bool awaited(FixtureId fixture) const;
    [[nodiscard]] FixtureId find(const std::string& name) const;

    const Plan& plan_;
    FixtureDaemonOptions options_;
    Session* session_ = nullptr;
    Connections connections_;
    std::map<const Client*, Lease> leases_;  // Leases whose end has not been reported.
    std::map<FixtureId, Setup> setups_;
    std::map<FixtureId, double> unused_since_;  // The fixtures that the daemon holds; kNever: leased.
    std::set<FixtureId> failed_;                // Fixtures to be released.
    bool asked_ = false;                        // A client has sent a request.
    bool closing_ = false;                      // Everything is being torn down and nothing is leased any more.
};

}  // namespace pf

#endif
