#include "tool/report/test_xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tool/journal/record_lines.h"
#include "tool/report/ctest_status.h"
#include "tool/report/fixture_view.h"
#include "tool/report/measurement.h"
#include "tool/report/report_text.h"
#include "tool/report/xml_writer.h"

namespace pf {
namespace {

// The content of one <Test>.
struct TestElement {
    std::string_view name;
    std::string command_line;
    CTestStatus status;
    std::string_view reason;
    double seconds = 0;
    double started = 0;  // In seconds since the Unix epoch. 0: not known.
    int processors = 1;
    std::string environment;
    const std::vector<std::string>* labels = nullptr;  // Null: it has none.
    std::vector<Measurement> own;                      // Measurements that CTest does not have.
    std::vector<Measurement> recorded;                 // Measurements of the test itself.
    std::optional<std::string> details;                // Replaces the Completion Status.
    std::string output;
};

// Returns the command as CTest shows it: the program without quotes, the arguments in quotes, and nothing escaped.
std::string command_line(const std::vector<std::string>& command) {
    std::size_t size = 0;
    for (const std::string& word : command) {
        size += word.size() + std::string_view(" \"\"").size();
    }
    std::string line;
    line.reserve(size);
    line += command.empty() ? "" : command.front();
    for (std::size_t i = 1; i < command.size(); ++i) {
        line.append(" \"").append(command[i]).append("\"");
    }
    return line;
}

// Returns a date in CTest's format. It does not use strftime(3), whose result depends on the locale.
std::string ctest_date(double seconds) {
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::tm utc = date_of(seconds);
    return fmt::format("{} {:02} {:02}:{:02} UTC", kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_mday,
                       utc.tm_hour, utc.tm_min);
}

std::vector<std::string> sorted_once(std::vector<std::string> labels, std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(labels));
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    return labels;
}

class TestXml {
public:
    TestXml(const RunRecord& record, RecordLines lines, std::FILE* file)
        : record_(record), lines_(std::move(lines)), xml_(file), views_(fixture_views(record)) {
        for (const auto& labels : record.labels) {
            sorted_labels_.push_back(sorted_once(labels, {}));
        }
    }

    Status write(const Site& site);

private:
    void begin(const Site& site);
    void test_list();
    Status setup(const FixtureRecord& fixture, const FixtureView& view);
    Status teardown(const FixtureRecord& fixture, const FixtureView& view);
    Status task(const TaskRecord& task);
    Status declaration_into(const TaskRecord& task, TestElement& entry);
    Status ending_into(const TaskRecord& task, TestElement& entry);
    Status attempts_into(const TaskRecord& task, TestElement& entry);
    void entry(const TestElement& entry);
    void results(const TestElement& entry);
    void measurement(const Measurement& measurement);

    const RunRecord& record_;
    RecordLines lines_;
    XmlWriter xml_;
    std::vector<FixtureView> views_;
    std::vector<std::vector<std::string>> sorted_labels_;  // By number of the list.
    std::vector<std::string> all_labels_;                  // Those of the current task, with those that it printed.
};

Status TestXml::write(const Site& site) {
    begin(site);
    test_list();
    Status status = ok_status();
    for (std::size_t i = 0; status && i < views_.size(); ++i) {
        status = setup(record_.fixtures[i], views_[i]);
    }
    for (auto t = record_.tasks.begin(); status && t != record_.tasks.end(); ++t) {
        status = task(*t);
    }
    for (std::size_t i = 0; status && i < views_.size(); ++i) {
        status = teardown(record_.fixtures[i], views_[i]);
    }
    xml_.element("EndDateTime", ctest_date(record_.ended()));
    xml_.element("EndTestTime", std::to_string(whole_seconds(record_.ended())));
    xml_.element("ElapsedMinutes", std::to_string(whole_seconds((record_.ended() - record_.started()) / 60)));
    xml_.close();
    xml_.close();
    return status;
}

void TestXml::begin(const Site& site) {
    xml_.open("Site");
    xml_.attribute("BuildName", site.build_name);
    xml_.attribute("BuildStamp", site.build_stamp);
    xml_.attribute("Name", site.name);
    xml_.attribute("Generator", "ParallelFixtures-" + record_.run().version);
    xml_.attribute("Hostname", record_.run().hostname);
    xml_.open("Testing");
    xml_.element("StartDateTime", ctest_date(record_.started()));
    xml_.element("StartTestTime", std::to_string(whole_seconds(record_.started())));
}

void TestXml::test_list() {
    xml_.open("TestList");
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (views_[i].setup != nullptr) {
            xml_.element("Test", "./" + record_.fixtures[i].name + ".setup");
        }
    }
    for (const TaskRecord& task : record_.tasks) {
        xml_.line("<Test>./", task.id, "</Test>");
    }
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (views_[i].teardown != nullptr) {
            xml_.element("Test", "./" + record_.fixtures[i].name + ".teardown");
        }
    }
    xml_.close();
}

