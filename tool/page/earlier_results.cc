#include "tool/page/earlier_results.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "tool/page/critical_path.h"
#include "tool/support/file.h"
#include "tool/support/json_scanner.h"

namespace pf {
namespace {

constexpr std::uint64_t kBytesLimit = 64U << 20U;
constexpr double kNoticed = 0.1;  // Seconds. A task that is slower by less is not told.

bool is_red(Outcome outcome) { return outcome != Outcome::passed && outcome != Outcome::skipped; }

// The text behind `key` in a line. A quote within a string is escaped, so that `key` stands nowhere but in its place.
std::optional<std::string_view> after(std::string_view line, std::string_view key) {
    const void* found = memmem(line.data(), line.size(), key.data(), key.size());
    if (found == nullptr) {
        return std::nullopt;
    }
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - line.data());
    return line.substr(at + key.size());
}

double number_after(std::string_view line, std::string_view key) {
    double value = 0;
    const auto text = after(line, key);
    if (text) {
        std::from_chars(text->data(), text->data() + text->size(), value);
    }
    return value;
}

std::string string_after(std::string_view line, std::string_view key) {
    std::string value;
    const auto text = after(line, key);
    if (!text || !JsonScanner(*text).string(value)) {
        value.clear();
    }
    return value;
}

void read_task(std::string_view line, Comparer& comparer) {
    constexpr std::string_view kBegin = "{\"id\":\"";
    if (!line.starts_with(kBegin)) {
        return;
    }
    std::string_view id = line.substr(kBegin.size());
    id = id.substr(0, id.find('"'));
    std::string unescaped;
    std::size_t end = kBegin.size() + id.size();
    if (id.find('\\') != std::string_view::npos) {
        JsonScanner scanner(line.substr(kBegin.size() - 1));
        if (!scanner.string(unescaped)) {
            return;
        }
        id = unescaped;
        end = kBegin.size() - 1 + scanner.position();
    }
    const auto outcome = after(line.substr(std::min(end, line.size())), "\"outcome\":\"");
    const auto known = outcome ? outcome_from(std::string(outcome->substr(0, outcome->find('"')))) : std::nullopt;
    if (known) {
        comparer.add(id, *known, number_after(*outcome, "\"seconds\":"));
    }
}

std::vector<std::string> directories_in(const std::string& root) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(root.c_str()), closedir);
    const dirent* entry = nullptr;
    while (directory && (entry = readdir(directory.get())) != nullptr) {
        if (entry->d_name[0] != '.' && entry->d_type != DT_LNK && entry->d_type != DT_REG) {
            names.emplace_back(static_cast<const char*>(entry->d_name));
        }
    }
    return names;
}

std::string read_summary_file(const std::string& directory, std::uint64_t limit) {
    const std::string path = directory + "/summary.json";
    const auto file = open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    auto text = file ? read_file(*file, path, limit) : Result<std::string>(file.error());
    return text ? *std::move(text) : "";
}

// Returns the beginning of a summary.json, which has all but the fixtures and the tasks unless the command is very
// long.
std::string head_of(const std::string& directory) {
    constexpr std::size_t kHead = 4096;
    const auto file = open_file(directory + "/summary.json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    std::string head(kHead, '\0');
    const ssize_t size = file ? read(file->get(), head.data(), head.size()) : 0;
    head.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return head;
}

void read_counts(std::string_view line, EarlierRun& run) {
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
        const std::string key = fmt::format("\"{}\":", to_text(static_cast<Outcome>(i)));
        run.outcomes.at(i) = static_cast<std::uint64_t>(number_after(line, key));
    }
}

// Calls `line(text)` for each whole line, until it returns false.
template <typename Line>
void for_each_line(std::string_view text, Line line) {
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        if (!line(text.substr(0, end))) {
            return;
        }
        text.remove_prefix(end + 1);
    }
}

constexpr std::string_view kTasks = " \"tasks\": [";

// Returns nothing if the text ends before the counts.
std::optional<EarlierRun> read_run(std::string_view text) {
    EarlierRun run;
    bool has_counts = false;
    for_each_line(text, [&](std::string_view line) {
        if (line.starts_with(" \"run\": ")) {
            run.run_id = string_after(line, "{\"id\":");
            run.started = string_after(line, ",\"started\":");
            run.seconds = number_after(line, ",\"seconds\":");
        } else if (line.starts_with(" \"counts\": ")) {
            read_counts(line, run);
            has_counts = true;
        }
        return !has_counts;
    });
    return has_counts ? std::optional(std::move(run)) : std::nullopt;
}

void read_tasks(std::string_view text, Comparer& comparer) {
    bool in_tasks = false;
    for_each_line(text, [&](std::string_view line) {
        if (in_tasks && line.starts_with("  ")) {
            read_task(line.substr(2), comparer);
        }
        in_tasks = in_tasks || line.starts_with(kTasks);
        return true;
    });
}

