#include "tool/page/page_data.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "tool/page/output_budget.h"
#include "tool/page/page_details.h"
#include "tool/page/wait_text.h"
#include "tool/support/json_text.h"

namespace pf {
namespace {

constexpr double kMicroseconds = 1e6;

std::int64_t micro(double seconds) {
    return std::isfinite(seconds) && std::abs(seconds) < 1e9 ? std::llround(seconds * kMicroseconds) : 0;
}

// Seconds since the epoch, up to the year 9999.
std::int64_t milliseconds(double seconds) {
    constexpr double kLast = 253402300799;
    return std::isnan(seconds) ? 0 : std::llround(std::clamp(seconds, 0.0, kLast) * 1000);
}

enum Flags { kFlaky = 1, kLeaked = 2, kSlow = 4, kAhead = 8, kNameIsId = 16 };

int flags_of(const RunRecord& record, const TaskRecord& task) {
    return (task.flaky ? kFlaky : 0) | (task.did_leak() ? kLeaked : 0) | (task.slow ? kSlow : 0) |
           (task.ahead ? kAhead : 0) | (record.name(task) == task.id ? kNameIsId : 0);
}

class PageData {
public:
    PageData(const RunRecord& record, const RunView& view, std::FILE* file)
        : record_(record), view_(view), json_(file) {}

    Status write(const std::vector<EarlierRun>& earlier, const Comparison& compared);

private:
    void run();
    void counts();
    void tables();
    void texts(std::string_view key, const std::vector<std::string>& texts);
    void fixtures();
    void instances();
    void tasks();
    void attempts();
    void waits();
    void path();
    void history(const std::vector<EarlierRun>& earlier, const Comparison& compared);
    void indexes(std::string_view key, const std::vector<std::uint32_t>& list);
    std::int64_t reason(const std::string& text);

