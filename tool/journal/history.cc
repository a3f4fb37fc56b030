#include "tool/journal/history.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "tool/journal/run_directory.h"
#include "tool/support/file.h"
#include "tool/support/number.h"
#include "tool/support/text.h"

namespace pf {
namespace {

constexpr std::string_view kHeader = "parallel-fixtures-history 1";
constexpr std::uint32_t kMemory = 10;

std::string history_path(const std::string& build_dir) { return results_root(build_dir) + "/history"; }

void append_field(std::string& out, std::string_view text) {
    out += '\t';
    for (const char c : text) {
        if (c == '\t' || c == '\n' || c == '\\') {
            out += '\\';
        }
        out += c == '\t' ? 't' : c == '\n' ? 'n' : c;
    }
}

std::string unescape(std::string_view field) {
    if (field.find('\\') == std::string_view::npos) {
        return std::string(field);
    }
    std::string text;
    text.reserve(field.size());
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] == '\\' && i + 1 < field.size()) {
            ++i;
            text += field[i] == 't' ? '\t' : field[i] == 'n' ? '\n' : field[i];
        } else {
            text += field[i];
        }
    }
    return text;
}

bool is_failure(const TaskEnded& ended) {
    return ended.outcome != Outcome::passed && ended.outcome != Outcome::skipped;
}

bool ran_to_its_end(const TaskEnded& ended) {
    return ended.outcome == Outcome::passed || (ended.outcome == Outcome::failed && ended.exit_code.has_value());
}

}  // namespace

void Mean::add(double value) {
    const std::uint32_t weight = std::min(count, kMemory - 1);
    seconds = (seconds * weight + value) / (weight + 1);
    count = std::min(count + 1, kMemory);
}

History History::load(const std::string& build_dir) {
    const std::string path = history_path(build_dir);
    return ::access(path.c_str(), F_OK) == 0 ? load_file(path) : History();
}

void History::take_over(const History& other) {
    for (const auto& [id, task] : other.tasks_) {
        tasks_[id] = task;
    }
    for (const auto& [name, fixture] : other.fixtures_) {
        fixtures_[name] = fixture;
    }
}

History History::load_file(const std::string& path) {
    History history;
    const auto content = read_file(path);
    if (!content) {
        history.warning_ = "times of earlier runs are not known: " + content.error().message;
    } else if (!history.parse(*content)) {
        history = History();
        history.warning_ =
            "times of earlier runs are not known: " + path + " is damaged or of another version; this run replaces it";
    }
    return history;
}

bool History::parse(std::string_view content) {
    const std::vector<std::string_view> lines = split_lines(content);
    return content.ends_with('\n') && lines.front() == kHeader &&
           std::all_of(lines.begin() + 1, lines.end(), [this](std::string_view line) { return parse_line(line); });
}

bool History::parse_line(std::string_view line) {
    const std::vector<std::string_view> fields = split(line, '\t');
    if (fields.size() < 4) {
        return false;
    }
    const auto count = parse_number<std::uint32_t>(fields[1]);
    const auto seconds = parse_number<double>(fields[2]);
    if (!count || !seconds) {
        return false;
    }
    const Mean mean{*seconds, *count};
    if (fields[0] == "fixture" && fields.size() == 4) {
        fixtures_[unescape(fields[3])] = FixtureHistory{mean};
        return true;
    }
    const bool known = fields[0] == "task" && fields.size() == 6 && (fields[3] == "0" || fields[3] == "1");
    if (known) {
        tasks_[unescape(fields[4])] = TaskHistory{mean, fields[3] == "1", unescape(fields[5])};
    }
    return known;
}

std::string History::text() const {
    std::string out(kHeader);
    out += '\n';
    for (const auto& [name, fixture] : fixtures_) {
        fmt::format_to(std::back_inserter(out), "fixture\t{}\t{:.6f}", fixture.setup.count, fixture.setup.seconds);
        append_field(out, name);
        out += '\n';
    }
    for (const auto& [id, task] : tasks_) {
        fmt::format_to(std::back_inserter(out), "task\t{}\t{:.6f}\t{:d}", task.time.count, task.time.seconds,
                       task.failed);
        append_field(out, id);
        append_field(out, task.generator);
        out += '\n';
    }
    return out;
}

const TaskHistory* History::task(std::string_view id) const {
    const auto found = tasks_.find(id);
    return found == tasks_.end() ? nullptr : &found->second;
}

const FixtureHistory* History::fixture(std::string_view name) const {
    const auto found = fixtures_.find(name);
    return found == fixtures_.end() ? nullptr : &found->second;
}

void HistoryRecorder::handle(const Event& event) {
    if (const auto* declared = std::get_if<TaskDeclared>(&event)) {
        if (!declared->generated_by.empty()) {
            tasks_[declared->id].generator = declared->generated_by;
        }
    } else if (const auto* ended = std::get_if<TaskEnded>(&event)) {
        record(*ended);
    } else if (const auto* setup = std::get_if<SetupEnded>(&event)) {
        if (setup->outcome == SetupOutcome::passed && !setup->kept) {
            Recorded& recorded = fixtures_[setup->fixture];
            recorded.seconds += setup->seconds;
            ++recorded.attempts;
        }
    }
}

void HistoryRecorder::record(const TaskEnded& ended) {
    Recorded& recorded = tasks_[ended.id];
    if (ran_to_its_end(ended)) {
        recorded.seconds += ended.seconds;
        ++recorded.attempts;
    }
    if (ended.final) {
        recorded.ended = true;
        recorded.inconclusive = ended.cause == Cause::interrupted || ended.cause == Cause::stop_on_failure;
        recorded.failed = is_failure(ended);
    }
}

void HistoryRecorder::merge_into(History& history) const {
    for (const auto& [id, recorded] : tasks_) {
        if (!recorded.ended) {
            continue;
        }
        TaskHistory& task = history.tasks_[id];
        if (recorded.attempts != 0) {
            task.time.add(recorded.seconds / recorded.attempts);
        }
        task.failed = recorded.inconclusive ? task.failed : recorded.failed;
        task.generator = recorded.generator;
    }
    for (const auto& [name, recorded] : fixtures_) {
        history.fixtures_[name].setup.add(recorded.seconds / recorded.attempts);
    }
}

Status HistoryRecorder::save(const std::string& build_dir) const {
    return change_history(build_dir, [this](History& history) { merge_into(history); });
}

Status change_history(const std::string& build_dir, const std::function<void(History&)>& change) {
    const auto lock = FileLock::take(history_path(build_dir) + ".lock", FileLock::Kind::exclusive, FileLock::Wait::yes);
    if (!lock) {
        return lock.error();
    }
    History history = History::load(build_dir);
    change(history);
    return history.save_file(history_path(build_dir));
}

}  // namespace pf
