// pf_runtime_child: what the unit tests run under supervisors. Its command line is a program of words, done in order;
// exit 0 at the end. Output is unbuffered.
//
//   exit N | raise SIG | ignore SIG | stop (itself) | pause (for ever) | flood (prints for ever) | sleep MS
//   write TEXT | bytes N | arguments (the rest, one a line; ends) | env NAME | cwd | ids | fds | signals | stdin
//   nonblock (sets O_NONBLOCK on stdout) | blocking (says whether) | touch PATH | remove PATH | wait-file PATH (30 s)
//   say-pid PATH (writes its own pid) | on-signal SIG PATH (waits for it, then touches PATH)
//   spawn WORDS... end (in a child of its own session) | daemon WORDS... end (double fork; under way on return)
//   leave-main WORDS... (the rest in a thread, whose process's main thread has ended)
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Words = std::vector<std::string>;

void run(const Words& words);

void print(std::string_view text) {
    while (!text.empty()) {
        const ssize_t wrote = write(STDOUT_FILENO, text.data(), text.size());
        if (wrote > 0) {
            text.remove_prefix(static_cast<std::size_t>(wrote));
        } else {
            pollfd out{STDOUT_FILENO, POLLOUT, 0};  // Somebody may have made it non-blocking.
            poll(&out, 1, -1);
        }
    }
}

void touch(const std::string& path, const std::string& content = {}) {
    // Appears with its content: who waits for it reads it at once.
    const std::string hidden = path + ".new";
    const int fd = open(hidden.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (write(fd, content.data(), content.size()) < 0) {
        _exit(92);
    }
    close(fd);
    std::filesystem::rename(hidden, path);
}

int number(const std::string& text) { return std::atoi(text.c_str()); }

void raise_signal(int signal) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    static_cast<void>(::signal(signal, SIG_DFL));
    raise(signal);
}

[[noreturn]] void pause_for_ever() {
    while (true) {
        pause();
    }
}

[[noreturn]] void flood() {
    const std::string text(4096, 'f');
    while (true) {
        print(text);
    }
}

void wait_file(const std::string& path) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (access(path.c_str(), F_OK) != 0) {
        if (std::chrono::steady_clock::now() > limit) {
            _exit(90);
        }
        poll(nullptr, 0, 1);
    }
}

void print_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    print(name + (value != nullptr ? "=" + std::string(value) : " unset") + "\n");
}

void print_ids() {
    print(std::string(getpgrp() == getpid() ? "leads" : "in") + " its group, session of its " +
          (getsid(0) == getppid() ? "parent" : "own or another") + "\n");
}

void print_descriptors() {
    std::string text;
    for (int fd = 0; fd < 1024; ++fd) {
        text += fcntl(fd, F_GETFD) >= 0 ? std::to_string(fd) + " " : "";
    }
    print(text + "\n");
}

void print_signals() {
    std::string text;
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, nullptr, &blocked);
    for (int signal = 1; signal < NSIG; ++signal) {
        struct sigaction action {};
        const bool known = sigaction(signal, nullptr, &action) == 0;
        text += known && action.sa_handler != SIG_DFL ? "not default: " + std::to_string(signal) + " " : "";
        text += known && sigismember(&blocked, signal) == 1 ? "blocked: " + std::to_string(signal) + " " : "";
    }
    print((text.empty() ? "as usual" : text) + "\n");
}

void print_input() {
    char byte = 0;
    print(read(STDIN_FILENO, &byte, 1) == 0 ? "stdin is empty\n" : "stdin is not empty\n");
}

void on_signal(int signal, const std::string& path) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    touch(path + ".ready");
    int came = 0;
    while (sigwait(&set, &came) != 0) {
    }
    touch(path);
}

void spawn(const Words& words) {
    if (fork() == 0) {
        setsid();
        run(words);
        _exit(0);
    }
}