// An earlier run and where it is.
struct Found {
    EarlierRun run;
    std::string directory;
};

std::optional<Found> find_run(const std::string& directory) {
    const std::string head = head_of(directory);
    std::optional<EarlierRun> run = read_run(head);
    if (!run && string_after(head, ",\"started\":") != "") {
        run = read_run(read_summary_file(directory, kBytesLimit));
    }
    return run ? std::optional(Found{*std::move(run), directory}) : std::nullopt;
}

}  // namespace

bool Comparer::wants_more() const {
    if (known_.empty()) {
        return true;
    }
    for (std::size_t i = 0; i < known_.size(); ++i) {
        const TaskRecord& task = record_.tasks[i];
        if (!known_[i].known || (task.outcome == Outcome::passed && task.seconds >= kNoticed)) {
            return true;
        }
    }
    return false;
}

void Comparer::begin_run() {
    known_.resize(record_.tasks.size());
    next_ = 0;
}

// kNoStep: this run has no such task.
std::uint32_t Comparer::index_of(std::string_view id) {
    if (next_ < record_.tasks.size() && record_.tasks[next_].id == id) {
        return next_++;
    }
    if (index_.empty()) {
        index_.reserve(record_.tasks.size());
        for (std::uint32_t i = 0; i < record_.tasks.size(); ++i) {
            index_.emplace(record_.tasks[i].id, i);
        }
    }
    const auto found = index_.find(id);
    if (found == index_.end()) {
        return kNoStep;
    }
    next_ = found->second + 1;
    return found->second;
}

void Comparer::add(std::string_view id, Outcome outcome, double seconds) {
    const std::uint32_t index = index_of(id);
    if (index == kNoStep) {
        return;
    }
    Known& known = known_[index];
    known.red = known.known ? known.red : is_red(outcome);
    known.known = true;
    if (outcome == Outcome::passed && known.passes < kRuns) {
        known.seconds.at(known.passes++) = static_cast<float>(seconds);
    }
}

void Comparer::compare_time(std::uint32_t index, Comparison& result) const {
    constexpr double kFactor = 2;
    const TaskRecord& task = record_.tasks[index];
    auto seconds = known_[index].seconds;
    const std::size_t passes = known_[index].passes;
    if (task.outcome != Outcome::passed || passes == 0) {
        return;
    }
    std::nth_element(seconds.begin(), seconds.begin() + passes / 2, seconds.begin() + passes);
    const double usual = seconds.at(passes / 2);
    if (task.seconds >= kFactor * usual && task.seconds >= usual + kNoticed) {
        result.slower.push_back({index, usual});
    }
}

Comparison Comparer::result() const {
    Comparison result;
    for (std::uint32_t i = 0; i < known_.size(); ++i) {
        const Known& known = known_[i];
        const Outcome outcome = record_.tasks[i].outcome;
        if (!known.known) {
            result.added.push_back(i);
        } else if (is_red(outcome) && !known.red) {
            result.new_failures.push_back(i);
        } else if (outcome == Outcome::passed && known.red) {
            result.fixed.push_back(i);
        }
        compare_time(i, result);
    }
    std::stable_sort(result.slower.begin(), result.slower.end(), [this](const SlowerTask& a, const SlowerTask& b) {
        return record_.tasks[a.task].seconds - a.usual_seconds > record_.tasks[b.task].seconds - b.usual_seconds;
    });
    return result;
}

EarlierRun read_summary(std::string_view text, Comparer& comparer) {
    comparer.begin_run();
    read_tasks(text, comparer);
    return read_run(text).value_or(EarlierRun());
}

std::vector<EarlierRun> read_earlier_runs(const std::string& run_directory, const std::string& started,
                                          Comparer& comparer) {
    const std::size_t slash = run_directory.rfind('/');
    const std::string root = slash == std::string::npos ? "." : run_directory.substr(0, slash);
    const std::string own = slash == std::string::npos ? run_directory : run_directory.substr(slash + 1);
    std::vector<Found> found;
    for (const std::string& name : directories_in(root)) {
        auto one = name == own ? std::nullopt : find_run(fmt::format("{}/{}", root, name));
        if (one && !one->run.started.empty() && one->run.started <= started) {
            found.push_back(*std::move(one));
        }
    }
    std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::tie(a.run.started, a.directory) > std::tie(b.run.started, b.directory);
    });
    found.resize(std::min(found.size(), Comparer::kRuns));
    std::vector<EarlierRun> runs;
    std::uint64_t left = kBytesLimit;
    for (Found& one : found) {
        if (comparer.wants_more()) {
            const std::string text = read_summary_file(one.directory, left);
            left -= std::min<std::uint64_t>(left, text.size());
            comparer.begin_run();
            read_tasks(text, comparer);
        }
        runs.push_back(std::move(one.run));
    }
    return runs;
}

}  // namespace pf
