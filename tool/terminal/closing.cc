#include "tool/terminal/closing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "tool/support/regex.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"
#include "tool/terminal/wrap.h"

namespace pf {
namespace {

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string in_brackets(const std::string& reason) {
    const std::string line = first_line(reason);
    return line.empty() ? "" : fmt::format(" ({})", line);
}

// Returns the event without its output and with one line of reason, to be kept until the end of the run.
TaskEnded without_text(const TaskEnded& ended) {
    TaskEnded kept = ended;
    kept.output = {};
    kept.output.file = ended.output.file;
    kept.reason = first_line(ended.reason);
    return kept;
}

constexpr const char* kSetupFail = "SETUP FAIL";
constexpr const char* kSetupStop = "SETUP STOP";
constexpr const char* kFinishFail = "FINISH FAIL";
constexpr const char* kDied = "DIED";

// Returns whether the reason of tasks that were not run is that the fixture failed or died (docs/design/scheduling.md).
bool is_due_to(const std::string& reason, const std::string& word, const std::string& fixture) {
    const auto begins = [&](const std::string& text) { return reason.compare(0, text.size(), text) == 0; };
    const std::string name = printable(fixture);
    return word == kSetupFail ? begins("fixture " + name + " failed: ")
           : word == kDied
               ? begins("service " + name + " died: ") || begins("the process of fixture " + name + " died: ")
               : false;
}

std::string more_line(std::uint64_t more, const char* what) {
    return fmt::format("{}... and {} more {}", kContinuation, more, what);
}

}  // namespace

void Closing::Lines::add(const std::string& line) {
    for (std::string& part : wrapped(line, style_.columns(), kWordColumns + 1)) {
        lines_.push_back(std::move(part));
    }
}

void Closing::Lines::add_command(const std::string& head, const std::vector<std::string>& words) {
    for (std::string& part : wrapped_command(head, words, style_.columns(), kWordColumns + 3)) {
        lines_.push_back(std::move(part));
    }
}

bool is_folded(const TaskEnded& ended) {
    return ended.attempt == 0 && facts_of(ended.cause).shared &&
           (ended.outcome == Outcome::not_run || ended.outcome == Outcome::skipped);
}

std::string shown_command(const FinishEnded& ended) {
    std::size_t length = 100;
    std::vector<std::string> words;
    std::transform(ended.command.begin(), ended.command.end(), std::back_inserter(words), shell_quoted);
    std::string line = one_line(fmt::format("{}", fmt::join(words, " ")));
    if (line.size() <= length) {
        return line;
    }
    while (length > 0 && (static_cast<unsigned char>(line[length]) & 0xC0U) == 0x80) {
        --length;  // A character of UTF-8 is not cut.
    }
    return line.substr(0, length) + "...";
}

void Closing::begin(const RunStarted& started) {
    build_dir_ = started.build_dir;
    config_ = started.config;
    jobs_ = started.jobs;
    if (results_dir_.empty()) {
        results_dir_ = fmt::format("{}/Testing/ParallelFixtures/{}", started.build_dir, started.run_id);
    }
}

// Keeps the list sorted, the longest first and tasks of the same time in the order of their ends.
void Closing::note_slowest(const TaskEnded& ended) {
    const auto place = std::find_if(slowest_.begin(), slowest_.end(),
                                    [&ended](const auto& listed) { return listed.first < ended.seconds; });
    if (slowest_.size() < most_slowest_ || place != slowest_.end()) {
        slowest_.emplace(place, ended.seconds, ended.id);
        slowest_.resize(std::min(slowest_.size(), most_slowest_));
    }
}

void Closing::fold(Fold& fold, const TaskEnded& ended) {
    const std::string reason = first_line(ended.reason);
    if (fold.count++ == 0) {
        fold.outcome = ended.outcome;
        fold.reason = reason;
        fold.id = ended.id;
    }
    fold.other_reasons = fold.other_reasons || reason != fold.reason;
}

void Closing::add(const TaskEnded& ended, std::string_view fixtures) {
    const bool interrupted = ended.outcome == Outcome::not_run && ended.cause == Cause::interrupted;
    if (is_folded(ended) || interrupted) {
        fold(folds_[{ended.cause, std::string(fixtures)}], ended);
        return;
    }
    if (ended.attempt > 0) {
        note_slowest(ended);
    }
    if (ended.outcome == Outcome::skipped) {
        return;
    }
    if (ended.outcome != Outcome::passed) {
        failures_.add(without_text(ended));
    } else if (ended.flaky) {
        flaky_.add(without_text(ended));
    }
    if (ended.outcome == Outcome::passed && !ended.leaked.empty()) {
        leaks_.add({ended.id, joined(ended.leaked)});
    }
}

bool Closing::add_broken(const std::string& fixture, Broken broken) {
    const auto [known, is_new] = broken_.try_emplace({broken.word, fixture}, broken);
    known->second.more += is_new ? 0 : 1;
    return is_new || known->second.reason != broken.reason;
}

bool Closing::add(const SetupEnded& ended) {
    switch (ended.outcome) {
        case SetupOutcome::failed:
        case SetupOutcome::timeout:
            return add_broken(ended.fixture, {kSetupFail, ended.instance, first_line(ended.reason), ended.seconds});
        case SetupOutcome::interrupted:
            return add_broken(ended.fixture, {kSetupStop, ended.instance, first_line(ended.reason), ended.seconds});
        case SetupOutcome::passed:
        case SetupOutcome::skipped:
            break;
    }
    return true;
}

void Closing::add(const FixtureDied& died, double seconds) {
    add_broken(died.fixture, {kDied, died.instance, first_line(died.reason), seconds});
}

void Closing::add(const TeardownEnded& ended) {
    if (!ended.passed) {
        add_broken(ended.fixture, {"DOWN FAIL", ended.instance, first_line(ended.reason), ended.seconds});
    }
    if (!ended.leaked.empty()) {
        leaks_.add({ended.instance, joined(ended.leaked)});
    }
}

void Closing::add(const FinishEnded& ended) {
    const std::string command = shown_command(ended);
    const auto known = std::find_if(finishes_.begin(), finishes_.end(),
                                    [&command](const Broken& broken) { return broken.instance == command; });
    if (!ended.passed && known == finishes_.end()) {
        finishes_.push_back({kFinishFail, command, first_line(ended.reason), ended.seconds});
    } else if (!ended.passed) {
        ++known->more;
    }
    if (!ended.leaked.empty()) {
        leaks_.add({command, joined(ended.leaked)});
    }
}

std::string Closing::fold_line(const std::string& fixtures, const Fold& fold, const TerminalStyle& style) const {
    const std::string who = fold.count == 1 ? printable(fold.id) : counted(fold.count, "task");
    return fmt::format("{} {}{}: {}{}",
                       status_word(Paint::warning, fold.outcome == Outcome::skipped ? "SKIP" : "NOT RUN", style.color),
                       who, fixtures.empty() ? "" : " on " + printable(fixtures),
                       fold.reason.empty() ? "no reason was given" : fold.reason,
                       fold.other_reasons ? " (or the like)" : "");
}

void Closing::list_leaks(Lines& lines) const {
    for (const auto& [who, what] : leaks_.entries) {
        lines.add(fmt::format("{} {} left {} behind", status_word(Paint::warning, "LEAK", lines.style().color),
                              printable(who), first_line(what)));
    }
    if (leaks_.more > 0) {
        lines.add(more_line(leaks_.more, "that left something behind"));
    }
}

void Closing::list_flaky(Lines& lines) const {
    for (const TaskEnded& task : flaky_.entries) {
        const std::string word = fmt::format("FLAKY {0}/{0}", task.attempt);
        lines.add(fmt::format("{} {} {}", status_word(Paint::retry, word, lines.style().color), bracketed(task),
                              printable(task.id)));
    }
    if (flaky_.more > 0) {
        lines.add(more_line(flaky_.more, "flaky tasks"));
    }
}

void Closing::list_slowest(Lines& lines) const {
    for (const auto& [seconds, id] : slowest_) {
        const bool first = id == slowest_.front().second;
        lines.add(fmt::format(
            "{} {} {}", status_word(first ? Paint::bold : Paint::plain, first ? "Slowest" : "", lines.style().color),
            bracketed(seconds), printable(id)));
    }
}

// Returns how many tasks were not run because of this.
std::uint64_t Closing::not_run_for(const std::pair<std::string, std::string>& word_and_fixture) const {
    std::uint64_t tasks = 0;
    for (const auto& [key, fold] : folds_) {
        tasks += is_due_to(fold.reason, word_and_fixture.first, word_and_fixture.second) ? fold.count : 0;
    }
    return tasks;
}

void Closing::list_folds(Lines& lines) const {
    for (const auto& [key, fold] : folds_) {
        const bool told = std::any_of(broken_.begin(), broken_.end(), [&reason = fold.reason](const auto& entry) {
            return is_due_to(reason, entry.first.first, entry.first.second);
        });
        if (!told) {
            lines.add(fold_line(key.second, fold, lines.style()));
        }
    }
}

void Closing::list_one(Lines& lines, const Broken& broken, std::uint64_t not_run) {
    const Paint paint = broken.word == kSetupStop ? Paint::warning : Paint::bad;
    lines.add(fmt::format("{} {} {}{}{}", status_word(paint, broken.word, lines.style().color),
                          bracketed(broken.seconds),
                          painted(Paint::fixture, printable(broken.instance), lines.style().color),
                          in_brackets(broken.reason), not_run > 0 ? "; not run: " + counted(not_run, "task") : ""));
    if (broken.more > 0) {
        const char* what = broken.word == kFinishFail ? "command" : "fixture";
        lines.add(fmt::format("{}... and {} more of this {}", kContinuation, broken.more, what));
    }
}

void Closing::list_broken(Lines& lines) const {
    for (const auto& [key, broken] : broken_) {
        list_one(lines, broken, not_run_for(key));
    }
    for (const Broken& broken : finishes_) {
        list_one(lines, broken, 0);
    }
}

void Closing::add_command(Lines& lines, const std::string& head, std::vector<std::string> selection) const {
    const TerminalStyle& style = lines.style();
    std::vector<std::string> words{shell_quoted(style.program), "run"};
    const std::string build_dir = shown_path(build_dir_, style.directory);
    if (build_dir != ".") {
        words.push_back(shell_quoted(build_dir));
    }
    if (style.names_config && !config_.empty()) {
        words.insert(words.end(), {"-C", shell_quoted(config_)});
    }
    words.insert(words.end(), selection.begin(), selection.end());
    std::transform(words.begin(), words.end(), words.begin(), printable);
    lines.add_command(head, words);
}

void Closing::list_failures(Lines& lines) const {
    const bool color = lines.style().color;
    for (const TaskEnded& task : failures_.entries) {
        lines.add(fmt::format("{} {} {}{}",
                              status_word(outcome_paint(task), outcome_word(task, task.attempt > 1), color),
                              bracketed(task), printable(task.id), in_brackets(task.reason)));
        add_command(lines, fmt::format("{}repeat: ", kContinuation),
                    {"-R", shell_quoted("^" + regex_quote(task.id) + "$")});
        if (lines.style().stress && !task.kept_dir.empty()) {
            lines.add(fmt::format("{}kept: {}", kContinuation, printable(task.kept_dir)));
        }
    }
    if (failures_.more > 0) {
        lines.add(more_line(failures_.more, "that did not pass"));
    }
    if (jobs_ > 1 && !failures_.entries.empty() && results_dir_.starts_with(build_dir_ + "/")) {
        add_command(lines, status_word(Paint::plain, "Alone", color) + " ", {"--rerun-failed", "-j1"});
    }
}

std::vector<std::string> Closing::lines(const TerminalStyle& style) const {
    Lines lines(style);
    list_slowest(lines);
    list_leaks(lines);
    list_flaky(lines);
    list_folds(lines);
    list_broken(lines);
    list_failures(lines);
    return lines.take();
}

std::vector<std::string_view> Closing::failed_ids() const {
    std::vector<std::string_view> ids;
    for (const TaskEnded& task : failures_.entries) {
        ids.emplace_back(task.id);
    }
    return ids;
}

}  // namespace pf
