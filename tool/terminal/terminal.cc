#include "tool/terminal/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "tool/support/text.h"
#include "tool/terminal/ctest_output.h"
#include "tool/terminal/format.h"

namespace pf {
namespace {

constexpr std::size_t kRunningFixtures = 3;  // Set-ups and teardowns that "Cancelling" names.
constexpr int kNoteColumns = kTextColumns + 1;

std::string rule(const TerminalStyle& style, int columns) {
    std::string text;
    while (columns-- > 0) {
        text += style.utf8 ? "\u2500" : "-";
    }
    return text;
}

// Returns the notes that follow the output of a task or a teardown.
std::vector<std::string> notes_on(const std::vector<std::string>& leaked, const std::string& kept_dir) {
    std::vector<std::string> notes;
    if (!leaked.empty()) {
        notes.push_back(fmt::format("left behind and ended: {}", fmt::join(leaked, ", ")));
    }
    if (!kept_dir.empty()) {
        notes.push_back("its files are kept in " + kept_dir);
    }
    return notes;
}

// Returns whether the output has the reason already, because a framework has printed the failure.
bool output_says_why(const TaskEnded& ended) {
    return ended.cause == Cause::framework && !ended.failures.empty() && !ended.failures.front().message.empty() &&
           ended.output.text.find(first_line(ended.failures.front().message)) != std::string::npos;
}

}  // namespace

Terminal::Terminal(Writer writer, TerminalStyle style)
    : writer_(std::move(writer)), style_(std::move(style)), closing_(style_.slowest) {}
Terminal::Terminal(int fd, TerminalStyle style) : Terminal(Writer(fd), std::move(style)) {}
Terminal::Terminal(std::function<void(std::string_view)> write, TerminalStyle style)
    : Terminal(Writer(std::move(write)), std::move(style)) {}

void Terminal::handle(const Event& event) {
    std::visit([this](const auto& what) { on(what); }, event);
    changed_ = true;
}

std::string Terminal::word(Paint paint, std::string_view text) const { return status_word(paint, text, style_.color); }

std::string Terminal::shown(const std::string& path) const { return printable(shown_path(path, style_.directory)); }

// Returns whether a task that passed and a set-up that succeeded have lines.
bool Terminal::shows_good() const {
    return !(style_.progress && style_.live) || style_.verbosity >= Verbosity::verbose;
}

std::string Terminal::counter() const {
    const std::string declared = fmt::format("{}", counts_.declared);
    return fmt::format("({:>{}}/{})", counts_.ended(), declared.size(), declared);
}

void Terminal::on(const RunStarted& started) {
    jobs_ = started.jobs;
    run_id_ = started.run_id;
    about_run_ = started.shards == 0 ? "" : fmt::format(", shard {}/{}", started.shard, started.shards);
    about_run_ += started.shuffled ? fmt::format(", shuffled with seed {}", started.seed) : "";
    closing_.begin(started);
}

void Terminal::on(const FixtureDeclared& declared) { economics_.declare(declared); }

void Terminal::on(const TaskDeclared& declared) {
    economics_.declare(declared);
    ++counts_.declared;
}

void Terminal::on(const PlanEnded& /*ended*/) {
    say(rule(style_, kWordColumns));
    say(fmt::format("{} {} in {}{} (run {}{})", word(Paint::good, "Starting"),
                    painted(Paint::bold, counted(counts_.declared, "task"), style_.color),
                    counted(economics_.groups(), "group"), jobs_ > 0 ? fmt::format(", {} at a time", jobs_) : "",
                    printable(run_id_), about_run_));
    started_ = true;
}

void Terminal::on(const SetupStarted& started) {
    area_.add(started);
    if (style_.verbosity >= Verbosity::extra) {
        say(fmt::format("{} {} set-up of {}", word(Paint::plain, "START"), std::string(11, ' '),
                        printable(started.instance)));
    }
}

void Terminal::on(const SetupEnded& ended) {
    area_.add(ended);
    const std::string who = painted(Paint::fixture, printable(ended.instance), style_.color);
    const bool verbose = style_.verbosity >= Verbosity::verbose;
    if (ended.outcome == SetupOutcome::passed) {
        up_since_[ended.instance] = ended.at;
        if (shows_good() && (verbose || economics_.scope_of(ended.fixture) != "task")) {
            say(fmt::format("{} {} {}", word(Paint::fixture, ended.kept ? "KEPT" : "SETUP"), bracketed(ended.seconds),
                            who));
            if (verbose) {
                say_output(ended.instance, ended.output, "", {});
            }
        }
        return;
    }
    const bool is_new = closing_.add(ended) || verbose;
    if (!is_new) {
        return;
    }
    const bool failed = ended.outcome == SetupOutcome::failed || ended.outcome == SetupOutcome::timeout;
    const char* what = failed ? "SETUP FAIL" : ended.outcome == SetupOutcome::skipped ? "SETUP SKIP" : "SETUP STOP";
    say(fmt::format("{} {} {}", word(failed ? Paint::bad : Paint::warning, what), bracketed(ended.seconds), who));
    say_output(ended.instance, ended.output, ended.reason, {});
}

void Terminal::on(const FixtureDied& died) {
    const auto up = up_since_.find(died.instance);
    const double seconds = up == up_since_.end() ? 0 : died.at - up->second;
    closing_.add(died, seconds);
    say(fmt::format("{} {} {}", word(Paint::bad, "DIED"), bracketed(seconds),
                    painted(Paint::fixture, printable(died.instance), style_.color)));
    say_output(died.instance, died.output, died.reason, {});
}

void Terminal::on(const TeardownStarted& started) {
    area_.add(started);
    up_since_.erase(started.instance);
}

void Terminal::on(const TeardownEnded& ended) {
    area_.add(ended);
    closing_.add(ended);
    const bool verbose = style_.verbosity >= Verbosity::verbose;
    const bool good = ended.passed && ended.leaked.empty();
    if (good && (!shows_good() || (!verbose && economics_.scope_of(ended.fixture) == "task"))) {
        return;
    }
    const Paint paint = !ended.passed ? Paint::bad : good ? Paint::fixture : Paint::warning;
    say(fmt::format("{} {} {}",
                    word(paint, !ended.passed ? "DOWN FAIL"
                                : good        ? "TEARDOWN"
                                              : "LEAK"),
                    bracketed(ended.seconds), painted(Paint::fixture, printable(ended.instance), style_.color)));
    if (!good || verbose) {
        say_output(ended.instance, ended.output, ended.reason, notes_on(ended.leaked, ""));
    }
}

void Terminal::on(const TaskStarted& started) {
    area_.add(started, on_machine_);
    stress_.add(started);
    if (style_.verbosity >= Verbosity::extra) {
        const std::string attempt = started.attempt > 1 ? fmt::format("TRY {}", started.attempt) : "START";
        say(fmt::format("{} {} {}{} (worker {})", word(Paint::plain, attempt), std::string(11, ' '),
                        printable(started.id), printable(on_machine_), started.worker));
    }
}

void Terminal::on(const TaskSlow& slow) {
    area_.add(slow);
    if (shows_good()) {
        say(fmt::format("{} {} {} {}{}", word(Paint::warning, "SLOW"), bracketed_above(slow.seconds),
                        std::string(counter().size(), ' '), printable(slow.id), printable(on_machine_)));
    }
}

void Terminal::on(const TaskEnded& ended) {
    area_.add(ended);
    stress_.add(ended);
    counts_.repeated += style_.stress && !ended.final ? 1 : 0;
    if (ended.final) {
        counts_.add(ended);
        closing_.add(ended, economics_.fixtures_of(ended.id));
    }
    if (!is_folded(ended)) {
        say_task(ended);
    }
}

void Terminal::say_task(const TaskEnded& ended) {
    const bool good = is_good(ended.outcome);
    const bool repeated = style_.stress && style_.verbosity < Verbosity::verbose;
    if (good && ended.leaked.empty() && (repeated || !shows_good())) {
        return;
    }
    const std::string tasks = counter();
    const std::string reason = first_line(ended.reason);
    const bool inline_reason = ended.outcome == Outcome::skipped && !reason.empty();
    say(fmt::format("{} {} {} {}{}{}",
                    word(outcome_paint(ended), outcome_word(ended, ended.attempt > 1 || !ended.final)),
                    bracketed(ended), ended.final ? tasks : std::string(tasks.size(), ' '), printable(ended.id),
                    printable(on_machine_), inline_reason ? fmt::format(" ({})", reason) : ""));
    if (!good || style_.verbosity >= Verbosity::verbose) {
        say_output(ended.id, ended.output, inline_reason || output_says_why(ended) ? "" : ended.reason,
                   notes_on(ended.leaked, ended.kept_dir), ended.services + ended.stacks);
    } else if (!ended.leaked.empty()) {
        say_output(ended.id, {}, "", notes_on(ended.leaked, ""));
    }
}

void Terminal::say_text(const std::string& text) {
    const std::string shown = printable(text);
    for (const std::string_view line : split_lines(shown)) {
        say("    " + std::string(line), kTextColumns);
    }
}

// Shows a text, in a group where a CI system shows groups.
void Terminal::say_group(const std::string& title, const std::string& text) {
    if (style_.ci == CiSystem::none || text.empty()) {
        say_text(text);
        return;
    }
    const std::int64_t now = std::time(nullptr);
    say_command(group_begin(style_.ci, title, ++groups_, now));
    say_text(text);
    say_command(group_end(style_.ci, groups_, now));
}

// `more` is what follows the notes, or the output in its group.
void Terminal::say_output(const std::string& whose, const Output& output, const std::string& reason,
                          const std::vector<std::string>& notes, const std::string& more) {
    const bool grouped = style_.ci != CiSystem::none;
    if (!output.text.empty() && !grouped) {
        say(painted(Paint::faint, "  output " + rule(style_, 3), style_.color));
    }
    const bool ends_line = output.text.empty() || output.text.back() == '\n';
    say_group("output of " + whose,
              grouped && !more.empty() ? output.text + (ends_line ? "" : "\n") + more : output.text);
    const auto note = [this](const std::string& what) { say(fmt::format("    ({})", what), kNoteColumns); };
    if (output.cut || !output.file.empty()) {
        note(output.file.empty() ? fmt::format("{} bytes in all", output.bytes)
                                 : fmt::format("{} bytes in all, see {}", output.bytes,
                                               shown(closing_.results_dir() + "/" + output.file)));
    }
    if (!reason.empty()) {
        note(first_line(reason));
        say_rest(reason);
    }
    for (const std::string& what : notes) {
        note(first_line(what));
    }
    if (!grouped) {
        say_text(more);
    }
}

// Shows the lines of a reason after the first, such as what a program printed that could not be listed.
void Terminal::say_rest(const std::string& reason) {
    const std::string lines = printable(reason);
    const std::size_t first = std::min(lines.find('\n'), lines.size());
    for (const std::string_view line : split_lines(std::string_view(lines).substr(std::min(first + 1, lines.size())))) {
        say("      " + std::string(line), kTextColumns + 2);
    }
}

void Terminal::on(const TaskStacks& stacks) {
    say(fmt::format("{} {} {}", word(Paint::bad, "STACKS"), std::string(11, ' '), printable(stacks.id)));
    say_group("stacks of " + stacks.id, stacks.stacks);
}

void Terminal::on(const Message& message) {
    const bool is_error = message.level == MessageLevel::error;
    const Paint paint = is_error ? Paint::bad : message.level == MessageLevel::warning ? Paint::warning : Paint::bold;
    std::string head = painted(paint, to_text(message.level), style_.color) + ": ";
    const std::string text = printable(message.text);
    for (const std::string_view part : split_lines(text)) {
        const std::string line = std::exchange(head, std::string(kTextColumns, ' ')).append(part);
        is_error ? put_wrapped(line, kTextColumns) : say(line, kTextColumns);
    }
}

void Terminal::on(const Stopping& stopping) {
    area_.add(stopping);
    std::vector<std::string> running{
        painted(Paint::bold, counted(static_cast<std::uint64_t>(stopping.running), "task"), style_.color)};
    const std::vector<std::string> fixtures = area_.fixtures(stopping.at);
    const std::size_t named = std::min(fixtures.size(), kRunningFixtures);
    for (std::size_t i = 0; i < named; ++i) {
        running.push_back("the " + fixtures[i]);
    }
    if (fixtures.size() > named) {
        running.push_back(fmt::format("{} more set-ups and teardowns", fixtures.size() - named));
    }
    say(fmt::format("{}: {}; still running: {}", word(Paint::bad, stopping.at_once ? "Killing" : "Cancelling"),
                    first_line(stopping.reason), fmt::join(running, ", ")));
}

void Terminal::on(const FinishEnded& ended) {
    closing_.add(ended);
    const Paint paint = ended.passed ? Paint::fixture : Paint::bad;
    say(fmt::format("{} {} {}", word(paint, ended.passed ? "FINISH" : "FINISH FAIL"), bracketed(ended.seconds),
                    shown_command(ended)));
    if (!ended.passed || style_.verbosity >= Verbosity::verbose) {
        say_output(shown_command(ended), ended.output, ended.reason, notes_on(ended.leaked, ""));
    }
}

void Terminal::say_summary(const RunEnded& ended) {
    const auto number = [this](std::uint64_t count, Paint paint, const char* what) {
        return painted(Paint::bold, fmt::format("{}", count), style_.color) + " " + painted(paint, what, style_.color);
    };
    std::vector<std::string> marks;
    const auto add = [&](std::vector<std::string>& list, std::uint64_t count, Paint paint, const char* what) {
        if (count > 0) {
            list.push_back(number(count, paint, what));
        }
    };
    add(marks, counts_.slow, Paint::warning, "slow");
    add(marks, counts_.flaky, Paint::retry, "flaky");
    add(marks, counts_.passed_leaked, Paint::warning, "leaked");
    std::vector<std::string> parts{number(counts_.passed, Paint::good, "passed") +
                                   (marks.empty() ? "" : fmt::format(" ({})", fmt::join(marks, ", ")))};
    add(parts, counts_.failed, Paint::bad, "failed");
    add(parts, counts_.timeout, Paint::bad, "timed out");
    add(parts, counts_.crashed, Paint::bad, "crashed");
    add(parts, counts_.skipped, Paint::warning, "skipped");
    add(parts, counts_.not_run, Paint::warning, "not run");
    add(parts, counts_.declared - std::min(counts_.ended(), counts_.declared), Paint::bad, "without a result");
    put_wrapped(fmt::format("{} {} {}/{} tasks run: {}",
                            word(ended.exit_code == 0 ? Paint::good : Paint::bad, "Summary"), bracketed(ended.at),
                            counts_.run(), counts_.declared, fmt::join(parts, ", ")));
}

void Terminal::on(const RunEnded& ended) {
    say_dropped();
    ended_ = true;
    if (style_.verbosity == Verbosity::quiet) {
        return;
    }
    put_line(rule(style_, kWordColumns));
    say_summary(ended);
    if (style_.stress) {
        put_wrapped(fmt::format("{} {}", word(Paint::bold, "Stress"), stress_.sentence()));
    }
    for (std::string& line : closing_.lines(style_)) {
        put_line(std::move(line));
    }
    put_wrapped(fmt::format("{} {}", word(Paint::plain, "Results"), shown(closing_.results_dir())));
    if (style_.ctest) {
        for (std::string& line : ctest_result_lines(counts_, closing_)) {
            lines_ += line + "\n";
        }
    }
    put_wrapped(fmt::format("{} {}", word(Paint::plain, "Fixtures"), economics_.sentence(ended)));
}

}  // namespace pf
