#include "tool/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "tool/page/plain_page.h"
#include "tool/report/markdown_text.h"
#include "tool/report/problems.h"
#include "tool/report/report_text.h"
#include "tool/support/regex.h"

namespace pf {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr std::size_t kMostOutput = std::size_t{8} << 10U;
constexpr std::size_t kMostListed = 50;  // Flaky tasks.
constexpr std::size_t kSlowest = 5;
constexpr std::size_t kLongestName = 300;

std::string name_of(const std::string& id) {
    return markdown_cell(id.size() <= kLongestName ? id : id.substr(0, kLongestName) + "...");
}

std::string counted_tasks(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, count == 1 ? "task" : "tasks", what);
}

// Returns one word for a shell.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return text + "'";
}

// A text that grows in whole parts, up to a limit.
class Bounded {
public:
    explicit Bounded(std::size_t most) : most_(most) {}

    // Adds the part, unless it does not fit beside a line that says that something is missing.
    bool add(const std::string& part) {
        constexpr std::size_t kLastLine = 200;
        if (text_.size() + part.size() + kLastLine > most_) {
            return false;
        }
        text_ += part;
        return true;
    }
    void add_last(const std::string& line) { text_ += text_.size() + line.size() <= most_ ? line : ""; }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::size_t most_;
};

class MarkdownSummary {
public:
    MarkdownSummary(const RunRecord& record, std::size_t most) : record_(record), text_(most) {}

    Result<std::string> make() {
        const SourcePaths paths(record_.run());
        Result<Problems> problems = problems_of(record_, paths, kMostProblems, kMostOutput);
        if (!problems) {
            return problems.error();
        }
        text_.add(head());
        list(*problems);
        flaky();
        slowest();
        setups();
        return text_.take();
    }

private:
    [[nodiscard]] std::string head() const {
        const auto code = record_.exit_code();
        const char* const verdict = !code ? "not finished" : *code == 0 ? "passed" : "not passed";
        return fmt::format("### Tests: {}\n\n{} of {} in {} s{}\n\n", verdict, counts_text(record_.counts),
                           counted_tasks(record_.tasks.size(), ""),
                           decimal_seconds(record_.ended() - record_.started()),
                           code && *code != 0 ? fmt::format(" (exit code {})", *code) : "");
    }

    [[nodiscard]] std::string repeat(const Problem& problem) const {
        const RunStarted& run = record_.run();
        const std::string config = run.config.empty() ? "" : " -C " + quoted(run.config);
        return fmt::format("Repeat: {}\n",
                           markdown_code(fmt::format("parallel-fixtures run {}{} -R {}", quoted(run.build_dir), config,
                                                     quoted("^" + regex_quote(problem.name) + "$"))));
    }

    [[nodiscard]] std::string item(const Problem& problem, bool with_details) const {
        constexpr std::size_t kLongest = 300;
        const std::string place = problem.place.file.empty() ? ""
                                  : problem.place.line > 0
                                      ? fmt::format("{}:{}", problem.place.file, problem.place.line)
                                      : problem.place.file;
        const std::string name = problem.name.substr(0, kLongestName);
        const std::string message = problem.message.substr(0, kLongest);
        if (!with_details) {
            return fmt::format("- {} {}: {}\n", markdown_code(name), problem.what, markdown_code(message));
        }
        return fmt::format(
            "<details><summary><code>{}</code> {}: <code>{}</code></summary>\n\n{}\n{}\n{}\n</details>\n\n",
            markdown_html(name), problem.what, markdown_html(message), place.empty() ? "" : markdown_code(place) + "\n",
            markdown_block(problem.details), problem.is_task ? repeat(problem) : "");
    }

    void list(const Problems& problems) {
        std::size_t shown = 0;
        for (const Problem& problem : problems.first) {
            if (!text_.add(item(problem, true)) && !text_.add(item(problem, false))) {
                break;
            }
            ++shown;
        }
        if (shown < problems.count) {
            text_.add_last(fmt::format("\n... and {} more that did not pass.\n", problems.count - shown));
        }
    }

    void flaky() {
        std::vector<const TaskRecord*> flaky;
        for (const TaskRecord& task : record_.tasks) {
            if (task.flaky && task.outcome == Outcome::passed) {
                flaky.push_back(&task);
            }
        }
        if (flaky.empty()) {
            return;
        }
        text_.add("\n#### Flaky\n\n| task | attempts |\n|---|---|\n");
        for (std::size_t i = 0; i < std::min(flaky.size(), kMostListed); ++i) {
            text_.add(fmt::format("| {} | {} |\n", name_of(flaky[i]->id), flaky[i]->attempts));
        }
        if (flaky.size() > kMostListed) {
            text_.add(fmt::format("\n... and {}.\n", counted_tasks(flaky.size() - kMostListed, " more")));
        }
    }

    void slowest() {
        std::vector<const TaskRecord*> tasks;
        for (const TaskRecord& task : record_.tasks) {
            if (task.attempts > 0) {
                tasks.push_back(&task);
            }
        }
        const auto end = tasks.begin() + static_cast<std::ptrdiff_t>(std::min(tasks.size(), kSlowest));
        std::partial_sort(tasks.begin(), end, tasks.end(),
                          [](const TaskRecord* a, const TaskRecord* b) { return a->seconds > b->seconds; });
        if (tasks.empty()) {
            return;
        }
        text_.add("\n#### Slowest\n\n| task | seconds |\n|---|---|\n");
        for (auto task = tasks.begin(); task != end; ++task) {
            text_.add(fmt::format("| {} | {} |\n", name_of((*task)->id), decimal_seconds((*task)->seconds)));
        }
    }

    void setups() {
        RunEnded sum;
        for (const SegmentRecord& segment : record_.segments) {
            if (segment.ended) {
                sum.setups += segment.ended->setups;
                sum.setup_seconds += segment.ended->setup_seconds;
                sum.setup_seconds_saved += segment.ended->setup_seconds_saved;
            }
        }
        if (sum.setups > 0) {
            text_.add(fmt::format("\n{} {} took {} s; one chain for each task would have taken {} s more.\n",
                                  sum.setups, sum.setups == 1 ? "set-up" : "set-ups",
                                  decimal_seconds(sum.setup_seconds), decimal_seconds(sum.setup_seconds_saved)));
        }
    }

    const RunRecord& record_;
    Bounded text_;
};

}  // namespace

Result<std::string> markdown_summary(const RunRecord& record, std::size_t most) {
    return MarkdownSummary(record, most).make();
}

}  // namespace pf
