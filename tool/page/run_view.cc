#include "tool/page/run_view.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "tool/page/lanes.h"
#include "tool/page/shards.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr double kMicro = 1e6;

class Viewer {
public:
    explicit Viewer(const RunRecord& record) : record_(record) {}

    RunView view();

private:
    [[nodiscard]] std::int64_t time(std::uint32_t segment, double at) const;
    void see_instances();
    void see_tasks();
    void attempts(std::uint32_t index);
    void last_attempt(std::uint32_t index, std::int64_t concluded_at);
    void find_instances(std::uint32_t index);
    [[nodiscard]] std::vector<std::uint32_t> numbers_of(const std::vector<std::string>& names) const;
    [[nodiscard]] std::vector<std::uint32_t> chain_of(const std::vector<std::string>& names) const;
    [[nodiscard]] std::uint32_t instance_for(std::uint32_t fixture, const TaskRecord& task, std::int64_t at) const;
    [[nodiscard]] bool belongs(const InstanceRecord& instance, const TaskRecord& task) const;
    void assign_lanes();
    void assign_fixture_lanes();
    [[nodiscard]] std::vector<std::string> titles(const Lanes& lanes, const std::string& name, bool numbered) const;
    void see_waits();
    void add_facts();
    [[nodiscard]] CriticalPath path() const;
    [[nodiscard]] std::vector<BusySpan> busy() const;
    [[nodiscard]] std::vector<WaitSpan> waits() const;
    void name_path();

    const RunRecord& record_;
    RunView view_;
    std::unordered_map<std::string, std::uint32_t> fixtures_;  // By name.
    std::vector<std::vector<std::uint32_t>> instances_of_;     // By fixture, in order of their set-ups' end.
    std::vector<std::vector<std::uint32_t>> parents_;          // By fixture.
    std::vector<std::vector<std::uint32_t>> used_;             // By fixture: the instances that the last task used.
    std::vector<std::vector<std::uint32_t>> required_;         // By RunRecord::required: fixtures.
    std::vector<std::vector<std::uint32_t>> chains_;           // By RunRecord::required: the same and all below them.
    std::vector<std::uint32_t> slots_;                         // By attempt.
};

std::int64_t Viewer::time(std::uint32_t segment, double at) const {
    const double seconds = record_.segments[segment].started.started - record_.started() + at;
    const double limit = static_cast<double>(RunView::kLatest);
    return std::isnan(seconds) ? 0 : static_cast<std::int64_t>(std::clamp(std::floor(seconds * kMicro), 0.0, limit));
}

void Viewer::see_instances() {
    for (std::uint32_t i = 0; i < record_.fixtures.size(); ++i) {
        fixtures_.emplace(record_.fixtures[i].name, i);
    }
    for (const FixtureRecord& fixture : record_.fixtures) {
        parents_.push_back(numbers_of(fixture.parents));
    }
    for (const std::vector<std::string>& names : record_.required) {
        required_.push_back(numbers_of(names));
        chains_.push_back(chain_of(names));
    }
    used_.resize(record_.fixtures.size());
    instances_of_.resize(record_.fixtures.size());
    for (const InstanceRecord& instance : record_.instances) {
        const std::int64_t over = time(instance.segment, record_.segments[instance.segment].last_at);
        InstanceView seen;
        const std::uint32_t shard = view_.shards[instance.segment];
        seen.name = instance.name + (shard == 0 ? "" : " (" + shard_title(record_, shard) + ")");
        seen.begin = time(instance.segment, instance.setup_started_at);
        seen.ready = instance.setup_line ? std::max(time(instance.segment, instance.setup_at), seen.begin) : over;
        seen.end = std::max(instance.teardown ? time(instance.segment, instance.teardown_at) : over, seen.ready);
        const double down_seconds = instance.teardown ? instance.teardown_seconds : 0;
        seen.down = instance.teardown ? time(instance.segment, instance.teardown_at - down_seconds) : seen.end;
        seen.down = std::clamp(seen.down, seen.ready, seen.end);
        seen.gone =
            instance.died ? std::clamp(time(instance.segment, instance.died_at), seen.ready, seen.down) : seen.down;
        instances_of_[instance.fixture].push_back(static_cast<std::uint32_t>(view_.instances.size()));
        view_.instances.push_back(seen);
    }
    for (auto& own : instances_of_) {
        std::stable_sort(own.begin(), own.end(), [this](std::uint32_t a, std::uint32_t b) {
            return view_.instances[a].ready < view_.instances[b].ready;
        });
    }
}

