// The area at the bottom, on a small emulated terminal.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/unit/terminal/stream.h"
#include "tool/support/text.h"
#include "tool/terminal/terminal.h"
#include "tool/terminal/text_width.h"

namespace {

// An emulated terminal. It keeps all rows, and only the last `height` can be written to.
class Screen {
public:
    Screen(int width, int height) : width_(width), height_(height) {}

    void write(std::string_view bytes) {
        ++writes_;
        while (!bytes.empty()) {
            bytes.remove_prefix(take(bytes));
        }
    }

    // Returns all rows without the empty ones at the end.
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const std::string& row : rows_) {
            all += row + "\n";
        }
        while (all.size() > 1 && all[all.size() - 2] == '\n') {
            all.pop_back();
        }
        return all;
    }
    [[nodiscard]] std::size_t count(const std::string& part) const {
        return static_cast<std::size_t>(std::count_if(
            rows_.begin(), rows_.end(), [&](const std::string& row) { return row.find(part) != std::string::npos; }));
    }
    [[nodiscard]] int writes() const { return writes_; }
    [[nodiscard]] bool wrapped() const { return wrapped_; }

private:
    std::size_t take(std::string_view bytes) {
        if (bytes[0] == '\r') {
            column_ = 0;
            return 1;
        }
        if (bytes[0] == '\n') {
            down();
            return 1;
        }
        if (bytes[0] == '\x1b') {
            return escape(bytes);
        }
        const std::size_t length = std::max<std::size_t>(pf::first_character(bytes).bytes, 1);
        put(std::string(bytes.substr(0, length)));
        return length;
    }

    void put(const std::string& character) {
        const int columns = pf::text_width(character);
        if (column_ + columns > width_) {
            wrapped_ = true;
            down();
        }
        // Text never overwrites other text in these tests, because a row is written from its beginning.
        std::string& row = rows_.at(row_);
        REQUIRE(pf::text_width(row) == column_);
        row += character;
        column_ += columns;
    }

    void down() {
        column_ = 0;
        if (++row_ == rows_.size()) {
            rows_.emplace_back();
        }
    }

    std::size_t escape(std::string_view bytes) {
        const std::size_t end = bytes.find_first_not_of("0123456789;", 2);
        REQUIRE(bytes[1] == '[');
        REQUIRE(end != std::string_view::npos);
        const std::string number(bytes.substr(2, end - 2));
        if (bytes[end] == 'A') {
            const auto up = static_cast<std::size_t>(std::stoi(number));
            const std::size_t top = rows_.size() - std::min(rows_.size(), static_cast<std::size_t>(height_));
            REQUIRE(row_ >= top + up);
            row_ -= up;
        } else if (bytes[end] == 'J') {
            REQUIRE(column_ == 0);
            rows_.resize(row_ + 1);
            rows_[row_].clear();
        } else {
            REQUIRE(bytes[end] == 'm');
        }
        return end + 1;
    }

    int width_;
    int height_;
    std::vector<std::string> rows_{""};
    std::size_t row_ = 0;
    int column_ = 0;
    int writes_ = 0;
    bool wrapped_ = false;
};

struct Watched {
    Screen screen;
    pf::Terminal terminal;

    explicit Watched(int width, int height = 24, bool progress = false)
        : screen(width, height),
          terminal([this](std::string_view bytes) { screen.write(bytes); }, style(width, height, progress)) {}

    static pf::TerminalStyle style(int width, int height, bool progress) {
        pf::TerminalStyle live;
        live.live = true;
        live.color = true;
        live.width = width;
        live.height = height;
        live.progress = progress;
        return live;
    }

    void handle(const pf::test::Events& events) {
        for (const pf::Event& event : events) {
            terminal.handle(event);
        }
    }
};

pf::test::Events twelve_running() {
    pf::test::Events events = pf::test::declared(20);
    events.emplace_back(pf::test::ended("g.task19", 0, 0.1));
    for (int i = 0; i < 12; ++i) {
        events.emplace_back(pf::test::started("g.task" + std::to_string(i), 0.1 * i));
    }
    return events;
}

std::string rows_from(const std::string& text, const std::string& word) { return text.substr(text.find(word)); }

}  // namespace

TEST_CASE("the area: a bar, the eight that run longest, how many more there are") {
    Watched watched(80);
    watched.handle(twelve_running());
    watched.terminal.handle(pf::TaskSlow{62, "g.task1", 60});
    watched.terminal.tick(125.4);
    CHECK(rows_from(watched.screen.text(), "     Running") ==
          R"(     Running [ 00:02:05] ━──────────────────────── 1/20: 12 running, 1 passed
             [ 00:02:05] g.task0
        SLOW [ 00:02:05] g.task1
             [ 00:02:05] g.task2
             [ 00:02:05] g.task3
             [ 00:02:05] g.task4
             [ 00:02:04] g.task5
             [ 00:02:04] g.task6
             ... and 5 more
)");
}

