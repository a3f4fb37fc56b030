// The list at the end of a run: failures, broken fixtures, flaky tasks and leaks. Its size is bounded, however many
// tasks there are.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_CLOSING_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_CLOSING_H

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tool/event/event.h"
#include "tool/terminal/counts.h"
#include "tool/terminal/style.h"

namespace pf {

// Returns whether the task has no line of its own: it never started, for a cause that it shares with others
// (CauseFacts::shared). One line tells all tasks of the same cause and fixtures.
bool is_folded(const TaskEnded& ended);

// Returns the command that followed a run in one line of bounded length.
std::string shown_command(const FinishEnded& ended);

class Closing {
public:
    // So many entries of each kind are listed. Further ones are only counted.
    static constexpr std::size_t kListed = 100;

    void begin(const RunStarted& started);
    // Adds a final result. `fixtures` are the innermost fixtures that the task requires (Economics::fixtures_of).
    void add(const TaskEnded& ended, std::string_view fixtures);
    void add(const SetupEnded& ended);
    // Adds a fixture that died after it had been up for so many seconds.
    void add(const FixtureDied& died, double seconds);
    void add(const TeardownEnded& ended);
    void add(const FinishEnded& ended);

    // Returns whether a set-up of this fixture failed before.
    [[nodiscard]] bool setup_failed_before(const std::string& fixture) const;

    // Returns a line for each cause and fixture whose folded tasks no earlier call has told.
    std::vector<std::string> take_folds(const TerminalStyle& style);

    // <build>/Testing/ParallelFixtures/<run-id>.
    [[nodiscard]] const std::string& results_dir() const { return results_dir_; }

    // Returns the whole list.
    [[nodiscard]] std::vector<std::string> lines(const TerminalStyle& style) const;

    // The number of failed tasks that have an entry of their own, and the ids of the first kListed of them.
    [[nodiscard]] std::uint64_t failures() const { return failures_.entries.size() + failures_.more; }
    [[nodiscard]] std::vector<std::string_view> failed_ids() const;

private:
    struct Fold {
        Outcome outcome = Outcome::not_run;
        std::string reason;  // That of the first task.
        std::string id;      // That of the first task.
        bool other_reasons = false;
        std::uint64_t count = 0;
        bool untold = false;  // Some of the tasks had no line of their own.
        bool told = false;    // take_folds() has told it.
    };
    struct Broken {
        std::string word;  // "SETUP FAIL"
        std::string instance;
        std::string reason;
        double seconds = 0;
        std::uint64_t more = 0;
    };
    // At most kListed entries, and the number of further ones.
    template <typename Entry>
    struct Capped {
        std::vector<Entry> entries;
        std::uint64_t more = 0;

        void add(Entry entry) {
            if (entries.size() < kListed) {
                entries.push_back(std::move(entry));
            } else {
                ++more;
            }
        }
    };

    static void fold(Fold& fold, const TaskEnded& ended);
    void add_broken(const std::string& fixture, Broken broken);
    [[nodiscard]] std::string fold_line(const std::string& fixtures, const Fold& fold,
                                        const TerminalStyle& style) const;
    void list_leaks(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_flaky(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_broken(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_failures(std::vector<std::string>& lines, const TerminalStyle& style) const;
    [[nodiscard]] std::string repeat_command(const std::string& selection, const TerminalStyle& style) const;

    std::string build_dir_;
    std::string config_;
    std::string results_dir_;
    int jobs_ = 1;
    Capped<TaskEnded> failures_;  // Without their output.
    Capped<TaskEnded> flaky_;
    Capped<std::pair<std::string, std::string>> leaks_;             // A task or fixture, and the processes it left.
    std::map<std::pair<Cause, std::string>, Fold> folds_;           // The key is a cause and fixtures.
    std::map<std::pair<std::string, std::string>, Broken> broken_;  // The key is a word and a fixture.
};

}  // namespace pf

#endif
