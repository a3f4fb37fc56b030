#include "tool/process/supervised.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include "runtime/platform.h"
#include "runtime/process_tree.h"
#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::alive;
using pf::test::child;
using pf::test::Folder;
using pf::test::pid_in;
using pf::test::wait_until;

namespace {

// Notes the calls in order: "ended:code" with the output before it, "swept", "gone:how".
class Notes : public SupervisorListener {
public:
    std::vector<std::string> heard;
    std::string output;
    std::string data;
    std::vector<std::string> leaked;
    std::optional<std::size_t> printed_before_started;
    bool ended = false;
    bool gone = false;

    void clear() {
        heard.clear();
        output.clear();
        data.clear();
        leaked.clear();
        ended = gone = false;
    }

private:
    void on_message(const FromSupervisor& message) override {
        if (const auto* end = std::get_if<Ended>(&message)) {
            heard.push_back("ended:" + std::to_string(end->exit_code) + " after " + std::to_string(output.size()) +
                            "+" + std::to_string(data.size()) + " bytes");
            leaked = end->leaked;
            ended = true;
        } else if (const auto* swept = std::get_if<Swept>(&message)) {
            heard.emplace_back("swept");
            leaked = swept->leaked;
        } else if (std::holds_alternative<Started>(message)) {
            printed_before_started = output.size();
        } else if (std::holds_alternative<NotStarted>(message)) {
            heard.emplace_back("not started");
            ended = true;
        }
    }
    void on_output(std::string_view bytes) override { output += bytes; }
    void on_data(std::string_view bytes) override { data += bytes; }
    void on_gone(const std::string& how) override {
        heard.push_back("gone:" + how);
        gone = true;
    }
};

using Heard = std::vector<std::string>;

class World {
public:
    World() { REQUIRE(platform::become_subreaper()); }
    ~World() {
        supervised.clear();
        kill_strays({});
        CHECK(names_of(descendants_of(getpid())) == Heard{});
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    Supervised& start(SupervisorListener& listener, Supervised::Data data = Supervised::Data::none,
                      int leak_grace_ms = 200) {
        auto started = Supervised::start(loop, listener, {&environment, data, leak_grace_ms});
        REQUIRE(started.ok());
        supervised.push_back(std::move(*started));
        return *supervised.back();
    }
    void turn_until(const std::function<bool()>& condition) {
        REQUIRE(wait_until([&] {
            loop.turn(0.01);
            return condition();
        }));
    }

    Loop loop;
    std::vector<std::string> environment{"WHO=the test"};
    std::vector<std::unique_ptr<Supervised>> supervised;
};

}  // namespace

TEST_CASE("everything that a command printed is heard before its end") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes, Supervised::Data::pipe);
    for (const char* size : {"10", "65536", "5000000"}) {
        notes.clear();
        RunCommand command = child({"bytes", size});
        SECTION(std::string("in common: ") + size) {
            supervised.send(command);
            world.turn_until([&] { return notes.ended; });
            CHECK(notes.heard == Heard{"ended:0 after " + std::string(size) + "+0 bytes"});
        }
        SECTION(std::string("apart: ") + size) {
            command.separate_stdout = true;
            supervised.send(command);
            world.turn_until([&] { return notes.ended; });
            CHECK(notes.heard == Heard{"ended:0 after 0+" + std::string(size) + " bytes"});
        }
    }
}

