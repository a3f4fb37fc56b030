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
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/earlier_runs.h"
#include "tool/connect/detach.h"
#include "tool/connect/opening.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan_reader.h"
#include "tool/serve/fixture_daemon.h"
#include "tool/serve/fixture_fingerprint.h"
#include "tool/session/clock.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr int kDaemonSlots = 256;

Result<Endpoint> endpoint_of(const std::string& build_dir, const std::string& config) {
    return find_endpoint(build_dir + "\n" + config + "\nfixture-daemon", {});
}

std::string log_path(const std::string& build_dir) { return results_root(build_dir) + "/lingering.log"; }

// Returns the failures of the previous daemon, which were logged when no run was connected; "": none.
std::string failures_in_log(const std::string& build_dir) {
    std::string failures;
    std::ifstream log(log_path(build_dir));
    for (std::string line; std::getline(log, line);) {
        if (line.find(" FAILED ") != std::string::npos) {
            failures += (failures.empty() ? "" : "; ") + line;
        }
    }
    return failures.empty() ? "" : "fixtures that lingered failed: " + failures + "; see " + log_path(build_dir);
}

class LogFile {
public:
    // Truncates the log.
    explicit LogFile(const std::string& build_dir) : file_(log_path(build_dir), std::ios::trunc) {}

    void write(const std::string& line) {
        const std::time_t now = std::time(nullptr);
        std::tm parts{};
        char text[sizeof "2026-11-26T20:42:41Z"];
        gmtime_r(&now, &parts);
        static_cast<void>(std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts));
        file_ << text << ' ' << line << std::endl;  // NOLINT(performance-avoid-endl): it is read meanwhile.
    }

private:
    std::ofstream file_;
};

// Runs the session of the daemon, which prints nothing and writes no results.
int run_daemon(const LingerOptions& options, Plan& plan) {
    FixtureDaemonOptions own;
    own.fingerprint = options.fingerprint;
    own.name = make_run_id(std::time(nullptr), getpid());
    own.warning = failures_in_log(plan.build_dir);
    LogFile log(plan.build_dir);
    own.log = [&log](const std::string& line) { log.write(line); };
    SessionOptions session;
    session.run_id = own.name;
    session.schedule.slots = kDaemonSlots;
    FixtureDaemon daemon(plan, own);
    auto made = Session::make(plan, session, daemon, daemon);
    if (!made.ok()) {
        log.write("FAILED to start: " + made.error().message);
        return kExitIncomplete;
    }
    daemon.start(**made, Descriptor(kListenFd));
    (*made)->run({}, {});
    // The endpoint is removed first, so that clients that still wait do not connect to this daemon again.
    if (const auto endpoint = endpoint_of(plan.build_dir, plan.config); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
    daemon.close_connections();
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
        platform::own_executable(), "session", "linger", plan.build_dir, "--fingerprint", state};
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
        return run_daemon(options, *plan);
    }
    if (const auto endpoint = endpoint_of(options.build_dir, options.config); endpoint.ok()) {
        remove_endpoint(*endpoint);
    }
    return fail(kExitUsage, plan.error().message);
}

namespace {

struct Stopped {
    bool refused = false;
    std::string problem;  // Empty if the daemon has ended.
};

Stopped stop_daemon(Descriptor socket) {
    SessionConnection daemon(std::move(socket));
    SessionRequest request;
    request.what = Asked::end_lingering;
    daemon.send(request);
    const Result<FromSession> message = daemon.next();
    if (!message.ok()) {
        return {};
    }
    const auto* refused = std::get_if<Refused>(&*message);
    return {refused != nullptr,
            refused != nullptr ? refused->reason
                               : "the fixture daemon answered another request; two versions of ParallelFixtures may be "
                                 "in use"};
}

}  // namespace

// Waits for runs that are ending and still have leases. It does not wait for other runs, and reports the refusal.
int stop_command(const StopOptions& options) {
    const Result<Plan> plan = read_plan(real_path(options.build_dir), options.config);
    if (!plan.ok()) {
        return fail(kExitUsage, plan.error().message);
    }
    const auto endpoint = endpoint_of(plan->build_dir, plan->config);
    const Clock clock;
    while (true) {
        Result<Connection> connection = endpoint.ok() ? connect_to(*endpoint) : Result<Connection>(endpoint.error());
        if (!connection.ok()) {
            return fail(kExitIncomplete, connection.error().message);
        }
        if (connection->presence != Presence::connected) {
            static_cast<void>(std::puts("nothing lingers"));
            return kExitOk;
        }
        // The runs are listed before the request: they may have ended when the daemon refuses.
        EarlierRuns ending(plan->build_dir, "");
        const bool wait = ending.any_running() && clock.now() < teardown_limit(*plan);
        const Stopped stopped = stop_daemon(std::move(connection->socket));
        if (!stopped.refused || !wait) {
            const std::string failures = stopped.problem.empty() ? failures_in_log(plan->build_dir) : "";
            return !stopped.problem.empty() ? fail(kExitUsage, stopped.problem)
                   : failures.empty()       ? kExitOk
                                            : fail(kExitFixtureFailed, failures);
        }
        static_cast<void>(ending.wait(teardown_limit(*plan) - clock.now()));
    }
}

}  // namespace pf
