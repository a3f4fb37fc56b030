#include "tool/report/junit.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tool/journal/record_lines.h"
#include "tool/report/report_text.h"
#include "tool/report/xml_writer.h"
#include "tool/support/ctest_tags.h"

namespace pf {
namespace {

enum class Kind { passed, failure, error, skipped };

// Returns the kind of a task that has no result. If the file has its cause as an error elsewhere, the task is skipped,
// because Jenkins would otherwise show one broken fixture as a hundred failures.
Kind kind_of_not_run(const TaskRecord& task) {
    const bool was_stopped = task.cause == Cause::interrupted && task.attempts > 0;
    return facts_of(task.cause).error_elsewhere && !was_stopped ? Kind::skipped : Kind::error;
}

Kind kind_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return Kind::passed;
        case Outcome::failed:
            return Kind::failure;
        case Outcome::timeout:
        case Outcome::crashed:
            return Kind::error;
        case Outcome::skipped:
        case Outcome::not_run:
            break;
    }
    return Kind::skipped;
}

Kind kind_of(const TaskRecord& task) {
    return task.outcome == Outcome::not_run ? kind_of_not_run(task) : kind_of(task.outcome);
}

const char* element_of(Kind kind) {
    constexpr std::array kElements{"", "failure", "error", "skipped"};
    return kElements.at(static_cast<std::size_t>(kind));
}

struct Suite {
    std::string name;
    std::vector<const TaskRecord*> tasks;
    std::vector<const InstanceRecord*> instances;
    std::size_t tests = 0;
    std::array<std::size_t, 4> kinds{};  // By Kind.
    double seconds = 0;

    void add(Kind kind, double time) {
        ++tests;
        ++kinds.at(static_cast<std::size_t>(kind));
        seconds += time;
    }
    [[nodiscard]] std::size_t of(Kind kind) const { return kinds.at(static_cast<std::size_t>(kind)); }
};

struct TestCase {
    std::string name;
    std::string classname;
    double seconds = 0;
    Kind kind = Kind::passed;
    std::string type;
    std::string message;
    std::string details{};  // Text of the element, if it is not the message.
};

std::vector<Suite> suites_of(const RunRecord& record) {
    std::vector<Suite> suites(record.groups.size() + record.fixtures.size());
    for (std::size_t i = 0; i < record.groups.size(); ++i) {
        suites[i].name = record.groups[i];
    }
    for (const TaskRecord& task : record.tasks) {
        suites[task.group].tasks.push_back(&task);
        suites[task.group].add(kind_of(task), task.seconds);
    }
    for (std::size_t i = 0; i < record.fixtures.size(); ++i) {
        suites[record.groups.size() + i].name = "@fixture:" + record.fixtures[i].name;
    }
    for (const InstanceRecord& instance : record.instances) {
        if (record.segments[instance.segment].superseded()) {
            continue;
        }
        Suite& suite = suites[record.groups.size() + instance.fixture];
        suite.instances.push_back(&instance);
        suite.add(kind_of(instance.setup), instance.setup_seconds);
        if (instance.died) {
            suite.add(Kind::error, 0);
        }
        if (instance.teardown) {
            suite.add(kind_of(*instance.teardown), instance.teardown_seconds);
        }
    }
    std::erase_if(suites, [](const Suite& suite) { return suite.tests == 0; });
    return suites;
}

std::string details_of(const TaskEnded& ended) {
    return ended.failures.empty() ? why(ended.outcome, ended.reason) : failures_text(ended.failures);
}

class JUnit {
public:
    JUnit(const RunRecord& record, RecordLines lines, std::FILE* file)
        : record_(record), lines_(std::move(lines)), xml_(file) {}

    Status write();

private:
    void root(const std::vector<Suite>& suites);
    void begin(const Suite& suite);
    Status suite(const Suite& suite);
    Status task(const TaskRecord& task);
    Status earlier_attempts(const TaskRecord& task);
    Status instance(const InstanceRecord& instance, const std::string& classname);
    Status fixture_case(const TestCase& test, Span span);
    template <typename E>
    void output_of(const E& event);
    void begin(const TestCase& test);
    void properties();
    void property(const char* name, const std::string& value);

