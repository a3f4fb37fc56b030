#include "tool/report/problems.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "tool/journal/record_lines.h"
#include "tool/page/output_budget.h"
#include "tool/report/fixture_view.h"
#include "tool/report/junit_suites.h"
#include "tool/report/report_text.h"
#include "tool/report/task_text.h"

namespace pf {
namespace {

class Finder {
public:
    Finder(const RunRecord& record, RecordLines lines, const SourcePaths& paths, std::size_t most,
           std::size_t most_output)
        : record_(record), lines_(std::move(lines)), paths_(paths), most_(most), most_output_(most_output) {}

    Result<Problems> find() {
        if (tells_trouble()) {
            run();
        }
        Status status = fixtures();
        for (auto task = record_.tasks.begin(); status && task != record_.tasks.end(); ++task) {
            status = is_red(junit_kind(*task)) ? add_task(*task) : status;
        }
        if (problems_.count == 0) {
            run();
        }
        return status ? Result<Problems>(std::move(problems_)) : Result<Problems>(status.error());
    }

private:
    // Returns where to write the next problem, or null if there are enough.
    Problem* next() {
        ++problems_.count;
        return problems_.count <= most_ ? &problems_.first.emplace_back() : nullptr;
    }

    Status fixtures() {
        const std::vector<FixtureView> views = fixture_views(record_);
        Status status = ok_status();
        for (std::size_t i = 0; status && i < views.size(); ++i) {
            const FixtureView& view = views[i];
            if (view.setup != nullptr && is_red(junit_kind(view.setup->setup))) {
                status =
                    add_fixture(i, " (set-up)", view.setup->setup, view.setup->setup_reason, view.setup->setup_line);
            } else if (view.setup != nullptr && view.setup->died) {
                status = add_fixture(i, "", Outcome::crashed, view.setup->died_reason, view.setup->died_line);
            }
            if (status && view.teardown != nullptr && is_red(junit_kind(*view.teardown->teardown))) {
                status = add_fixture(i, " (teardown)", *view.teardown->teardown, view.teardown->teardown_reason,
                                     view.teardown->teardown_line);
            }
        }
        return status;
    }

    Status add_fixture(std::size_t index, const char* part, Outcome outcome, const std::string& reason, Span line) {
        Problem* const problem = next();
        if (problem == nullptr) {
            return ok_status();
        }
        const FixtureRecord& fixture = record_.fixtures[index];
        problem->name = fixture.name + part;
        problem->what = to_text(outcome);
        problem->place = shown(place_from(fixture.source));
        problem->message = problem->details = why(outcome, reason);
        if (line) {
            const auto event = lines_.read(line);
            if (!event) {
                return event.error();
            }
            const std::string output = std::visit(
                [](const auto& what) -> std::string {
                    if constexpr (requires { what.output; }) {
                        return shown_output(what.output);
                    }
                    return "";
                },
                *event);
            problem->details += output.empty() || most_output_ == 0 ? "" : "\n\n" + shortened(output, most_output_);
        }
        return ok_status();
    }

    Status add_task(const TaskRecord& task) {
        Problem* const problem = next();
        if (problem == nullptr) {
            return ok_status();
        }
        const auto found = lines_.end(task);
        if (!found) {
            return found.error();
        }
        TaskEnded ended = *found != nullptr ? **found : TaskEnded();
        ended.outcome = task.outcome;
        ended.cause = task.cause;
        ended.reason = task.reason;
        problem->name = task.id;
        problem->what = task.outcome == Outcome::not_run ? "not run" : to_text(task.outcome);
        problem->place = shown(place_of(record_, task, ended.failures));
        problem->message = message_of(ended, &paths_);
        problem->details = details_with_output(ended, &paths_, most_output_) + notes(ended);
        problem->is_task = true;
        return ok_status();
    }

    // Returns what follows the output: services, stacks and the like.
    [[nodiscard]] std::string notes(const TaskEnded& ended) const {
        const std::string notes = most_output_ == 0 ? "" : notes_on(ended);
        return notes.empty() ? "" : "\n\n" + shortened(notes, most_output_);
    }

    // Returns whether the run says more of its own trouble than an exit code, which alone is a problem only if nothing
    // else is.
    [[nodiscard]] bool tells_trouble() const {
        return !record_.problems.empty() ||
               std::any_of(record_.segments.begin(), record_.segments.end(), [](const SegmentRecord& segment) {
                   return !segment.superseded() && !segment.stopping.empty();
               });
    }

    void run() {
        std::string trouble = trouble_of(record_);
        trouble.erase(trouble.find_last_not_of('\n') + 1);
        Problem* const problem = trouble.empty() ? nullptr : next();
        if (problem != nullptr) {
            problem->name = "run";
            problem->what = "failed";
            problem->message = problem->details = trouble;
        }
    }

    [[nodiscard]] SourcePlace shown(const SourcePlace& place) const { return {paths_.shown(place.file), place.line}; }

    const RunRecord& record_;
    RecordLines lines_;
    const SourcePaths& paths_;
    std::size_t most_;
    std::size_t most_output_;
    Problems problems_;
};

}  // namespace

Result<Problems> problems_of(const RunRecord& record, const SourcePaths& paths, std::size_t most,
                             std::size_t most_output) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return Finder(record, std::move(*lines), paths, most, most_output).find();
}

}  // namespace pf
