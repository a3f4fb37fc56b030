#include "tool/page/earlier_results.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "tool/journal/json_scanner.h"
#include "tool/support/file.h"

namespace pf {
namespace {

constexpr std::uint64_t kBytesLimit = 64U << 20U;

bool is_red(Outcome outcome) { return outcome != Outcome::passed && outcome != Outcome::skipped; }

// The text behind `key` in a line. A quote within a string is escaped, so that `key` stands nowhere but in its place.
std::optional<std::string_view> after(std::string_view line, std::string_view key) {
    const std::size_t at = line.find(key);
    return at == std::string_view::npos ? std::nullopt : std::optional(line.substr(at + key.size()));
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

void parse_task(EarlierResults& results, std::string_view line) {
    constexpr std::string_view kBegin = "{\"id\":";
    EarlierTask task;
    const auto outcome = after(line, ",\"outcome\":\"");
    if (!line.starts_with(kBegin) || !outcome || !JsonScanner(line.substr(kBegin.size())).string(task.id)) {
        return;
    }
    const auto known = outcome_from(std::string(outcome->substr(0, outcome->find('"'))));
    if (known) {
        task.outcome = *known;
        task.seconds = number_after(line, ",\"seconds\":");
        results.tasks.push_back(std::move(task));
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

std::string read_summary(const std::string& directory, std::uint64_t limit) {
    const std::string path = directory + "/summary.json";
    const auto file = open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    auto text = file ? read_file(*file, path, limit) : Result<std::string>(file.error());
    return text ? *std::move(text) : "";
}

// Of a run whose tasks are not needed.
std::string start_of(const std::string& directory) {
    constexpr std::size_t kHead = 4096;
    const auto file = open_file(directory + "/summary.json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    std::string head(kHead, '\0');
    const ssize_t size = file ? read(file->get(), head.data(), head.size()) : 0;
    head.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return string_after(head, ",\"started\":");
}

using Found = std::unordered_map<std::string_view, const EarlierTask*>;

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

class Comparer {
public:
    explicit Comparer(const std::vector<EarlierResults>& earlier) : runs_(earlier.size()) {
        for (std::size_t i = 0; i < earlier.size(); ++i) {
            runs_[i].reserve(earlier[i].tasks.size());
            for (const EarlierTask& task : earlier[i].tasks) {
                runs_[i].emplace(task.id, &task);
            }
        }
    }

    void compare(const TaskRecord& task, std::uint32_t index) {
        const EarlierTask* newest = nullptr;
        std::vector<double> passed;
        for (const Found& run : runs_) {
            const auto found = run.find(task.id);
            if (found == run.end()) {
                continue;
            }
            newest = newest == nullptr ? found->second : newest;
            if (found->second->outcome == Outcome::passed) {
                passed.push_back(found->second->seconds);
            }
        }
        if (newest == nullptr) {
            result.added.push_back(index);
            return;
        }
        if (is_red(task.outcome) && !is_red(newest->outcome)) {
            result.new_failures.push_back(index);
        }
        if (task.outcome == Outcome::passed && is_red(newest->outcome)) {
            result.fixed.push_back(index);
        }
        compare_time(task, index, std::move(passed));
    }

    Comparison result;

private:
    void compare_time(const TaskRecord& task, std::uint32_t index, std::vector<double> passed) {
        constexpr double kFactor = 2;
        constexpr double kNoticed = 0.1;
        if (task.outcome != Outcome::passed || passed.empty()) {
            return;
        }
        const double usual = median(std::move(passed));
        if (task.seconds >= kFactor * usual && task.seconds >= usual + kNoticed) {
            result.slower.push_back({index, usual});
        }
    }

    std::vector<Found> runs_;
};

}  // namespace

std::uint64_t EarlierResults::count(Outcome outcome) const {
    return static_cast<std::uint64_t>(
        std::count_if(tasks.begin(), tasks.end(), [=](const EarlierTask& task) { return task.outcome == outcome; }));
}

EarlierResults parse_summary(std::string_view text) {
    constexpr std::string_view kRun = " \"run\": ";
    EarlierResults results;
    bool in_tasks = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with(kRun)) {
            results.run_id = string_after(line, "{\"id\":");
            results.started = string_after(line, ",\"started\":");
            results.seconds = number_after(line, ",\"seconds\":");
        } else if (line.starts_with(" \"tasks\": [")) {
            in_tasks = true;
        } else if (in_tasks && line.starts_with("  ")) {
            parse_task(results, line.substr(2));
        }
    }
    return results;
}

std::vector<EarlierResults> earlier_results(const std::string& run_directory, const std::string& started) {
    constexpr std::size_t kRuns = 10;
    const std::size_t slash = run_directory.rfind('/');
    const std::string root = slash == std::string::npos ? "." : run_directory.substr(0, slash);
    const std::string own = slash == std::string::npos ? run_directory : run_directory.substr(slash + 1);
    std::vector<std::pair<std::string, std::string>> found;  // When it started, where it is.
    for (const std::string& name : directories_in(root)) {
        const std::string start = name == own ? "" : start_of(root + "/" + name);
        if (!start.empty() && start <= started) {
            found.emplace_back(start, root + "/" + name);
        }
    }
    std::sort(found.rbegin(), found.rend());
    std::vector<EarlierResults> results;
    std::uint64_t left = kBytesLimit;
    for (std::size_t i = 0; i < std::min(found.size(), kRuns); ++i) {
        const std::string text = read_summary(found[i].second, left);
        left -= std::min<std::uint64_t>(left, text.size());
        if (!text.empty()) {
            results.push_back(parse_summary(text));
        }
    }
    return results;
}

Comparison compare_with_earlier(const RunRecord& record, const std::vector<EarlierResults>& earlier) {
    if (earlier.empty()) {
        return {};
    }
    Comparer comparer(earlier);
    for (std::uint32_t i = 0; i < record.tasks.size(); ++i) {
        comparer.compare(record.tasks[i], i);
    }
    Comparison result = std::move(comparer.result);
    std::stable_sort(result.slower.begin(), result.slower.end(), [&](const SlowerTask& a, const SlowerTask& b) {
        return record.tasks[a.task].seconds - a.usual_seconds > record.tasks[b.task].seconds - b.usual_seconds;
    });
    return result;
}

}  // namespace pf
