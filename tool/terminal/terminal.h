// A run as a person watches it: a line for each task that ended, failures with their output at once, what is running at
// the bottom of a terminal, and at the end what is worth reading. The model is cargo-nextest's display;
// docs/command-line.md says what users see.
//
// Memory grows with what runs, with fixtures and groups and with the first failures, not with the number of tasks.
//
// THREADS: none.
#ifndef PARALLEL_FIXTURES_TOOL_TERMINAL_TERMINAL_H
#define PARALLEL_FIXTURES_TOOL_TERMINAL_TERMINAL_H

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tool/event/event.h"
#include "tool/terminal/closing.h"
#include "tool/terminal/counts.h"
#include "tool/terminal/economics.h"
#include "tool/terminal/live_area.h"
#include "tool/terminal/style.h"
#include "tool/terminal/writer.h"

namespace pf {

// What is running, for status(): the session knows it best.
struct StatusTask {
    std::string id;
    int attempt = 1;
    double seconds = 0;
    std::int64_t pid = 0;
    std::string output;  // Its last lines so far; raw bytes.
};
struct StatusFixture {
    std::string instance;
    std::string state;  // "being set up"
    double seconds = 0;
};

class Terminal : public EventSink {
public:
    // Does not own `fd`. Nothing that becomes of it (closed, full, not read) disturbs the run; see error().
    Terminal(int fd, TerminalStyle style);
    // Each write is one call.
    Terminal(std::function<void(std::string_view)> write, TerminalStyle style);

    // Keeps the lines for the next tick().
    void handle(const Event& event) override;

    // Once in each turn of the loop: writes what waits, as far as it goes without waiting for the reader, and, on a
    // terminal, draws the bottom area again; there it does both at most ten times a second. `now` is on the clock of
    // the events. Returns in how many seconds it wants to be called again at the latest; infinity: not before the next
    // event.
    double tick(double now);

    // Takes the bottom area away and writes everything, however long the reader takes. For the end, when signals are at
    // their defaults again.
    void finish();

    // The terminal has another size (SIGWINCH).
    void resize(int columns, int rows);

    // True: takes the bottom area away and draws no more, because the run is about to be stopped; false: goes on.
    void pause(bool paused);

    // Says at once what is running (SIGUSR1).
    void status(double now, const std::vector<StatusTask>& tasks, const std::vector<StatusFixture>& fixtures);

    // Why writing ended, for a person; empty: it did not.
    [[nodiscard]] const std::string& error() const { return writer_.error(); }

private:
    Terminal(Writer writer, TerminalStyle style);

    // terminal.cc: what is said.
    void on(const RunStarted& started);
    void on(const FixtureDeclared& declared);
    void on(const TaskDeclared& declared);
    void on(const PlanEnded& ended);
    void on(const SetupStarted& started);
    void on(const SetupEnded& ended);
    void on(const FixtureDied& died);
    void on(const TeardownStarted& started);
    void on(const TeardownEnded& ended);
    void on(const TaskStarted& started);
    void on(const TaskSlow& slow);
    void on(const TaskEnded& ended);
    void on(const Message& message);
    void on(const Stopping& stopping);
    void on(const RunEnded& ended);

    void say_task(const TaskEnded& ended);
    void say_folds();
    void say_summary(const RunEnded& ended);
    void say_output(const Output& output, const std::string& reason, const std::vector<std::string>& notes);
    [[nodiscard]] bool shows_good() const;
    [[nodiscard]] std::string counter() const;
    [[nodiscard]] std::string word(Paint paint, std::string_view text) const;

    // screen.cc: how it gets there.
    void say(std::string line);         // Part of the run's flow.
    void say_always(std::string line);  // Also when quiet, and however slow the reader is.
    void put_line(std::string line);
    void say_dropped();
    void take_area_away(std::string& bytes);
    void draw_area(std::string& bytes);
    [[nodiscard]] bool area_wanted() const { return style_.live && started_ && !ended_ && !paused_; }
    void write_lines(bool draw);

    Writer writer_;
    TerminalStyle style_;
    TaskCounts counts_;
    Economics economics_;
    Closing closing_;
    LiveArea area_;
    std::map<std::string, double> up_since_;  // Fixture instances.
    int jobs_ = 1;
    std::string run_id_;
    std::string shuffled_;

    std::string lines_;          // Whole lines that the writer does not have yet.
    std::vector<int> drawn_;     // Columns of the rows that are on the terminal.
    std::uint64_t dropped_ = 0;  // Lines that a slow reader missed.
    double now_ = 0;
    double last_drawn_ = -1;
    bool changed_ = false;  // Since it was drawn.
    bool paused_ = false;
    bool started_ = false;  // The area is drawn from here
    bool ended_ = false;    // to here.
};

}  // namespace pf

#endif