TEST_CASE("of a short command nothing is heard before its end, of one that goes on what it prints") {
    World world;
    const Folder folder;
    Notes notes;
    Supervised& supervised = world.start(notes, Supervised::Data::pipe);
    supervised.read_short_output_at_end();
    SECTION("one that goes on: once it has been running for a moment") {
        supervised.send(
            child({"write", "printed at once", "touch", folder / "printed", "wait-file", folder / "go on"}));
        REQUIRE(wait_until([&] { return fs::exists(folder / "printed"); }));
        world.turn_until([&] { return notes.printed_before_started.has_value(); });
        CHECK(notes.printed_before_started == 0U);
        world.turn_until([&] { return notes.output == "printed at once"; });
        std::ofstream(folder / "go on") << "";
        world.turn_until([&] { return notes.ended; });
    }
    SECTION("one that fills the pipe is not held up for long, and the next one is heard at once") {
        supervised.send(child({"bytes", "5000000"}));
        world.turn_until([&] { return notes.ended; });
        CHECK(notes.heard.back() == "ended:0 after 5000000+0 bytes");
        notes.clear();
        supervised.send(child({"write", "next", "wait-file", folder / "go on"}));
        world.turn_until([&] { return notes.output == "next"; });
        std::ofstream(folder / "go on") << "";
        world.turn_until([&] { return notes.ended; });
    }
}

TEST_CASE("a worker's environment and its next command") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes);
    supervised.send(child({"env", "WHO", "exit", "3"}));
    world.turn_until([&] { return notes.ended; });
    CHECK(notes.output == "WHO=the test\n");
    notes.clear();
    supervised.send(child({"write", "next"}));
    world.turn_until([&] { return notes.ended; });
    CHECK(notes.heard == Heard{"ended:0 after 4+0 bytes"});
}

TEST_CASE("what a leftover goes on printing does not hold up the end") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes);
    const Folder folder;
    RunCommand command = child({"daemon", "flood", "end", "wait-file", folder / "go", "exit", "4"});
    command.sweep = false;
    supervised.send(command);
    world.turn_until([&] { return notes.output.size() > 1000000; });
    std::ofstream(folder / "go") << "go";
    world.turn_until([&] { return notes.ended; });
    supervised.send(Leave{});
    world.turn_until([&] { return notes.gone; });
    CHECK(notes.heard.size() == 3);
    CHECK(notes.leaked.size() == 1);
}

TEST_CASE("one that leaves says what it swept, then is gone") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes);
    CHECK(supervised.pid() > 0);
    supervised.send(Leave{});
    world.turn_until([&] { return notes.gone; });
    CHECK(notes.heard == Heard{"swept", "gone:ended with exit code 0"});
    CHECK(supervised.pid() == -1);
    supervised.send(KillAll{});  // The supervisor has gone, and nothing happens.
    supervised.abandon();
    world.loop.turn(0);
    CHECK(notes.heard.size() == 2);
}

TEST_CASE("one that is killed is gone, after what its command printed") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes);
    const Folder folder;
    supervised.send(child({"write", "before", "say-pid", folder / "pid", "pause"}));
    const pid_t command = pid_in(folder / "pid");
    SECTION("by somebody") { kill(supervised.pid(), SIGKILL); }
    SECTION("by us, when it does not answer") {
        kill(supervised.pid(), SIGSTOP);
        supervised.abandon();
    }
    world.turn_until([&] { return notes.gone; });
    CHECK(notes.heard == Heard{"gone:killed by signal 9"});
    CHECK(notes.output == "before");
    CHECK(supervised.pid() == -1);
    CHECK(wait_until([&] { return !alive(command); }, 1));
}

TEST_CASE("what one that was killed leaves to us is named and killed, others are spared") {
    World world;
    Notes notes;
    Notes other_notes;
    Supervised& supervised = world.start(notes);
    const Supervised& other = world.start(other_notes);
    const Folder folder;
    supervised.send(child({"daemon", "say-pid", folder / "pid", "pause", "end", "wait-file", folder / "pid", "pause"}));
    const pid_t daemon = pid_in(folder / "pid");
    CHECK(kill_strays({supervised.pid(), other.pid()}).empty());
    kill(supervised.pid(), SIGKILL);
    world.turn_until([&] { return notes.gone; });
    const Heard named = kill_strays({other.pid()});
    // The command dies with its supervisor; whether it is still seen depends on the moment.
    REQUIRE_FALSE(named.empty());
    CHECK(std::any_of(named.begin(), named.end(), [&](const std::string& name) {
        return name.find("(pid " + std::to_string(daemon) + ")") != std::string::npos;
    }));
    CHECK_FALSE(alive(daemon));
    CHECK(alive(other.pid()));
}

