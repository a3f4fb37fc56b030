// The fixture daemon of a build tree: a session of its own, without tasks, that has the fixtures with LINGER and leases
// them to runs. A connection is a lease. What nobody has leased for as long as it lingers is torn down; with the last
// of them the fixture daemon ends.
#ifndef PARALLEL_FIXTURES_TOOL_SERVE_LENDER_H
#define PARALLEL_FIXTURES_TOOL_SERVE_LENDER_H

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
    std::string state;    // fixture_fingerprint() of what it has.
    std::string name;     // Of this process, for those that acquire several fixtures: they must be the same one's.
    std::string warning;  // For the first holder of a lease: what went wrong with what lingered before.
    std::function<void(const std::string& line)> log;
};

class FixtureDaemon : public EventSink, public SessionHost {
public:
    // `plan` must outlive it, and is the session's.
    FixtureDaemon(const Plan& plan, FixtureDaemonOptions options) : plan_(plan), options_(std::move(options)) {}

    // Before the session runs. `listener` accepts.
    void start(Session& session, Descriptor listener);
    // After it has run, when nobody can find it any more: whoever waits asks the next one.
    void leave() { connections_.close(); }

    void handle(const Event& event) override;
    bool stays_open() override { return !closing_; }
    double before_waiting(double now) override;
    void hold_concluded(FixtureId fixture, SetupOutcome outcome, const std::string& reason) override;

private:
    struct Setup {
        SetupEnded ended;
        bool stands = false;
    };
    struct Lease {
        FixtureId fixture = kNone;
        bool kept = false;  // It stood already when it was asked for.
        bool answered = false;
    };

    void take(Client& client, const SessionRequest& request);
    void acquire(Client& client, const SessionRequest& request);
    void end_leases(FixtureId fixture, const std::string& reason, const std::string& output);
    double release_unused(double now);
    void release(FixtureId fixture);
    void close();
    [[nodiscard]] bool leased(FixtureId fixture) const;
    [[nodiscard]] bool awaited(FixtureId fixture) const;
    [[nodiscard]] FixtureId find(const std::string& name) const;

    const Plan& plan_;
    FixtureDaemonOptions options_;
    Session* session_ = nullptr;
    Connections connections_;
    std::map<const Client*, Lease> leases_;  // Of those that have not been told that theirs is over.
    std::map<FixtureId, Setup> setups_;
    std::map<FixtureId, double> unused_since_;  // That are held; kNever: they are leased.
    std::set<FixtureId> failed_;                // To be released.
    bool asked_ = false;                        // Somebody has come.
    bool closing_ = false;                      // Everything is torn down, nothing is leased any more.
};

}  // namespace pf

#endif
