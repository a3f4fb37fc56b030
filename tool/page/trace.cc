#include "tool/page/trace.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "tool/page/output_budget.h"
#include "tool/page/wait_text.h"
#include "tool/support/json_text.h"

namespace pf {
namespace {

constexpr int kProcess = 1;
constexpr std::size_t kReasonLimit = 500;

struct CounterChange {
    std::int64_t at = 0;
    int running = 0;
    int failures = 0;
};

class Trace {
public:
    Trace(const RunRecord& record, const RunView& view, std::FILE* file) : record_(record), view_(view), json_(file) {
        const double seconds = std::isfinite(record.started()) ? std::clamp(record.started(), 0.0, 1e11) : 0;
        epoch_ = static_cast<std::int64_t>(seconds * 1e6);
        auto next = static_cast<std::int64_t>(1 + view.task_lanes.size());
        for (const auto& lanes : view.fixture_lanes) {
            first_lane_.push_back(next);
            next += static_cast<std::int64_t>(lanes.size());
        }
    }

    void write();

private:
    void metadata(const char* what, std::int64_t thread, const char* key, const std::string& value);
    void threads();
    void begin(const char* phase, std::string_view name, const char* category, std::int64_t thread, std::int64_t at);
    void span(std::string_view name, const char* category, std::int64_t thread, std::int64_t begin, std::int64_t end);
    void attempt(const AttemptView& attempt);
    void instance(std::size_t index);
    void phase(std::size_t index, const char* category, std::int64_t begin, std::int64_t end, Outcome outcome,
               const std::string& reason);
    void waits();
    void flows();
    void counters();
    [[nodiscard]] std::int64_t thread_of(std::size_t instance) const {
        return first_lane_[record_.instances[instance].fixture] + view_.instances[instance].lane;
    }