TEST_CASE("letting go of one kills it") {
    World world;
    Notes notes;
    const Folder folder;
    world.start(notes).send(child({"say-pid", folder / "pid", "pause"}));
    const pid_t command = pid_in(folder / "pid");
    const pid_t pid = world.supervised[0]->pid();
    world.supervised.clear();
    CHECK_FALSE(alive(pid));
    CHECK(wait_until([&] { return !alive(command); }, 1));
    world.loop.turn(0);  // None of its descriptors is watched any more.
    CHECK(notes.heard.empty());
}

TEST_CASE("sending never waits for one that does not read") {
    World world;
    Notes notes;
    Supervised& supervised = world.start(notes);
    supervised.send(child({}));
    world.turn_until([&] { return notes.ended; });
    notes.clear();
    kill(supervised.pid(), SIGSTOP);
    std::vector<std::string> words{"write", "all of it", "exit", "5"};
    words.insert(words.end(), 15, std::string(100000, 'x'));
    supervised.send(child(words));
    supervised.send(SignalAll{SIGCONT});
    for (int i = 0; i < 10; ++i) {
        world.loop.turn(0);
    }
    CHECK(notes.heard.empty());
    kill(supervised.pid(), SIGCONT);
    world.turn_until([&] { return notes.ended; });
    CHECK(notes.heard == Heard{"ended:5 after 9+0 bytes"});
}

TEST_CASE("another listener hears from now on") {
    World world;
    Notes first;
    Notes second;
    Supervised& supervised = world.start(first);
    supervised.set_listener(second);
    supervised.send(child({"write", "x"}));
    world.turn_until([&] { return second.ended; });
    CHECK(second.output == "x");
    CHECK(first.heard.empty());
    CHECK(first.output.empty());
}

TEST_CASE("none holds a descriptor of another") {
    World world;
    std::vector<std::unique_ptr<Notes>> notes;
    for (int i = 0; i < 20; ++i) {
        notes.push_back(std::make_unique<Notes>());
        world.start(*notes.back(), i % 2 == 0 ? Supervised::Data::pipe : Supervised::Data::none).send(child({"fds"}));
    }
    for (std::size_t i = 0; i < notes.size(); ++i) {
        world.turn_until([&] { return notes[i]->ended; });
        CHECK(notes[i]->output == "0 1 2 \n");
        std::set<std::string> numbers;
        for (const auto& entry :
             fs::directory_iterator("/proc/" + std::to_string(world.supervised[i]->pid()) + "/fd")) {
            numbers.insert(entry.path().filename());
        }
        std::set<std::string> own{"0", "1", "2", "3", "4"};
        if (i % 2 == 0) {
            own.insert("5");  // The data pipe.
        }
        CHECK(numbers == own);
    }
}

TEST_CASE("many commands in many workers") {
    World world;
    std::vector<std::unique_ptr<Notes>> notes;
    for (int i = 0; i < 4; ++i) {
        notes.push_back(std::make_unique<Notes>());
        world.start(*notes.back());
    }
    int ended = 0;
    std::vector<int> begun(4, 0);
    const auto begin = [&](std::size_t i) {
        notes[i]->clear();
        ++begun[i];
        world.supervised[i]->send(child({"write", std::to_string(begun[i])}));
    };
    for (std::size_t i = 0; i < 4; ++i) {
        begin(i);
    }
    world.turn_until([&] {
        for (std::size_t i = 0; i < 4; ++i) {
            if (notes[i]->ended) {
                ++ended;
                CHECK(notes[i]->output == std::to_string(begun[i]));
                begin(i);
            }
        }
        return ended >= 200;
    });
}
