// Events and lines of small runs.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_JOURNAL_EVENTS_H
#define PARALLEL_FIXTURES_TESTS_UNIT_JOURNAL_EVENTS_H

#include <cstdint>
#include <string>
#include <vector>

#include "tool/event/event.h"
#include "tool/journal/journal_codec.h"

namespace pf::test {

inline RunStarted run_started(double started = 1795408928) {
    RunStarted event;
    event.run_id = "20261123T044208Z-1234";
    event.version = "1.0.0";
    event.started = started;
    event.command = {"parallel-fixtures", "run", "/b"};
    event.build_dir = "/b";
    event.config = "Release";
    event.hostname = "host";
    event.jobs = 2;
    event.seed = 7;
    return event;
}

inline TaskDeclared declared(const std::string& group, const std::string& name) {
    TaskDeclared event;
    event.id = group + "." + name;
    event.group = group;
    event.name = name;
    event.command = {"/b/prog", name};
    event.labels = {group, "parallel"};
    return event;
}

inline TaskStarted started(const std::string& id, int attempt = 1, double at = 1) {
    TaskStarted event;
    event.at = at;
    event.id = id;
    event.attempt = attempt;
    return event;
}

inline TaskEnded ended(const std::string& id, Outcome outcome = Outcome::passed, Cause cause = Cause::completed) {
    TaskEnded event;
    event.at = 2;
    event.id = id;
    event.attempt = 1;
    event.worker = 0;
    event.slot = 0;
    event.seconds = 0.5;
    event.outcome = outcome;
    event.cause = cause;
    if (outcome == Outcome::passed) {
        event.exit_code = 0;
    }
    return event;
}

inline SetupStarted setup_started(const std::string& fixture, const std::string& instance = "") {
    return {0.1, fixture, instance.empty() ? fixture : instance};
}

inline SetupEnded setup_ended(const std::string& fixture, SetupOutcome outcome = SetupOutcome::passed,
                              const std::string& instance = "") {
    SetupEnded event;
    event.at = 0.3;
    event.fixture = fixture;
    event.instance = instance.empty() ? fixture : instance;
    event.seconds = 0.2;
    event.outcome = outcome;
    return event;
}

inline TeardownStarted teardown_started(const std::string& fixture, const std::string& instance = "") {
    return {3, fixture, instance.empty() ? fixture : instance};
}

inline TeardownEnded teardown_ended(const std::string& fixture, bool passed = true, const std::string& instance = "") {
    TeardownEnded event;
    event.at = 3.25;
    event.fixture = fixture;
    event.instance = instance.empty() ? fixture : instance;
    event.seconds = 0.25;
    event.passed = passed;
    return event;
}

inline RunEnded run_ended(int exit_code = 0) {
    RunEnded event;
    event.at = 4;
    event.exit_code = exit_code;
    return event;
}

inline Output output(const std::string& text) {
    Output out;
    out.text = text;
    out.bytes = text.size();
    return out;
}

inline std::string lines(const std::vector<Event>& events, std::int64_t segment = 10) {
    std::string text;
    for (const Event& event : events) {
        append_line(text, event, segment);
    }
    return text;
}

}  // namespace pf::test

#endif