    const RunRecord& record_;
    RecordLines lines_;
    XmlWriter xml_;
    // What the tests of the current suite recorded, as "<test>.<name>" and value.
    std::vector<std::pair<std::string, std::string>> recorded_;
};

Status JUnit::write() {
    std::vector<Suite> suites = suites_of(record_);
    const bool red = std::any_of(suites.begin(), suites.end(), [](const Suite& suite) {
        return suite.of(Kind::failure) + suite.of(Kind::error) > 0;
    });
    const std::string trouble = red ? "" : trouble_of(record_);
    if (!trouble.empty()) {
        suites.emplace_back().name = "@run";
        suites.back().add(Kind::error, 0);
    }
    root(suites);
    for (const Suite& one : suites) {
        Status status = suite(one);
        if (!status) {
            return status;
        }
    }
    xml_.close();
    return ok_status();
}

void JUnit::root(const std::vector<Suite>& suites) {
    Suite all;
    for (const Suite& suite : suites) {
        all.tests += suite.tests;
        for (std::size_t kind = 0; kind < all.kinds.size(); ++kind) {
            all.kinds.at(kind) += suite.kinds.at(kind);
        }
    }
    xml_.open("testsuites");
    xml_.attribute("name", "ParallelFixtures");
    xml_.attribute("time", decimal_seconds(record_.ended() - record_.started()));
    xml_.attribute("tests", std::to_string(all.tests));
    xml_.attribute("failures", std::to_string(all.of(Kind::failure)));
    xml_.attribute("errors", std::to_string(all.of(Kind::error)));
}

void JUnit::begin(const Suite& suite) {
    xml_.open("testsuite");
    xml_.attribute("name", suite.name);
    xml_.attribute("tests", std::to_string(suite.tests));
    xml_.attribute("failures", std::to_string(suite.of(Kind::failure)));
    xml_.attribute("errors", std::to_string(suite.of(Kind::error)));
    xml_.attribute("skipped", std::to_string(suite.of(Kind::skipped)));
    xml_.attribute("time", decimal_seconds(suite.seconds));
    xml_.attribute("timestamp", iso_time(record_.started()));
    xml_.attribute("hostname", record_.run().hostname);
    xml_.open("properties");
    property("run_id", record_.run().run_id);
    property("seed", std::to_string(record_.run().seed));
    property("jobs", std::to_string(record_.run().jobs));
    xml_.close();
}

void JUnit::property(const char* name, const std::string& value) {
    xml_.open("property");
    xml_.attribute("name", name);
    xml_.attribute("value", value);
    xml_.close();
}

Status JUnit::suite(const Suite& suite) {
    begin(suite);
    Status status = ok_status();
    for (auto t = suite.tasks.begin(); status && t != suite.tasks.end(); ++t) {
        status = task(**t);
    }
    properties();
    for (auto i = suite.instances.begin(); status && i != suite.instances.end(); ++i) {
        status = instance(**i, suite.name);
    }
    if (suite.tasks.empty() && suite.instances.empty()) {
        begin(TestCase{"result", suite.name, 0, Kind::error, "run", trouble_of(record_)});
        xml_.close();
    }
    xml_.close();
    return status;
}

void JUnit::begin(const TestCase& test) {
    xml_.open("testcase");
    xml_.attribute("name", test.name);
    xml_.attribute("classname", test.classname);
    xml_.attribute("time", decimal_seconds(test.seconds));
    if (test.kind != Kind::passed) {
        xml_.open(element_of(test.kind));
        xml_.attribute("type", test.type);
        xml_.attribute("message", test.message);
        xml_.text(test.details.empty() ? test.message : test.details);
        xml_.close();
    }
}

