#include "runtime/platform.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <climits>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/unit/support/folder.h"

using namespace pf;
using pf::test::Folder;
using pf::test::in_child;
using platform::Listener;

namespace {

// A listening socket on a free port of the loopback interface.
struct Listening {
    Descriptor socket;
    int port = 0;
};

Listening listen_somewhere(int family) {
    Listening listening{Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)), 0};
    sockaddr_storage address{};
    address.ss_family = static_cast<sa_family_t>(family);
    socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    if (family == AF_INET6) {
        reinterpret_cast<sockaddr_in6*>(&address)->sin6_addr = in6addr_loopback;
    } else {
        reinterpret_cast<sockaddr_in*>(&address)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    if (bind(listening.socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(listening.socket.get(), 1) != 0 ||
        getsockname(listening.socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        return {};
    }
    listening.port = ntohs(family == AF_INET ? reinterpret_cast<sockaddr_in*>(&address)->sin_port
                                             : reinterpret_cast<sockaddr_in6*>(&address)->sin6_port);
    return listening;
}

// A child of this process that lives until the object goes.
class Child {
public:
    template <typename Body>
    explicit Child(Body body) : pid_(fork()) {
        if (pid_ == 0) {
            body();
            while (true) {
                pause();
            }
        }
    }
    ~Child() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    pid_t pid_;
};

bool send_to(const std::string& address, const std::string& text) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path + 1, address.data() + 1, address.size() - 1);
    const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    return sendto(socket.get(), text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&to),
                  static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size())) ==
           static_cast<ssize_t>(text.size());
}

}  // namespace

TEST_CASE("parents and children know each other") {
    const Child child([] {});
    CHECK(platform::parent_of(child.pid()) == getpid());
    CHECK(platform::children_of(getpid()) == std::vector<pid_t>{child.pid()});
    CHECK_FALSE(platform::has_ended(child.pid()));
    CHECK(platform::children_of(child.pid()).empty());
    CHECK(platform::parent_of(INT_MAX) == 0);
    CHECK(platform::has_ended(INT_MAX));
}

TEST_CASE("a name with anything in it does not confuse what is read of a process") {
    const Child child([] { prctl(PR_SET_NAME, ") Z 1 (\n", 0, 0, 0); });
    const auto named = [&] {
        std::ifstream comm("/proc/" + std::to_string(child.pid()) + "/comm");
        return comm.get() == ')';
    };
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!named() && std::chrono::steady_clock::now() < limit) {
        poll(nullptr, 0, 1);
    }
    REQUIRE(named());
    CHECK(platform::parent_of(child.pid()) == getpid());
    CHECK_FALSE(platform::has_ended(child.pid()));
}

TEST_CASE("a signal is sent to a child of the named parent only") {
    const Child child([] {});
    CHECK_FALSE(platform::signal_process(getppid(), child.pid(), SIGCONT));
    CHECK_FALSE(platform::signal_process(INT_MAX, getpid(), SIGKILL));
    CHECK_FALSE(platform::has_ended(child.pid()));
    // Whoever its parent was, this process is its parent now: a subreaper adopts what is orphaned below it.
    CHECK(platform::signal_process(child.pid(), INT_MAX, SIGKILL));
    siginfo_t info{};
    REQUIRE(waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT) == 0);
    CHECK(info.si_status == SIGKILL);
}

TEST_CASE("a process whose main thread has ended has not ended") {
    const Child child([] { execl(PF_RUNTIME_CHILD, "pf_runtime_child", "leave-main", "pause", nullptr); });
    const auto state = [&] {
        std::ifstream stat("/proc/" + std::to_string(child.pid()) + "/stat");
        std::string skip;
        std::string letter;
        stat >> skip >> skip >> letter;
        return letter;
    };
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (state() != "Z" && std::chrono::steady_clock::now() < limit) {
        poll(nullptr, 0, 1);
    }
    REQUIRE(state() == "Z");
    CHECK_FALSE(platform::has_ended(child.pid()));
}