    const RunRecord& record_;
    const RunView& view_;
    JsonText json_;
    std::unordered_map<std::string, std::int64_t> reasons_{{"", 0}};
};

void PageData::texts(std::string_view key, const std::vector<std::string>& texts) {
    json_.key(key).open('[');
    for (const std::string& text : texts) {
        json_.text(text);
    }
    json_.close(']');
}

void PageData::run() {
    const RunStarted& run = record_.run();
    std::string stopped;
    for (const SegmentRecord& segment : record_.segments) {
        stopped = stopped.empty() ? segment.stopping : stopped;
    }
    json_.key("run").open('{');
    json_.key("id").text(run.run_id).key("version").text(run.version);
    json_.key("started").number(milliseconds(record_.started()));
    json_.key("end").number(view_.end);
    json_.key("build_dir").text(run.build_dir).key("config").text(run.config).key("hostname").text(run.hostname);
    json_.key("jobs").number(run.jobs).key("seed").text(std::to_string(run.seed)).key("stopped").text(stopped);
    texts("command", run.command);
    texts("problems", record_.problems);
    json_.close('}');
}

void PageData::counts() {
    const Counts& counts = record_.counts;
    json_.line().key("counts").open('[');
    for (const std::uint64_t count : counts.outcomes) {
        json_.number(static_cast<std::int64_t>(count));
    }
    json_.close(']');
}

void PageData::tables() {
    json_.line().key("outcomes").open('[');
    for (std::size_t i = 0; i < record_.counts.outcomes.size(); ++i) {
        json_.text(to_text(static_cast<Outcome>(i)));
    }
    json_.close(']');
    json_.line().key("causes").open('[');
    for (int i = 0; i <= static_cast<int>(Cause::unreported); ++i) {
        json_.text(to_text(static_cast<Cause>(i)));
    }
    json_.close(']').line();
    texts("groups", record_.groups);
    texts("sources", record_.sources);
    json_.line().key("labels").open('[');
    for (const auto& list : record_.labels) {
        json_.open('[');
        for (const std::string& label : list) {
            json_.text(label);
        }
        json_.close(']');
    }
    json_.close(']');
}

// A whole suite may be held back for the same reason, which is then written once.
std::int64_t PageData::reason(const std::string& text) {
    constexpr std::size_t kLongest = 2000;
    if (text.empty()) {
        return 0;
    }
    return reasons_.try_emplace(shortened(text, kLongest), static_cast<std::int64_t>(reasons_.size())).first->second;
}

void PageData::fixtures() {
    json_.line().key("fixtures").open('[');
    for (std::size_t i = 0; i < record_.fixtures.size(); ++i) {
        const FixtureRecord& fixture = record_.fixtures[i];
        json_.line().open('{').key("name").text(fixture.name).key("kind").text(fixture.kind);
        json_.key("scope").text(fixture.scope).key("source").text(fixture.source);
        json_.key("outcome").number(static_cast<int>(fixture.outcome)).key("reason").number(reason(fixture.reason));
        json_.key("setups").number(static_cast<std::int64_t>(fixture.setups));
        json_.key("kept").number(static_cast<std::int64_t>(fixture.kept));
        json_.key("setup").number(micro(fixture.setup_seconds));
        json_.key("teardowns").number(static_cast<std::int64_t>(fixture.teardowns));
        json_.key("teardown").number(micro(fixture.teardown_seconds));
        texts("lanes", view_.fixture_lanes[i]);
        json_.close('}');
    }
    json_.close(']');
}

void PageData::instances() {
    json_.line().key("instances").open('[');
    for (std::size_t i = 0; i < record_.instances.size(); ++i) {
        const InstanceRecord& instance = record_.instances[i];
        const InstanceView& seen = view_.instances[i];
        json_.line().open('[').text(seen.name).number(instance.fixture).number(seen.lane);
        json_.number(seen.begin).number(seen.ready).number(seen.gone).number(seen.down).number(seen.end);
        json_.number(static_cast<int>(instance.setup));
        json_.number(instance.teardown ? static_cast<int>(*instance.teardown) : -1);
        json_.number((instance.died ? 1 : 0) | (instance.kept ? 2 : 0));
        json_.number(reason(instance.setup_reason)).number(reason(instance.died_reason));
        json_.number(reason(instance.teardown_reason)).close(']');
    }
    json_.close(']');
}

void PageData::tasks() {
    json_.line().key("tasks").open('[');
    for (std::size_t i = 0; i < record_.tasks.size(); ++i) {
        const TaskRecord& task = record_.tasks[i];
        json_.line().open('[').text(record_.name(task)).number(task.group);
        json_.number(static_cast<int>(task.outcome)).number(static_cast<int>(task.cause)).number(reason(task.reason));
        json_.number(micro(task.seconds)).number(task.attempts).number(flags_of(record_, task)).number(task.worker);
        json_.number(task.labels).number(task.source);
        json_.open('[');
        for (const std::uint32_t instance : view_.tasks[i].instances) {
            json_.number(instance);
        }
        json_.close(']');
        if (view_.shards[task.segment] != 0) {
            json_.text(record_.segments[task.segment].name());
        }
        json_.close(']');
    }
    json_.close(']');
    std::vector<std::string> reasons(reasons_.size());
    for (const auto& [text, index] : reasons_) {
        reasons[static_cast<std::size_t>(index)] = text;
    }
    json_.line();
    texts("reasons", reasons);
}

void PageData::attempts() {
    json_.line();
    texts("lanes", view_.task_lanes);
    json_.line().key("attempts").open('[');
    for (const AttemptView& attempt : view_.attempts) {
        json_.number(attempt.task).number(attempt.number).number(static_cast<int>(attempt.outcome));
        json_.number(attempt.begin).number(attempt.end).number(attempt.lane);
    }
    json_.close(']');
}

void PageData::waits() {
    json_.line().key("waited_for").open('[');
    for (const std::vector<std::string>& causes : record_.wait_causes) {
        json_.text(wait_text(causes));
    }
    json_.close(']').key("waits").open('[');
    for (const WaitView& wait : view_.waits) {
        json_.number(wait.task).number(wait.attempt).number(wait.begin).number(wait.end);
        json_.number(wait.lane).number(wait.causes);
    }
    json_.close(']');
}

void PageData::indexes(std::string_view key, const std::vector<std::uint32_t>& list) {
    json_.key(key).open('[');
    for (const std::uint32_t index : list) {
        json_.number(index);
    }
    json_.close(']');
}

void PageData::path() {
    const AdviceFacts& facts = view_.facts;
    json_.line().key("path").open('{').key("task").number(facts.path.task == kNoStep ? -1
                                                                                     : std::int64_t(facts.path.task));
    indexes("instances", facts.path.instances);
    json_.close('}');
    const SlotUse& use = facts.use;
    json_.key("use").open('{').key("slots").number(use.slots).key("busy").number(micro(use.busy));
    json_.key("setups").number(micro(use.idle_for_setups)).key("held").number(micro(use.idle_held_back));
    json_.key("end").number(micro(use.idle_at_end)).key("waits").open('[');
    constexpr std::size_t kShown = 3;
    for (std::size_t i = 0; i < std::min(use.usable_by_cause.size(), kShown); ++i) {
        json_.open('[').text(wait_text({use.usable_by_cause[i].first})).number(micro(use.usable_by_cause[i].second));
        json_.close(']');
    }
    json_.close(']').close('}');
}

void PageData::history(const std::vector<EarlierRun>& earlier, const Comparison& compared) {
    json_.line().key("earlier").open('[');
    for (const EarlierRun& run : earlier) {
        json_.open('{').key("id").text(run.run_id).key("started").text(run.started);
        json_.key("duration").number(micro(run.seconds)).key("counts").open('[');
        for (const std::uint64_t count : run.outcomes) {
            json_.number(static_cast<std::int64_t>(count));
        }
        json_.close(']').close('}');
    }
    json_.close(']');
    json_.key("compared").open('{');
    indexes("failed", compared.new_failures);
    indexes("fixed", compared.fixed);
    indexes("added", compared.added);
    json_.key("slower").open('[');
    for (const SlowerTask& slower : compared.slower) {
        json_.open('[').number(slower.task).number(micro(slower.usual_seconds)).close(']');
    }
    json_.close(']').close('}');
}

Status PageData::write(const std::vector<EarlierRun>& earlier, const Comparison& compared) {
    json_.open('{');
    run();
    counts();
    tables();
    fixtures();
    instances();
    tasks();
    attempts();
    waits();
    path();
    history(earlier, compared);
    Status status = write_page_details(record_, json_);
    json_.close('}');
    return status;
}

}  // namespace

Status write_page_data(const RunRecord& record, const RunView& view, const std::vector<EarlierRun>& earlier,
                       const Comparison& compared, std::FILE* file) {
    return PageData(record, view, file).write(earlier, compared);
}

}  // namespace pf
