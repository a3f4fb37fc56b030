// A fixture with LINGER, which the fixture daemon (tool/serve/fixture_daemon.h) sets up and leases to this run.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_LEASED_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_LEASED_RUN_H

#include <string>

#include "runtime/descriptor.h"
#include "runtime/session_message.h"
#include "tool/session/fixture_run.h"

namespace pf {

class LeasedRun : public FixtureRun {
public:
    // `parent` is the name of the fixture daemon that leased the fixture that this one is nested in; empty: none.
    LeasedRun(SessionContext& context, FixtureHost& host, Identity identity, std::string parent)
        : FixtureRun(context, host, std::move(identity)), parent_daemon_(std::move(parent)) {}
    ~LeasedRun() override { close(); }

    void set_up() override;
    // Ends the lease. The fixture daemon tears the fixture down.
    void tear_down(bool with_command, bool kill) override;
    void end(bool kill, int signal = 0) override;
    void abandon() override {}
    [[nodiscard]] bool has_teardown(bool /*with_command*/) const override { return false; }

    [[nodiscard]] std::string daemon() const override { return daemon_; }
    [[nodiscard]] std::optional<double> kept_seconds() const override { return kept_seconds_; }

private:
    void ask();
    void receive();
    void take(const FromSession& message);
    void leased(const LeaseAnswer& lease);
    void daemon_gone();
    void close();

    std::string parent_daemon_;
    Descriptor socket_;
    FrameReader<FromSession> reader_;
    int asked_ = 0;
    std::string daemon_;
    std::optional<double> kept_seconds_;
};

}  // namespace pf

#endif
