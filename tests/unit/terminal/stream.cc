#include "tests/unit/terminal/stream.h"

#include <csignal>

namespace pf::test {
namespace {

// Returns the fixture of an instance: that of "schema[worker 1]" is "schema".
std::string fixture_of(const std::string& instance) { return instance.substr(0, instance.find('[')); }

void declare_eventful(Events& events) {
    RunStarted run = run_started();
    run.shuffled = true;
    run.seed = 4711;
    events.emplace_back(run);
    events.emplace_back(fixture("postgres"));
    events.emplace_back(fixture("schema", "worker", "postgres"));
    events.emplace_back(fixture("broker"));
    for (const char* id : {"sql.inserts", "sql.selects", "sql.deadlock", "sql.race", "sql.daemon", "sql.vacuum"}) {
        events.emplace_back(task(id, "schema"));
    }
    for (const char* id : {"mq.send", "mq.receive", "mq.fanout"}) {
        events.emplace_back(task(id, "broker"));
    }
    for (const char* id : {"unit.parse", "unit.print", "unit.off"}) {
        events.emplace_back(task(id));
    }
    events.emplace_back(PlanEnded{12});
}

void run_unit_and_broker(Events& events) {
    events.emplace_back(SetupStarted{0.01, "postgres", "postgres"});
    events.emplace_back(SetupStarted{0.01, "broker", "broker"});
    events.emplace_back(started("unit.parse", 0.01));
    TaskEnded off = ended("unit.off", 0.01, 0);
    off.attempt = 0;
    off.outcome = Outcome::skipped;
    off.cause = Cause::disabled;
    off.reason = "disabled";
    events.emplace_back(off);
    events.emplace_back(ended("unit.parse", 0.02, 0.005));
    events.emplace_back(started("unit.print", 0.02));
    events.emplace_back(crashed("unit.print", 0.04, 0.011, SIGSEGV));
    events.emplace_back(setup_failed("broker", 0.3, 0.29, "starting broker\nFATAL: port 5672 is taken\n"));
    for (const char* id : {"mq.send", "mq.receive", "mq.fanout"}) {
        events.emplace_back(not_run(id, 0.3, Cause::fixture_failed, "fixture broker failed: exit code 1"));
    }
}

void run_sql(Events& events) {
    events.emplace_back(set_up("postgres", 1.214, 1.204));
    events.emplace_back(set_up("schema[worker 0]", 1.414, 0.2));
    events.emplace_back(started("sql.inserts", 1.42));
    TaskEnded inserts = failed("sql.inserts", 1.5, 0.083, "expected 3 rows\n\tgot 2\n");
    inserts.kept_dir = "/tmp/pf/sql.inserts";
    events.emplace_back(inserts);
    events.emplace_back(started("sql.race", 1.5));
    TaskEnded first = failed("sql.race", 1.6, 0.1, "lost the race\n");
    first.final = false;
    events.emplace_back(first);
    events.emplace_back(started("sql.race", 1.6, 2));
    TaskEnded second = ended("sql.race", 1.7, 0.1);
    second.attempt = 2;
    second.flaky = true;
    events.emplace_back(second);
    events.emplace_back(started("sql.daemon", 1.7));
    TaskEnded daemon = ended("sql.daemon", 1.9, 0.2);
    daemon.leaked = {"sleep (pid 4242)"};
    events.emplace_back(daemon);
    events.emplace_back(Message{1.9, MessageLevel::warning, "the disk is nearly full"});
    events.emplace_back(started("sql.selects", 1.9));
    events.emplace_back(started("sql.deadlock", 1.9));
    events.emplace_back(TaskSlow{61.9, "sql.deadlock", 60});
    TaskEnded selects = ended("sql.selects", 62, 60.1);
    selects.slow = true;
    events.emplace_back(selects);
}

void end_eventful(Events& events) {
    TaskEnded deadlock = timed_out("sql.deadlock", 72, 70);
    deadlock.output.text = "waiting for a lock\n[... 1048000 bytes left out ...]\nstill waiting";
    deadlock.output.bytes = 1048600;
    deadlock.output.cut = true;
    deadlock.output.file = "output/sql.deadlock.1";
    events.emplace_back(deadlock);
    events.emplace_back(started("sql.vacuum", 72));
    events.emplace_back(Stopping{75, "interrupted by SIGINT", 1, false});
    TaskEnded vacuum = ended("sql.vacuum", 75.1, 3.1);
    vacuum.outcome = Outcome::not_run;
    vacuum.cause = Cause::interrupted;
    vacuum.reason = "interrupted after 3.1 s";
    events.emplace_back(vacuum);
    events.emplace_back(torn_down("schema[worker 0]", 75.2, 0.1));
    TeardownEnded down = torn_down("postgres", 75.5, 0.3);
    down.passed = false;
    down.reason = "exit code 1";
    down.output = printed("could not stop\n");
    events.emplace_back(down);
    events.emplace_back(RunEnded{75.5, 130, 1.694, 6.02, 3, 12});
}

}  // namespace

RunStarted run_started() {
    RunStarted run;
    run.run_id = "20261123T044208Z-77";
    run.version = "1.0.0";
    run.build_dir = "/home/me/build";
    run.jobs = 8;
    return run;
}

FixtureDeclared fixture(const std::string& name, const std::string& scope, const std::string& parent) {
    return {name, "command", scope, parent.empty() ? std::vector<std::string>() : std::vector{parent}, ""};
}

TaskDeclared task(const std::string& id, const std::string& fixture) {
    TaskDeclared declared;
    declared.id = id;
    declared.group = id.substr(0, id.find('.'));
    declared.name = id.substr(id.find('.') + 1);
    declared.fixtures = fixture.empty() ? std::vector<std::string>() : std::vector{fixture};
    return declared;
}

TaskStarted started(const std::string& id, double at, int attempt) {
    TaskStarted start;
    start.at = at;
    start.id = id;
    start.attempt = attempt;
    return start;
}

TaskEnded ended(const std::string& id, double at, double seconds) {
    TaskEnded end;
    end.at = at;
    end.id = id;
    end.attempt = 1;
    end.worker = 0;
    end.seconds = seconds;
    end.outcome = Outcome::passed;
    return end;
}

TaskEnded failed(const std::string& id, double at, double seconds, const std::string& output) {
    TaskEnded end = ended(id, at, seconds);
    end.outcome = Outcome::failed;
    end.exit_code = 1;
    end.reason = "exit code 1";
    end.output = printed(output);
    return end;
}

TaskEnded crashed(const std::string& id, double at, double seconds, int signal) {
    TaskEnded end = ended(id, at, seconds);
    end.outcome = Outcome::crashed;
    end.cause = Cause::signal;
    end.signal = signal;
    end.reason = "killed by a signal";
    return end;
}

TaskEnded timed_out(const std::string& id, double at, double seconds) {
    TaskEnded end = ended(id, at, seconds);
    end.outcome = Outcome::timeout;
    end.cause = Cause::timeout;
    end.signal = SIGTERM;
    end.reason = "timeout";
    return end;
}

TaskEnded not_run(const std::string& id, double at, Cause cause, const std::string& reason) {
    TaskEnded end;
    end.at = at;
    end.id = id;
    end.cause = cause;
    end.reason = reason;
    return end;
}

SetupEnded set_up(const std::string& instance, double at, double seconds) {
    SetupEnded end;
    end.at = at;
    end.fixture = fixture_of(instance);
    end.instance = instance;
    end.seconds = seconds;
    return end;
}

SetupEnded setup_failed(const std::string& instance, double at, double seconds, const std::string& output) {
    SetupEnded end = set_up(instance, at, seconds);
    end.outcome = SetupOutcome::failed;
    end.reason = "exit code 1";
    end.output = printed(output);
    return end;
}

TeardownEnded torn_down(const std::string& instance, double at, double seconds) {
    TeardownEnded end;
    end.at = at;
    end.fixture = fixture_of(instance);
    end.instance = instance;
    end.seconds = seconds;
    return end;
}

Output printed(const std::string& text) {
    Output output;
    output.text = text;
    output.bytes = text.size();
    return output;
}

Events declared(int n) {
    Events events{run_started()};
    for (int i = 0; i < n; ++i) {
        events.emplace_back(task("g.task" + std::to_string(i)));
    }
    events.emplace_back(PlanEnded{static_cast<std::uint64_t>(n)});
    return events;
}

double time_of(const Event& event) {
    return std::visit(
        [](const auto& what) {
            if constexpr (requires { what.at; }) {
                return what.at;
            } else {
                return 0.0;
            }
        },
        event);
}

Events eventful_run() {
    Events events;
    declare_eventful(events);
    run_unit_and_broker(events);
    run_sql(events);
    end_eventful(events);
    return events;
}

}  // namespace pf::test
