#include "tool/page/plain_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <variant>
#include <vector>

#include "tool/journal/record_lines.h"
#include "tool/page/output_budget.h"
#include "tool/page/shards.h"
#include "tool/support/text.h"

namespace pf {
namespace {

// CSI and OSC sequences, and two-character ones.
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2 || text[0] != '\x1b') {
        return 0;
    }
    if (text[1] == ']') {
        const std::size_t stop = text.find_first_of("\x07\x1b\n", 2);
        if (stop == std::string_view::npos) {
            return text.size();
        }
        return text[stop] == '\x1b' ? std::min(stop + 2, text.size()) : stop + 1;
    }
    if (text[1] != '[') {
        return 2;
    }
    std::size_t i = 2;
    while (i < text.size() && static_cast<unsigned char>(text[i]) >= 0x20 &&
           static_cast<unsigned char>(text[i]) < 0x40) {
        ++i;
    }
    return std::min(i + 1, text.size());
}

std::string without_escapes(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = escape_length(text.substr(i));
        if (length == 0) {
            plain += text[i];
        }
        i += std::max<std::size_t>(length, 1);
    }
    return plain;
}

std::string duration_text(double seconds) {
    return fmt::format("{:.{}f} s", std::isfinite(seconds) ? std::max(seconds, 0.0) : 0.0, seconds < 10 ? 2 : 1);
}

const char* words_of(Outcome outcome) { return outcome == Outcome::not_run ? "not run" : to_text(outcome); }

void row(std::string& html, const char* name, const std::string& value) {
    if (!value.empty()) {
        html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html_text(value));
    }
}

std::string setups_text(const RunRecord& record) {
    RunEnded sum;
    for (const SegmentRecord& segment : record.segments) {
        if (segment.ended) {
            sum.setups += segment.ended->setups;
            sum.setups_one_per_task += segment.ended->setups_one_per_task;
            sum.setup_seconds += segment.ended->setup_seconds;
            sum.setup_seconds_saved += segment.ended->setup_seconds_saved;
        }
    }
    if (record.fixtures.empty()) {
        return "";
    }
    return fmt::format("{} {}, {}. One chain of set-ups for each task would be {}: {} saved.", sum.setups,
                       sum.setups == 1 ? "set-up" : "set-ups", duration_text(sum.setup_seconds),
                       sum.setups_one_per_task, duration_text(sum.setup_seconds_saved));
}

std::string verdict_of(const RunRecord& record) {
    const auto code = record.exit_code();
    if (!code) {
        return "The run has not reached its end";
    }
    return *code == 0 ? "Passed" : fmt::format("Not passed (exit code {})", *code);
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

void write(std::FILE* file, const std::string& text) {
    static_cast<void>(std::fwrite(text.data(), 1, text.size(), file));
}

class PlainList {
public:
    PlainList(const RunRecord& record, RecordLines lines, std::FILE* file)
        : record_(record), lines_(std::move(lines)), file_(file) {}

    Status write_all() {
        constexpr std::size_t kBad = 500;
        constexpr std::size_t kGood = 2000;
        Status status = list("Tasks that did not pass", false, kBad);
        return status ? list("Tasks that passed or were skipped", true, kGood) : status;
    }

private:
    Status list(const char* title, bool good, std::size_t most) {
        std::size_t shown = 0;
        std::size_t left_out = 0;
        write(file_, fmt::format("<h2>{}</h2>\n<ul>\n", title));
        for (const TaskRecord& task : record_.tasks) {
            if (is_good(task.outcome) != good) {
                continue;
            }
            if (shown == most) {
                ++left_out;
                continue;
            }
            ++shown;
            Status status = item(task);
            if (!status) {
                return status;
            }
        }
        write(file_, shown == 0 ? "<li>None.</li>\n</ul>\n" : "</ul>\n");
        if (left_out > 0) {
            write(file_, fmt::format("<p>{} more are in <a href=\"summary.json\">summary.json</a>.</p>\n", left_out));
        }
        return ok_status();
    }

    Status item(const TaskRecord& task) {
        constexpr std::size_t kReason = 500;
        write(file_, fmt::format("<li><b>{}</b> {} ({})", words_of(task.outcome),
                                 html_text(shortened(task.id, kReason)), duration_text(task.seconds)));
        if (!task.reason.empty()) {
            write(file_, ": " + html_text(shortened(task.reason, kReason)));
        }
        Status status = is_good(task.outcome) ? ok_status() : details(task);
        write(file_, "</li>\n");
        return status;
    }

    Status details(const TaskRecord& task) {
        constexpr std::size_t kOutput = 4096;
        const auto found = lines_.end(task);
        if (!found) {
            return found.error();
        }
        const TaskEnded* const ended = *found;
        if (ended == nullptr) {
            return ok_status();
        }
        std::string text;
        for (const AssertionFailure& failure : ended->failures) {
            text += failure.file.empty() ? "" : fmt::format("{}:{}: ", failure.file, failure.line);
            text += failure.message + "\n";
        }
        text += ended->output.text;
        if (!text.empty()) {
            write(file_, "<pre>" + html_text(shortened(text, kOutput)) + "</pre>");
        }
        return ok_status();
    }

    const RunRecord& record_;
    RecordLines lines_;
    std::FILE* file_;
};

}  // namespace

