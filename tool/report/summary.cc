#include "tool/report/summary.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tool/report/report_text.h"
#include "tool/support/json_text.h"

namespace pf {
namespace {

class Summary {
public:
    Summary(const RunRecord& record, std::FILE* file) : record_(record), json_(file, JsonPlace::file) {}

    // Writes one element a line, so that a person can read it.
    void write();

private:
    void run();
    void shards();
    void finish(const FinishEnded& finish);
    void counts();
    void fixture(const FixtureRecord& fixture);
    void task(const TaskRecord& task);
    void texts(std::string_view key, const std::vector<std::string>& texts);
    void optional_number(std::string_view key, const std::optional<int>& number);

    template <typename Range, typename WriteOne>
    void list(std::string_view key, const Range& range, WriteOne write_one) {
        json_.raw(",\n \"").raw(key).raw("\": [");
        const char* before = "\n  ";
        for (const auto& element : range) {
            json_.raw(before);
            write_one(element);
            before = ",\n  ";
        }
        json_.raw("]");
    }

    const RunRecord& record_;
    JsonText json_;
};

void Summary::texts(std::string_view key, const std::vector<std::string>& texts) {
    json_.key(key).open('[');
    for (const std::string& text : texts) {
        json_.text(text);
    }
    json_.close(']');
}

void Summary::optional_number(std::string_view key, const std::optional<int>& number) {
    json_.key(key);
    if (number) {
        json_.number(*number);
    } else {
        json_.null();
    }
}

void Summary::run() {
    const RunStarted& run = record_.run();
    double setup_seconds = 0;
    double saved = 0;
    std::string stopped;
    for (const SegmentRecord& segment : record_.segments) {
        if (segment.ended) {
            setup_seconds += segment.ended->setup_seconds;
            saved += segment.ended->setup_seconds_saved;
        }
        if (stopped.empty()) {
            stopped = segment.stopping;
        }
    }
    json_.open('{').key("id").text(run.run_id).key("version").text(run.version);
    json_.key("started").text(iso_time(record_.started()));
    json_.key("seconds").seconds(record_.ended() - record_.started());
    optional_number("exit_code", record_.exit_code());
    json_.key("complete").boolean(record_.problems.empty());
    texts("problems", record_.problems);
    json_.key("stopped");
    static_cast<void>(stopped.empty() ? json_.null() : json_.text(stopped));
    texts("command", run.command);
    json_.key("build_dir").text(run.build_dir).key("config").text(run.config).key("hostname").text(run.hostname);
    json_.key("jobs").number(run.jobs).key("seed").number(run.seed).key("shuffled").boolean(run.shuffled);
    shards();
    json_.key("setup_seconds").seconds(setup_seconds).key("setup_seconds_saved").seconds(saved);
    json_.key("finish").open('[');
    for (const FinishEnded& one : record_.finishes) {
        finish(one);
    }
    json_.close(']').close('}');
}

void Summary::shards() {
    json_.key("shards").open('[');
    for (const SegmentRecord& segment : record_.segments) {
        const RunStarted& started = segment.started;
        if (started.shards == 0 || started.shard == 0) {
            continue;
        }
        json_.open('{').key("shard").number(started.shard).key("of").number(started.shards);
        json_.key("id").text(started.run_id).key("hostname").text(started.hostname);
        json_.key("started").text(iso_time(started.started)).key("seconds").seconds(segment.last_at);
        optional_number("exit_code", segment.ended ? std::optional<int>(segment.ended->exit_code) : std::nullopt);
        json_.key("tasks").number(segment.tasks).close('}');
    }
    json_.close(']');
}

void Summary::finish(const FinishEnded& finish) {
    json_.open('{');
    texts("command", finish.command);
    json_.key("passed").boolean(finish.passed).key("required").boolean(finish.required);
    json_.key("seconds").seconds(finish.seconds).key("reason").text(finish.reason);
    optional_number("exit_code", finish.exit_code);
    optional_number("signal", finish.signal);
    texts("leaked", finish.leaked);
    json_.close('}');
}

void Summary::counts() {
    const Counts& counts = record_.counts;
    json_.open('{').key("declared").number(counts.declared);
    for (std::size_t i = 0; i < counts.outcomes.size(); ++i) {
        json_.key(to_text(static_cast<Outcome>(i))).number(counts.outcomes.at(i));
    }
    json_.key("flaky").number(counts.flaky).key("leaked").number(counts.leaked);
    json_.key("slow").number(counts.slow).key("unreported").number(counts.unreported).close('}');
}

void Summary::fixture(const FixtureRecord& fixture) {
    json_.open('{').key("name").text(fixture.name).key("kind").text(fixture.kind).key("scope").text(fixture.scope);
    texts("parents", fixture.parents);
    json_.key("outcome").text(to_text(fixture.outcome));
    json_.key("reason").text(fixture.reason).key("setups").number(fixture.setups);
    json_.key("kept").number(fixture.kept).key("setup_seconds").seconds(fixture.setup_seconds);
    json_.key("teardowns").number(fixture.teardowns);
    json_.key("teardown_seconds").seconds(fixture.teardown_seconds).close('}');
}

void Summary::task(const TaskRecord& task) {
    json_.open('{').key("id").text(task.id).key("group").text(record_.groups[task.group]);
    json_.key("outcome").text(to_text(task.outcome)).key("cause").text(to_text(task.cause));
    json_.key("seconds").seconds(task.seconds).key("attempts").number(task.attempts);
    optional_number("worker", task.worker < 0 ? std::nullopt : std::optional<int>(task.worker));
    json_.key("reason").text(task.reason);
    optional_number("exit_code", task.exit_code);
    optional_number("signal", task.signal);
    texts("leaked", task.leaked);
    json_.key("flaky").boolean(task.flaky).key("slow").boolean(task.slow).key("ahead").boolean(task.ahead).close('}');
}

void Summary::write() {
    json_.raw("{\n \"run\": ");
    run();
    json_.raw(",\n \"counts\": ");
    counts();
    list("fixtures", record_.fixtures, [this](const FixtureRecord& one) { fixture(one); });
    list("tasks", record_.tasks, [this](const TaskRecord& one) { task(one); });
    json_.raw("\n}\n");
}

}  // namespace

Status write_summary(const RunRecord& record, std::FILE* file) {
    Summary(record, file).write();
    return ok_status();
}

}  // namespace pf