TEST_CASE("fixtures and retries are told from tasks") {
    Watched watched(80);
    watched.handle(pf::test::declared(2));
    watched.terminal.handle(pf::SetupStarted{0, "db", "db"});
    watched.terminal.handle(pf::TeardownStarted{1, "mq", "mq"});
    watched.terminal.handle(pf::test::started("g.task0", 2, 2));
    watched.terminal.tick(3);
    CHECK(rows_from(watched.screen.text(), "       SETUP") == R"(       SETUP [ 00:00:03] db
    TEARDOWN [ 00:00:02] mq
       TRY 2 [ 00:00:01] g.task0
)");
    watched.terminal.handle(pf::test::set_up("db", 3.5, 3.5));
    watched.terminal.handle(pf::test::torn_down("mq", 3.5, 2.5));
    watched.terminal.handle(pf::Stopping{3.6, "SIGINT", 1, false});
    watched.terminal.tick(4);
    CHECK(rows_from(watched.screen.text(), "  Cancelling [") ==
          R"(  Cancelling [ 00:00:04] ───────────────────────────────────── 0/2: 1 running
       TRY 2 [ 00:00:02] g.task0
)");
}

TEST_CASE("lines go above the area, and nothing of an area stays behind") {
    for (const int width : {40, 80, 200}) {
        INFO(width);
        Watched watched(width);
        double now = 0;
        for (const pf::Event& event : pf::test::eventful_run()) {
            for (; now < pf::test::time_of(event); now += 0.25) {
                watched.terminal.tick(now);
                REQUIRE(watched.screen.count("Running [") + watched.screen.count("Cancelling [") <= 1);
                REQUIRE(watched.screen.count("Starting 12 tasks") <= 1);
            }
            watched.terminal.handle(event);
        }
        watched.terminal.finish();
        CHECK(watched.screen.count("Running [") == 0);
        CHECK(watched.screen.count("Cancelling [") == 0);
        CHECK(watched.screen.count("Fixtures 3 set-ups") == 1);
        CHECK(watched.screen.count("Starting 12 tasks") == 1);
        CHECK(watched.screen.count("PASS [   0.005s]") == 1);
    }
}

TEST_CASE("no row of the area is wider than the terminal, with wide characters too") {
    for (const int width : {1, 2, 10, 24, 26, 35, 40, 80, 200}) {
        INFO(width);
        pf::test::Events events = twelve_running();
        events.erase(events.end() - 11, events.end());
        const std::string name =
            "g.\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57\u6f22\u5b57 e\u0301e\u0301 " + std::string(200, 'x');
        events.emplace_back(pf::test::started(name, 1));
        Screen area(width, 24);
        bool started = false;  // Lines before the area may be wider, because the terminal wraps them.
        pf::Terminal terminal(
            [&](std::string_view bytes) {
                if (started) {
                    area.write(bytes.substr(bytes.find("\x1b[J") + 3));
                }
            },
            Watched::style(width, 24, false));
        for (const pf::Event& event : events) {
            terminal.handle(event);
        }
        terminal.tick(1);
        started = true;
        terminal.tick(3);
        CHECK_FALSE(area.wrapped());
        if (width >= 80) {
            CHECK(area.count("\u6f22\u5b57") == 1);
            CHECK(area.count("\u2026") == 1);
        }
    }
}

TEST_CASE("the terminal is drawn to at most ten times a second, and once a second when nothing happens") {
    Watched watched(80);
    watched.handle(pf::test::declared(2000));
    for (int i = 0; i < 2000; ++i) {
        watched.terminal.handle(pf::test::ended("g.task" + std::to_string(i), 0.001 * i, 0.001));
        watched.terminal.tick(0.001 * i);
    }
    CHECK(watched.screen.writes() >= 19);
    CHECK(watched.screen.writes() <= 21);
    const int before = watched.screen.writes();
    for (int i = 0; i < 500; ++i) {
        watched.terminal.tick(2 + 0.01 * i);
    }
    CHECK(watched.screen.writes() - before >= 5);
    CHECK(watched.screen.writes() - before <= 7);
}

