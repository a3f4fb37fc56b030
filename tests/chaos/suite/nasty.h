// What is logged of fixtures, and what tasks do that no task should. System calls only where refusals.cc could be in
// the way: the log is the judge's, and nothing may be missing in it.
#ifndef CHAOS_NASTY_H
#define CHAOS_NASTY_H

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace chaos {

inline std::string variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value != nullptr ? value : "";
}

// Whether CHAOS_DO, words between commas, has this one.
inline bool asked(const std::string& what) {
    return ("," + variable("CHAOS_DO") + ",").find("," + what + ",") != std::string::npos;
}

inline void wait_ms(long milliseconds) {
    timespec left{milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {
    }
}

// One line, written at once: "up <fixture> <nonce> <pid>".
inline void log_line(const std::string& word, const std::string& fixture, const std::string& nonce) {
    const std::string line = word + " " + fixture + " " + nonce + " " + std::to_string(getpid()) + "\n";
    const long fd = syscall(SYS_openat, AT_FDCWD, variable("CHAOS_LOG").c_str(), O_WRONLY | O_APPEND | O_CREAT, 0666);
    if (fd >= 0) {
        syscall(SYS_write, fd, line.data(), line.size());
        syscall(SYS_close, fd);
    }
}

inline std::string fresh_nonce() {
    timespec now{};
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    return std::to_string(getpid()) + "-" + std::to_string(now.tv_sec) + "-" + std::to_string(now.tv_nsec);
}

// A fixture in a process of its own: it goes up here, and down where it went up.
class Fixture {
public:
    explicit Fixture(std::string name) : name_(std::move(name)) { log_line("up", name_, nonce_); }
    Fixture(const Fixture&) = delete;
    Fixture& operator=(const Fixture&) = delete;
    ~Fixture() { log_line(owner_ == getpid() ? "down" : "down-elsewhere", name_, nonce_); }

private:
    std::string name_;
    std::string nonce_ = fresh_nonce();
    pid_t owner_ = getpid();
};

[[noreturn]] inline void wait_for_ever() {
    for (;;) {
        pause();
    }
}

inline void without_core() {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

inline void start_daemons(int count) {
    for (int i = 0; i < count; ++i) {
        if (fork() == 0) {
            setsid();
            if (fork() != 0) {
                _exit(0);
            }
            signal(SIGTERM, SIG_IGN);
            wait_for_ever();
        }
    }
}

[[noreturn]] inline void be_deaf() {
    for (int number = 1; number < NSIG; ++number) {
        signal(number, SIG_IGN);
    }
    wait_for_ever();
}

inline void scribble() {
    const std::string text(300, '\x7f');
    for (int fd = 3; fd < 1024; ++fd) {
        // A full pipe must not hold it up for ever: then there would be no second descriptor.
        fcntl(fd, F_SETFL, O_NONBLOCK);
        [[maybe_unused]] const ssize_t wrote = write(fd, text.data(), text.size());
    }
}

inline void print(long long bytes) {
    const std::string text(1 << 16, 'x');
    while (bytes > 0) {
        const ssize_t wrote = write(STDOUT_FILENO, text.data(), text.size());
        if (wrote < 0) {
            return;
        }
        bytes -= wrote;
    }
}

inline void leave_locked_directory() {
    const std::string path = variable("PARALLEL_FIXTURES_TMPDIR") + "/locked";
    mkdir(path.c_str(), 0700);
    mkdir((path + "/inner").c_str(), 0700);
    chmod(path.c_str(), 0);
}

inline void leave_holder_of_output() {
    if (fork() == 0) {
        wait_for_ever();
    }
}

// Returns where the task is to end as it would have without.
inline void be_nasty(const std::string& what) {
    if (what == "daemons") {
        start_daemons(200);
    } else if (what == "deaf") {
        be_deaf();
    } else if (what == "stops") {
        raise(SIGSTOP);
    } else if (what == "closes") {
        for (int fd = 0; fd < 1024; ++fd) {
            close(fd);
        }
    } else if (what == "group") {
        kill(0, SIGKILL);
    } else if (what == "parent") {
        kill(getppid(), SIGKILL);
        wait_ms(20);
    } else if (what == "scribbles") {
        scribble();
    } else if (what == "floods") {
        print(1LL << 30);
    } else if (what == "loud") {
        print(2LL << 20);
    } else if (what == "aborts") {
        without_core();
        abort();
    } else if (what == "fails") {
        _exit(3);
    } else if (what == "leaks") {
        leave_holder_of_output();
    } else if (what == "locks") {
        leave_locked_directory();
    } else if (what == "bytes") {
        std::printf("]]> <&\x01\x1b[31m \xff\xfe \xed\xa0\x80 {\"e\":\"task_ended\"}\n");
        _exit(std::fflush(stdout) == 0 ? 1 : 2);
    }
}

}  // namespace chaos

#endif
