#include "tool/report/junit.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tool/journal/record_lines.h"
#include "tool/page/output_budget.h"
#include "tool/report/junit_suites.h"
#include "tool/report/report_text.h"
#include "tool/report/source_place.h"
#include "tool/report/task_text.h"
#include "tool/report/xml_writer.h"
#include "tool/support/ctest_tags.h"

namespace pf {
namespace {

// How much of the output is in the text of a failure.
constexpr std::size_t kOutputInText = std::size_t{16} << 10U;

struct TestCase {
    std::string name;
    std::string classname;
    double seconds = 0;
    JUnitKind kind = JUnitKind::passed;
    std::string type;
    std::string message;
    std::string details{};  // Text of the element, if it is not the message.
    SourcePlace place{};    // In the flavour for CI systems.
};

class JUnit {
public:
    JUnit(const RunRecord& record, RecordLines lines, std::FILE* file, JUnitFlavour flavour)
        : record_(record),
          lines_(std::move(lines)),
          xml_(file),
          is_ci_(flavour == JUnitFlavour::ci),
          source_paths_(record.run()),
          paths_(is_ci_ ? &source_paths_ : nullptr) {}

    Status write();

private:
    void root(const std::vector<JUnitSuite>& suites);
    void begin(const JUnitSuite& suite);
    Status suite(const JUnitSuite& suite);
    Status task(const TaskRecord& task);
    Status earlier_attempts(const TaskRecord& task);
    Status instance(const InstanceRecord& instance, const std::string& classname);
    Status fixture_case(TestCase test, Span span);
    const TaskEnded& without_result(const TaskRecord& task);
    void begin(const TestCase& test);
    void properties(const std::vector<std::pair<std::string, std::string>>& list);
    void task_properties(const TaskRecord& task, const TaskEnded& ended);
    void output(const std::string& output);
    void property(const char* name, const std::string& value);

