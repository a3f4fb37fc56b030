#include "tests/unit/report/sample_run.h"

#include <utility>

#include "tests/unit/journal/events.h"

namespace pf::test {
namespace {

struct Ending {
    const char* name;
    Outcome outcome;
    Cause cause;
    int exit_code;  // -1: there is none.
    int signal;     // 0: there is none.
    const char* reason;
    const char* output;
};

// The results of CTest come first, in the order of its documentation, and then those that CTest does not have.
constexpr Ending kEndings[] = {
    {"rc0", Outcome::passed, Cause::completed, 0, 0, "", "fine\n"},
    {"rc3", Outcome::failed, Cause::completed, 3, 0, "exit code 3", "not fine\n"},
    {"will_fail_rc3", Outcome::passed, Cause::will_fail, 3, 0, "", ""},
    {"will_fail_rc0", Outcome::failed, Cause::will_fail, 0, 0, "exit code 0, but WILL_FAIL is set", ""},
    {"pass_re_rc3", Outcome::passed, Cause::regex, 3, 0, "Required regular expression found. Regex=[ok]", "ok\n"},
    {"fail_re", Outcome::failed, Cause::regex, 0, 0, "Error regular expression found in output. Regex=[bad]", "bad\n"},
    {"segv", Outcome::crashed, Cause::signal, -1, 11, "SIGSEGV", "about to crash\n"},
    {"fpe", Outcome::crashed, Cause::signal, -1, 8, "SIGFPE", ""},
    {"abrt", Outcome::crashed, Cause::signal, -1, 6, "SIGABRT", ""},
    {"usr1", Outcome::crashed, Cause::signal, -1, 10, "SIGUSR1", ""},
    {"timeout", Outcome::timeout, Cause::timeout, -1, 15, "timeout after 10 s", "still waiting\n"},
    {"skip_code", Outcome::skipped, Cause::skip_code, 77, 0, "exit code 77", ""},
    {"skip_re", Outcome::skipped, Cause::skip_regex, 0, 0, "its output says so", "no database\n"},
    {"disabled", Outcome::skipped, Cause::disabled, -1, 0, "DISABLED", ""},
    {"missing", Outcome::not_run, Cause::missing_executable, -1, 0, "Unable to find executable: /b/none", ""},
    {"eacces", Outcome::not_run, Cause::failed_to_start, -1, 0, "/b/data: Permission denied", ""},
    {"required", Outcome::not_run, Cause::required_files, -1, 0, "Unable to find required file: /b/none", ""},
    {"fixture_failed", Outcome::not_run, Cause::fixture_failed, -1, 0, "set-up of schema failed", ""},
    {"fixture_skipped", Outcome::skipped, Cause::fixture_skipped, -1, 0, "set-up of tool was skipped", ""},
    {"service_died", Outcome::failed, Cause::service_died, -1, 15, "db died: exit code 1", "lost the connection\n"},
    {"after_death", Outcome::not_run, Cause::service_died, -1, 0, "db died: exit code 1", ""},
    {"worker_died", Outcome::crashed, Cause::worker_died, -1, 0, "its worker was killed by SIGKILL", ""},
    {"stopped", Outcome::crashed, Cause::stopped, -1, 9, "it stopped itself and nobody continued it", ""},
    {"in_flight", Outcome::not_run, Cause::interrupted, -1, 15, "interrupted after 1.5 s", "working\n"},
    {"held_back", Outcome::not_run, Cause::stop_on_failure, -1, 0, "stopped after the first failure", ""},
    {"generator", Outcome::failed, Cause::generator, 0, 0, "line 2 is not a task: no \"name\"", "{}\n"},
    {"output_cut", Outcome::failed, Cause::output_cut, 0, 0, "PASS_REGULAR_EXPRESSION needs all of the output", ""},
};

TaskEnded ending(const Ending& row) {
    TaskEnded event = ended(std::string("all.") + row.name, row.outcome, row.cause);
    const bool ran = row.exit_code >= 0 || row.signal != 0 || row.cause == Cause::worker_died;
    event.attempt = ran ? 1 : 0;
    event.worker = event.slot = ran ? 0 : -1;
    event.seconds = ran ? 0.5 : 0;
    event.exit_code = row.exit_code >= 0 ? std::optional(row.exit_code) : std::nullopt;
    event.signal = row.signal != 0 ? std::optional(row.signal) : std::nullopt;
    event.reason = row.reason;
    event.output = output(row.output);
    return event;
}

void add_fixtures(std::vector<Event>& run) {
    SetupEnded up = setup_ended("db");
    up.output = output("listening\n");
    FixtureDied died;
    died.at = 2;
    died.fixture = died.instance = "db";
    died.reason = "db died: exit code 1";
    died.output = output("out of memory\n");
    SetupEnded broken = setup_ended("schema", SetupOutcome::failed, "schema[worker 1]");
    broken.reason = "exit code 2";
    broken.output = output("no such table\n");
    SetupEnded skipped = setup_ended("tool", SetupOutcome::skipped);
    skipped.reason = "exit code 77";
    TeardownEnded down = teardown_ended("schema", false, "schema[worker 1]");
    down.reason = "exit code 1";
    down.leaked = {"pg_dump (pid 12)"};
    down.output = output("nothing to drop\n");
    for (Event event : std::vector<Event>{
             setup_started("db"), up, setup_started("schema", "schema[worker 0]"),
             setup_ended("schema", SetupOutcome::passed, "schema[worker 0]"),
             teardown_started("schema", "schema[worker 0]"), teardown_ended("schema", true, "schema[worker 0]"),
             setup_started("schema", "schema[worker 1]"), broken, teardown_started("schema", "schema[worker 1]"), down,
             setup_started("tool"), skipped, died, teardown_started("db"), teardown_ended("db")}) {
        run.push_back(std::move(event));
    }
}

// Adds attempts that fail, and a last one with the outcome `last`.
void add_retried(std::vector<Event>& run, const std::string& id, Outcome last) {
    TaskEnded first = ended(id, Outcome::failed);
    first.exit_code = 1;
    first.reason = "exit code 1";
    first.final = false;
    first.output = output("first try\n");
    TaskEnded second = ended(id, Outcome::timeout, Cause::timeout);
    second.attempt = 2;
    second.reason = "timeout after 10 s";
    second.final = false;
    TaskEnded third = ended(id, last);
    third.attempt = 3;
    third.exit_code = last == Outcome::passed ? 0 : 1;
    third.reason = last == Outcome::passed ? "" : "exit code 1";
    third.flaky = last == Outcome::passed;
    third.output = output("third try\n");
    for (const TaskEnded& attempt : {first, second, third}) {
        run.emplace_back(started(id, attempt.attempt));
        run.emplace_back(attempt);
    }
}

TaskEnded marked(const std::string& id) {
    TaskEnded event = ended(id);
    event.slow = true;
    event.seconds = 61.25;
    event.leaked = {"sleep (pid 99)", "sh (pid 98)"};
    event.kept_dir = "/tmp/kept";
    event.output = {"beginning\n[... 5000000 bytes ...]\nend", 5000020, true, "output/marks.marked"};
    return event;
}

}  // namespace

std::vector<Event> sample_run() {
    std::vector<Event> run{run_started(), FixtureDeclared{"db", "service", "run", {}, "CMakeLists.txt:3"},
                           FixtureDeclared{"schema", "command", "worker", {"db"}, "CMakeLists.txt:5"},
                           FixtureDeclared{"tool", "command", "run", {}, "CMakeLists.txt:7"},
                           FixtureDeclared{"unused", "command", "run", {}, "CMakeLists.txt:9"}};
    for (const Ending& row : kEndings) {
        run.emplace_back(declared("all", row.name));
    }
    TaskDeclared rich = declared("marks", "marked");
    rich.environment = {"A=1", "B=2;3"};
    rich.labels = {"marks", "nightly", "parallel"};
    rich.processors = 2;
    for (const TaskDeclared& task : {declared("all", "waiting"), declared("all", "running"),
                                     declared("retries", "flaky"), declared("retries", "broken"), rich}) {
        run.emplace_back(task);
    }
    run.emplace_back(PlanEnded{std::size(kEndings) + 5});
    add_fixtures(run);
    for (const Ending& row : kEndings) {
        const TaskEnded event = ending(row);
        if (event.attempt > 0) {
            run.emplace_back(started(event.id));
        }
        run.emplace_back(event);
    }
    add_retried(run, "retries.flaky", Outcome::passed);
    add_retried(run, "retries.broken", Outcome::failed);
    run.emplace_back(started("marks.marked"));
    run.emplace_back(marked("marks.marked"));
    run.emplace_back(started("all.running"));
    run.emplace_back(Stopping{3, "interrupted by SIGINT", 1, false});
    run.emplace_back(run_ended(130));
    return run;
}

std::vector<Event> hostile_run() {
    std::string every_byte;
    for (int i = 0; i < 256; ++i) {
        every_byte += static_cast<char>(i);
    }
    const std::string nasty = "]]> <![CDATA[ &amp; <x a='1'> --> \"\x1b[31m\xFF\xED\xA0\x80 " + every_byte;
    RunStarted head = run_started();
    head.hostname = head.run_id = head.version = head.config = nasty;
    head.build_dir = "/none/" + nasty.substr(0, nasty.find('\0'));
    TaskDeclared task = declared("g" + nasty, nasty);
    task.command = {nasty, nasty};
    task.labels = {nasty};
    task.environment = {"A=" + nasty};
    TaskEnded end = ended(task.id, Outcome::failed, Cause::regex);
    end.reason = end.kept_dir = nasty;
    end.leaked = {nasty};
    end.output = {every_byte + std::string(1U << 20U, '<') + nasty, 1U << 30U, true, "output/" + nasty};
    TaskEnded first = end;
    first.final = false;
    TaskStarted waits = started(task.id);
    waits.waited_since = 0.25;
    waits.waited = 0.5;
    waits.waited_for = {"lock " + nasty, nasty};
    SetupEnded setup = setup_ended(nasty, SetupOutcome::failed);
    setup.reason = nasty;
    setup.variables = {{"A", nasty}};
    setup.output = output(nasty);
    TeardownEnded down = teardown_ended(nasty, false);
    down.reason = nasty;
    down.leaked = {nasty};
    return {head,
            FixtureDeclared{nasty, nasty, nasty, {nasty}, nasty},
            task,
            PlanEnded{1},
            setup_started(nasty),
            setup,
            FixtureDied{1, nasty, nasty, nasty, output(nasty)},
            teardown_started(nasty),
            down,
            waits,
            first,
            started(task.id, 2),
            end,
            Message{1, MessageLevel::error, nasty},
            Stopping{1, nasty, 1, true},
            run_ended(1)};
}

}  // namespace pf::test