void daemonize(const Words& words) {
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0) {
        _exit(92);
    }
    const pid_t middle = fork();
    if (middle == 0) {
        setsid();
        if (fork() == 0) {
            if (write(ready[1], "x", 1) != 1) {
                _exit(92);
            }
            close(ready[0]);
            close(ready[1]);
            run(words);
        }
        _exit(0);
    }
    waitpid(middle, nullptr, 0);
    char byte = 0;
    if (read(ready[0], &byte, 1) != 1) {
        _exit(92);
    }
    close(ready[0]);
    close(ready[1]);
}

void* run_in_thread(void* words) {
    run(*static_cast<Words*>(words));
    _exit(0);
}

[[noreturn]] void leave_main(const Words& words) {
    static Words kept;
    kept = words;
    pthread_t thread{};
    if (pthread_create(&thread, nullptr, run_in_thread, &kept) != 0) {
        _exit(92);
    }
    pthread_exit(nullptr);
}

// A word with no or one argument.
const std::map<std::string, std::function<void(const std::string&)>> kWords = {
    {"exit", [](const std::string& a) { _exit(number(a)); }},
    {"raise", [](const std::string& a) { raise_signal(number(a)); }},
    {"ignore", [](const std::string& a) { static_cast<void>(signal(number(a), SIG_IGN)); }},
    {"sleep", [](const std::string& a) { poll(nullptr, 0, number(a)); }},
    {"write", [](const std::string& a) { print(a); }},
    {"bytes", [](const std::string& a) { print(std::string(static_cast<std::size_t>(number(a)), 'x')); }},
    {"env", print_variable},
    {"touch", [](const std::string& a) { touch(a); }},
    {"remove", [](const std::string& a) { std::filesystem::remove_all(a); }},
    {"wait-file", wait_file},
    {"say-pid", [](const std::string& a) { touch(a, std::to_string(getpid())); }},
};

const std::map<std::string, std::function<void()>> kPlainWords = {
    {"stop", [] { raise(SIGSTOP); }},
    {"pause", pause_for_ever},
    {"flood", flood},
    {"cwd", [] { print(std::filesystem::current_path().string() + "\n"); }},
    {"ids", print_ids},
    {"fds", print_descriptors},
    {"signals", print_signals},
    {"stdin", print_input},
    {"blocking", [] { print((fcntl(STDOUT_FILENO, F_GETFL) & O_NONBLOCK) != 0 ? "non-blocking\n" : "blocking\n"); }},
    {"nonblock", [] { fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK); }},
};

// The words from `at` to the "end" that closes them; `at` is behind it afterwards.
Words block(const Words& words, std::size_t& at) {
    Words inner;
    for (int depth = 1; at < words.size(); ++at) {
        depth += words[at] == "spawn" || words[at] == "daemon" ? 1 : words[at] == "end" ? -1 : 0;
        if (depth == 0) {
            ++at;
            break;
        }
        inner.push_back(words[at]);
    }
    return inner;
}

void run(const Words& words) {
    for (std::size_t at = 0; at < words.size();) {
        const std::string& word = words[at++];
        if (const auto plain = kPlainWords.find(word); plain != kPlainWords.end()) {
            plain->second();
        } else if (const auto one = kWords.find(word); one != kWords.end() && at < words.size()) {
            one->second(words[at++]);
        } else if (word == "on-signal") {
            on_signal(number(words.at(at)), words.at(at + 1));
            at += 2;
        } else if (word == "spawn") {
            spawn(block(words, at));
        } else if (word == "daemon") {
            daemonize(block(words, at));
        } else if (word == "leave-main") {
            leave_main({words.begin() + static_cast<long>(at), words.end()});
        } else if (word == "arguments") {
            for (; at < words.size(); ++at) {
                print(words[at] + "\n");
            }
        } else {
            print("unknown word: " + word + "\n");
            _exit(96);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    run(Words(argv + 1, argv + argc));
    return 0;
}
