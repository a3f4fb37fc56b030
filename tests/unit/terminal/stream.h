// Events as a session sends them, for tests and for the demo.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_TERMINAL_STREAM_H
#define PARALLEL_FIXTURES_TESTS_UNIT_TERMINAL_STREAM_H

#include <string>
#include <vector>

#include "tool/event/event.h"

namespace pf::test {

using Events = std::vector<Event>;

RunStarted run_started();
FixtureDeclared fixture(const std::string& name, const std::string& scope = "run", const std::string& parent = "");
TaskDeclared task(const std::string& id, const std::string& fixture = "");
TaskStarted started(const std::string& id, double at, int attempt = 1);

// Of a task that ran: one attempt, the last, passed.
TaskEnded ended(const std::string& id, double at, double seconds);
TaskEnded failed(const std::string& id, double at, double seconds, const std::string& output);
TaskEnded crashed(const std::string& id, double at, double seconds, int signal);
TaskEnded timed_out(const std::string& id, double at, double seconds);
// Of one that never started.
TaskEnded not_run(const std::string& id, double at, Cause cause, const std::string& reason);

SetupEnded set_up(const std::string& instance, double at, double seconds);
SetupEnded setup_failed(const std::string& instance, double at, double seconds, const std::string& output);
TeardownEnded torn_down(const std::string& instance, double at, double seconds);

Output printed(const std::string& text);

// "n" tasks g.task0, g.task1, ... without a fixture, up to and with plan_ended.
Events declared(int n);

// Its time; 0 where it has none.
double time_of(const Event& event);

// A run in which nearly everything happens.
Events eventful_run();

}  // namespace pf::test

#endif