    const RunRecord& record_;
    const RunView& view_;
    JsonText json_;
    std::int64_t epoch_ = 0;
    std::vector<std::int64_t> first_lane_;  // By fixture: the thread of its first lane.
};

void Trace::metadata(const char* what, std::int64_t thread, const char* key, const std::string& value) {
    json_.line().open('{').key("ph").text("M").key("pid").number(kProcess).key("tid").number(thread);
    json_.key("name").text(what).key("args").open('{').key(key).text(value).close('}').close('}');
}

void Trace::threads() {
    metadata("process_name", 0, "name", "parallel-fixtures " + record_.run().run_id);
    const auto name = [this](std::int64_t thread, const std::string& text) {
        metadata("thread_name", thread, "name", text);
        json_.line().open('{').key("ph").text("M").key("pid").number(kProcess).key("tid").number(thread);
        json_.key("name").text("thread_sort_index").key("args").open('{').key("sort_index").number(thread);
        json_.close('}').close('}');
    };
    std::int64_t thread = 0;
    for (const std::string& title : view_.task_lanes) {
        name(++thread, title);
    }
    for (const auto& titles : view_.fixture_lanes) {
        for (const std::string& title : titles) {
            name(++thread, "fixture " + title);
        }
    }
}

static_assert(kProcess == 1);

// An event has the same members each time, so their names are written together with the marks between them.
void Trace::begin(const char* phase, std::string_view name, const char* category, std::int64_t thread,
                  std::int64_t at) {
    json_.line().open('{').raw("\"ph\":\"").raw(phase).raw("\",\"name\":").text(name);
    json_.raw(",\"cat\":\"").raw(category).raw("\",\"pid\":1,\"tid\":").number(thread);
    json_.raw(",\"ts\":").number(epoch_ + at);
}

void Trace::span(std::string_view name, const char* category, std::int64_t thread, std::int64_t from, std::int64_t to) {
    begin("X", name, category, thread, from);
    json_.key("dur").number(to - from);
}

void Trace::attempt(const AttemptView& attempt) {
    const TaskRecord& task = record_.tasks[attempt.task];
    span(task.id, attempt.number == task.attempts ? "task" : "attempt", 1 + attempt.lane, attempt.begin, attempt.end);
    json_.key("args").open('{').key("outcome").text(to_text(attempt.outcome)).key("attempt").number(attempt.number);
    json_.key("worker").number(task.worker).key("group").text(record_.groups[task.group]);
    if (view_.shards[task.segment] != 0) {
        json_.key("machine").text(record_.segments[task.segment].name());
    }
    if (attempt.number == task.attempts) {
        json_.key("cause").text(to_text(task.cause));
        if (!task.reason.empty()) {
            json_.key("reason").text(shortened(task.reason, kReasonLimit));
        }
        if (task.flaky) {
            json_.key("flaky").boolean(true);
        }
    }
    const auto& labels = record_.labels[task.labels];
    json_.key("labels").open('[');
    for (const std::string& label : labels) {
        json_.text(label);
    }
    json_.close(']').close('}').close('}');
}

void Trace::phase(std::size_t index, const char* category, std::int64_t from, std::int64_t to, Outcome outcome,
                  const std::string& reason) {
    const InstanceRecord& instance = record_.instances[index];
    span(view_.instances[index].name + " " + category, category, thread_of(index), from, to);
    json_.key("args").open('{').key("outcome").text(to_text(outcome));
    json_.key("fixture").text(record_.fixtures[instance.fixture].name);
    if (!reason.empty()) {
        json_.key("reason").text(shortened(reason, kReasonLimit));
    }
    json_.close('}').close('}');
}

void Trace::instance(std::size_t index) {
    const InstanceRecord& instance = record_.instances[index];
    const InstanceView& seen = view_.instances[index];
    phase(index, "setup", seen.begin, seen.ready, instance.setup, instance.setup_reason);
    if (instance.setup == Outcome::passed) {
        phase(index, "up", seen.ready, seen.gone, instance.died ? Outcome::failed : Outcome::passed,
              instance.died_reason);
    }
    if (instance.teardown) {
        phase(index, "teardown", seen.down, seen.end, *instance.teardown, instance.teardown_reason);
    }
}

// Waits of one lane may overlap, so they are asynchronous events.
void Trace::waits() {
    for (std::size_t i = 0; i < view_.waits.size(); ++i) {
        const WaitView& wait = view_.waits[i];
        const std::vector<std::string>& causes = record_.wait_causes[wait.causes];
        const std::string name = "wait for " + shortened(wait_text(causes), kReasonLimit);
        const std::int64_t thread = 1 + wait.lane;
        begin("b", name, "wait", thread, wait.begin);
        json_.key("id").number(static_cast<std::int64_t>(i + 1)).key("args").open('{');
        json_.key("task").text(record_.tasks[wait.task].id).key("attempt").number(wait.attempt);
        json_.close('}').close('}');
        begin("e", name, "wait", thread, wait.end);
        json_.key("id").number(static_cast<std::int64_t>(i + 1)).close('}');
    }
}

// From the set-ups of the innermost instances to each attempt that ran on them. A viewer cannot draw more than some
// thousands.
void Trace::flows() {
    constexpr std::size_t kMost = 10000;
    std::size_t drawn = 0;
    for (std::size_t i = 0; i < view_.attempts.size() && drawn < kMost; ++i) {
        const AttemptView& attempt = view_.attempts[i];
        if (attempt.number != record_.tasks[attempt.task].attempts) {
            continue;
        }
        for (const std::uint32_t instance : view_.tasks[attempt.task].instances) {
            ++drawn;
            begin("s", "fixture", "fixture", thread_of(instance), view_.instances[instance].begin);
            json_.key("id").number(static_cast<std::int64_t>(drawn)).close('}');
            begin("f", "fixture", "fixture", 1 + attempt.lane, attempt.begin);
            json_.key("id").number(static_cast<std::int64_t>(drawn)).key("bp").text("e").close('}');
        }
    }
}

// How many tasks are running, and how many attempts have not passed. At most some thousand points, however many tasks
// there are.
void Trace::counters() {
    constexpr std::int64_t kPoints = 5000;
    std::vector<CounterChange> changes;
    changes.reserve(2 * view_.attempts.size());
    for (const AttemptView& attempt : view_.attempts) {
        const bool bad = attempt.outcome != Outcome::passed && attempt.outcome != Outcome::skipped;
        changes.push_back({attempt.begin, 1, 0});
        changes.push_back({attempt.end, -1, bad ? 1 : 0});
    }
    std::sort(changes.begin(), changes.end(),
              [](const CounterChange& a, const CounterChange& b) { return a.at < b.at; });
    const std::int64_t rest = static_cast<std::int64_t>(changes.size()) > kPoints ? view_.end / kPoints : 0;
    std::int64_t due = 0;
    int running = 0;
    int failures = 0;
    int told = -1;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        running += changes[i].running;
        failures += changes[i].failures;
        const bool last = i + 1 == changes.size();
        if (last || (changes[i].at >= due && changes[i + 1].at != changes[i].at)) {
            begin("C", "tasks", "counter", 0, changes[i].at);
            json_.key("args").open('{').key("running").number(running).close('}').close('}');
            if (failures != told) {
                begin("C", "failures", "counter", 0, changes[i].at);
                json_.key("args").open('{').key("failed attempts").number(failures).close('}').close('}');
                told = failures;
            }
            due = changes[i].at + rest;
        }
    }
}

void Trace::write() {
    json_.open('{').key("displayTimeUnit").text("ms").key("otherData").open('{');
    json_.key("run").text(record_.run().run_id).key("version").text(record_.run().version).close('}');
    json_.line().key("traceEvents").open('[');
    threads();
    for (const AttemptView& one : view_.attempts) {
        attempt(one);
    }
    for (std::size_t i = 0; i < record_.instances.size(); ++i) {
        instance(i);
    }
    waits();
    flows();
    counters();
    json_.close(']').close('}');
}

}  // namespace

Status write_trace(const RunRecord& record, const RunView& view, std::FILE* file) {
    Trace(record, view, file).write();
    return ok_status();
}

}  // namespace pf
