// The closing list: what of a run is worth reading, kept small however many tasks there were.
//
// THREADS: none.
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

// Tasks that never started for one cause that is not their own are one line. Those that were interrupted have a line
// each when it happens, and are one in the closing list.
bool is_folded(const TaskEnded& ended);

class Closing {
public:
    // Of each kind, this many are listed, then only counted.
    static constexpr std::size_t kListed = 100;

    void begin(const RunStarted& started);
    // REQUIRES: ended.final. `fixture` is its innermost one; empty: none.
    void add(const TaskEnded& ended, std::string_view fixture);
    void add(const SetupEnded& ended);
    void add(const FixtureDied& died, double seconds);  // For how long it was up.
    void add(const TeardownEnded& ended);

    // Whether this fixture's set-up failed before.
    [[nodiscard]] bool setup_failed_before(const std::string& fixture) const;

    // Lines for folded tasks that take_folds() has not told of; once for each cause and fixture.
    std::vector<std::string> take_folds(const TerminalStyle& style);

    // <build>/Testing/ParallelFixtures/<run-id>.
    [[nodiscard]] const std::string& results_dir() const { return results_dir_; }

    [[nodiscard]] std::vector<std::string> lines(const TerminalStyle& style) const;

    // The tasks in the list of failures, and the ids of the first kListed of them.
    [[nodiscard]] std::uint64_t failures() const { return failures_.entries.size() + failures_.more; }
    [[nodiscard]] std::vector<std::string_view> failed_ids() const;

private:
    struct Fold {
        Outcome outcome = Outcome::not_run;
        std::string reason;  // Of the first.
        std::string id;      // Of the first.
        bool other_reasons = false;
        std::uint64_t count = 0;
        bool untold = false;  // It holds tasks that had no line of their own.
        bool told = false;
    };
    struct Broken {
        std::string word;  // "SETUP FAIL"
        std::string instance;
        std::string reason;
        double seconds = 0;
        std::uint64_t more = 0;
    };
    // At most kListed, and how many more there were.
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
    [[nodiscard]] std::string fold_line(const std::string& fixture, const Fold& fold, const TerminalStyle& style) const;
    void list_leaks(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_flaky(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_broken(std::vector<std::string>& lines, const TerminalStyle& style) const;
    void list_failures(std::vector<std::string>& lines, const TerminalStyle& style) const;
    [[nodiscard]] std::string repeat_command(const std::string& id, const TerminalStyle& style) const;

    std::string build_dir_;
    std::string config_;
    std::string results_dir_;
    Capped<TaskEnded> failures_;  // Without output.
    Capped<TaskEnded> flaky_;
    Capped<std::pair<std::string, std::string>> leaks_;             // What left behind what.
    std::map<std::pair<Cause, std::string>, Fold> folds_;           // By cause and fixture.
    std::map<std::pair<std::string, std::string>, Broken> broken_;  // By word and fixture.
};

}  // namespace pf

#endif