Status TestXml::setup(const FixtureRecord& fixture, const FixtureView& view) {
    if (view.setup == nullptr) {
        return ok_status();
    }
    const InstanceRecord& worst = *view.setup;
    const std::string name = fixture.name + ".setup";
    TestElement test;
    test.name = name;
    test.status = ctest_fixture_status(setup_outcome(worst), worst.died ? worst.died_reason : worst.setup_reason);
    test.seconds = fixture.setup_seconds;
    test.started = worst.setup_line ? record_.ended_at(worst) - worst.setup_seconds : 0;
    test.own.push_back({kNumber, "Set-ups", std::to_string(fixture.setups)});
    for (const Span span : {worst.setup_line, worst.died_line}) {
        const auto event = span ? lines_.read(span) : Result<Event>(Event(Message()));
        if (!event) {
            return event.error();
        }
        if (const auto* ended = std::get_if<SetupEnded>(&*event)) {
            test.output += shown_output(ended->output);
            add_command_end(test.status, ended->exit_code, ended->signal);
        } else if (const auto* died = std::get_if<FixtureDied>(&*event)) {
            test.output += died->reason + "\n" + shown_output(died->output);
        }
    }
    entry(test);
    return ok_status();
}

Status TestXml::teardown(const FixtureRecord& fixture, const FixtureView& view) {
    if (view.teardown == nullptr) {
        return ok_status();
    }
    const InstanceRecord& worst = *view.teardown;
    const std::string name = fixture.name + ".teardown";
    TestElement test;
    test.name = name;
    test.status = ctest_fixture_status(*worst.teardown, worst.teardown_reason);
    test.seconds = fixture.teardown_seconds;
    test.own.push_back({kNumber, "Teardowns", std::to_string(fixture.teardowns)});
    if (worst.teardown_line) {
        const auto ended = lines_.read_as<TeardownEnded>(worst.teardown_line);
        if (!ended) {
            return ended.error();
        }
        test.started = record_.segments[worst.segment].started.started + ended->at - ended->seconds;
        test.output = shown_output(ended->output);
        add_command_end(test.status, ended->exit_code, ended->signal);
        if (!ended->leaked.empty()) {
            test.own.push_back({kText, "Leaked", fmt::format("{}", fmt::join(ended->leaked, ", "))});
        }
    }
    entry(test);
    return ok_status();
}

Status TestXml::task(const TaskRecord& task) {
    TestElement test;
    test.name = task.id;
    test.status = ctest_status({task.outcome, task.cause, task.exit_code, task.signal, task.reason});
    test.reason = task.reason;
    test.seconds = task.seconds;
    test.started = task.reported ? record_.ended_at(task) - task.seconds : 0;
    Status status = declaration_into(task, test);
    status = status ? ending_into(task, test) : status;
    status = status ? attempts_into(task, test) : status;
    if (status) {
        entry(test);
    }
    return status;
}

Status TestXml::declaration_into(const TaskRecord& task, TestElement& entry) {
    entry.processors = task.processors;
    entry.labels = &record_.labels[task.labels];
    const auto declared = lines_.declaration(task);
    if (!declared) {
        return declared.error();
    }
    if (*declared != nullptr) {
        entry.command_line = command_line((*declared)->command);
        const char* before = "";
        for (const std::string& variable : (*declared)->environment) {
            entry.environment.append(before).append(variable);
            before = "\n";
        }
    }
    return ok_status();
}

Status TestXml::ending_into(const TaskRecord& task, TestElement& entry) {
    const auto found = lines_.end(task);
    if (!found) {
        return found.error();
    }
    const TaskEnded* const ended = *found;
    if (ended == nullptr) {
        entry.output = task.reason;
        return ok_status();
    }
    RecordedResults recorded = recorded_by(*ended, record_.run().build_dir);
    entry.output = std::move(recorded.output);
    entry.details = std::move(recorded.details);
    entry.recorded = std::move(recorded.measurements);
    entry.labels = &sorted_labels_[task.labels];
    if (!recorded.labels.empty()) {
        all_labels_ = sorted_once(record_.labels[task.labels], std::move(recorded.labels));
        entry.labels = &all_labels_;
    }
    if (entry.output.empty() && !entry.status.ran) {
        entry.output = task.reason;  // CTest does the same: "Unable to find executable: /no/such".
    }
    for (const std::string& variable : ended->resources) {
        entry.environment.append(entry.environment.empty() ? "" : "\n").append(variable);
    }
    if (!ended->kept_dir.empty()) {
        entry.own.push_back({kText, "Kept directory", ended->kept_dir});
    }
    if (!ended->services.empty()) {
        entry.own.push_back({kText, "Services", ended->services});
    }
    if (!ended->stacks.empty()) {
        entry.own.push_back({kText, "Stacks", ended->stacks});
    }
    return ok_status();
}

