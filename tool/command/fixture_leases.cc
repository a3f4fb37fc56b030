#include "tool/command/fixture_leases.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <utility>

#include "runtime/directory.h"
#include "runtime/environment.h"
#include "runtime/platform.h"
#include "runtime/session_connection.h"
#include "tool/channel/detach.h"
#include "tool/channel/opening.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/earlier_runs.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan_reader.h"
#include "tool/process/loop.h"
#include "tool/serve/fixture_daemon.h"
#include "tool/serve/fixture_fingerprint.h"
#include "tool/session/clock.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr int kDaemonSlots = 256;

Result<Endpoint> endpoint_of(const std::string& build_dir, const std::string& config) {
    return find_endpoint(build_dir + "\n" + config + "\nlender", {});
}

std::string log_path(const std::string& build_dir) { return results_root(build_dir) + "/lingering.log"; }

// What went wrong when nobody was there to be told; lines.
std::string failures_in_log(const std::string& build_dir) {
    std::string failures;
    std::ifstream log(log_path(build_dir));
    for (std::string line; std::getline(log, line);) {
        if (line.find(" FAILED ") != std::string::npos) {
            failures += (failures.empty() ? "" : "; ") + line;
        }
    }
    return failures.empty() ? "" : "when it lingered last: " + failures + " (" + log_path(build_dir) + ")";
}

class LogFile {
public:
    // Anew.
    explicit LogFile(const std::string& build_dir) : file_(log_path(build_dir), std::ios::trunc) {}

    void write(const std::string& line) {
        const std::time_t now = std::time(nullptr);
        std::tm parts{};
        char text[sizeof "2026-11-26T20:42:41Z"];
        gmtime_r(&now, &parts);
        static_cast<void>(std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts));
        file_ << text << ' ' << line << std::endl;  // NOLINT(performance-avoid-endl): it is read while we live.
    }

private:
    std::ofstream file_;
};

// As for a run, but that nobody prints and no results are written.
int give_to(const LingerOptions& options, Plan& plan) {
    FixtureDaemonOptions own;
    own.state = options.state;
    own.name = make_run_id(std::time(nullptr), getpid());
    own.warning = failures_in_log(plan.build_dir);
    LogFile log(plan.build_dir);
    own.log = [&log](const std::string& line) { log.write(line); };
    SessionOptions session;
    session.run_id = own.name;
    session.schedule.slots = kDaemonSlots;
    FixtureDaemon daemon(plan, own);
    daemon.join(session);
    auto made = Session::make(plan, session, daemon);
    if (!made.ok()) {
        log.write("FAILED to begin: " + made.error().message);
        return kExitIncomplete;
    }
    daemon.start(**made, Descriptor(kHanded));
    (*made)->run({}, {});
    // In this order: those that still wait must not find this one again.
    if (const auto endpoint = endpoint_of(plan.build_dir, plan.config); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
    daemon.leave();
    made->reset();
    return kExitOk;
}

}  // namespace

FixtureLeases fixture_leases(Plan& plan) {
    const char* wanted = std::getenv("PARALLEL_FIXTURES_LINGER");  // NOLINT(concurrency-mt-unsafe): one thread.
    const std::string state = fixture_fingerprint(plan, inherited_environment());
    if (state.empty() || (wanted != nullptr && std::string(wanted) == "OFF")) {
        return {};
    }
    constexpr double kMargin = 10;
    double before = kMargin;
    for (const PlannedFixture& fixture : plan.fixtures) {
        before += fixture.linger > 0 ? fixture.teardown_timeout + fixture.stop_timeout : 0;
    }
    for (PlannedFixture& fixture : plan.fixtures) {
        fixture.setup_timeout += fixture.linger > 0 && fixture.setup_timeout > 0 ? before : 0;
    }
    std::vector<std::string> arguments{
        platform::own_executable(), "session", "linger", plan.build_dir, "--state", state};
    if (!plan.config.empty()) {
        arguments.insert(arguments.end(), {"-C", plan.config});
    }
    const auto reach = [endpoint = endpoint_of(plan.build_dir, plan.config),
                        arguments](const std::function<void(pid_t)>& started) -> Result<Descriptor> {
        if (!endpoint.ok()) {
            return endpoint.error();
        }
        return connect_or_open(*endpoint, [&](Descriptor listener) -> Status {
            const Result<pid_t> daemon = start_detached(arguments.front(), arguments, std::move(listener));
            if (!daemon.ok()) {
                return daemon.error();
            }
            started(*daemon);
            return ok_status();
        });
    };
    return {reach, state};
}

int linger_command(const LingerOptions& options) {
    Result<Plan> plan = read_plan(options.build_dir, options.config);
    if (plan.ok()) {
        return give_to(options, *plan);
    }
    if (const auto endpoint = endpoint_of(options.build_dir, options.config); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
    return fail(kExitUsage, plan.error().message);
}

namespace {

struct Stopped {
    bool refused = false;
    std::string problem;  // Empty: nothing lingers any more.
};

Stopped stop_daemon(Descriptor socket) {
    SessionConnection daemon(std::move(socket));
    SessionRequest request;
    request.what = Asked::end_lingering;
    daemon.send(request);
    const Result<FromSession> said = daemon.next();
    if (!said.ok()) {
        return {};
    }
    const auto* refused = std::get_if<Refused>(&*said);
    return {refused != nullptr, refused != nullptr ? refused->reason : "the fixture daemon said something else"};
}

}  // namespace

// A run that is ending gives back what it has leased: it is waited for. One that goes on is not.
int stop_command(const StopOptions& options) {
    const Result<Plan> plan = read_plan(real_path(options.build_dir), options.config);
    if (!plan.ok()) {
        return fail(kExitUsage, plan.error().message);
    }
    const auto endpoint = endpoint_of(plan->build_dir, plan->config);
    constexpr double kAskAgain = 0.02;
    Loop loop;
    const Clock clock;
    while (true) {
        Result<Connection> there = endpoint.ok() ? connect_to(*endpoint) : Result<Connection>(endpoint.error());
        if (!there.ok()) {
            return fail(kExitIncomplete, there.error().message);
        }
        if (there->presence != Presence::connected) {
            static_cast<void>(std::puts("nothing lingers"));
            return kExitOk;
        }
        EarlierRuns ending(plan->build_dir,
                           "");  // Known before the fixture daemon is asked: they may be gone when it refuses.
        const bool wait = ending.at_work() && clock.now() < teardown_limit(*plan);
        const Stopped stopped = stop_daemon(std::move(there->socket));
        if (!stopped.refused || !wait) {
            const std::string failures = stopped.problem.empty() ? failures_in_log(plan->build_dir) : "";
            return !stopped.problem.empty() ? fail(kExitUsage, stopped.problem)
                   : failures.empty()       ? kExitOk
                                            : fail(kExitFixtureFailed, failures);
        }
        while (ending.at_work() && clock.now() < teardown_limit(*plan)) {
            loop.turn(kAskAgain);
        }
    }
}

}  // namespace pf