    const RunRecord& record_;
    RecordLines lines_;
    XmlWriter xml_;
    bool is_ci_;
    SourcePaths source_paths_;
    const SourcePaths* paths_;  // Null: files are named as in the journal.
    TaskEnded none_;            // Of a task whose result the journal does not have.
    // What the tests of the current suite recorded, as "<test>.<name>" and value.
    std::vector<std::pair<std::string, std::string>> recorded_;
};

Status JUnit::write() {
    std::vector<JUnitSuite> suites = junit_suites(record_, is_ci_);
    const bool red = std::any_of(suites.begin(), suites.end(), [](const JUnitSuite& suite) {
        return suite.of(JUnitKind::failure) + suite.of(JUnitKind::error) > 0;
    });
    const std::string trouble = red ? "" : trouble_of(record_);
    if (!trouble.empty()) {
        suites.emplace_back().name = "@run";
        suites.back().add(JUnitKind::error, 0);
    }
    root(suites);
    for (const JUnitSuite& one : suites) {
        Status status = suite(one);
        if (!status) {
            return status;
        }
    }
    xml_.close();
    return ok_status();
}

void JUnit::root(const std::vector<JUnitSuite>& suites) {
    JUnitSuite all;
    for (const JUnitSuite& suite : suites) {
        all.tests += suite.tests;
        for (std::size_t kind = 0; kind < all.kinds.size(); ++kind) {
            all.kinds.at(kind) += suite.kinds.at(kind);
        }
    }
    xml_.open("testsuites");
    xml_.attribute("name", "ParallelFixtures");
    xml_.attribute("time", decimal_seconds(record_.ended() - record_.started()));
    xml_.attribute("tests", std::to_string(all.tests));
    xml_.attribute("failures", std::to_string(all.of(JUnitKind::failure)));
    xml_.attribute("errors", std::to_string(all.of(JUnitKind::error)));
}

void JUnit::begin(const JUnitSuite& suite) {
    xml_.open("testsuite");
    xml_.attribute("name", suite.name);
    xml_.attribute("tests", std::to_string(suite.tests));
    xml_.attribute("failures", std::to_string(suite.of(JUnitKind::failure)));
    xml_.attribute("errors", std::to_string(suite.of(JUnitKind::error)));
    xml_.attribute("skipped", std::to_string(suite.of(JUnitKind::skipped)));
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

Status JUnit::suite(const JUnitSuite& suite) {
    begin(suite);
    Status status = ok_status();
    for (auto t = suite.tasks.begin(); status && t != suite.tasks.end(); ++t) {
        status = task(**t);
    }
    properties(std::exchange(recorded_, {}));
    for (auto i = suite.instances.begin(); status && i != suite.instances.end(); ++i) {
        status = instance(**i, suite.name);
    }
    if (suite.tasks.empty() && suite.instances.empty()) {
        begin(TestCase{"result", suite.name, 0, JUnitKind::error, "run", trouble_of(record_)});
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
    if (!test.place.file.empty()) {
        xml_.attribute("file", source_paths_.shown(test.place.file));
    }
    if (test.place.line > 0) {
        xml_.attribute("line", std::to_string(test.place.line));
    }
    if (test.kind != JUnitKind::passed) {
        xml_.open(junit_element(test.kind));
        xml_.attribute("type", test.type);
        xml_.attribute("message", test.message);
        xml_.text(test.details.empty() ? test.message : test.details);
        xml_.close();
    }
}

const TaskEnded& JUnit::without_result(const TaskRecord& task) {
    none_.outcome = task.outcome;
    none_.cause = task.cause;
    none_.reason = task.reason;
    return none_;
}

Status JUnit::task(const TaskRecord& task) {
    const auto found = lines_.end(task);
    if (!found) {
        return found.error();
    }
    const TaskEnded& ended = *found != nullptr ? **found : without_result(task);
    const JUnitKind kind = junit_kind(task);
    TestCase test{
        std::string(record_.name(task)), record_.groups[task.group], task.seconds, kind, to_text(task.cause), ""};
    if (kind != JUnitKind::passed) {
        test.message = message_of(ended, paths_);
        test.details = details_with_output(ended, paths_, is_red(kind) ? kOutputInText : 0);
    }
    if (is_ci_) {
        test.place = place_of(record_, task, ended.failures);
    }
    begin(test);
    task_properties(task, ended);
    Status earlier = earlier_attempts(task);
    if (!earlier) {
        return earlier;
    }
    const std::string notes = notes_on(ended);
    if (!is_ci_) {
        output(read_ctest_tags(shown_output(ended.output)).output);
    }
    if (!notes.empty() && (!is_ci_ || is_red(kind))) {
        xml_.element("system-err", notes);
    }
    xml_.close();
    return ok_status();
}

void JUnit::output(const std::string& output) {
    if (!output.empty()) {
        xml_.line("<system-out>", output, "</system-out>");
    }
}

// Writes what the test recorded as its properties. In Jenkins' schema only suites have properties.
void JUnit::task_properties(const TaskRecord& task, const TaskEnded& ended) {
    std::vector<std::pair<std::string, std::string>> recorded = ended.properties;
    if (task.ahead) {
        recorded.emplace_back("ran_ahead", "true");
    }
    if (is_ci_) {
        properties(recorded);
        return;
    }
    for (auto& [name, value] : recorded) {
        recorded_.emplace_back(std::string(record_.name(task)) + "." + name, std::move(value));
    }
}

void JUnit::properties(const std::vector<std::pair<std::string, std::string>>& list) {
    if (list.empty()) {
        return;
    }
    xml_.open("properties");
    for (const auto& [name, value] : list) {
        property(name.c_str(), value);
    }
    xml_.close();
}

Status JUnit::earlier_attempts(const TaskRecord& task) {
    for (const EarlierAttempt& earlier : task.earlier) {
        const auto ended = lines_.end(earlier);
        if (!ended) {
            return ended.error();
        }
        const bool failure = junit_kind(ended->outcome) == JUnitKind::failure;
        const bool passed_later = task.outcome == Outcome::passed;
        xml_.open(passed_later ? (failure ? "flakyFailure" : "flakyError") : (failure ? "rerunFailure" : "rerunError"));
        xml_.attribute("type", to_text(ended->cause));
        xml_.attribute("message", message_of(*ended, paths_));
        xml_.element("stackTrace", details_of(*ended, paths_));
        xml_.element("system-out", read_ctest_tags(shown_output(ended->output)).output);
        xml_.close();
    }
    return ok_status();
}

Status JUnit::instance(const InstanceRecord& instance, const std::string& classname) {
    const SourcePlace place = is_ci_ ? place_from(record_.fixtures[instance.fixture].source) : SourcePlace();
    const auto write = [&](const char* what, const char* type, Outcome outcome, double seconds,
                           const std::string& reason, Span line) {
        return fixture_case(
            {instance.name + what, classname, seconds, junit_kind(outcome), type, why(outcome, reason), "", place},
            line);
    };
    Status status =
        write(".setup", "setup", instance.setup, instance.setup_seconds, instance.setup_reason, instance.setup_line);
    if (status && instance.died) {
        status = write(".service", "service_died", Outcome::crashed, 0, instance.died_reason, instance.died_line);
    }
    if (status && instance.teardown) {
        status = write(".teardown", "teardown", *instance.teardown, instance.teardown_seconds, instance.teardown_reason,
                       instance.teardown_line);
    }
    return status;
}

struct FixtureText {
    std::string output;
    std::string leaks;
};

template <typename E>
FixtureText text_of(const E& event) {
    FixtureText text;
    if constexpr (requires { event.output; }) {
        text.output = shown_output(event.output);
    }
    if constexpr (requires { event.leaked; }) {
        text.leaks = leak_note(event.leaked);
    }
    return text;
}

Status JUnit::fixture_case(TestCase test, Span span) {
    if (is_ci_ && !is_red(test.kind)) {
        return ok_status();
    }
    FixtureText text;
    if (span) {
        const auto event = lines_.read(span);
        if (!event) {
            return event.error();
        }
        text = std::visit([](const auto& e) { return text_of(e); }, *event);
    }
    if (is_red(test.kind) && !text.output.empty()) {
        test.details = test.message + "\n\n" + shortened(text.output, kOutputInText);
    }
    begin(test);
    if (!is_ci_) {
        output(text.output);
    }
    if (!text.leaks.empty()) {
        xml_.element("system-err", text.leaks);
    }
    xml_.close();
    return ok_status();
}

}  // namespace

Status write_junit(const RunRecord& record, std::FILE* file, JUnitFlavour flavour) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return JUnit(record, std::move(*lines), file, flavour).write();
}

}  // namespace pf
