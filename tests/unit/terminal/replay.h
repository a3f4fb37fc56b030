// Replays events on a terminal and looks at its text.
#ifndef PARALLEL_FIXTURES_TESTS_UNIT_TERMINAL_REPLAY_H
#define PARALLEL_FIXTURES_TESTS_UNIT_TERMINAL_REPLAY_H

#include <string>
#include <vector>

#include "tests/unit/terminal/stream.h"
#include "tool/terminal/terminal.h"

namespace pf::test {

inline TerminalStyle plain(Verbosity verbosity = Verbosity::normal) {
    TerminalStyle style;
    style.verbosity = verbosity;
    return style;
}

// Handles all events of the same time before a tick, as a session does in one turn of its loop.
inline std::string replay(const Events& events, const TerminalStyle& style = plain()) {
    std::string text;
    Terminal terminal([&text](std::string_view bytes) { text += bytes; }, style);
    double now = 0;
    for (const Event& event : events) {
        const double at = time_of(event);
        if (at > now) {
            terminal.tick(now);
            now = at;
        }
        terminal.handle(event);
    }
    terminal.finish();
    return text;
}

inline Events with(Events events, const std::vector<Event>& more) {
    events.insert(events.end(), more.begin(), more.end());
    return events;
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++times;
    }
    return times;
}

}  // namespace pf::test

#endif
