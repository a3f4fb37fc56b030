#include "tool/terminal/closing.h"

#include <fmt/format.h>

#include "tool/support/regex.h"
#include "tool/support/text.h"
#include "tool/terminal/format.h"

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

std::string more_line(std::uint64_t more, const char* what) {
    return fmt::format("{}... and {} more {}", kContinuation, more, what);
}

}  // namespace

bool is_folded(const TaskEnded& ended) {
    return ended.attempt == 0 && facts_of(ended.cause).shared &&
           (ended.outcome == Outcome::not_run || ended.outcome == Outcome::skipped);
}

std::string shown_command(const FinishEnded& ended) {
    std::size_t length = 100;
    std::string line = one_line(fmt::format("{}", fmt::join(ended.command, " ")));
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
    results_dir_ = fmt::format("{}/Testing/ParallelFixtures/{}", started.build_dir, started.run_id);
}

void Closing::fold(Fold& fold, const TaskEnded& ended) {
    const std::string reason = first_line(ended.reason);
    if (fold.count++ == 0) {
        fold.outcome = ended.outcome;
        fold.reason = reason;
        fold.id = ended.id;
    }
    fold.other_reasons = fold.other_reasons || reason != fold.reason;
    fold.untold = fold.untold || is_folded(ended);
}

void Closing::add(const TaskEnded& ended, std::string_view fixtures) {
    const bool interrupted = ended.outcome == Outcome::not_run && ended.cause == Cause::interrupted;
    if (is_folded(ended) || interrupted) {
        fold(folds_[{ended.cause, std::string(fixtures)}], ended);
        return;
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

void Closing::add_broken(const std::string& fixture, Broken broken) {
    const auto [known, is_new] = broken_.try_emplace({broken.word, fixture}, broken);
    known->second.more += is_new ? 0 : 1;
}

void Closing::add(const SetupEnded& ended) {
    if (ended.outcome == SetupOutcome::failed || ended.outcome == SetupOutcome::timeout) {
        add_broken(ended.fixture, {"SETUP FAIL", ended.instance, first_line(ended.reason), ended.seconds});
    }
}

void Closing::add(const FixtureDied& died, double seconds) {
    add_broken(died.fixture, {"DIED", died.instance, first_line(died.reason), seconds});
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
    if (!ended.passed) {
        add_broken(command, {"FINISH FAIL", command, first_line(ended.reason), ended.seconds});
    }
    if (!ended.leaked.empty()) {
        leaks_.add({command, joined(ended.leaked)});
    }
}

bool Closing::setup_failed_before(const std::string& fixture) const {
    return broken_.count({"SETUP FAIL", fixture}) != 0;
}

std::string Closing::fold_line(const std::string& fixtures, const Fold& fold, const TerminalStyle& style) const {
    const std::string who = fold.count == 1 ? printable(fold.id) : counted(fold.count, "task");
    return fmt::format("{} {}{}: {}{}",
                       status_word(Paint::warning, fold.outcome == Outcome::skipped ? "SKIP" : "NOT RUN", style.color),
                       who, fixtures.empty() ? "" : " on " + printable(fixtures),
                       fold.reason.empty() ? "no reason was given" : fold.reason,
                       fold.other_reasons ? " (or the like)" : "");
}

std::vector<std::string> Closing::take_folds(const TerminalStyle& style) {
    std::vector<std::string> lines;
    for (auto& [key, fold] : folds_) {
        if (fold.untold && !fold.told) {
            fold.told = true;
            lines.push_back(fold_line(key.second, fold, style));
        }
    }
    return lines;
}

void Closing::list_leaks(std::vector<std::string>& lines, const TerminalStyle& style) const {
    for (const auto& [who, what] : leaks_.entries) {
        lines.push_back(fmt::format("{} {} left {} behind", status_word(Paint::warning, "LEAK", style.color),
                                    printable(who), first_line(what)));
    }
    if (leaks_.more > 0) {
        lines.push_back(more_line(leaks_.more, "that left something behind"));
    }
}

void Closing::list_flaky(std::vector<std::string>& lines, const TerminalStyle& style) const {
    for (const TaskEnded& task : flaky_.entries) {
        const std::string word = fmt::format("FLAKY {0}/{0}", task.attempt);
        lines.push_back(
            fmt::format("{} {} {}", status_word(Paint::retry, word, style.color), bracketed(task), printable(task.id)));
    }
    if (flaky_.more > 0) {
        lines.push_back(more_line(flaky_.more, "flaky tasks"));
    }
}

void Closing::list_broken(std::vector<std::string>& lines, const TerminalStyle& style) const {
    for (const auto& [key, broken] : broken_) {
        lines.push_back(
            fmt::format("{} {} {}{}", status_word(Paint::bad, broken.word, style.color), bracketed(broken.seconds),
                        painted(Paint::fixture, printable(broken.instance), style.color), in_brackets(broken.reason)));
        if (broken.more > 0) {
            lines.push_back(fmt::format("{}... and {} more of this fixture", kContinuation, broken.more));
        }
    }
}

std::string Closing::repeat_command(const std::string& selection, const TerminalStyle& style) const {
    const std::string config = config_.empty() ? "" : fmt::format(" -C {}", shell_quoted(config_));
    return printable(
        fmt::format("{} run {}{} {}", shell_quoted(style.program), shell_quoted(build_dir_), config, selection));
}

void Closing::list_failures(std::vector<std::string>& lines, const TerminalStyle& style) const {
    for (const TaskEnded& task : failures_.entries) {
        lines.push_back(fmt::format("{} {} {}{}",
                                    status_word(outcome_paint(task), outcome_word(task, task.attempt > 1), style.color),
                                    bracketed(task), printable(task.id), in_brackets(task.reason)));
        lines.push_back(fmt::format("{}repeat: {}", kContinuation,
                                    repeat_command("-R " + shell_quoted("^" + regex_quote(task.id) + "$"), style)));
    }
    if (failures_.more > 0) {
        lines.push_back(more_line(failures_.more, "that did not pass"));
    }
    if (jobs_ > 1 && !failures_.entries.empty()) {
        lines.push_back(fmt::format("{} {}", status_word(Paint::plain, "Alone", style.color),
                                    repeat_command("--rerun-failed -j1", style)));
    }
}

std::vector<std::string> Closing::lines(const TerminalStyle& style) const {
    std::vector<std::string> lines;
    list_leaks(lines, style);
    list_flaky(lines, style);
    for (const auto& [key, fold] : folds_) {
        lines.push_back(fold_line(key.second, fold, style));
    }
    list_broken(lines, style);
    list_failures(lines, style);
    return lines;
}

std::vector<std::string_view> Closing::failed_ids() const {
    std::vector<std::string_view> ids;
    for (const TaskEnded& task : failures_.entries) {
        ids.emplace_back(task.id);
    }
    return ids;
}

}  // namespace pf
