// What a command gets from its supervisor, and what is said of its end.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/unit/runtime/supervision.h"
#include "tests/unit/support/folder.h"

namespace fs = std::filesystem;
using namespace pf;
using pf::test::child;
using pf::test::Folder;
using pf::test::Supervision;

namespace {

NotStarted not_started(Supervision& supervision, const RunCommand& command) {
    supervision.send(command);
    return supervision.expect<NotStarted>();
}

void write_executable(const std::string& path, const std::string& content) {
    std::ofstream(path) << content;
    fs::permissions(path, fs::perms::owner_all);
}

}  // namespace

TEST_CASE("a command's exit code is told, its output was read before", "[S1][S2][S3]") {
    Supervision supervision;
    const Ended good = supervision.run(child({"write", "hello"}));
    CHECK(good.exit_code == 0);
    CHECK(good.signal == 0);
    CHECK(good.leaked.empty());
    CHECK_FALSE(good.private_dir_left);
    CHECK(supervision.output() == "hello");
    const Ended bad = supervision.run(child({"exit", "3"}));
    CHECK(bad.exit_code == 3);
    CHECK(bad.signal == 0);
}

TEST_CASE("a command's signal is told") {
    Supervision supervision;
    for (const int signal : {SIGSEGV, SIGKILL, SIGABRT, SIGTERM}) {
        const Ended ended = supervision.run(child({"raise", std::to_string(signal)}));
        CHECK(ended.exit_code == -1);
        CHECK(ended.signal == signal);
    }
}

TEST_CASE("only a command that runs for a moment is said to have started", "[S5]") {
    Supervision supervision;
    supervision.send(child({"pause"}));
    const Started started = supervision.expect<Started>();
    CHECK(pf::test::alive(started.pid));
    supervision.send(SignalAll{SIGKILL});
    const Ended ended = supervision.ended();
    CHECK(ended.signal == SIGKILL);
    CHECK(ended.microseconds >= 20000);
}

TEST_CASE("the reason is told when a command cannot be started", "[S4]") {
    if (!kVforkIsAsUsual) {
        WARN("not tested: vfork is a fork");
        return;
    }
    Supervision supervision;
    const Folder folder;
    RunCommand command = child({"write", "ran"});
    command.private_dir = folder / "private";
    SECTION("no such program") {
        command.program = folder / "missing";
        const NotStarted problem = not_started(supervision, command);
        CHECK(problem.step == StartStep::execute);
        CHECK(problem.error_number == ENOENT);
    }
    SECTION("a program that is not executable") {
        command.program = folder / "plain";
        std::ofstream(command.program) << "text";
        fs::permissions(command.program, fs::perms::owner_read);
        const NotStarted problem = not_started(supervision, command);
        CHECK(problem.step == StartStep::execute);
        CHECK(problem.error_number == EACCES);
    }
    SECTION("an interpreter that is missing") {
        command.program = folder / "script";
        write_executable(command.program, "#!/no/such/interpreter\n");
        CHECK(not_started(supervision, command).error_number == ENOENT);
    }
    SECTION("no such directory") {
        command.directory = folder / "missing";
        const NotStarted problem = not_started(supervision, command);
        CHECK(problem.step == StartStep::change_directory);
        CHECK(problem.error_number == ENOENT);
    }
    SECTION("a directory that is a file") {
        command.directory = folder / "file";
        std::ofstream(command.directory) << "text";
        CHECK(not_started(supervision, command).error_number == ENOTDIR);
    }
    SECTION("arguments that are too long") {
        command.arguments.emplace_back(1U << 20U, 'x');
        CHECK(not_started(supervision, command).error_number == E2BIG);
    }
    SECTION("a private directory that is there already") {
        fs::create_directory(folder / "private");
        const NotStarted problem = not_started(supervision, command);
        CHECK(problem.step == StartStep::private_dir);
        CHECK(problem.error_number == EEXIST);
        fs::remove(folder / "private");
    }
    CHECK(supervision.output().empty());
    CHECK(supervision.run(child({})).exit_code == 0);  // The supervisor goes on.
}

TEST_CASE("a script without an interpreter line is run by the shell") {
    if (!kVforkIsAsUsual) {
        WARN("not tested: vfork is a fork");
        return;
    }
    Supervision supervision;
    const Folder folder;
    RunCommand command = child({});
    command.program = folder / "script";
    command.arguments = {"script", "one two", "three"};
    write_executable(command.program, "echo \"$0:$1:$2\"\nexit 4\n");
    CHECK(supervision.run(command).exit_code == 4);
    CHECK(supervision.output() == command.program + ":one two:three\n");
}

TEST_CASE("arguments arrive as they are") {
    Supervision supervision;
    CHECK(supervision.run(child({"arguments", "a b", "", "\xff;$(x)"})).exit_code == 0);
    CHECK(supervision.output() == "a b\n\n\xff;$(x)\n");
}

TEST_CASE("the environment is the supervisor's with the command's changes") {
    SupervisorSetup setup;
    setup.environment = {"KEPT=1", "CHANGED=1", "UNSET=1"};
    Supervision supervision(setup);
    RunCommand command = child({"env", "KEPT", "env", "CHANGED", "env", "UNSET", "env", "NEW", "env", "PATH"});
    command.environment = {"CHANGED=2", "UNSET", "NEW=", "CHANGED=3"};
    supervision.run(command);
    CHECK(supervision.output() == "KEPT=1\nCHANGED=3\nUNSET unset\nNEW=\nPATH unset\n");
    supervision.run(child({"env", "CHANGED", "env", "UNSET", "env", "NEW"}));
    CHECK(supervision.output() == "CHANGED=1\nUNSET=1\nNEW unset\n");  // Nothing of one reaches the next.
}