TEST_CASE("tick() says when it wants to be called again") {
    Watched watched(80);
    CHECK(std::isinf(watched.terminal.tick(0)));
    watched.handle(pf::test::declared(2));
    CHECK(watched.terminal.tick(0.5) == Approx(1));
    watched.terminal.handle(pf::test::started("g.task0", 0.52));
    CHECK(watched.terminal.tick(0.52) == Approx(0.08));
    CHECK(watched.terminal.tick(0.6) == Approx(1));
    watched.terminal.handle(pf::RunEnded{1, 0, 0, 0});
    CHECK(std::isinf(watched.terminal.tick(1)));

    pf::Terminal plain([](std::string_view) {}, pf::TerminalStyle());
    plain.handle(pf::PlanEnded{0});
    CHECK(std::isinf(plain.tick(0)));
}

TEST_CASE("lines of short tasks are written together, the first and the last of a while at once") {
    std::string text;
    int writes = 0;
    pf::TerminalStyle style;
    SECTION("unless a task writes to the same terminal") { style.at_once = true; }
    pf::Terminal terminal(
        [&](std::string_view bytes) {
            text += bytes;
            ++writes;
        },
        style);
    terminal.handle(pf::PlanEnded{0});
    CHECK(std::isinf(terminal.tick(0)));
    CHECK(writes == 1);
    terminal.handle(pf::test::ended("g.first", 1, 0.001));
    CHECK(std::isinf(terminal.tick(1)));
    CHECK(writes == 2);
    for (int i = 1; i <= 10; ++i) {
        terminal.handle(pf::test::ended("g.task" + std::to_string(i), 1 + 0.001 * i, 0.001));
        const double next = terminal.tick(1 + 0.001 * i);
        CHECK((style.at_once ? std::isinf(next) : next == Approx(0.05 - 0.001 * i)));
    }
    CHECK(writes == (style.at_once ? 12 : 2));
    CHECK(std::isinf(terminal.tick(1.05)));
    CHECK(writes == (style.at_once ? 12 : 3));
    CHECK(text.find("g.task10") != std::string::npos);
}

TEST_CASE("--progress is one line that is written again, and failures") {
    Watched watched(80, 24, true);
    watched.handle(twelve_running());
    watched.terminal.handle(pf::test::ended("g.task0", 2, 2));
    watched.terminal.handle(pf::test::failed("g.task1", 2, 2, "bad luck\n"));
    watched.terminal.tick(3);
    CHECK(watched.screen.count("PASS") == 0);
    CHECK(watched.screen.count("FAIL [   2.000s] ( 3/20) g.task1") == 1);
    CHECK(watched.screen.count("bad luck") == 1);
    CHECK(watched.screen.count("g.task") == 1);
    CHECK(rows_from(watched.screen.text(), "     Running").find("3/20: 10 running, 2 passed, 1 failed\n") !=
          std::string::npos);
}

TEST_CASE("a low terminal has a low area") {
    Watched watched(80, 5);
    watched.handle(twelve_running());
    watched.terminal.tick(3);
    CHECK(rows_from(watched.screen.text(), "     Running")
              .find("\n             [ 00:00:03] g.task0\n             ... and 11 more\n") != std::string::npos);
}

TEST_CASE("while the run is stopped there is no area") {
    Watched watched(80);
    watched.handle(twelve_running());
    watched.terminal.tick(3);
    CHECK(watched.screen.count("Running [") == 1);
    watched.terminal.pause(true);
    CHECK(watched.screen.count("Running [") == 0);
    watched.terminal.tick(9);
    CHECK(watched.screen.count("Running [") == 0);
    watched.terminal.pause(false);
    CHECK(watched.screen.count("Running [") == 1);
}

TEST_CASE("status on a live terminal stands above the area") {
    Watched watched(80);
    watched.handle(twelve_running());
    watched.terminal.tick(3);
    watched.terminal.status(4, {{"g.task0", 1, 4, 99, "hello\n"}}, {});
    const std::string text = watched.screen.text();
    CHECK(watched.screen.count("Running [") == 1);
    CHECK(text.find("    hello\n     Running [") != std::string::npos);
}

TEST_CASE("a terminal that becomes narrower is cleaned of the rows that it wrapped") {
    std::string bytes;
    pf::Terminal narrow([&bytes](std::string_view text) { bytes = text; }, Watched::style(100, 24, false));
    for (const pf::Event& event : pf::test::declared(2)) {
        narrow.handle(event);
    }
    narrow.handle(pf::test::started("g.task0", 0));
    narrow.tick(1);
    narrow.resize(40, 24);
    narrow.tick(2);
    // The bar has 97 columns and now takes three rows, and the task has 31 and takes one, so the cursor moves three up.
    CHECK(bytes.substr(0, 8) == "\r\x1b[3A\x1b[J");
}
