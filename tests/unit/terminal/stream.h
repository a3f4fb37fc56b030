// Events of sessions, for tests and for the demo.
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

// Return the end of the only attempt of a task.
TaskEnded ended(const std::string& id, double at, double seconds);
TaskEnded failed(const std::string& id, double at, double seconds, const std::string& output);
TaskEnded crashed(const std::string& id, double at, double seconds, int signal);
TaskEnded timed_out(const std::string& id, double at, double seconds);
// Returns the end of a task that never started.
TaskEnded not_run(const std::string& id, double at, Cause cause, const std::string& reason);

SetupEnded set_up(const std::string& instance, double at, double seconds);
SetupEnded setup_failed(const std::string& instance, double at, double seconds, const std::string& output);
TeardownEnded torn_down(const std::string& instance, double at, double seconds);

Output printed(const std::string& text);

// Returns the events up to plan_ended of a run with `n` tasks g.task0, g.task1... without a fixture.
Events declared(int n);

// Returns the time of an event, or 0 if it has none.
double time_of(const Event& event);

// Returns a run in which nearly everything happens.
Events eventful_run();

}  // namespace pf::test

#endif