Status JUnit::task(const TaskRecord& task) {
    static const TaskEnded none;
    const auto found = lines_.end(task);
    if (!found) {
        return found.error();
    }
    const TaskEnded* const ended = *found == nullptr ? &none : *found;
    begin(TestCase{std::string(record_.name(task)), record_.groups[task.group], task.seconds, kind_of(task),
                   to_text(task.cause), why(task.outcome, task.reason), failures_text(ended->failures)});
    for (const auto& [name, value] : ended->properties) {
        recorded_.emplace_back(std::string(record_.name(task)) + "." + name, value);
    }
    if (task.ahead) {
        recorded_.emplace_back(std::string(record_.name(task)) + ".ran_ahead", "true");
    }
    Status earlier = earlier_attempts(task);
    if (!earlier) {
        return earlier;
    }
    const std::string output = read_ctest_tags(shown_output(ended->output)).output;
    const std::string notes = notes_on(*ended);
    if (!output.empty()) {
        xml_.line("<system-out>", output, "</system-out>");
    }
    if (!notes.empty()) {
        xml_.element("system-err", notes);
    }
    xml_.close();
    return ok_status();
}

// Writes what the tests recorded as properties of the suite, because Jenkins' schema has no properties of tests.
void JUnit::properties() {
    if (recorded_.empty()) {
        return;
    }
    xml_.open("properties");
    for (const auto& [name, value] : recorded_) {
        property(name.c_str(), value);
    }
    xml_.close();
    recorded_.clear();
}

Status JUnit::earlier_attempts(const TaskRecord& task) {
    for (const EarlierAttempt& earlier : task.earlier) {
        const auto ended = lines_.end(earlier);
        if (!ended) {
            return ended.error();
        }
        const bool failure = kind_of(ended->outcome) == Kind::failure;
        const bool passed_later = task.outcome == Outcome::passed;
        xml_.open(passed_later ? (failure ? "flakyFailure" : "flakyError") : (failure ? "rerunFailure" : "rerunError"));
        xml_.attribute("type", to_text(ended->cause));
        xml_.attribute("message", why(ended->outcome, ended->reason));
        xml_.element("stackTrace", details_of(*ended));
        xml_.element("system-out", read_ctest_tags(shown_output(ended->output)).output);
        xml_.close();
    }
    return ok_status();
}

Status JUnit::instance(const InstanceRecord& instance, const std::string& classname) {
    Status status = fixture_case(TestCase{instance.name + ".setup", classname, instance.setup_seconds,
                                          kind_of(instance.setup), "setup", why(instance.setup, instance.setup_reason)},
                                 instance.setup_line);
    if (status && instance.died) {
        status = fixture_case(TestCase{instance.name + ".service", classname, 0, Kind::error, "service_died",
                                       why(Outcome::crashed, instance.died_reason)},
                              instance.died_line);
    }
    if (status && instance.teardown) {
        status = fixture_case(
            TestCase{instance.name + ".teardown", classname, instance.teardown_seconds, kind_of(*instance.teardown),
                     "teardown", why(*instance.teardown, instance.teardown_reason)},
            instance.teardown_line);
    }
    return status;
}

// Writes the output and the leaks of a fixture's event.
template <typename E>
void JUnit::output_of(const E& event) {
    if constexpr (requires { event.output; }) {
        const std::string output = shown_output(event.output);
        if (!output.empty()) {
            xml_.element("system-out", output);
        }
    }
    if constexpr (requires { event.leaked; }) {
        const std::string note = leak_note(event.leaked);
        if (!note.empty()) {
            xml_.element("system-err", note);
        }
    }
}

Status JUnit::fixture_case(const TestCase& test, Span span) {
    begin(test);
    if (span) {
        const auto event = lines_.read(span);
        if (!event) {
            return event.error();
        }
        std::visit([this](const auto& e) { output_of(e); }, *event);
    }
    xml_.close();
    return ok_status();
}

}  // namespace

Status write_junit(const RunRecord& record, std::FILE* file) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return JUnit(record, std::move(*lines), file).write();
}

}  // namespace pf