void Viewer::attempts(std::uint32_t index) {
    const TaskRecord& task = record_.tasks[index];
    std::int64_t last_end = -1;
    int last_number = 0;
    for (const EarlierAttempt& earlier : task.earlier) {
        if (earlier.number > 0) {
            const std::int64_t end = time(task.segment, earlier.ended_at);
            const std::int64_t begin = time(task.segment, earlier.ended_at - earlier.seconds);
            last_end = end;
            last_number = earlier.number;
            view_.attempts.push_back({index, earlier.number, earlier.outcome, begin, end, 0});
            slots_.push_back(static_cast<std::uint32_t>(std::max(earlier.slot, 0)));
        }
    }
    // An attempt that was to be repeated and was not is concluded twice.
    if (task.attempts > last_number) {
        last_attempt(index, last_end);
    }
}

void Viewer::last_attempt(std::uint32_t index, std::int64_t previous_end) {
    const TaskRecord& task = record_.tasks[index];
    const std::int64_t end =
        task.running ? time(task.segment, record_.segments[task.segment].last_at) : time(task.segment, task.ended_at);
    const std::int64_t begin =
        std::clamp(time(task.segment, task.started_at), std::clamp<std::int64_t>(previous_end, 0, end), end);
    view_.attempts.push_back({index, task.attempts, task.outcome, begin, end, 0});
    slots_.push_back(static_cast<std::uint32_t>(std::max(task.slot, 0)));
}

void Viewer::see_tasks() {
    view_.tasks.resize(record_.tasks.size());
    view_.attempts.reserve(record_.tasks.size());
    slots_.reserve(record_.tasks.size());
    for (std::uint32_t i = 0; i < record_.tasks.size(); ++i) {
        view_.tasks[i].processors = std::clamp(record_.tasks[i].processors, 1, std::max(record_.run().jobs, 1));
        attempts(i);
        find_instances(i);
    }
}

// By the names that tool/session gives to instances: "schema[group worker 1]", "dir[task]".
bool Viewer::belongs(const InstanceRecord& instance, const TaskRecord& task) const {
    const std::string& scope = record_.fixtures[instance.fixture].scope;
    if (instance.segment != task.segment) {
        return false;
    }
    if (scope == "worker") {
        return instance.name.ends_with("worker " + std::to_string(task.worker) + "]");
    }
    return scope != "task" || instance.name.ends_with("[" + std::string(record_.name(task)) + "]");
}

// The newest that was ready by then. Of those of other workers and tasks there are at most a few in between.
std::uint32_t Viewer::instance_for(std::uint32_t fixture, const TaskRecord& task, std::int64_t at) const {
    constexpr int kLookedAt = 1000;
    const auto& own = instances_of_[fixture];
    auto after = std::upper_bound(own.begin(), own.end(), at, [this](std::int64_t time, std::uint32_t instance) {
        return time < view_.instances[instance].ready;
    });
    for (int i = 0; i < kLookedAt && after != own.begin(); ++i) {
        --after;
        if (belongs(record_.instances[*after], task)) {
            return *after;
        }
    }
    return kNoStep;
}

// Returns the fixtures with these names. Those that the journal does not declare are left out.
std::vector<std::uint32_t> Viewer::numbers_of(const std::vector<std::string>& names) const {
    std::vector<std::uint32_t> numbers;
    for (const std::string& name : names) {
        if (const auto found = fixtures_.find(name); found != fixtures_.end()) {
            numbers.push_back(found->second);
        }
    }
    return numbers;
}

// Returns these fixtures and all below them, each once and after its parents.
std::vector<std::uint32_t> Viewer::chain_of(const std::vector<std::string>& names) const {
    std::vector<std::uint32_t> chain;
    std::vector<bool> seen(record_.fixtures.size());
    std::vector<std::pair<std::uint32_t, bool>> stack;  // A fixture, and whether its parents come before it by now.
    const auto push = [&](const std::vector<std::uint32_t>& fixtures) {
        std::for_each(fixtures.rbegin(), fixtures.rend(), [&](std::uint32_t one) { stack.emplace_back(one, false); });
    };
    push(numbers_of(names));
    while (!stack.empty()) {
        const auto [fixture, ready] = stack.back();
        stack.pop_back();
        if (ready) {
            chain.push_back(fixture);
        } else if (!seen[fixture]) {
            seen[fixture] = true;
            stack.emplace_back(fixture, true);
            push(parents_[fixture]);
        }
    }
    return chain;
}

