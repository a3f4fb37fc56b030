#include "tool/journal/run_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "tool/journal/run_record_builder.h"

namespace pf {
namespace {

// Returns the rank of an exit code: of several, the run has the one with the lowest rank. The order is that of
// docs/results.md, and an unknown code comes first.
int precedence(int code) {
    constexpr std::array kOrder{2, 128, 5, 3, 1, 4, 0};
    const auto* found = std::find(kOrder.begin(), kOrder.end(), code > 128 ? 128 : code);
    return found == kOrder.end() ? -1 : static_cast<int>(found - kOrder.begin());
}

}  // namespace

std::string SegmentRecord::name() const {
    if (started.shards == 0) {
        return fmt::format("process {}", pid);
    }
    if (started.shard == 0) {
        return "the command that started the shards";
    }
    return fmt::format("shard {}/{}{}", started.shard, started.shards,
                       started.hostname.empty() ? "" : " on " + started.hostname);
}

const RunStarted& RunRecord::run() const {
    static const RunStarted nothing;
    return segments.empty() ? nothing : segments.front().started;
}

std::string_view RunRecord::name(const TaskRecord& task) const {
    const std::string& group = groups[task.group];
    const bool has_group = task.id.size() > group.size() && task.id[group.size()] == '.' && task.id.starts_with(group);
    return std::string_view(task.id).substr(has_group ? group.size() + 1 : 0);
}

double RunRecord::started() const {
    double first = run().started;
    for (const SegmentRecord& segment : segments) {
        first = std::min(first, segment.started.started);
    }
    return first;
}

double RunRecord::ended() const {
    double last = run().started;
    for (const SegmentRecord& segment : segments) {
        last = std::max(last, segment.started.started + segment.last_at);
    }
    return last;
}

double RunRecord::ended_at(const TaskRecord& task) const {
    return segments[task.segment].started.started + task.ended_at;
}

double RunRecord::ended_at(const InstanceRecord& instance) const {
    return segments[instance.segment].started.started + instance.setup_at;
}

std::optional<int> RunRecord::exit_code() const {
    // A failure of a task that a later segment ran again does not count any more.
    const bool failed =
        std::any_of(tasks.begin(), tasks.end(), [](const TaskRecord& task) { return !is_good(task.outcome); });
    const bool flaky_failures = std::any_of(tasks.begin(), tasks.end(), [](const TaskRecord& task) {
        return task.cause == Cause::flaky && !is_good(task.outcome);
    });
    std::optional<int> code;
    for (const SegmentRecord& segment : segments) {
        if (segment.superseded()) {
            continue;
        }
        if (!segment.ended) {
            return std::nullopt;
        }
        const bool is_past = segment.ended->exit_code == 1 && segment.taken_over > 0 && !failed;
        const int own = is_past ? 0 : segment.ended->exit_code;
        code = code ? first_exit_code(*code, own) : own;
    }
    return code == 0 && flaky_failures ? std::optional(1) : code;
}

int first_exit_code(int a, int b) { return precedence(b) < precedence(a) ? b : a; }

namespace {

Result<RunRecord> build(const std::string& journal_path, std::size_t most_kept,
                        const std::function<void(RunRecordBuilder&)>& add) {
    RunRecordBuilder builder(journal_path, most_kept);
    const auto problems = read_journal(
        journal_path, [&builder](Event& event, std::int64_t pid, Span span) { builder.take(event, pid, span); });
    if (!problems) {
        return problems.error();
    }
    add(builder);
    return builder.finish(*problems);
}

}  // namespace

Result<RunRecord> build_run_record(const std::string& journal_path, std::size_t most_kept) {
    return build(journal_path, most_kept, [](RunRecordBuilder& /*builder*/) {});
}

Result<RunRecord> build_run_record(const std::string& journal_path, std::int64_t segment, const RunEnded& ended) {
    return build(journal_path, kMostKept, [&](RunRecordBuilder& builder) {
        Event event = ended;
        builder.take(event, segment, Span{});
    });
}

}  // namespace pf