Status TestXml::attempts_into(const TaskRecord& task, TestElement& entry) {
    if (task.attempts > 1) {
        entry.own.push_back({kNumber, "Attempts", std::to_string(task.attempts)});
    }
    if (task.flaky) {
        entry.own.push_back({kText, "Flaky", "true"});
    }
    if (task.slow) {
        entry.own.push_back({kText, "Slow", "true"});
    }
    if (task.ahead) {
        entry.own.push_back({kText, "Ran ahead", "true"});
    }
    if (task.did_leak()) {
        entry.own.push_back({kText, "Leaked", fmt::format("{}", fmt::join(task.leaked, ", "))});
    }
    for (const EarlierAttempt& earlier : task.earlier) {
        const auto ended = lines_.end(earlier);
        if (!ended) {
            return ended.error();
        }
        entry.own.push_back(
            {kPreformatted, fmt::format("Attempt {}", ended->attempt),
             fmt::format("{}: {} ({} s)\n{}", to_text(ended->outcome), why(ended->outcome, ended->reason),
                         decimal_seconds(ended->seconds), shown_output(ended->output))});
    }
    return ok_status();
}

void TestXml::entry(const TestElement& entry) {
    xml_.open("Test");
    xml_.attribute("Status", entry.status.status);
    xml_.line("<Name>", entry.name, "</Name>");
    xml_.line("<Path>", ".", "</Path>");
    xml_.line("<FullName>./", entry.name, "</FullName>");
    xml_.line("<FullCommandLine>", entry.command_line, "</FullCommandLine>");
    if (entry.status.ran && entry.started > 0) {
        xml_.line("<StartTestTime>", decimal(entry.started, std::chars_format::fixed, 6), "</StartTestTime>");
    }
    results(entry);
    if (entry.labels != nullptr && !entry.labels->empty()) {
        xml_.open("Labels");
        for (const std::string& label : *entry.labels) {
            xml_.line("<Label>", label, "</Label>");
        }
        xml_.close();
    }
    xml_.close();
}

// Writes the results in CTest's order.
void TestXml::results(const TestElement& entry) {
    constexpr std::string_view kEnd = "</Value></NamedMeasurement>";
    xml_.open("Results");
    if (!entry.status.exit_code.empty()) {
        measurement({kText, "Exit Code", entry.status.exit_code});
    }
    if (entry.status.exit_value) {
        measurement({kText, "Exit Value", std::to_string(*entry.status.exit_value)});
    }
    for (const std::vector<Measurement>* beyond : {&entry.recorded, &entry.own}) {
        for (const Measurement& one : *beyond) {
            measurement(one);
        }
    }
    if (entry.status.ran) {
        xml_.line(R"(<NamedMeasurement type="numeric/double" name="Execution Time"><Value>)",
                  decimal(entry.seconds, std::chars_format::general, 6), kEnd);
    }
    if (*entry.status.reason_name != '\0') {
        measurement({kText, entry.status.reason_name, std::string(entry.reason)});
    }
    xml_.line(R"(<NamedMeasurement type="numeric/double" name="Processors"><Value>)", std::to_string(entry.processors),
              kEnd);
    xml_.line(R"(<NamedMeasurement type="text/string" name="Completion Status"><Value>)",
              entry.details ? *entry.details : entry.status.completion, kEnd);
    xml_.line(R"(<NamedMeasurement type="text/string" name="Command Line"><Value>)", entry.command_line, kEnd);
    if (!entry.environment.empty()) {
        xml_.line(R"(<NamedMeasurement type="text/string" name="Environment"><Value>)", entry.environment, kEnd);
    }
    xml_.line("<Measurement><Value>", entry.output, "</Value></Measurement>");
    xml_.close();
}

void TestXml::measurement(const Measurement& measurement) {
    xml_.open("NamedMeasurement");
    xml_.attribute("type", measurement.type);
    xml_.attribute("name", measurement.name);
    const std::pair<const char*, const std::string&> more[] = {{"encoding", measurement.encoding},
                                                               {"compression", measurement.compression},
                                                               {"filename", measurement.filename}};
    for (const auto& [name, value] : more) {
        if (!value.empty()) {
            xml_.attribute(name, value);
        }
    }
    xml_.element("Value", measurement.value, XmlWriter::Layout::same_line);
    xml_.close(XmlWriter::Layout::same_line);
}

}  // namespace

Status write_test_xml(const RunRecord& record, const Site& site, std::FILE* file) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return TestXml(record, std::move(*lines), file).write(site);
}

}  // namespace pf
