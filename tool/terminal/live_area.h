// What is running at the moment, and the rows at the bottom of a terminal that show it.
//
// THREADS: not shared.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_LIVE_AREA_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_LIVE_AREA_H

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tool/event/event.h"
#include "tool/terminal/counts.h"
#include "tool/terminal/format.h"
#include "tool/terminal/style.h"

namespace pf {

class LiveArea {
public:
    static constexpr int kRows = 9;  // The bar and eight running tasks or fixtures.

    // `where` follows the name of the task.
    void add(const TaskStarted& started, const std::string& where = "");
    void add(const TaskSlow& slow);
    void add(const TaskEnded& ended);
    void add(const SetupStarted& started);
    void add(const SetupEnded& ended);
    void add(const TeardownStarted& started);
    void add(const TeardownEnded& ended);
    void add(const Stopping& stopping);

    // Returns as many rows as fit. None is wider than the terminal. `now` is on the clock of the events.
    [[nodiscard]] std::vector<std::string> rows(double now, const TaskCounts& counts, const TerminalStyle& style) const;

    // Returns the set-ups and teardowns that are running, the longest first: "set-up of postgres (12.3 s)".
    [[nodiscard]] std::vector<std::string> fixtures(double now) const;

private:
    struct Running {
        std::string name;
        const char* word = "";  // The word before the name.
        Paint paint = Paint::plain;
        std::string attempt;  // "TRY 2", or empty for a first attempt.
        double since = 0;
    };
    using Order = std::uint64_t;
    using Index = std::unordered_map<std::string, Order>;

    void begin(Index& index, const std::string& key, Running running);
    void end(Index& index, const std::string& key);
    [[nodiscard]] std::string bar(double now, const TaskCounts& counts, const TerminalStyle& style) const;
    [[nodiscard]] std::string row(const Running& running, double now, const TerminalStyle& style) const;

    // In the order in which they began, so that what has run longest is first.
    std::map<Order, Running> running_;
    Index tasks_;
    Index fixtures_;
    Order next_ = 0;
    const char* word_ = "Running";
};

}  // namespace pf

#endif
