#include "loops.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {
namespace {

void fork_and_wait(const std::function<void()>& work) {
    const pid_t pid = fork();
    if (pid == 0) {
        work();
        _exit(0);
    }
    waitpid(pid, nullptr, 0);
}

}  // namespace

int number_of_tests() {
    const char* text = std::getenv("BENCH_TESTS");
    return text != nullptr ? std::atoi(text) : 100;
}

bool run_loop(int argc, char** argv, const std::function<void()>& work) {
    if (argc == 2 && std::string(argv[1]) == "--fork") {
        fork_and_wait([] {});
        return true;
    }
    const std::string what = argc == 4 ? argv[1] : "";
    std::function<void()> once;
    if (what == "--forks") {
        once = [] { fork_and_wait([] {}); };
    } else if (what == "--calls") {
        once = work;
    } else if (what == "--forked-calls") {
        once = [&work] { fork_and_wait(work); };
    } else {
        return false;
    }
    const int number = std::atoi(argv[2]), processes = std::atoi(argv[3]);
    const auto begin = std::chrono::steady_clock::now();
    for (int process = 0; process < processes; ++process) {
        if (fork() == 0) {
            for (int i = process; i < number; i += processes) {
                once();
            }
            _exit(0);
        }
    }
    while (wait(nullptr) > 0) {
    }
    std::printf("%f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return true;
}

}  // namespace bench