TEST_CASE("a process is named for a person, in one line and not too long") {
    const auto name_of = [](const std::vector<const char*>& words) {
        int ends[2];
        REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
        const Descriptor read_end(ends[0]);
        Descriptor write_end(ends[1]);
        const Child child([&] {
            std::vector<char*> argv;
            for (const char* word : words) {
                argv.push_back(const_cast<char*>(word));
            }
            argv.push_back(nullptr);
            execv(PF_RUNTIME_CHILD, argv.data());
            _exit(127);
        });
        write_end.reset();
        char byte = 0;
        CHECK(read(read_end.get(), &byte, 1) == 0);  // Closed by the exec, which then sets the arguments.
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (std::ifstream("/proc/" + std::to_string(child.pid()) + "/cmdline").peek() == EOF &&
               std::chrono::steady_clock::now() < limit) {
            poll(nullptr, 0, 1);
        }
        return platform::process_name(child.pid());
    };
    CHECK(name_of({"program", "pause"}) == "program pause");
    CHECK(name_of({"/a/folder/program", "pause", "/a/b"}) == "program pause /a/b");
    CHECK(name_of({"server: user@pts/0", "pause"}) == "server: user@pts/0 pause");  // A title.
    CHECK(name_of({"a\nb\033[1m", "pause"}) == "a b [1m pause");
    const std::string long_name(100, 'n');
    CHECK(name_of({long_name.c_str(), "pause"}) == std::string(57, 'n') + "...");
    // Never half a character.
    const std::string umlauts = "x" + [] {
        std::string text;
        for (int i = 0; i < 50; ++i) {
            text += "ü";
        }
        return text;
    }();
    CHECK(name_of({umlauts.c_str(), "pause"}) == umlauts.substr(0, 57) + "...");
    const std::string odd = "xx" + umlauts.substr(1);
    CHECK(name_of({odd.c_str(), "pause"}) == odd.substr(0, 56) + "...");
    CHECK(platform::process_name(INT_MAX) == "?");
}

TEST_CASE("who listens on a port") {
    for (const int family : {AF_INET, AF_INET6}) {
        Listening listening = listen_somewhere(family);
        if (listening.port == 0 && family == AF_INET6) {
            WARN("no IPv6 here");
            continue;
        }
        REQUIRE(listening.port != 0);
        CHECK(platform::listener_of(listening.port, getpid()) == Listener::within);
        {
            Child holder([] {});  // Inherits the socket.
            listening.socket.reset();
            CHECK(platform::listener_of(listening.port, holder.pid()) == Listener::within);
            CHECK(platform::listener_of(listening.port, getpid()) == Listener::within);  // Below us.
            CHECK(platform::ports_of(holder.pid()) == std::vector<int>{listening.port});
            const Child stranger([] {});
            CHECK(platform::listener_of(listening.port, stranger.pid()) == Listener::elsewhere);
            CHECK(platform::ports_of(stranger.pid()).empty());
        }
        CHECK(platform::listener_of(listening.port, getpid()) == Listener::nobody);
    }
}

TEST_CASE("a port that only has connections is not listened on") {
    Listening listening = listen_somewhere(AF_INET);
    REQUIRE(listening.port != 0);
    const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(listening.port));
    REQUIRE(connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const Descriptor server(accept(listening.socket.get(), nullptr, nullptr));
    listening.socket.reset();
    CHECK(platform::listener_of(listening.port, getpid()) == Listener::nobody);
}

TEST_CASE("notifications come with the sender's number") {
    auto notify = platform::open_notify_socket();
    REQUIRE(notify.ok());
    CHECK(notify->address.substr(0, 1) == "@");
    CHECK(notify->address.size() > 1);
    CHECK(platform::next_notification(notify->socket.get()).pid == 0);
    CHECK(in_child([&] { return send_to(notify->address, "READY=1\n") ? 0 : 1; }) == 0);
    const Child child([&] { send_to(notify->address, "STATUS=fine"); });
    pollfd readable{notify->socket.get(), POLLIN, 0};
    REQUIRE(poll(&readable, 1, 20000) == 1);
    const platform::Notification first = platform::next_notification(notify->socket.get());
    CHECK(first.pid > 0);
    CHECK(first.text == "READY=1\n");
    REQUIRE(poll(&readable, 1, 20000) == 1);
    const platform::Notification second = platform::next_notification(notify->socket.get());
    CHECK(second.pid == child.pid());
    CHECK(second.text == "STATUS=fine");
    CHECK(platform::next_notification(notify->socket.get()).pid == 0);
}

TEST_CASE("every notification socket has a name of its own") {
    const auto one = platform::open_notify_socket();
    const auto two = platform::open_notify_socket();
    REQUIRE((one.ok() && two.ok()));
    CHECK(one->address != two->address);
}