TEST_CASE("a command runs in its directory") {
    Supervision supervision;
    const Folder folder;
    RunCommand command = child({"cwd"});
    command.directory = folder.path();
    supervision.run(command);
    CHECK(supervision.output() == fs::canonical(folder.path()).string() + "\n");
}

TEST_CASE("a command starts in a settled place") {
    const auto unsettle = [] {
        for (int signal = 1; signal < NSIG; ++signal) {
            static_cast<void>(::signal(signal, SIG_IGN));
        }
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, nullptr);
        for (int fd = 100; fd < 110; ++fd) {
            dup2(STDERR_FILENO, fd);  // Not close-on-exec.
        }
    };
    Supervision supervision({}, unsettle);
    SECTION("default dispositions and nothing blocked") {
        supervision.run(child({"signals"}));
        CHECK(supervision.output() == "as usual\n");
    }
    SECTION("only stdin, stdout and stderr") {
        supervision.run(child({"fds"}));
        CHECK(supervision.output() == "0 1 2 \n");
    }
    SECTION("nothing to read") {
        supervision.run(child({"stdin"}));
        CHECK(supervision.output() == "stdin is empty\n");
    }
    SECTION("the group and the session of its supervisor, which it does not lead") {
        supervision.run(child({"ids"}));
        CHECK(supervision.output() == "in its group, session of its parent\n");
    }
}

TEST_CASE("descriptors are right even where the caller has closed the lowest ones") {
    // The numbers that become free are then given to what the supervisor opens itself.
    const std::vector<std::vector<int>> holes = {{0}, {0, 1, 2}, {3}, {4}, {3, 4}};
    std::vector<Descriptor> low;  // So that what the supervisor needs has other numbers.
    do {
        low.emplace_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
    } while (low.back().get() <= 4);
    for (const std::vector<int>& closed : holes) {
        INFO("closed from " << closed.front());
        Supervision supervision({}, [&closed] {
            for (const int fd : closed) {
                close(fd);
            }
        });
        RunCommand command = child({"fds", "stdin"});
        command.separate_stdout = true;
        CHECK(supervision.run(command).exit_code == 0);
        CHECK(supervision.data() == "0 1 2 \nstdin is empty\n");
    }
}

TEST_CASE("stdout and stderr come in the order written, a separate stdout apart from it") {
    Supervision supervision;
    RunCommand command = child({"write", "out"});
    command.separate_stdout = true;
    supervision.run(command);
    CHECK(supervision.output().empty());
    CHECK(supervision.data() == "out");
    supervision.run(child({"write", "again"}));
    CHECK(supervision.output() == "again");
    CHECK(supervision.data().empty());
}

TEST_CASE("more output than a pipe holds does not stop a command") {
    Supervision supervision;
    supervision.run(child({"bytes", "3000000"}));
    CHECK(supervision.output() == std::string(3000000, 'x'));
}

TEST_CASE("a pipe that one command made non-blocking is blocking again for the next") {
    Supervision supervision;
    for (const bool separate : {false, true}) {
        for (const char* word : {"nonblock", "blocking"}) {
            RunCommand command = child({word});
            command.separate_stdout = separate;
            supervision.run(command);
        }
        CHECK((separate ? supervision.data() : supervision.output()) == "blocking\n");
    }
}

TEST_CASE("a private directory lives as long as its command") {
    Supervision supervision;
    const Folder folder;
    RunCommand command = child({"touch", "seen"});
    command.private_dir = folder / "private";
    SECTION("untouched at the end: it stands for the next one, or goes") {
        command.directory = folder.path();
        CHECK_FALSE(supervision.run(command).private_dir_left);
        CHECK(folder.names() == std::set<std::string>{"private", "seen"});
        CHECK_FALSE(supervision.run(command).private_dir_left);
        command.private_dir = folder / "other";
        CHECK_FALSE(supervision.run(command).private_dir_left);
        CHECK(folder.names() == std::set<std::string>{"other", "seen"});
        command.private_dir = "";
        CHECK_FALSE(supervision.run(command).private_dir_left);
        CHECK(folder.names() == std::set<std::string>{"seen"});
    }
    SECTION("with something in it: left, and said") {
        command.directory = command.private_dir;
        CHECK(supervision.run(command).private_dir_left);
        CHECK(fs::exists(folder / "private/seen"));
        CHECK((fs::status(folder / "private").permissions() & fs::perms::mask) == fs::perms::owner_all);
        // The next command may discard it first.
        RunCommand next = child({});
        next.private_dir = folder / "private";
        next.discard_dir = folder / "private";
        CHECK_FALSE(supervision.run(next).private_dir_left);
        CHECK(fs::is_empty(folder / "private"));
    }
    SECTION("removed by the command itself: nothing is left") {
        command = child({"remove", folder / "private"});
        command.private_dir = folder / "private";
        CHECK_FALSE(supervision.run(command).private_dir_left);
    }
}

TEST_CASE("one supervisor runs many commands, each in a fresh process") {
    Supervision supervision;
    for (int i = 0; i < 200; ++i) {
        REQUIRE(supervision.run(child({"exit", std::to_string(i % 7)})).exit_code == i % 7);
    }
}
