// The half of Terminal that writes lines and draws the area below them.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "tool/support/text.h"
#include "tool/terminal/ctest_output.h"
#include "tool/terminal/format.h"
#include "tool/terminal/terminal.h"
#include "tool/terminal/text_width.h"

namespace pf {
namespace {

constexpr double kBetweenDrawings = 0.1;                   // Seconds.
constexpr double kBetweenWrites = 0.05;                    // Seconds. Lines of short tasks are written together.
constexpr double kBetweenClocks = 1;                       // Seconds. The area shows whole seconds.
constexpr std::size_t kManyLines = std::size_t{64} << 10;  // Bytes after which lines are written at once.
constexpr std::size_t kSlowReader = std::size_t{4} << 20;  // Unwritten bytes after which lines are dropped.
constexpr std::size_t kStatusLines = 10;                   // Lines of a task's output that status() shows.

// Returns how many rows a terminal of so many columns needs for rows of these widths.
int rows_now(const std::vector<int>& widths, int columns) {
    int rows = 0;
    for (const int width : widths) {
        rows += std::max(1, (width + columns - 1) / columns);
    }
    return rows;
}

// Returns the width of a text with escape sequences, which take no columns.
int painted_width(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        if (text.front() == '\x1b') {
            text.remove_prefix(std::min(text.size(), text.find('m') + 1));
        } else {
            plain += text.front();
            text.remove_prefix(1);
        }
    }
    return text_width(plain);
}

std::string_view last_lines(std::string_view text, std::size_t lines) {
    std::size_t begin = text.size();
    if (begin > 0 && text.back() == '\n') {
        --begin;
    }
    while (begin > 0) {
        const std::size_t newline = text.rfind('\n', begin - 1);
        if (newline == std::string_view::npos) {
            return text;
        }
        if (--lines == 0) {
            return text.substr(newline + 1);
        }
        begin = newline;
    }
    return text;
}

}  // namespace

void Terminal::put_line(std::string line) {
    if (style_.ci == CiSystem::github) {
        line = without_github_commands(std::move(line));
    }
    lines_ += style_.ctest ? without_ctest_tags(std::move(line)) : std::move(line);
    lines_ += '\n';
    if (lines_.size() > kManyLines) {
        write_lines(now_ >= last_drawn_ + kBetweenDrawings);
    }
}

void Terminal::say(std::string line) {
    if (style_.verbosity <= Verbosity::summary) {
        return;
    }
    if (writer_.waiting() > kSlowReader) {
        ++dropped_;
        return;
    }
    say_dropped();
    put_line(std::move(line));
}

void Terminal::say_command(const std::string& line) {
    if (style_.verbosity > Verbosity::summary && writer_.waiting() <= kSlowReader) {
        lines_ += line + '\n';
    }
}

void Terminal::say_always(std::string line) { put_line(std::move(line)); }

void Terminal::say_dropped() {
    if (dropped_ > 0) {
        put_line(fmt::format("{}: {} are missing here because they were not read fast enough; the journal has it all",
                             painted(Paint::warning, "warning", style_.color),
                             counted(std::exchange(dropped_, 0), "line")));
    }
}

void Terminal::take_area_away(std::string& bytes) {
    if (drawn_.empty()) {
        return;
    }
    // The cursor is at the end of the last row.
    const int above = rows_now(drawn_, style_.width) - 1;
    bytes += '\r';
    if (above > 0) {
        bytes += fmt::format("\x1b[{}A", above);
    }
    bytes += "\x1b[J";
    drawn_.clear();
}

void Terminal::draw_area(std::string& bytes) {
    for (const std::string& row : area_.rows(now_, counts_, style_)) {
        bytes += drawn_.empty() ? "" : "\r\n";
        bytes += row;
        drawn_.push_back(painted_width(row));
    }
    last_drawn_ = now_;
}

void Terminal::write_lines(bool draw) {
    std::string bytes;
    take_area_away(bytes);
    bytes += std::exchange(lines_, {});
    draw = draw && area_wanted();
    if (draw) {
        draw_area(bytes);
    }
    changed_ = !draw;
    last_written_ = bytes.empty() ? last_written_ : now_;
    writer_.append(bytes);
    writer_.flush();
}

double Terminal::tick(double now) {
    now_ = now;
    say_folds();
    writer_.flush();
    const auto due = [this] { return last_drawn_ + (changed_ || !lines_.empty() ? kBetweenDrawings : kBetweenClocks); };
    const auto lines_due = [this] { return style_.at_once ? now_ : last_written_ + kBetweenWrites; };
    // The area is not drawn again before a slow reader has read the last drawing.
    if (area_wanted() ? now >= due() && writer_.waiting() == 0 : !drawn_.empty() || now >= lines_due()) {
        write_lines(true);
    }
    if (writer_.waiting() > 0) {
        return kBetweenDrawings;
    }
    const double next = area_wanted() ? due() : lines_.empty() ? std::numeric_limits<double>::infinity() : lines_due();
    return std::max(0.0, next - now);
}

void Terminal::finish() {
    say_folds();
    ended_ = true;
    write_lines(false);
    writer_.finish();
}

void Terminal::resize(int columns, int rows) {
    style_.width = columns > 0 ? columns : style_.width;
    style_.height = rows > 0 ? rows : style_.height;
    changed_ = true;
}

void Terminal::pause(bool paused) {
    paused_ = paused;
    write_lines(true);
}

void Terminal::status(double now, const std::vector<StatusTask>& tasks, const std::vector<StatusFixture>& fixtures) {
    now_ = now;
    const std::string count =
        painted(Paint::bold, fmt::format("{}/{}", counts_.ended(), counts_.declared), style_.color);
    put_line(fmt::format("{} {} {} tasks ended, {} running", status_word(Paint::bold, "Status", style_.color),
                         bracketed_clock(now), count, tasks.size()));
    for (const StatusFixture& fixture : fixtures) {
        put_line(fmt::format("* {}: {} for {}", painted(Paint::fixture, printable(fixture.instance), style_.color),
                             printable(fixture.state), duration(fixture.seconds)));
    }
    std::size_t number = 0;
    for (const StatusTask& task : tasks) {
        put_line(fmt::format("* {}/{}: {} running for {} (attempt {}, pid {})", ++number, tasks.size(),
                             printable(task.id), duration(task.seconds), task.attempt, task.pid));
        const std::string output = printable(last_lines(task.output, kStatusLines));
        for (const std::string_view line : split_lines(output)) {
            put_line("    " + std::string(line));
        }
    }
    write_lines(true);
}

}  // namespace pf