// Where an instance is not known, those that it is nested in take its place.
void Viewer::find_instances(std::uint32_t index) {
    const TaskRecord& task = record_.tasks[index];
    if (task.attempts == 0 || view_.attempts.empty() || view_.attempts.back().task != index) {
        return;
    }
    const auto gathered = [this](const std::vector<std::uint32_t>& fixtures) {
        std::vector<std::uint32_t> all;
        for (const std::uint32_t fixture : fixtures) {
            all.insert(all.end(), used_[fixture].begin(), used_[fixture].end());
        }
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    };
    for (const std::uint32_t fixture : chains_[task.required]) {
        const std::uint32_t instance = instance_for(fixture, task, view_.attempts.back().begin);
        if (instance == kNoStep) {
            used_[fixture] = gathered(parents_[fixture]);
            continue;
        }
        used_[fixture] = {instance};
        if (view_.instances[instance].parents.empty()) {
            view_.instances[instance].parents = gathered(parents_[fixture]);
        }
    }
    view_.tasks[index].instances = gathered(required_[task.required]);
}

void Viewer::assign_lanes() {
    std::vector<LaneSpan> spans;
    spans.reserve(view_.attempts.size());
    for (std::size_t i = 0; i < view_.attempts.size(); ++i) {
        const AttemptView& attempt = view_.attempts[i];
        const std::uint64_t segment = record_.tasks[attempt.task].segment;
        spans.push_back({attempt.begin, attempt.end, segment << 32U | slots_[i], view_.shards[segment]});
    }
    const Lanes lanes = lanes_of(spans);
    for (std::size_t i = 0; i < spans.size(); ++i) {
        view_.attempts[i].lane = lanes.of[i];
    }
    view_.task_lanes = titles(lanes, "tasks", true);
    assign_fixture_lanes();
}

void Viewer::assign_fixture_lanes() {
    for (std::size_t fixture = 0; fixture < instances_of_.size(); ++fixture) {
        const auto& own = instances_of_[fixture];
        std::vector<LaneSpan> up;
        up.reserve(own.size());
        for (const std::uint32_t i : own) {
            up.push_back({view_.instances[i].begin, view_.instances[i].end,
                          std::hash<std::string>()(record_.instances[i].name),
                          view_.shards[record_.instances[i].segment]});
        }
        const Lanes rows = lanes_of(up);
        for (std::size_t i = 0; i < own.size(); ++i) {
            view_.instances[own[i]].lane = rows.of[i];
        }
        view_.fixture_lanes.push_back(titles(rows, record_.fixtures[fixture].name, false));
    }
}

// Each lane has its number among those of its shard, and so has a lane alone if `numbered`.
std::vector<std::string> Viewer::titles(const Lanes& lanes, const std::string& name, bool numbered) const {
    std::vector<std::string> titles;
    titles.reserve(lanes.groups.size());
    for (std::size_t i = 0; i < lanes.groups.size(); ++i) {
        const auto [first, last] = std::equal_range(lanes.groups.begin(), lanes.groups.end(), lanes.groups[i]);
        const std::uint32_t shard = lanes.groups[i];
        std::string title = (shard == 0 ? "" : shard_title(record_, shard) + " ") + name;
        if (numbered || last - first > 1) {
            title += " " + std::to_string(i + 1 - static_cast<std::size_t>(first - lanes.groups.begin()));
        }
        titles.push_back(std::move(title));
    }
    return titles;
}

// A wait is in the lane of the attempt that it precedes.
void Viewer::see_waits() {
    for (const WaitRecord& wait : record_.waits) {
        const auto found = std::lower_bound(view_.attempts.begin(), view_.attempts.end(), wait,
                                            [](const AttemptView& a, const WaitRecord& b) {
                                                return a.task != b.task ? a.task < b.task : a.number < b.attempt;
                                            });
        if (found != view_.attempts.end() && found->task == wait.task && found->number == wait.attempt) {
            const std::int64_t end = std::min(time(wait.segment, wait.since + wait.seconds), found->begin);
            const std::int64_t begin = std::min(time(wait.segment, wait.since), end);
            view_.waits.push_back(
                {wait.task, wait.attempt, begin, end, found->lane, wait.causes, found->end - found->begin});
        }
    }
}