std::string html_text(std::string_view bytes) {
    std::string html;
    for (const char c : printable(without_escapes(bytes))) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string iso_date(double seconds) {
    constexpr double kLast = 253402300799;  // Of the year 9999.
    const auto whole = static_cast<std::time_t>(std::isnan(seconds) ? 0 : std::clamp(seconds, 0.0, kLast));
    std::tm utc{};
    ::gmtime_r(&whole, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                       utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string counts_text(const Counts& counts) {
    std::string text;
    for (std::size_t i = 0; i < counts.outcomes.size(); ++i) {
        if (counts.outcomes[i] > 0) {
            text +=
                fmt::format("{}{} {}", text.empty() ? "" : ", ", counts.outcomes[i], words_of(static_cast<Outcome>(i)));
        }
    }
    return text.empty() ? "no tasks" : text;
}

std::string plain_header(const RunRecord& record, const RunView& view) {
    const RunStarted& run = record.run();
    const auto code = record.exit_code();
    const bool good = code && *code == 0;
    std::string html = fmt::format("<h1 class=\"{}\">{}</h1>\n<p class=\"counts\">{}</p>\n<dl>\n",
                                   good ? "good" : "bad", html_text(verdict_of(record)), counts_text(record.counts));
    row(html, "Started",
        fmt::format("{}, took {}", iso_date(record.started()), duration_text(record.ended() - record.started())));
    row(html, "Build tree", run.build_dir + (run.config.empty() ? "" : " (" + run.config + ")"));
    row(html, "Shards", shards_text(record));
    if (!view.merged()) {
        row(html, "Machine",
            fmt::format("{}, {} {}", run.hostname, view.facts.use.slots, view.facts.use.slots == 1 ? "slot" : "slots"));
    }
    row(html, view.merged() ? "First command" : "Command", joined(run.command));
    row(html, "Seed", fmt::format("{}{}", run.seed, run.shuffled ? ", in random order" : ""));
    row(html, "Set-ups", setups_text(record));
    for (const SegmentRecord& segment : record.segments) {
        row(html, "Stopped", segment.superseded() ? "" : segment.stopping);
    }
    for (const FinishEnded& finish : record.finishes) {
        row(html, "Finish command", finish.passed ? "" : fmt::format("{}: {}", joined(finish.command), finish.reason));
    }
    for (const std::string& problem : record.problems) {
        row(html, "Incomplete", problem);
    }
    html += "</dl>\n";
    // A run that broke off says nothing of its length, and the slots of several machines do not share their work.
    const std::string why = code && !view.merged() ? shortest_possible(view.facts) : "";
    if (!why.empty()) {
        html += fmt::format("<p class=\"path\">{} {}</p>\n", html_text(why), html_text(advice(view.facts)));
    }
    return html;
}

Status write_plain_tasks(const RunRecord& record, std::FILE* file) {
    auto lines = RecordLines::open(record);
    if (!lines) {
        return lines.error();
    }
    return PlainList(record, std::move(*lines), file).write_all();
}

}  // namespace pf
