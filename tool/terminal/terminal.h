// The run on a terminal: a line for each task that ended, the output of failures, an area at the bottom with what is
// running, and a closing list. The model is cargo-nextest's display, and docs/command-line.md describes it for users.
//
// Memory grows with what runs at the same time, with fixtures, groups and the first failures, but not with the number
// of tasks.
//
// THREADS: not shared.
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
#include "tool/terminal/format.h"
#include "tool/terminal/live_area.h"
#include "tool/terminal/stress_count.h"
#include "tool/terminal/style.h"
#include "tool/terminal/writer.h"

namespace pf {

// What is running, as the session knows it, for status().
struct StatusTask {
    std::string id;
    int attempt = 1;
    double seconds = 0;
    std::int64_t pid = 0;
    std::string output;  // The last lines that it has printed so far, in raw bytes.
};
struct StatusFixture {
    std::string instance;
    std::string state;  // "being set up"
    double seconds = 0;
};

class Terminal : public EventSink {
public:
    // Writes to `fd` without owning it. If writing fails, the run goes on, and error() says why.
    Terminal(int fd, TerminalStyle style);
    // Calls `write` for each write.
    Terminal(std::function<void(std::string_view)> write, TerminalStyle style);

    // Makes the lines of the event. The next tick() writes them.
    void handle(const Event& event) override;

    // Writes pending lines as far as the reader takes them without blocking: with an area at the bottom of a terminal,
    // which is drawn then, at most ten times a second, and otherwise at most twenty times. Call it in each turn of the
    // event loop. `now` is on the clock of the events. Returns after how many seconds it must be called again, which is
    // infinity if only an event can change anything.
    double tick(double now);

    // Removes the area at the bottom and writes everything, and blocks until the reader has taken it. Call it at the
    // end, when signals have their default actions again.
    void finish();

    // Names the machine whose events follow, which is shown with each task; "": all are of one machine.
    void set_machine(const std::string& name) { on_machine_ = name.empty() ? "" : " on " + name; }

    // Says where the results of the run are, before its first event.
    void set_results_dir(std::string path) { closing_.set_results_dir(std::move(path)); }

    // Tells the new size of the terminal (SIGWINCH).
    void resize(int columns, int rows);

    // Removes the area at the bottom until it is called with false. For a run that is about to be stopped (SIGTSTP).
    void pause(bool paused);

    // Writes at once what is running (SIGUSR1).
    void status(double now, const std::vector<StatusTask>& tasks, const std::vector<StatusFixture>& fixtures);

    // Returns why writing failed, for a person, or "" if it did not.
    [[nodiscard]] const std::string& error() const { return writer_.error(); }

private:
    Terminal(Writer writer, TerminalStyle style);

    // In terminal.cc: the lines of each event.
    void on(const RunStarted& started);
    void on(const ShardDeclared& /*declared*/) {}
    void on(const FixtureDeclared& declared);
    void on(const TaskDeclared& declared);
    void on(const PlanEnded& ended);
    void on(const SetupStarted& started);
    void on(const SetupEnded& ended);
    void on(const FixtureDied& died);
    void on(const TeardownStarted& started);
    void on(const TeardownEnded& ended);
    void on(const TaskHanded& /*handed*/) {}
    void on(const TaskStarted& started);
    void on(const TaskSlow& slow);
    void on(const TaskEnded& ended);
    void on(const TaskStacks& stacks);
    void on(const Message& message);
    void on(const Stopping& stopping);
    void on(const RunEnded& ended);
    void on(const FinishEnded& ended);

    void say_task(const TaskEnded& ended);
    void say_summary(const RunEnded& ended);
    void say_text(const std::string& text);
    void say_group(const std::string& title, const std::string& text);
    void say_output(const std::string& whose, const Output& output, const std::string& reason,
                    const std::vector<std::string>& notes, const std::string& more = "");
    void say_rest(const std::string& reason);
    [[nodiscard]] std::string shown(const std::string& path) const;
    [[nodiscard]] bool shows_good() const;
    [[nodiscard]] std::string counter() const;
    [[nodiscard]] std::string word(Paint paint, std::string_view text) const;

    // In screen.cc: how lines are written.
    // say() and put_wrapped() break lines that are too wide, and indent the rest. say() drops lines if the run is quiet
    // or the reader slow.
    void say(const std::string& line, int indent = kWordColumns + 1);
    void put_wrapped(const std::string& line, int indent = kWordColumns + 1);
    void say_command(const std::string& line);  // For the CI system.
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
    StressCount stress_;
    std::map<std::string, double> up_since_;  // For each fixture instance that is up.
    std::uint64_t groups_ = 0;                // Groups of a CI system so far.
    int jobs_ = 1;
    std::string run_id_;
    std::string about_run_;
    std::string on_machine_;  // " on n3"

    std::string lines_;          // Whole lines that the writer does not have yet.
    std::vector<int> drawn_;     // The widths of the rows that are on the terminal.
    std::uint64_t dropped_ = 0;  // Lines that were dropped because of a slow reader.
    double now_ = 0;
    double last_drawn_ = -1;
    double last_written_ = -1;
    bool changed_ = false;  // An event came after the area was drawn.
    bool paused_ = false;
    bool started_ = false;
    bool ended_ = false;
};

}  // namespace pf

#endif
