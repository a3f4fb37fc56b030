#include "tool/report/junit_suites.h"

namespace pf {
namespace {

JUnitKind kind_of_not_run(const TaskRecord& task) {
    const bool was_stopped = task.cause == Cause::interrupted && task.attempts > 0;
    return facts_of(task.cause).error_elsewhere && !was_stopped ? JUnitKind::skipped : JUnitKind::error;
}

void add_instance(JUnitSuite& suite, const InstanceRecord& instance, bool only_red) {
    const std::size_t before = suite.tests;
    const auto add = [&](JUnitKind kind, double seconds) {
        if (!only_red || is_red(kind)) {
            suite.add(kind, seconds);
        }
    };
    add(junit_kind(instance.setup), instance.setup_seconds);
    if (instance.died) {
        add(JUnitKind::error, 0);
    }
    if (instance.teardown) {
        add(junit_kind(*instance.teardown), instance.teardown_seconds);
    }
    if (suite.tests > before) {
        suite.instances.push_back(&instance);
    }
}

}  // namespace

JUnitKind junit_kind(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return JUnitKind::passed;
        case Outcome::failed:
            return JUnitKind::failure;
        case Outcome::timeout:
        case Outcome::crashed:
            return JUnitKind::error;
        case Outcome::skipped:
        case Outcome::not_run:
            break;
    }
    return JUnitKind::skipped;
}

JUnitKind junit_kind(const TaskRecord& task) {
    return task.outcome == Outcome::not_run ? kind_of_not_run(task) : junit_kind(task.outcome);
}

const char* junit_element(JUnitKind kind) {
    constexpr std::array kElements{"", "failure", "error", "skipped"};
    return kElements.at(static_cast<std::size_t>(kind));
}

std::vector<JUnitSuite> junit_suites(const RunRecord& record, bool only_red) {
    std::vector<JUnitSuite> suites(record.groups.size() + record.fixtures.size());
    for (std::size_t i = 0; i < record.groups.size(); ++i) {
        suites[i].name = record.groups[i];
    }
    for (const TaskRecord& task : record.tasks) {
        suites[task.group].tasks.push_back(&task);
        suites[task.group].add(junit_kind(task), task.seconds);
    }
    for (std::size_t i = 0; i < record.fixtures.size(); ++i) {
        suites[record.groups.size() + i].name = "@fixture:" + record.fixtures[i].name;
    }
    for (const InstanceRecord& instance : record.instances) {
        if (!record.segments[instance.segment].superseded()) {
            add_instance(suites[record.groups.size() + instance.fixture], instance, only_red);
        }
    }
    std::erase_if(suites, [](const JUnitSuite& suite) { return suite.tests == 0; });
    return suites;
}

}  // namespace pf
