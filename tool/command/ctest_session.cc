#include "tool/command/ctest_session.h"

#include <ctime>
#include <utility>

#include "runtime/directory.h"
#include "tool/connect/detach.h"
#include "tool/journal/run_directory.h"
#include "tool/plan/plan_reader.h"

namespace pf {

CtestRun find_ctest(const std::string& build_dir) { return {real_path(build_dir), platform::ctest_above()}; }

std::string why_no_session(const CtestRun& run, const std::string& config, const Error& error) {
    const Result<Plan> plan = read_plan(run.build_dir, config);
    return plan.ok() ? error.message : plan.error().message;
}

std::string run_id_of(const platform::ProcessIdentity& ctest) {
    return make_run_id(static_cast<std::time_t>(platform::start_time(ctest)), ctest.pid);
}

Result<SessionConnection> join_session(const CtestRun& run, const std::string& config) {
    const Result<Endpoint> endpoint = find_endpoint(run.build_dir, run.ctest);
    if (!endpoint.ok()) {
        return endpoint.error();
    }
    const std::string program = platform::own_executable();
    std::vector<std::string> arguments{program, "session", "serve", run.build_dir};
    if (!config.empty()) {
        arguments.insert(arguments.end(), {"-C", config});
    }
    arguments.insert(arguments.end(), {"--ctest", std::to_string(run.ctest.pid), "--ticks",
                                       std::to_string(run.ctest.start_ticks), "--run", run_id_of(run.ctest)});
    auto socket = connect_or_open(*endpoint, [&](Descriptor listener) -> Status {
        const Result<pid_t> started = start_detached(program, arguments, std::move(listener));
        return started.ok() ? ok_status() : Status(started.error());
    });
    return socket.ok() ? Result<SessionConnection>(SessionConnection(std::move(*socket)))
                       : Result<SessionConnection>(socket.error());
}

Status open_session(const std::string& build_dir, const std::string& config) {
    const CtestRun ctest = find_ctest(build_dir);
    if (ctest.ctest.pid == 0) {
        return ok_status();
    }
    const auto joined = join_session(ctest, config);
    return joined.ok() ? ok_status() : Status(joined.error());
}

}  // namespace pf
