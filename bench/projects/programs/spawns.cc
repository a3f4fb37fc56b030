// spawns <number> <processes> <command>...: calls posix_spawn and waits, <number> times in <processes> processes.
// Prints the seconds.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (argc < 4) {
        return 2;
    }
    const int number = std::atoi(argv[1]), processes = std::atoi(argv[2]);
    const auto begin = std::chrono::steady_clock::now();
    for (int process = 0; process < processes; ++process) {
        if (fork() == 0) {
            for (int i = process; i < number; i += processes) {
                pid_t pid = 0;
                if (posix_spawn(&pid, argv[3], nullptr, nullptr, argv + 3, environ) != 0) {
                    _exit(1);
                }
                waitpid(pid, nullptr, 0);
            }
            _exit(0);
        }
    }
    int status = 0, failed = 0;
    while (wait(&status) > 0) {
        failed |= status;
    }
    std::printf("%f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return failed == 0 ? 0 : 1;
}
