// Replays a run on the terminal, for a person to look at:
//     terminal_demo [--color auto|always|never] [-V|-VV|-Q] [--progress] [--ctest] [--fast] [--many]
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/unit/terminal/stream.h"
#include "tool/terminal/terminal.h"

namespace {

using Clock = std::chrono::steady_clock;

// A run of 400 tasks in 12 slots, of which a few fail.
pf::test::Events many_tasks() {
    constexpr int kTasks = 400;
    constexpr int kSlots = 12;
    pf::test::Events events = pf::test::declared(kTasks);
    double at = 0;
    for (int i = 0; i < kTasks; ++i) {
        const auto id = [](int number) { return "g.task" + std::to_string(number); };
        at += 0.02 + (i % 7) * 0.01;
        if (i >= kSlots) {
            const int ends = i - kSlots;
            events.emplace_back(ends % 60 == 59 ? pf::test::failed(id(ends), at, 0.5, "assertion failed\n")
                                                : pf::test::ended(id(ends), at, 0.5));
        }
        events.emplace_back(pf::test::started(id(i), at));
    }
    events.emplace_back(pf::RunEnded{at, 1, 0, 0});
    return events;
}

class Options {
public:
    Options(int argc, char** argv) : words_(argv + 1, argv + argc) {}

    [[nodiscard]] bool has(const char* word) const {
        return std::find(words_.begin(), words_.end(), word) != words_.end();
    }

    [[nodiscard]] pf::TerminalStyle style() const {
        pf::DisplayOptions options;
        options.verbosity = has("-Q")    ? pf::Verbosity::quiet
                            : has("-VV") ? pf::Verbosity::extra
                            : has("-V")  ? pf::Verbosity::verbose
                                         : pf::Verbosity::normal;
        options.color = has("always")  ? pf::ColorChoice::always
                        : has("never") ? pf::ColorChoice::never
                                       : pf::ColorChoice::automatic;
        options.progress = has("--progress");
        options.ctest = has("--ctest");
        return pf::make_style(options, pf::terminal_facts(STDOUT_FILENO),
                              [](const char* name) -> const char* { return std::getenv(name); });
    }

private:
    std::vector<std::string> words_;
};

}  // namespace

int main(int argc, char** argv) {
    const Options options(argc, argv);
    // The eventful run waits for an hour, which is replayed in seconds.
    const double speed = options.has("--fast") ? 1e9 : options.has("--many") ? 1 : 8;
    pf::Terminal terminal(STDOUT_FILENO, options.style());
    const auto zero = Clock::now();
    const auto now = [&] { return speed * std::chrono::duration<double>(Clock::now() - zero).count(); };
    for (const pf::Event& event : options.has("--many") ? many_tasks() : pf::test::eventful_run()) {
        while (now() < pf::test::time_of(event)) {
            const pf::TerminalFacts facts = pf::terminal_facts(STDOUT_FILENO);
            terminal.resize(facts.columns, facts.rows);
            terminal.tick(now());
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        terminal.handle(event);
    }
    terminal.finish();
    return terminal.error().empty() ? 0 : 1;
}