TEST_CASE("usable CPUs follow the affinity") {
    const int all = platform::usable_cpus();
    CHECK(all >= 1);
    CHECK(all <= static_cast<int>(sysconf(_SC_NPROCESSORS_CONF)));
    CHECK(in_child([] {
              cpu_set_t set;
              sched_getaffinity(0, sizeof set, &set);
              int first = 0;
              while (!CPU_ISSET(first, &set)) {
                  ++first;
              }
              CPU_ZERO(&set);
              CPU_SET(first, &set);
              sched_setaffinity(0, sizeof set, &set);
              return platform::usable_cpus();
          }) == 1);
}

TEST_CASE("usable CPUs follow every quota up to the root") {
    const Folder root;
    const auto put = [&](const std::string& path, const std::string& text) {
        std::filesystem::create_directories(std::filesystem::path(root / path).parent_path());
        std::ofstream(root / path) << text;
    };
    const auto cpus = [&](const std::string& groups) { return platform::cpus_by_quota(groups, root.path()); };
    CHECK(cpus("0::/a/b\n") == INT_MAX);
    put("a/b/cpu.max", "max 100000\n");
    CHECK(cpus("0::/a/b\n") == INT_MAX);
    put("a/cpu.max", "250000 100000\n");
    CHECK(cpus("1:cpu:/x\n0::/a/b\n") == 3);
    put("a/b/cpu.max", "50000 100000\n");
    CHECK(cpus("0::/a/b\n") == 1);
    CHECK(cpus("0::/a\n") == 3);
    CHECK(cpus("0::/\n") == INT_MAX);
    CHECK(cpus("") == INT_MAX);
    CHECK(cpus("0::odd") == INT_MAX);
    put("cpu.max", "200000 100000\n");
    CHECK(cpus("0::/a\n") == 2);
    CHECK(cpus("0::/\n") == 2);
}

TEST_CASE("usable CPUs follow the quota of the older cgroups") {
    const Folder root;
    std::filesystem::create_directories(root / "cpu");
    std::ofstream(root / "cpu/cpu.cfs_period_us") << "100000\n";
    std::ofstream(root / "cpu/cpu.cfs_quota_us") << "-1\n";
    CHECK(platform::cpus_by_quota("1:cpu:/\n0::/\n", root.path()) == INT_MAX);
    std::ofstream(root / "cpu/cpu.cfs_quota_us") << "150000\n";
    CHECK(platform::cpus_by_quota("1:cpu:/\n0::/\n", root.path()) == 2);
}

TEST_CASE("blocked signals are read one by one") {
    sigset_t set;
    sigset_t before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, &before);
    {
        auto source = platform::open_signal_source({SIGUSR1, SIGUSR2});
        REQUIRE(source.ok());
        CHECK(platform::next_signal(source->get()).number == 0);
        raise(SIGUSR2);
        raise(SIGUSR1);
        CHECK(platform::next_signal(source->get()).number == SIGUSR1);
        CHECK(platform::next_signal(source->get()).number == SIGUSR2);
        CHECK(platform::next_signal(source->get()).number == 0);
    }
    sigprocmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("a process that is to die with its parent dies with it") {
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    const Descriptor read_end(ends[0]);
    Descriptor write_end(ends[1]);
    char byte = 0;
    {
        const Child parent([&] {
            if (fork() == 0) {
                platform::die_with_parent();
                const bool said = write(write_end.get(), "x", 1) == 1;
                while (said) {
                    pause();
                }
                _exit(1);
            }
            write_end.reset();
        });
        write_end.reset();
        CHECK(read(read_end.get(), &byte, 1) == 1);
    }
    pollfd end{read_end.get(), POLLIN, 0};
    CHECK(poll(&end, 1, 20000) == 1);
    CHECK(read(read_end.get(), &byte, 1) == 0);  // Nobody holds the other end any more.
}

TEST_CASE("descriptors are closed from a number upwards") {
    CHECK(in_child([] {
              dup2(STDERR_FILENO, 100);
              dup2(STDERR_FILENO, 900);
              platform::close_descriptors_from(101);
              const bool kept = fcntl(100, F_GETFD) >= 0;
              const bool closed = fcntl(900, F_GETFD) < 0;
              return kept && closed ? 0 : 1;
          }) == 0);
}
