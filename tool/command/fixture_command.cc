#include <cstdio>

#include "runtime/end_by_signal.h"
#include "runtime/environment.h"
#include "runtime/task_client.h"
#include "tool/cli/exit_code.h"
#include "tool/command/commands.h"
#include "tool/command/ctest_session.h"
#include "tool/command/memory_checker.h"

namespace pf {
namespace {

using What = CtestFixtureOptions::What;

int answer(SessionConnection session, const CtestRun& run, const CtestFixtureOptions& options) {
    SessionRequest request;
    request.name = options.name;
    request.environment = inherited_environment();
    request.what = options.what == What::set_up      ? Asked::set_up
                   : options.what == What::tear_down ? Asked::tear_down
                                                     : Asked::end_group;
    request.wrapper = options.wrapper;
    session.send(request);
    const Result<FromSession> message = session.next();
    if (!message.ok()) {
        return fail(kExitFixtureFailed, why_no_session(run, options.config, message.error()));
    }
    if (const auto* refused = std::get_if<Refused>(&*message)) {
        return fail(kExitUsage, refused->reason);
    }
    const auto* reply = std::get_if<FixtureAnswer>(&*message);
    if (reply == nullptr) {
        return fail(
            kExitFixtureFailed,
            "the session answered another request; two versions of ParallelFixtures may be in use, build again");
    }
    static_cast<void>(std::fputs(reply->text.c_str(), stdout));
    if (reply->skipped) {
        static_cast<void>(std::puts(skip_mark(options.token).c_str()));
    }
    if (reply->passed) {
        return kExitOk;
    }
    static_cast<void>(std::fflush(stdout));
    // Ends as the set-up command did, so that CTest describes the failure as it does for any other test.
    return reply->signal != 0     ? end_by_signal(reply->signal)
           : reply->exit_code > 0 ? reply->exit_code
                                  : kExitFixtureFailed;
}

// Ends a fixture or a group. If there is no session, nothing was set up, unless the session was killed.
int end(const CtestRun& run, const CtestFixtureOptions& options) {
    const Result<Endpoint> endpoint = find_endpoint(run.build_dir, run.ctest);
    Result<Connection> connection = endpoint.ok() ? connect_to(*endpoint) : Result<Connection>(endpoint.error());
    if (!connection.ok()) {
        return fail(kExitFixtureFailed, connection.error().message);
    }
    switch (connection->presence) {
        case Presence::connected:
            return answer(SessionConnection(std::move(connection->socket)), run, options);
        case Presence::gone:
            return fail(kExitFixtureFailed, "the session was killed together with all fixtures: no teardown ran");
        case Presence::nobody:
            break;
    }
    static_cast<void>(std::puts("nothing was set up"));
    return kExitOk;
}

}  // namespace

int fixture_command(CtestFixtureOptions options, const std::vector<std::string>& command_line) {
    if (const std::optional<int> exit_code = restart_without_valgrind(options.wrapper, command_line)) {
        return *exit_code;
    }
    options.wrapper = options.wrapper.empty() ? wrapper_words(command_line) : options.wrapper;
    const CtestRun run = find_ctest(options.build_dir);
    if (ctest_has_gone()) {
        return fail(kExitFixtureFailed, "the ctest that started this test has ended");
    }
    if (run.ctest.pid == 0) {
        // Without ctest, a task sets up the fixtures that it requires itself, so an IDE may run this test at any time.
        const std::string why = why_no_ctest();
        static_cast<void>(
            std::puts(why.empty() ? "not started by ctest: there is nothing to set up or tear down" : why.c_str()));
        return kExitOk;
    }
    if (options.what != What::set_up) {
        return end(run, options);
    }
    auto session = join_session(run, options.config);
    return session.ok() ? answer(std::move(*session), run, options) : fail(kExitFixtureFailed, session.error().message);
}

}  // namespace pf
