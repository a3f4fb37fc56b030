// The suites of junit.xml and how each result is counted in them.
//
// THREADS: pure functions.
#ifndef PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_SUITES_H
#define PARALLEL_FIXTURES_TOOL_REPORT_JUNIT_SUITES_H

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "tool/journal/run_record.h"

namespace pf {

enum class JUnitKind { passed, failure, error, skipped };

inline bool is_red(JUnitKind kind) { return kind == JUnitKind::failure || kind == JUnitKind::error; }

// If the file has the cause of a task that was not run as an error elsewhere, the task is skipped, because Jenkins
// would otherwise show one broken fixture as a hundred failures.
JUnitKind junit_kind(const TaskRecord& task);
JUnitKind junit_kind(Outcome outcome);

// Returns the name of the element for a kind that is not passed.
const char* junit_element(JUnitKind kind);

struct JUnitSuite {
    std::string name;
    std::vector<const TaskRecord*> tasks;
    std::vector<const InstanceRecord*> instances;
    std::size_t tests = 0;
    std::array<std::size_t, 4> kinds{};  // By JUnitKind.
    double seconds = 0;

    void add(JUnitKind kind, double time) {
        ++tests;
        ++kinds.at(static_cast<std::size_t>(kind));
        seconds += time;
    }
    [[nodiscard]] std::size_t of(JUnitKind kind) const { return kinds.at(static_cast<std::size_t>(kind)); }
};

// Returns a suite for each group and then one for each fixture, without those that have no test. With `only_red`, the
// suites of fixtures have only the set-ups, teardowns and services that failed.
std::vector<JUnitSuite> junit_suites(const RunRecord& record, bool only_red);

}  // namespace pf

#endif
