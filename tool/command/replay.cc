#include "tool/command/replay.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "tool/journal/journal_reader.h"

namespace pf {
namespace {

class Replay {
public:
    Replay(const RunRecord& record, EventSink& sink) : sink_(sink) {
        for (const TaskRecord& task : record.tasks) {
            tasks_.emplace(task.id, &task);
        }
    }

    void take(Event& event, std::int64_t process) {
        if (std::holds_alternative<RunStarted>(event)) {
            segments_.erase(process);
        }
        const std::uint32_t segment = segments_.try_emplace(process, segment_count_).first->second;
        segment_count_ += segment == segment_count_ ? 1 : 0;
        const bool counts = std::visit([&](auto& told) { return correct(told, segment); }, event);
        if (counts) {
            sink_.handle(event);
        }
    }

private:
    // Returns whether the event counts in the record, and makes it agree with the record.
    template <typename E>
    bool correct(E& event, std::uint32_t segment) const {
        if constexpr (requires { event.id; }) {
            const auto found = tasks_.find(event.id);
            if (found == tasks_.end() || found->second->segment != segment) {
                return false;
            }
            if constexpr (std::is_same_v<E, TaskEnded>) {
                event.flaky = event.final && found->second->flaky;
                if (event.final && found->second->cause == Cause::flaky) {
                    event.outcome = found->second->outcome;
                    event.cause = found->second->cause;
                    event.reason = found->second->reason;
                }
                event.attempt += event.attempt > 0 ? found->second->before : 0;
            }
            return true;
        }
        return !std::is_same_v<E, RunEnded>;
    }

    EventSink& sink_;
    std::unordered_map<std::string_view, const TaskRecord*> tasks_;
    std::unordered_map<std::int64_t, std::uint32_t> segments_;  // The latest segment of each process.
    std::uint32_t segment_count_ = 0;
};

}  // namespace

Status replay(const RunRecord& record, EventSink& sink) {
    Replay events(record, sink);
    const auto read = read_journal(
        record.journal_path, [&](Event& event, std::int64_t process, Span /*span*/) { events.take(event, process); });
    return read ? ok_status() : Status(read.error());
}

}  // namespace pf
