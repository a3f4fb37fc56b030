#include "tool/terminal/live_area.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/support/text.h"
#include "tool/terminal/text_width.h"

namespace pf {
namespace {

// Columns at the end of a row that stay free, because the terminal writes "^C" there and must not begin another row.
constexpr int kMargin = 3;
constexpr const char* kSetup = "SETUP";
constexpr const char* kTeardown = "TEARDOWN";
constexpr int kSmallestBar = 10;
constexpr int kLargestBar = 60;
// The width of "     Running [ 00:00:00] ".
constexpr int kBarBegins = kWordColumns + 13;

void append_count(std::string& text, std::uint64_t count, const char* what) {
    if (count > 0) {
        text += fmt::format(", {} {}", count, what);
    }
}

std::string repeated(const char* character, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) {
        text += character;
    }
    return text;
}

std::string drawn_bar(const TaskCounts& counts, int columns, const TerminalStyle& style) {
    const std::uint64_t declared = std::max<std::uint64_t>(counts.declared, 1);
    const std::uint64_t ended = std::min(counts.ended(), declared);
    const int full = static_cast<int>(ended * static_cast<std::uint64_t>(columns) / declared);
    const std::uint64_t bad = counts.failed + counts.timeout + counts.crashed;
    return painted(bad > 0 ? Paint::bad : Paint::good, repeated(style.utf8 ? "\u2501" : "=", full), style.color) +
           painted(Paint::faint, repeated(style.utf8 ? "\u2500" : "-", columns - full), style.color);
}

}  // namespace

void LiveArea::begin(Index& index, const std::string& key, Running running) {
    end(index, key);
    index[key] = next_;
    running_[next_++] = std::move(running);
}

void LiveArea::end(Index& index, const std::string& key) {
    const auto found = index.find(key);
    if (found != index.end()) {
        running_.erase(found->second);
        index.erase(found);
    }
}

void LiveArea::add(const TaskStarted& started, const std::string& where) {
    const std::string attempt = started.attempt > 1 ? fmt::format("TRY {}", started.attempt) : "";
    begin(tasks_, started.id, {printable(started.id + where), "", Paint::retry, attempt, started.at});
}

void LiveArea::add(const TaskSlow& slow) {
    const auto found = tasks_.find(slow.id);
    if (found != tasks_.end()) {
        Running& running = running_[found->second];
        running.word = "SLOW";
        running.paint = Paint::warning;
    }
}

void LiveArea::add(const TaskEnded& ended) { end(tasks_, ended.id); }

void LiveArea::add(const SetupStarted& started) {
    begin(fixtures_, started.instance, {printable(started.instance), kSetup, Paint::fixture, "", started.at});
}

void LiveArea::add(const SetupEnded& ended) { end(fixtures_, ended.instance); }

void LiveArea::add(const TeardownStarted& started) {
    begin(fixtures_, started.instance, {printable(started.instance), kTeardown, Paint::fixture, "", started.at});
}

void LiveArea::add(const TeardownEnded& ended) { end(fixtures_, ended.instance); }

std::vector<std::string> LiveArea::fixtures(double now) const {
    std::vector<std::string> texts;
    for (const auto& [order, running] : running_) {
        const std::string_view word = running.word;
        if (word == kSetup || word == kTeardown) {
            texts.push_back(fmt::format("{} of {} ({})", word == kSetup ? "set-up" : "teardown", running.name,
                                        duration(now - running.since)));
        }
    }
    return texts;
}

void LiveArea::add(const Stopping& stopping) { word_ = stopping.at_once ? "Killing" : "Cancelling"; }

std::string LiveArea::bar(double now, const TaskCounts& counts, const TerminalStyle& style) const {
    std::string text = fmt::format("{}/{}: {} running", counts.ended(), counts.declared, tasks_.size());
    append_count(text, counts.repeated, "runs passed");
    append_count(text, counts.passed, "passed");
    append_count(text, counts.failed + counts.timeout + counts.crashed, "failed");
    append_count(text, counts.skipped, "skipped");
    append_count(text, counts.not_run, "not run");
    const int room = style.width - kMargin - kBarBegins;
    const int columns = std::min(room - text_width(text) - 1, kLargestBar);
    std::string line = fmt::format(
        "{} {} ", status_word(word_ == std::string_view("Running") ? Paint::good : Paint::bad, word_, style.color),
        bracketed_clock(now));
    if (columns >= kSmallestBar) {
        return line + drawn_bar(counts, columns, style) + " " + text;
    }
    if (room >= kSmallestBar) {
        return line + fit(text, room, style.utf8);
    }
    return fit(text, style.width - kMargin, style.utf8);
}

std::string LiveArea::row(const Running& running, double now, const TerminalStyle& style) const {
    const std::string_view word = *running.word != '\0' ? std::string_view(running.word) : running.attempt;
    const int room = style.width - kMargin - kBarBegins;
    if (room < kSmallestBar) {
        return fit(running.name, style.width - kMargin, style.utf8);
    }
    return fmt::format("{} {} {}", status_word(running.paint, word, style.color), bracketed_clock(now - running.since),
                       fit(running.name, room, style.utf8));
}

std::vector<std::string> LiveArea::rows(double now, const TaskCounts& counts, const TerminalStyle& style) const {
    std::vector<std::string> rows{bar(now, counts, style)};
    const int room = style.progress ? 0 : std::min(kRows, style.height - 2) - 1;
    if (room <= 0) {
        return rows;
    }
    const bool all = running_.size() <= static_cast<std::size_t>(room);
    std::size_t listed = all ? running_.size() : static_cast<std::size_t>(room - 1);
    for (auto running = running_.begin(); listed > 0; ++running, --listed) {
        rows.push_back(row(running->second, now, style));
    }
    if (!all) {
        rows.push_back(
            fit(fmt::format("{}... and {} more", kContinuation, running_.size() - static_cast<std::size_t>(room - 1)),
                style.width - kMargin, style.utf8));
    }
    return rows;
}

}  // namespace pf