double seconds_of(std::int64_t begin, std::int64_t end) { return static_cast<double>(end - begin) / kMicro; }

CriticalPath Viewer::path() const {
    std::vector<PathInstance> instances;
    instances.reserve(view_.instances.size());
    for (std::size_t i = 0; i < view_.instances.size(); ++i) {
        const InstanceView& seen = view_.instances[i];
        const InstanceRecord& record = record_.instances[i];
        const bool down = record.teardown.has_value();
        instances.push_back({record.kept ? 0 : seconds_of(seen.begin, seen.ready),
                             down ? seconds_of(seen.down, seen.end) : 0, seen.parents});
    }
    std::vector<PathTask> tasks(view_.tasks.size());
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        tasks[i].instances = view_.tasks[i].instances;
    }
    for (const AttemptView& attempt : view_.attempts) {
        tasks[attempt.task].seconds += seconds_of(attempt.begin, attempt.end);
    }
    return critical_path(instances, tasks);
}

std::vector<BusySpan> Viewer::busy() const {
    std::vector<BusySpan> spans;
    const auto add = [&spans](std::int64_t begin, std::int64_t end, int slots, BusySpan::Kind kind) {
        spans.push_back({static_cast<double>(begin) / kMicro, static_cast<double>(end) / kMicro, slots, kind});
    };
    for (const AttemptView& attempt : view_.attempts) {
        add(attempt.begin, attempt.end, view_.tasks[attempt.task].processors, BusySpan::Kind::task);
    }
    for (std::size_t i = 0; i < view_.instances.size(); ++i) {
        const InstanceView& seen = view_.instances[i];
        if (!record_.instances[i].kept) {
            add(seen.begin, seen.ready, 1, BusySpan::Kind::setup);
        }
        if (record_.instances[i].teardown) {
            add(seen.down, seen.end, 1, BusySpan::Kind::teardown);
        }
    }
    return spans;
}

std::vector<WaitSpan> Viewer::waits() const {
    std::vector<WaitSpan> spans;
    spans.reserve(view_.waits.size());
    for (const WaitView& wait : view_.waits) {
        spans.push_back({static_cast<double>(wait.begin) / kMicro, static_cast<double>(wait.end) / kMicro,
                         static_cast<double>(wait.attempt_time) / kMicro * view_.tasks[wait.task].processors,
                         &record_.wait_causes[wait.causes]});
    }
    return spans;
}

void Viewer::name_path() {
    const CriticalPath& path = view_.facts.path;
    if (path.task != kNoStep) {
        view_.facts.task = one_line(record_.tasks[path.task].id);
    }
    std::int64_t longest = -1;
    for (const std::uint32_t i : path.instances) {
        const std::int64_t setup = view_.instances[i].ready - view_.instances[i].begin;
        if (setup > longest) {
            longest = setup;
            const FixtureRecord& fixture = record_.fixtures[record_.instances[i].fixture];
            view_.facts.slowest = view_.facts.fixtures.size();
            view_.facts.can_linger = fixture.kind != "linked" && fixture.scope == "run";
        }
        view_.facts.fixtures.push_back(one_line(view_.instances[i].name));
    }
}

// A session of a ctest has more slots than the ctest ever uses.
void Viewer::add_facts() {
    view_.facts.path = path();
    name_path();
    if (view_.merged()) {
        return;
    }
    const std::vector<BusySpan> spans = busy();
    const auto& command = record_.run().command;
    const bool own_slots =
        record_.segments.size() == 1 && command.size() > 1 && (command[1] == "run" || command[1] == "stress");
    const int slots = own_slots ? record_.run().jobs : most_slots(spans);
    view_.facts.use = slot_use(spans, slots, static_cast<double>(view_.end) / kMicro, waits());
}

RunView Viewer::view() {
    view_.shards = shards_of_segments(record_);
    for (std::uint32_t i = 0; i < record_.segments.size(); ++i) {
        view_.end = std::max(view_.end, time(i, record_.segments[i].last_at));
    }
    see_instances();
    see_tasks();
    assign_lanes();
    see_waits();
    add_facts();
    return std::move(view_);
}

}  // namespace

RunView view_run(const RunRecord& record) { return Viewer(record).view(); }

}  // namespace pf
