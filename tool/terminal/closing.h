// The list at the end of a run: failures, broken fixtures, flaky tasks and leaks. Its size is bounded, however many
// tasks there are.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_CLOSING_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_CLOSING_H

#include <cstddef>
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
    // Lists so many of the tasks that took longest.
    explicit Closing(int slowest = 0) : most_slowest_(static_cast<std::size_t>(slowest)) {}

    // So many entries of each kind are listed. Further ones are only counted.
    static constexpr std::size_t kListed = 100;

    void begin(const RunStarted& started);
    // Adds a final result. `fixtures` are the innermost fixtures that the task requires (Economics::fixtures_of).
    void add(const TaskEnded& ended, std::string_view fixtures);
    // Returns false if a set-up of the fixture had this result for this reason before.
    bool add(const SetupEnded& ended);
    // Adds a fixture that died after it had been up for so many seconds.
    void add(const FixtureDied& died, double seconds);
    void add(const TeardownEnded& ended);
    void add(const FinishEnded& ended);

    // <build>/Testing/ParallelFixtures/<run-id>.
    // Says where the results are. Otherwise they are in the build tree, under the id of the run.
    void set_results_dir(std::string path) { results_dir_ = std::move(path); }
    [[nodiscard]] const std::string& results_dir() const { return results_dir_; }

    // Returns the whole list, in lines that fit the terminal.
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

    // The lines so far.
    class Lines {
    public:
        explicit Lines(const TerminalStyle& style) : style_(style) {}
        void add(const std::string& line);
        void add_command(const std::string& head, const std::vector<std::string>& words);
        [[nodiscard]] const TerminalStyle& style() const { return style_; }
        std::vector<std::string> take() { return std::move(lines_); }

    private:
        const TerminalStyle& style_;
        std::vector<std::string> lines_;
    };

    static void fold(Fold& fold, const TaskEnded& ended);
    void note_slowest(const TaskEnded& ended);
    bool add_broken(const std::string& fixture, Broken broken);
    [[nodiscard]] std::string fold_line(const std::string& fixtures, const Fold& fold,
                                        const TerminalStyle& style) const;
    [[nodiscard]] std::uint64_t not_run_for(const std::pair<std::string, std::string>& word_and_fixture) const;
    void list_slowest(Lines& lines) const;
    void list_leaks(Lines& lines) const;
    void list_flaky(Lines& lines) const;
    void list_folds(Lines& lines) const;
    static void list_one(Lines& lines, const Broken& broken, std::uint64_t not_run);
    void list_broken(Lines& lines) const;
    void list_failures(Lines& lines) const;
    void add_command(Lines& lines, const std::string& head, std::vector<std::string> selection) const;

    std::string build_dir_;
    std::string config_;
    std::string results_dir_;
    int jobs_ = 1;
    std::size_t most_slowest_ = 0;
    std::vector<std::pair<double, std::string>> slowest_;  // Seconds and id.
    Capped<TaskEnded> failures_;                           // Without their output.
    Capped<TaskEnded> flaky_;
    Capped<std::pair<std::string, std::string>> leaks_;             // A task or fixture, and the processes it left.
    std::map<std::pair<Cause, std::string>, Fold> folds_;           // The key is a cause and fixtures.
    std::map<std::pair<std::string, std::string>, Broken> broken_;  // The key is a word and a fixture.
    std::vector<Broken> finishes_;                                  // Commands after the run that failed, in order.
};

}  // namespace pf

#endif
