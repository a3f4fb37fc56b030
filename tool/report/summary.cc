#include "tool/report/summary.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tool/report/report_text.h"
#include "tool/support/text.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> utf8_texts(const std::vector<std::string>& texts) {
    std::vector<std::string> result;
    result.reserve(texts.size());
    for (const std::string& text : texts) {
        result.push_back(utf8_text(text));
    }
    return result;
}

Json optional_number(const std::optional<int>& number) { return number ? Json(*number) : Json(nullptr); }

double round_to_microseconds(double seconds) { return std::round(seconds * 1e6) / 1e6; }

Json run_object(const RunRecord& record) {
    const RunStarted& run = record.run();
    double setup_seconds = 0;
    double saved = 0;
    std::string stopped;
    for (const SegmentRecord& segment : record.segments) {
        if (segment.ended) {
            setup_seconds += segment.ended->setup_seconds;
            saved += segment.ended->setup_seconds_saved;
        }
        if (stopped.empty()) {
            stopped = segment.stopping;
        }
    }
    return Json{{"id", utf8_text(run.run_id)},
                {"version", utf8_text(run.version)},
                {"started", iso_time(record.started())},
                {"seconds", round_to_microseconds(record.ended() - record.started())},
                {"exit_code", optional_number(record.exit_code())},
                {"complete", record.problems.empty()},
                {"problems", utf8_texts(record.problems)},
                {"stopped", stopped.empty() ? Json(nullptr) : Json(utf8_text(stopped))},
                {"command", utf8_texts(run.command)},
                {"build_dir", utf8_text(run.build_dir)},
                {"config", utf8_text(run.config)},
                {"hostname", utf8_text(run.hostname)},
                {"jobs", run.jobs},
                {"seed", run.seed},
                {"shuffled", run.shuffled},
                {"setup_seconds", round_to_microseconds(setup_seconds)},
                {"setup_seconds_saved", round_to_microseconds(saved)}};
}

Json counts_object(const Counts& counts) {
    Json object{{"declared", counts.declared}};
    for (std::size_t i = 0; i < counts.outcomes.size(); ++i) {
        object[to_text(static_cast<Outcome>(i))] = counts.outcomes[i];
    }
    object["flaky"] = counts.flaky;
    object["leaked"] = counts.leaked;
    object["slow"] = counts.slow;
    object["unreported"] = counts.unreported;
    return object;
}

Json fixture_object(const FixtureRecord& fixture) {
    return Json{{"name", utf8_text(fixture.name)},
                {"kind", utf8_text(fixture.kind)},
                {"scope", utf8_text(fixture.scope)},
                {"parent", utf8_text(fixture.parent)},
                {"outcome", to_text(fixture.outcome)},
                {"reason", utf8_text(fixture.reason)},
                {"setups", fixture.setups},
                {"kept", fixture.kept},
                {"setup_seconds", round_to_microseconds(fixture.setup_seconds)},
                {"teardowns", fixture.teardowns},
                {"teardown_seconds", round_to_microseconds(fixture.teardown_seconds)}};
}

Json task_object(const RunRecord& record, const TaskRecord& task) {
    return Json{{"id", utf8_text(task.id)},
                {"group", utf8_text(record.groups[task.group])},
                {"outcome", to_text(task.outcome)},
                {"cause", to_text(task.cause)},
                {"seconds", round_to_microseconds(task.seconds)},
                {"attempts", task.attempts},
                {"worker", task.worker < 0 ? Json(nullptr) : Json(task.worker)},
                {"reason", utf8_text(task.reason)},
                {"exit_code", optional_number(task.exit_code)},
                {"signal", optional_number(task.signal)},
                {"leaked", utf8_texts(task.leaked)},
                {"flaky", task.flaky},
                {"slow", task.slow},
                {"ahead", task.ahead}};
}

void write(std::FILE* file, const std::string& text) {
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));  // AsideFile calls ferror() at the end.
}

// Writes one element a line, so that a person can read it and the whole list is never in memory.
template <typename Range, typename ToJson>
void write_list(std::FILE* file, const char* key, const Range& range, ToJson to_json) {
    write(file, std::string(" \"") + key + "\": [");
    const char* before = "\n  ";
    for (const auto& element : range) {
        write(file, before + to_json(element).dump());
        before = ",\n  ";
    }
    write(file, "]");
}

}  // namespace

Status write_summary(const RunRecord& record, std::FILE* file) {
    write(file, "{\n \"run\": " + run_object(record).dump() + ",\n");
    write(file, " \"counts\": " + counts_object(record.counts).dump() + ",\n");
    write_list(file, "fixtures", record.fixtures, fixture_object);
    write(file, ",\n");
    write_list(file, "tasks", record.tasks, [&record](const TaskRecord& task) { return task_object(record, task); });
    write(file, "\n}\n");
    return ok_status();
}

}  // namespace pf
