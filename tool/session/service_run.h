// One set-up of a service, which is a command that runs until it is stopped.
#ifndef PARALLEL_FIXTURES_TOOL_SESSION_SERVICE_RUN_H
#define PARALLEL_FIXTURES_TOOL_SESSION_SERVICE_RUN_H

#include <memory>
#include <string>
#include <string_view>

#include "tool/session/fixture_run.h"
#include "tool/session/readiness.h"

namespace pf {

class ServiceRun : public FixtureRun {
public:
    using FixtureRun::FixtureRun;
    ~ServiceRun() override;

    void tear_down(bool with_command, bool kill) override;
    void end(bool kill, int signal) override;
    [[nodiscard]] std::string missing() const override { return missing_; }
    [[nodiscard]] double next_wakeup() const override;
    void wake() override;

private:
    void begin() override;
    void command_ended(const Ended& ended) override;
    void finish_setup(SetupOutcome outcome, const std::string& reason) override;
    [[nodiscard]] const Texts& words() const override;
    [[nodiscard]] std::string argument(Text word) const override;
    void on_message(const FromSupervisor& message) override;
    void on_output(std::string_view bytes) override;

    void choose_port();
    [[nodiscard]] bool port_was_taken() const;
    void readiness_changed();
    void became_ready();
    void drop_readiness();

    std::unique_ptr<Readiness> readiness_;
    std::string missing_;
    int port_ = 0;
    int port_tries_ = 0;
};

}  // namespace pf

#endif
